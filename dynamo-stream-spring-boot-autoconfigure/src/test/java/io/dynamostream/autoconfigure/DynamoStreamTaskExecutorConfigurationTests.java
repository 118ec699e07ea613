/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.dynamostream.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoStreamTaskExecutorConfiguration}.
 */
@Timeout(60)
class DynamoStreamTaskExecutorConfigurationTests {

	private static final String BEAN_NAME = "dynamoStreamTaskExecutor";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DynamoStreamAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withBean(DynamoDbClient.class, EmptyTable::client);

	@Test
	void leavesTaskExecutorOfSpringBootInPlace() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasBean("applicationTaskExecutor").hasBean(BEAN_NAME);
			assertThat(context.getBeanProvider(AsyncTaskExecutor.class).getObject())
				.isSameAs(context.getBean("applicationTaskExecutor"));
		});
	}

	@Test
	void leavesAsyncMethodsToTaskExecutorOfSpringBoot() {
		this.contextRunner.withUserConfiguration(AsyncConfiguration.class)
			.run((context) -> assertThat(context.getBean(AsyncBean.class).threadName().get(30, TimeUnit.SECONDS))
				.startsWith("task-"));
	}

	@Test
	void hasThreadForEveryTaskAndNoneWhenIdle() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=false").run((context) -> {
			ThreadPoolTaskExecutor executor = context.getBean(BEAN_NAME, ThreadPoolTaskExecutor.class);
			assertThat(executor.getCorePoolSize()).isZero();
			assertThat(executor.getMaxPoolSize()).isEqualTo(Integer.MAX_VALUE);
			assertThat(executor.getQueueCapacity()).isZero();
			assertThat(executor.getThreadNamePrefix()).isEqualTo("dynamo-stream-");
		});
	}

	@Test
	void acceptsTasksWhileContextStops() {
		this.contextRunner.withUserConfiguration(StoppingConfiguration.class).run((context) -> {
			LateTask lateTask = context.getBean(LateTask.class);
			context.getSourceApplicationContext().close();
			assertThat(lateTask.thread).startsWith("dynamo-stream-");
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void usesVirtualThreadsWhenTheyAreEnabled() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			AsyncTaskExecutor executor = context.getBean(BEAN_NAME, SimpleAsyncTaskExecutor.class);
			Thread thread = executor.submit(Thread::currentThread).get(30, TimeUnit.SECONDS);
			assertThat(thread).extracting("virtual").isEqualTo(true);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void carriesTheContextOfWhoStartsAScan(boolean virtual) {
		ThreadLocal<String> trace = new ThreadLocal<>();
		TaskDecorator decorator = (task) -> {
			String caller = trace.get();
			return () -> {
				trace.set(caller);
				task.run();
			};
		};
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
			.withBean(TaskDecorator.class, () -> decorator)
			.run((context) -> {
				trace.set("request 1");
				AsyncTaskExecutor executor = context.getBean(BEAN_NAME, AsyncTaskExecutor.class);
				assertThat(executor.submit(trace::get).get(30, TimeUnit.SECONDS)).isEqualTo("request 1");
			});
	}

	@Test
	void backsOffWhenUserDefinesBeanOfSameName() {
		this.contextRunner.withUserConfiguration(ExecutorConfiguration.class)
			.run((context) -> assertThat(context).getBean(BEAN_NAME).isSameAs(ExecutorConfiguration.EXECUTOR));
	}

	@Test
	void isThereBesideOtherExecutorOfUser() {
		this.contextRunner.withBean("other", Executor.class, () -> Runnable::run)
			.run((context) -> assertThat(context).hasNotFailed().hasBean(BEAN_NAME));
	}

	@Configuration(proxyBeanMethods = false)
	static class ExecutorConfiguration {

		private static final AsyncTaskExecutor EXECUTOR = new SimpleAsyncTaskExecutor("user-");

		@Bean
		AsyncTaskExecutor dynamoStreamTaskExecutor() {
			return EXECUTOR;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		AsyncBean asyncBean() {
			return new AsyncBean();
		}

	}

	static class AsyncBean {

		@Async
		CompletableFuture<String> threadName() {
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StoppingConfiguration {

		@Bean
		LateTask lateTask(@Qualifier(BEAN_NAME) AsyncTaskExecutor executor) {
			return new LateTask(executor);
		}

	}

	/**
	 * Runs a task in the last phase of the shutdown.
	 */
	static class LateTask implements SmartLifecycle {

		private final AsyncTaskExecutor executor;

		private volatile boolean running;

		private volatile String thread = "";

		LateTask(AsyncTaskExecutor executor) {
			this.executor = executor;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.thread = this.executor.submitCompletable(() -> Thread.currentThread().getName()).join();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE;
		}

	}

}

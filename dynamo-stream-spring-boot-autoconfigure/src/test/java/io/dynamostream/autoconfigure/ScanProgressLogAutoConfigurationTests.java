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

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.logging.ScanProgressLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScanProgressLogAutoConfiguration}.
 */
@Timeout(60)
class ScanProgressLogAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ScanProgressLogAutoConfiguration.class, TaskSchedulingAutoConfiguration.class));

	@Test
	void logsEveryTenSecondsByDefault() {
		this.contextRunner.run((context) -> assertThat(context.getBean(ScanProgressLog.class)).extracting("interval")
			.isEqualTo(Duration.ofSeconds(10)));
	}

	@Test
	void propertySetsInterval() {
		this.contextRunner.withPropertyValues("dynamo.stream.progress.log-interval=1m")
			.run((context) -> assertThat(context.getBean(ScanProgressLog.class)).extracting("interval")
				.isEqualTo(Duration.ofMinutes(1)));
	}

	@Test
	void namesPropertyThatIsRefused() {
		this.contextRunner.withPropertyValues("dynamo.stream.progress.log-interval=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalArgumentException.class)
				.hasMessage("'interval' must be 0 or more, but is PT-1S"));
		this.contextRunner.withPropertyValues("dynamo.stream.progress.log-interval=-1s")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getName())
				.hasStackTraceContaining("dynamo.stream.progress.log-interval"));
	}

	@Test
	void leavesTaskSchedulerOfSpringBootInPlace() {
		this.contextRunner.withUserConfiguration(SchedulingConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(TaskScheduler.class).hasBean("taskScheduler"));
	}

	@Test
	void hasDaemonThreadOnlyWhenNeeded() {
		this.contextRunner.run((context) -> {
			ThreadPoolTaskScheduler scheduler = scheduler(context.getBean(ProgressLogScheduler.class));
			assertThat(scheduler.getPoolSize()).isZero();
			assertThat(scheduler.getScheduledThreadPoolExecutor().allowsCoreThreadTimeOut()).isTrue();
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			scheduler.schedule(() -> thread.complete(Thread.currentThread()), Instant.EPOCH);
			assertThat(thread.get(30, TimeUnit.SECONDS)).matches(Thread::isDaemon)
				.extracting(Thread::getName)
				.asString()
				.startsWith("dynamo-stream-log-");
		});
	}

	@Test
	void keepsNothingOfCancelledSchedules() {
		this.contextRunner.run((context) -> {
			ThreadPoolTaskScheduler scheduler = scheduler(context.getBean(ProgressLogScheduler.class));
			scheduler.scheduleAtFixedRate(() -> {
			}, Instant.MAX.minus(Duration.ofDays(365)), Duration.ofDays(1)).cancel(false);
			assertThat(scheduler.getScheduledThreadPoolExecutor().getQueue()).isEmpty();
		});
	}

	@Test
	void closesSchedulerWithContext() {
		this.contextRunner.run((context) -> {
			ThreadPoolTaskScheduler scheduler = scheduler(context.getBean(ProgressLogScheduler.class));
			context.getSourceApplicationContext().close();
			assertThat(scheduler.getScheduledThreadPoolExecutor().isShutdown()).isTrue();
		});
	}

	private static ThreadPoolTaskScheduler scheduler(ProgressLogScheduler scheduler) {
		return (ThreadPoolTaskScheduler) scheduler.get();
	}

	@Test
	void backsOffWhenUserDefinesBean() {
		this.contextRunner.withUserConfiguration(LogConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(ScanProgressLog.class)
				.doesNotHaveBean(ProgressLogScheduler.class));
	}

	@Test
	void isOffWithoutSdk() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(DynamoDbClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ScanProgressLog.class));
	}

	@Test
	void propertySwitchesItOff() {
		this.contextRunner.withPropertyValues("dynamo.stream.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ScanProgressLog.class)
				.doesNotHaveBean(ProgressLogScheduler.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulingConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class LogConfiguration {

		@Bean
		ScanProgressLog scanProgressLog() {
			return new ScanProgressLog(Mockito.mock(TaskScheduler.class), Duration.ofSeconds(1));
		}

	}

}

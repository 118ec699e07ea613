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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The executor of scans. It is no candidate where any executor is asked for, so that it
 * neither replaces nor prevents the one of Spring Boot. A {@link TaskDecorator} of the
 * application is applied, so that a scan in the background belongs to the trace of who
 * started it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(name = DynamoStreamTaskExecutorConfiguration.BEAN_NAME)
class DynamoStreamTaskExecutorConfiguration {

	static final String BEAN_NAME = "dynamoStreamTaskExecutor";

	private static final String THREAD_NAME_PREFIX = "dynamo-stream-";

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

	@Bean(name = BEAN_NAME, defaultCandidate = false)
	@ConditionalOnThreading(Threading.VIRTUAL)
	SimpleAsyncTaskExecutor dynamoStreamVirtualThreadTaskExecutor(ObjectProvider<TaskDecorator> taskDecorator) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(THREAD_NAME_PREFIX);
		executor.setVirtualThreads(true);
		taskDecorator.ifUnique(executor::setTaskDecorator);
		return executor;
	}

	/**
	 * Tasks are never queued: one that waits for a thread would hold up its scan. Their
	 * number is bounded by the scans. They are accepted until the executor is destroyed,
	 * so that scans can end in order while the context closes.
	 */
	@Bean(name = BEAN_NAME, defaultCandidate = false)
	@ConditionalOnThreading(Threading.PLATFORM)
	ThreadPoolTaskExecutor dynamoStreamTaskExecutor(ObjectProvider<TaskDecorator> taskDecorator) {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setThreadNamePrefix(THREAD_NAME_PREFIX);
		executor.setCorePoolSize(0);
		executor.setQueueCapacity(0);
		executor.setKeepAliveSeconds((int) KEEP_ALIVE.toSeconds());
		executor.setAcceptTasksAfterContextClose(true);
		taskDecorator.ifUnique(executor::setTaskDecorator);
		return executor;
	}

}

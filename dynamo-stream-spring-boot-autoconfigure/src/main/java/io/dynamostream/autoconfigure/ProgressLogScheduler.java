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
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Holds the scheduler of the progress log. The scheduler is no bean, so that it neither
 * replaces nor prevents that of Spring Boot. It has a thread only while it is needed.
 */
final class ProgressLogScheduler implements DisposableBean {

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

	private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

	ProgressLogScheduler() {
		this.scheduler.setThreadNamePrefix("dynamo-stream-log-");
		this.scheduler.setDaemon(true);
		this.scheduler.setRemoveOnCancelPolicy(true);
		this.scheduler.initialize();
		ScheduledThreadPoolExecutor executor = this.scheduler.getScheduledThreadPoolExecutor();
		executor.setKeepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS);
		executor.allowCoreThreadTimeOut(true);
	}

	TaskScheduler get() {
		return this.scheduler;
	}

	@Override
	public void destroy() {
		this.scheduler.destroy();
	}

}

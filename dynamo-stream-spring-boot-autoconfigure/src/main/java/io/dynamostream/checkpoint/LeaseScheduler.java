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

package io.dynamostream.checkpoint;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The scheduler of a store to which none was given. It has a thread, a daemon, only while
 * there are leases to renew.
 */
final class LeaseScheduler extends ThreadPoolTaskScheduler {

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

	LeaseScheduler() {
		setThreadNamePrefix("dynamo-stream-lease-");
		setDaemon(true);
		setRemoveOnCancelPolicy(true);
		initialize();
		ScheduledThreadPoolExecutor executor = getScheduledThreadPoolExecutor();
		executor.setKeepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS);
		executor.allowCoreThreadTimeOut(true);
	}

}

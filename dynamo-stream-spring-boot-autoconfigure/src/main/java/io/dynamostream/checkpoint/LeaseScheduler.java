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
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The scheduler of a store. One of its threads waits until leases are to be renewed, and
 * a few others renew them, so that a renewal that gets no answer holds up no other. All
 * are daemons, and end soon after the last lease.
 */
final class LeaseScheduler extends ThreadPoolTaskScheduler {

	private static final String THREAD = "dynamo-stream-lease-";

	private static final int RENEWALS_AT_ONCE = 4;

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

	private final ThreadPoolTaskExecutor renewals = new ThreadPoolTaskExecutor();

	LeaseScheduler() {
		setThreadNamePrefix(THREAD);
		setDaemon(true);
		setRemoveOnCancelPolicy(true);
		initialize();
		ScheduledThreadPoolExecutor executor = getScheduledThreadPoolExecutor();
		executor.setKeepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS);
		executor.allowCoreThreadTimeOut(true);
		initializeRenewals();
	}

	private void initializeRenewals() {
		this.renewals.setThreadNamePrefix(THREAD + "renewal-");
		this.renewals.setDaemon(true);
		this.renewals.setCorePoolSize(RENEWALS_AT_ONCE);
		this.renewals.setAllowCoreThreadTimeOut(true);
		this.renewals.setKeepAliveSeconds((int) KEEP_ALIVE.toSeconds());
		this.renewals.initialize();
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		return super.scheduleWithFixedDelay(() -> this.renewals.execute(task), startTime, delay);
	}

	@Override
	public void destroy() {
		super.destroy();
		this.renewals.destroy();
	}

}

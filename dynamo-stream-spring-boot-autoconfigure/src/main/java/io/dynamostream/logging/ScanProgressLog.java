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

package io.dynamostream.logging;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

import io.dynamostream.ScanExecution;
import io.dynamostream.ScanListener;
import io.dynamostream.ScanProgress;

/**
 * Logs in regular intervals how far each running scan is, in a line such as <pre>
 * Scan 'nightly' [########------------]  42%, 1,234,567 items, 12,345 items/s, 1,501 RCU/s, about 1m 03s left
 * </pre>
 * <p>
 * A scan is scheduled from its start to its end, so that nothing is while none runs. Safe
 * for use by several threads.
 *
 * @since 0.1.0
 */
public final class ScanProgressLog implements ScanListener {

	private static final Log logger = LogFactory.getLog(ScanProgressLog.class);

	private final TaskScheduler scheduler;

	private final Duration interval;

	private final Map<String, Future<?>> schedules = new ConcurrentHashMap<>();

	/**
	 * Create a listener that logs.
	 * @param scheduler where the lines are scheduled
	 * @param interval how much time is between two lines of a scan, 0 for no lines
	 */
	public ScanProgressLog(TaskScheduler scheduler, Duration interval) {
		Assert.notNull(scheduler, "'scheduler' must not be null");
		Assert.notNull(interval, "'interval' must not be null");
		Assert.isTrue(!interval.isNegative(), () -> "'interval' must be 0 or more, but is " + interval);
		this.scheduler = scheduler;
		this.interval = interval;
	}

	@Override
	public void started(ScanExecution execution) {
		if (!this.interval.isZero()) {
			this.schedules.put(execution.id(), this.scheduler.scheduleAtFixedRate(() -> log(execution),
					this.scheduler.getClock().instant().plus(this.interval), this.interval));
		}
	}

	private void log(ScanExecution execution) {
		ScanProgress progress = execution.progress();
		if (logger.isInfoEnabled() && !progress.state().hasEnded()) {
			logger.info(ProgressLine.of(progress));
		}
	}

	@Override
	public void ended(ScanExecution execution, @Nullable Throwable error) {
		Future<?> schedule = this.schedules.remove(execution.id());
		if (schedule != null) {
			schedule.cancel(false);
		}
	}

}

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

package io.dynamostream;

import java.lang.ref.WeakReference;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.dynamostream.ScanProgress.State;

/**
 * Warns once if a scan has waited for acknowledgments for about a minute, since nobody
 * else would tell that an item was forgotten. Holds no pages.
 */
final class AcknowledgmentWatch {

	private static final Log logger = LogFactory.getLog(AcknowledgmentWatch.class);

	private static final Duration INTERVAL = Duration.ofMinutes(1);

	private final ScanPlan<?> plan;

	private final ProgressTracker progress;

	private final UnacknowledgedItems unacknowledged;

	private final WeakReference<PageSource> source;

	private final ScanTasks tasks;

	private volatile boolean waits;

	private volatile long acknowledged;

	AcknowledgmentWatch(ScanPlan<?> plan, ProgressTracker progress, PageSource source, ScanTasks tasks) {
		this.plan = plan;
		this.progress = progress;
		this.unacknowledged = progress.unacknowledged();
		this.source = new WeakReference<>(source);
		this.tasks = tasks;
	}

	void start() {
		this.tasks.after(INTERVAL, this::look);
	}

	private void look() {
		ScanProgress progress = this.progress.snapshot();
		if (progress.state().hasEnded()) {
			return;
		}
		long acknowledged = progress.items() + progress.failedItems();
		boolean waits = progress.state() == State.RUNNING && waits();
		if (waits && this.waits && acknowledged == this.acknowledged) {
			warn();
			return;
		}
		this.waits = waits;
		this.acknowledged = acknowledged;
		start();
	}

	/**
	 * Return whether nothing else can be done before an item is acknowledged.
	 */
	private boolean waits() {
		PageSource source = this.source.get();
		return !this.unacknowledged.areSettled()
				&& (!this.unacknowledged.hasRoom() || (source != null && source.isDelivered()));
	}

	private void warn() {
		logger.warn(("%s has waited for more than a minute until one of %d items is acknowledged. Let each item be "
				+ "acknowledged or said to have failed, also where an asynchronous listener throws, or raise "
				+ "maxUnacknowledgedItems(...) if single items take that long.")
			.formatted(this.plan.describe(), this.unacknowledged.count()));
	}

}

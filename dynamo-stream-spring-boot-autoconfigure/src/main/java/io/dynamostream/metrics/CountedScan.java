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

package io.dynamostream.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.micrometer.core.instrument.Counter;
import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanExecution;
import io.dynamostream.ScanListener;
import io.dynamostream.ScanProgress;

/**
 * Adds to counters what a scan has done since they were added to last. After the end of
 * the scan that is nothing, since its progress is final. Safe for use by several threads.
 */
final class CountedScan implements ScanListener.PageRequest {

	private final ScanExecution execution;

	private final Map<ScanMeter, Counter> counters;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable ScanProgress counted;

	CountedScan(ScanExecution execution, Map<ScanMeter, Counter> counters) {
		this.execution = execution;
		this.counters = new EnumMap<>(counters);
	}

	void count() {
		this.lock.lock();
		try {
			ScanProgress progress = this.execution.progress();
			this.counters.forEach((meter, counter) -> counter.increment(meter.of(progress) - counted(meter)));
			this.counted = progress;
		}
		finally {
			this.lock.unlock();
		}
	}

	private double counted(ScanMeter meter) {
		return (this.counted != null) ? meter.of(this.counted) : 0;
	}

	@Override
	public void retrying(Throwable error, boolean throttled) {
		count();
	}

	@Override
	public void answered(ScanListener.PageRead page) {
		count();
	}

	@Override
	public void failed(Throwable error) {
		count();
	}

}

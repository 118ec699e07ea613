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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.dynamostream.ScanExecution;

/**
 * The scans of the same tags that have started and not ended: what gauges look at. Safe
 * for use by several threads.
 */
final class ActiveScans {

	private final Set<ScanExecution> executions = ConcurrentHashMap.newKeySet();

	void add(ScanExecution execution) {
		this.executions.add(execution);
	}

	void remove(ScanExecution execution) {
		this.executions.remove(execution);
	}

	double sum(ScanMeter meter) {
		return this.executions.stream().map(ScanExecution::progress).mapToDouble(meter::of).sum();
	}

}

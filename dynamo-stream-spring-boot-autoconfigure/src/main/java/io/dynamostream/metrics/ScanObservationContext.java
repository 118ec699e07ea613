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

import io.micrometer.observation.Observation;

import io.dynamostream.ScanExecution;
import io.dynamostream.ScanProgress;

/**
 * What is known of a scan that is observed.
 *
 * @since 0.1.0
 * @see ScanObservationConvention
 */
public class ScanObservationContext extends Observation.Context {

	private final ScanExecution execution;

	private volatile ScanProgress progress;

	/**
	 * Create a context.
	 * @param execution the scan
	 */
	public ScanObservationContext(ScanExecution execution) {
		this.execution = execution;
		this.progress = execution.progress();
	}

	/**
	 * Return the scan.
	 * @return the scan
	 */
	public ScanExecution execution() {
		return this.execution;
	}

	/**
	 * Return how far the scan was when it started or, once it has ended, at its end.
	 * @return the progress
	 */
	public ScanProgress progress() {
		return this.progress;
	}

	void ended() {
		this.progress = this.execution.progress();
	}

}

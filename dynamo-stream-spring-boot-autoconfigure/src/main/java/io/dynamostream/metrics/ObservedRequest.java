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
import software.amazon.awssdk.core.exception.AbortedException;

import io.dynamostream.ScanListener;
import io.dynamostream.metrics.PageObservationContext.Outcome;

/**
 * A request that is the current observation of its thread until it ends.
 */
final class ObservedRequest implements ScanListener.PageRequest {

	private final Observation observation;

	private final PageObservationContext context;

	private final Observation.Scope scope;

	ObservedRequest(Observation observation, PageObservationContext context) {
		this.observation = observation;
		this.context = context;
		this.scope = observation.openScope();
	}

	@Override
	public void retrying(Throwable error, boolean throttled) {
		this.context.retrying();
	}

	@Override
	public void answered(ScanListener.PageRead page) {
		this.context.answered(page);
		end();
	}

	@Override
	public void failed(Throwable error) {
		if (isAborted(error)) {
			this.context.failed(Outcome.ABORTED);
		}
		else {
			this.context.failed(Outcome.FAILED);
			this.observation.error(error);
		}
		end();
	}

	/**
	 * Return whether the request was ended by the scan, which is no error.
	 */
	private boolean isAborted(Throwable error) {
		return error instanceof AbortedException || this.context.scan().execution().progress().state().hasEnded();
	}

	private void end() {
		this.scope.close();
		this.observation.stop();
	}

}

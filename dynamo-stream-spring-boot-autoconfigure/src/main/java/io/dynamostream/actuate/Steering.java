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

package io.dynamostream.actuate;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.dynamostream.ScanExecution;

/**
 * What is to be done with a scan, as a request says it.
 */
final class Steering {

	private Steering() {
	}

	static Consumer<ScanExecution> of(@Nullable String action, @Nullable Integer maxConcurrency) {
		Assert.isTrue(action == null || maxConcurrency == null,
				"Both 'action' and 'maxConcurrency' are given. Send one request for each.");
		if (maxConcurrency != null) {
			int requestsInFlight = maxConcurrency;
			return (execution) -> execution.maxConcurrency(requestsInFlight);
		}
		Assert.isTrue(action != null, "Neither 'action' nor 'maxConcurrency' is given. "
				+ "Send {\"action\": \"pause\"}, {\"action\": \"resume\"} or {\"maxConcurrency\": 8}.");
		return of(action);
	}

	private static Consumer<ScanExecution> of(String action) {
		return switch (action) {
			case "pause" -> ScanExecution::pause;
			case "resume" -> ScanExecution::resume;
			default -> throw new IllegalArgumentException(
					"Unknown action '%s'. Use 'pause' or 'resume', or the DELETE method to cancel the scan."
						.formatted(action));
		};
	}

}

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

package io.dynamostream.sample;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import io.dynamostream.DynamoStreamTemplate;

/**
 * Calls something that bears only so many users per second. The scan reads no more than
 * that, whatever the work costs and however many segments it has; {@code readCapacity}
 * spares the table in the same way. The limit can be changed while the scan runs.
 */
@RestController
class RateLimitedProcessing {

	private static final int MOST_PER_SECOND = 1_000_000;

	private final DynamoStreamTemplate template;

	private final Executions executions;

	RateLimitedProcessing(DynamoStreamTemplate template, Executions executions) {
		this.template = template;
		this.executions = executions;
	}

	@PostMapping("/rate-limited")
	ResponseEntity<Executions.View> start(@RequestParam(defaultValue = "500") int perSecond) {
		if (perSecond < 1 || perSecond > MOST_PER_SECOND) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"'perSecond' must be between 1 and %d, but is %d".formatted(MOST_PER_SECOND, perSecond));
		}
		return this.executions.accepted(this.template.parallelScan(User.class)
			.named("rate-limited")
			.segments(8)
			.itemsPerSecond(perSecond)
			.forEach(this::process));
	}

	private void process(User user) {
		// the call that must not be made too often
	}

}

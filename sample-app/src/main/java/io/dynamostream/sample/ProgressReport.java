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

import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.dynamostream.DynamoStreamTemplate;

/**
 * Reports every thousandth user in the log. What the scan itself knows of its progress
 * (pages, items, segments, capacity) is at the URL of the execution at any time.
 */
@RestController
class ProgressReport {

	private static final Log logger = LogFactory.getLog(ProgressReport.class);

	private final DynamoStreamTemplate template;

	private final Executions executions;

	ProgressReport(DynamoStreamTemplate template, Executions executions) {
		this.template = template;
		this.executions = executions;
	}

	@PostMapping("/progress")
	ResponseEntity<Executions.View> start() {
		return this.executions
			.accepted(this.template.parallelScan(User.class).named("progress").forEach(new EveryThousandth()));
	}

	/**
	 * A plain counter is enough, because a consumer is called by one thread at a time.
	 */
	private static final class EveryThousandth implements Consumer<User> {

		private long processed;

		@Override
		public void accept(User user) {
			this.processed++;
			if (this.processed % 1000 == 0) {
				logger.info("Processed %d users".formatted(this.processed));
			}
		}

	}

}

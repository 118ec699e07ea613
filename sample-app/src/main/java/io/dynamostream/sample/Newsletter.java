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

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.dynamostream.DynamoStreamTemplate;

/**
 * Sends a newsletter with an asynchronous listener, {@link NewsletterSender}, which
 * acknowledges each user when it is done with him. At most 200 users wait for that,
 * whatever the queue of the executor holds.
 */
@RestController
class Newsletter {

	static final String NAME = "newsletter";

	private final DynamoStreamTemplate template;

	private final Executions executions;

	private final NewsletterSender sender;

	Newsletter(DynamoStreamTemplate template, Executions executions, NewsletterSender sender) {
		this.template = template;
		this.executions = executions;
		this.sender = sender;
	}

	@PostMapping("/newsletter")
	ResponseEntity<Executions.View> start() {
		return this.executions.accepted(this.template.parallelScan(User.class)
			.named(NAME)
			.manualAcknowledgment()
			.maxUnacknowledgedItems(200)
			.skipFailedItems()
			.maxFailedItemsPercent(50)
			.toListeners(), () -> new Sent(this.sender.sent()));
	}

	record Sent(long users) {

	}

}

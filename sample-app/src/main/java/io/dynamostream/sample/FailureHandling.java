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

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.sample.User.Status;

/**
 * Shows who decides what a failure means. An error of the consumer ends the scan, so that
 * nothing is lost in silence, unless the scan is to skip failing users, and as long as
 * they are no more than a part of all; one that a waiting caller gets says what is wrong,
 * where, and what to do.
 */
@RestController
@RequestMapping("/failures")
class FailureHandling {

	private final DynamoStreamTemplate template;

	private final Executions executions;

	FailureHandling(DynamoStreamTemplate template, Executions executions) {
		this.template = template;
		this.executions = executions;
	}

	@PostMapping("/skipped")
	ResponseEntity<Executions.View> skipFailingUsers() {
		LongAdder failed = new LongAdder();
		return this.executions.accepted(this.template.scan(User.class)
			.named("skipped")
			.skipFailedItems((item) -> failed.increment())
			.maxFailedItemsPercent(25)
			.forEach(this::process), () -> new Skipped(failed.sum()));
	}

	@PostMapping("/fatal")
	ResponseEntity<Executions.View> endWithFirstFailure() {
		return this.executions.accepted(this.template.scan(User.class).named("fatal").forEach(this::process));
	}

	@GetMapping("/missing-table")
	long readMissingTable() {
		try (Stream<User> users = this.template.scan(User.class).tableName("no-such-table").stream()) {
			return users.count();
		}
	}

	private void process(User user) {
		if (user.hasStatus(Status.BOUNCED)) {
			throw new IllegalStateException("The mailbox does not exist");
		}
	}

	record Skipped(long users) {

	}

}

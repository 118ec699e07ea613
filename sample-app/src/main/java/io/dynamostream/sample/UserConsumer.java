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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.event.EventListener;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanEventMappings;
import io.dynamostream.ScanProgress;

/**
 * Consumes users one by one as events of the application's own types: each user as a
 * {@link UserRead}, and the end of the scan as {@link UsersRead} or {@link UsersNotRead}.
 * The listeners know nothing of scans: what they need is in the events.
 */
@RestController
class UserConsumer {

	private static final Log logger = LogFactory.getLog(UserConsumer.class);

	private final DynamoStreamTemplate template;

	private final Executions executions;

	UserConsumer(DynamoStreamTemplate template, Executions executions) {
		this.template = template;
		this.executions = executions;
	}

	@PostMapping("/consumer")
	ResponseEntity<Executions.View> start() {
		LongAdder consumed = new LongAdder();
		return this.executions.accepted(
				this.template.parallelScan(User.class).named("consumer").toListeners(ownEvents(consumed)),
				consumed::sum);
	}

	private static ScanEventMappings<User> ownEvents(LongAdder consumed) {
		return ScanEventMappings.of(User.class)
			.item(UserRead.class, (user) -> new UserRead(user, consumed))
			.completed(UsersRead.class, UsersRead::of)
			.failed(UsersNotRead.class, UsersNotRead::of);
	}

	@EventListener
	void on(UserRead event) {
		logger.debug("Consumed user '%s'".formatted(event.user().getId()));
		event.consumed().increment();
	}

	@EventListener
	void on(UsersRead event) {
		logger.info("Consumed %d users".formatted(event.users()));
	}

	@EventListener
	void on(UsersNotRead event) {
		logger.error(event.reason());
	}

	record UserRead(User user, LongAdder consumed) {

	}

	record UsersRead(long users) {

		static UsersRead of(ScanProgress progress) {
			return new UsersRead(progress.items());
		}

	}

	record UsersNotRead(String reason) {

		static UsersNotRead of(Throwable error) {
			return new UsersNotRead(String.valueOf(error.getMessage()));
		}

	}

}

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

package io.dynamostream;

import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

import io.dynamostream.DynamoStreamOperations.ScanSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests are sent when they are needed and no sooner.
 */
@Timeout(60)
class LazyPagingTests {

	private final FakeTable table = FakeTable.ofUsers(1000);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	@Test
	void sendsNothingBeforeTheTerminalOperation() {
		ScanSpec<User> spec = this.template.parallelScan(User.class).pageSize(100);
		try (Stream<User> users = spec.stream().filter((user) -> user.getAge() > 10)) {
			assertThat(users).isNotNull();
			spec.publisher();
			assertThat(this.table.requests()).isEmpty();
		}
	}

	@Test
	void sendsOneRequestForWhatTheFirstPageHolds() {
		try (Stream<User> users = this.template.scan(User.class).stream()) {
			assertThat(users.limit(100)).hasSize(100);
		}
		assertThat(this.table.requests()).hasSize(1);
	}

	@Test
	void sendsNoRequestForLimitZero() {
		for (Terminal terminal : Terminal.values()) {
			assertThat(terminal.read(this.template.scan(User.class).limit(0))).isEmpty();
		}
		assertThat(this.table.requests()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void sendsOneRequestForALimitThatOnePageMeets(Terminal terminal) {
		assertThat(terminal.read(this.template.parallelScan(User.class).limit(10))).hasSize(10);
		assertThat(this.table.requests()).singleElement().extracting(ScanRequest::limit).isEqualTo(10);
	}

	@ParameterizedTest
	@EnumSource
	void sendsOneRequestPerPage(Terminal terminal) {
		assertThat(terminal.read(this.template.scan(User.class).pageSize(30))).hasSize(1000);
		assertThat(this.table.requests()).hasSize(34);
	}

	@Test
	void readsNoSecondPageBeforeTheFirstIsUsedUp() {
		try (Stream<User> users = this.template.scan(User.class).pageSize(10).stream()) {
			Iterator<User> iterator = users.iterator();
			take(iterator, 10);
			assertThat(this.table.requests()).hasSize(1);
		}
	}

	@Test
	void readsOnePageAheadFromTheSecondOn() {
		try (Stream<User> users = this.template.scan(User.class).pageSize(10).stream()) {
			Iterator<User> iterator = users.iterator();
			take(iterator, 11);
			awaitIdleAfterRequests(3);
			take(iterator, 9);
			awaitIdleAfterRequests(3);
			take(iterator, 1);
			awaitIdleAfterRequests(4);
		}
	}

	@Test
	void sendsTheNextRequestBeforeThePageIsConsumed() {
		Gate gate = Gate.before(this.table);
		gate.open(2);
		try (Stream<User> users = this.template.scan(User.class).pageSize(10).stream()) {
			Iterator<User> iterator = users.iterator();
			take(iterator, 11);
			gate.awaitWaiting(1);
			assertThat(this.table.requests()).hasSize(3);
		}
	}

	@Test
	void readsNothingAheadWithoutBuffer() {
		try (Stream<User> users = this.template.scan(User.class).pageSize(10).bufferedPages(0).stream()) {
			Iterator<User> iterator = users.iterator();
			take(iterator, 15);
			awaitIdleAfterRequests(2);
			take(iterator, 10);
			awaitIdleAfterRequests(3);
		}
	}

	@Test
	void growsPagesUntilDynamoDbSetsTheirSize() {
		assertThat(Terminal.STREAM.read(this.template.scan(User.class))).hasSize(1000);
		FakeTable large = FakeTable.ofUsers(10_000);
		Terminal.STREAM.read(Terminal.template(large).scan(User.class));
		assertThat(large.requests()).extracting(ScanRequest::limit).containsExactly(100, 400, 1600, null);
	}

	@Test
	void keepsAPageSizeThatIsSet() {
		Terminal.STREAM.read(this.template.scan(User.class).pageSize(250));
		assertThat(this.table.requests()).extracting(ScanRequest::limit).containsOnly(250);
	}

	@Test
	void evaluatesNoMoreItemsThanTheLimitLeavesWanted() {
		Terminal.STREAM.read(this.template.scan(User.class).pageSize(100).limit(150));
		assertThat(this.table.requests()).extracting(ScanRequest::limit).containsExactly(100, 50);
	}

	@Test
	void evaluatesFullPagesForALimitBehindAFilter() {
		this.table.withFilter((item) -> Integer.parseInt(item.get("age").n()) % 50 == 0);
		ScanSpec<User> spec = this.template.scan(User.class).filterExpression("age > :age").expressionValue(":age", 1);
		assertThat(Terminal.STREAM.read(spec.pageSize(100).limit(4))).hasSize(4);
		assertThat(this.table.requests()).extracting(ScanRequest::limit).containsExactly(100, 100);
	}

	private void awaitIdleAfterRequests(int requests) {
		await().atMost(Duration.ofSeconds(20))
			.until(() -> this.table.requests().size() >= requests && this.table.requestsInFlight() == 0);
		assertThat(this.table.requests()).hasSize(requests);
	}

	private static void take(Iterator<User> users, int count) {
		for (int i = 0; i < count; i++) {
			users.next();
		}
	}

}

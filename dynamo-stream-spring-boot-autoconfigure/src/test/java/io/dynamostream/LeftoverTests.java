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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests that a scan which cannot go on leaves nothing running.
 */
@Timeout(60)
class LeftoverTests {

	private final CountingExecutor executor = new CountingExecutor();

	@ParameterizedTest
	@EnumSource
	void unmappableItemLeavesNothingRunning(Terminal terminal) throws InterruptedException {
		FakeTable table = FakeTable.of(usersWithUnmappable(500));
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> terminal
				.read(Terminal.template(table, this.executor).parallelScan(User.class).segments(4).pageSize(10)))
			.withMessageContaining("has an item with key id=unmappable");
		this.executor.awaitIdle();
		assertThat(table.requestsInFlight()).isZero();
		assertThat(table.requests()).hasSizeLessThan(1000);
	}

	private static List<Map<String, AttributeValue>> usersWithUnmappable(int before) {
		List<Map<String, AttributeValue>> items = new ArrayList<>();
		for (int number = 0; number < 2 * before; number++) {
			items.add(FakeTable.user(number));
		}
		items.add(before,
				Map.of("id", AttributeValue.fromS("unmappable"), "age", AttributeValue.fromS("not a number")));
		return items;
	}

	@Test
	void secondTerminalOperationOfReadStreamSendsNoRequest() throws InterruptedException {
		secondTerminalOperationSendsNoRequest(Long.MAX_VALUE);
	}

	@Test
	void secondTerminalOperationOfOpenStreamSendsNoRequest() throws InterruptedException {
		secondTerminalOperationSendsNoRequest(1);
	}

	private void secondTerminalOperationSendsNoRequest(long items) throws InterruptedException {
		FakeTable table = FakeTable.ofUsers(200);
		try (Stream<User> users = Terminal.template(table, this.executor).scan(User.class).pageSize(10).stream()) {
			assertThat(users.limit(items)).isNotEmpty();
			this.executor.awaitIdle();
			int requests = table.requests().size();
			assertThatIllegalStateException().isThrownBy(users::count);
			this.executor.awaitIdle();
			assertThat(table.requests()).hasSize(requests);
			assertThat(table.requestsInFlight()).isZero();
		}
	}

}

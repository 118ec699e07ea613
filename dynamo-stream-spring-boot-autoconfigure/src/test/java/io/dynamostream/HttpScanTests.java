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

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInIndex;
import io.dynamostream.standin.StandInRequest;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests as they arrive at DynamoDB over HTTP, through the client of the SDK.
 */
@Timeout(120)
class HttpScanTests {

	private final StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("user", 1000, 620));

	private final DynamoDbClient client = this.dynamoDb.client();

	private final DynamoStreamTemplate template = Terminal.template(this.client);

	@AfterEach
	void close() {
		this.client.close();
		this.dynamoDb.close();
	}

	@Test
	void sendsNothingBeforeTheTerminalOperation() {
		ScanSpec<User> spec = this.template.parallelScan(User.class).pageSize(100);
		spec.publisher();
		try (Stream<User> users = spec.stream()) {
			assertThat(users.map(User::getId)).isNotNull();
		}
		assertThat(this.dynamoDb.requestCount()).isZero();
	}

	@Test
	void sendsOneRequestForTheFirstTenItems() {
		try (Stream<User> users = this.template.scan(User.class).stream()) {
			assertThat(users.limit(10)).hasSize(10);
		}
		assertThat(this.dynamoDb.requestCount()).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void sendsOneRequestForALimitOfTen(Terminal terminal) {
		assertThat(terminal.read(this.template.parallelScan(User.class).limit(10))).hasSize(10);
		assertThat(this.dynamoDb.requestCount()).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void sendsExactlyOneRequestPerPage(Terminal terminal) {
		assertThat(terminal.read(this.template.scan(User.class).pageSize(60))).hasSize(1000);
		assertThat(this.dynamoDb.requestCount()).isEqualTo(17);
	}

	@Test
	void sendsTheNextRequestBeforeThePageIsConsumed() {
		try (Stream<User> users = this.template.scan(User.class).pageSize(100).stream()) {
			Iterator<User> iterator = users.iterator();
			take(100, iterator);
			assertThat(this.dynamoDb.requestCount()).isOne();
			for (int page = 2; page < 10; page++) {
				take(1, iterator);
				this.dynamoDb.awaitRequests(page + 1);
				take(99, iterator);
				assertThat(this.dynamoDb.requestCount()).isEqualTo(page + 1);
			}
		}
	}

	private static void take(int count, Iterator<User> users) {
		IntStream.range(0, count).forEach((item) -> users.next());
	}

	@Test
	void hasExactlyMaxConcurrencyRequestsInFlightWhileWorkRemains() {
		this.dynamoDb.hold();
		ScanExecution execution = this.template.parallelScan(User.class)
			.segments(12)
			.maxConcurrency(3)
			.pageSize(10)
			.forEach((user) -> {
			});
		for (int answered = 0; answered < 50; answered++) {
			this.dynamoDb.awaitHeld(3);
			assertThat(this.dynamoDb.requestsInFlight()).isEqualTo(3);
			this.dynamoDb.release();
		}
		this.dynamoDb.releaseAll();
		assertThat(execution.join().items()).isEqualTo(1000);
		assertThat(this.dynamoDb.maxRequestsInFlight()).isEqualTo(3);
	}

	@Test
	void sendsTheOptionsOfTheScan() {
		this.dynamoDb.put(StandInTable.of("people", List.of(FakeTable.user(1), FakeTable.user(2)))
			.withIndex(StandInIndex.local("by-age", "id", "age"))
			.withFilter("#age > :min", (item, values) -> age(item) > Integer.parseInt(values.get(":min").n())));
		ScanSpec<User> spec = this.template.scan(User.class)
			.tableName("people")
			.indexName("by-age")
			.segments(2)
			.maxConcurrency(1)
			.pageSize(7)
			.consistentRead(true)
			.filterExpression("#age > :min")
			.projectionExpression("id, #age")
			.expressionName("#age", "age")
			.expressionValue(":min", 1);
		assertThat(Terminal.STREAM.read(spec)).singleElement().satisfies((user) -> {
			assertThat(user.getAge()).isEqualTo(2);
			assertThat(user.getTenantId()).isNull();
		});
		assertThat(this.dynamoDb.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request).usingRecursiveComparison()
				.ignoringFields("number", "segment", "exclusiveStartKey")
				.isEqualTo(new StandInRequest(1, "Scan", "people", "by-age", null, 2, 7, Map.of(), "#age > :min",
						"id, #age", Map.of("#age", "age"), Map.of(":min", AttributeValue.fromN("1")), true, "TOTAL")));
	}

	private static int age(Map<String, AttributeValue> item) {
		return Integer.parseInt(item.get("age").n());
	}

	@Test
	void goesOnInAnIndexFromTheKeysOfIndexAndTable() {
		List<Map<String, AttributeValue>> users = IntStream.range(0, 50).mapToObj(FakeTable::user).toList();
		this.dynamoDb.put(StandInTable.of("people", users).withIndex(StandInIndex.global("by-tenant", "tenantId")));
		ScanSpec<User> spec = this.template.parallelScan(User.class)
			.tableName("people")
			.indexName("by-tenant")
			.pageSize(3);
		assertThat(Terminal.STREAM.read(spec)).extracting(User::getId)
			.containsExactlyInAnyOrderElementsOf(FakeTable.of(users).ids());
		assertThat(this.dynamoDb.requests()).filteredOn((request) -> !request.firstPage())
			.isNotEmpty()
			.allSatisfy((request) -> assertThat(request.exclusiveStartKey()).containsOnlyKeys("id", "tenantId"));
	}

	@Test
	void reportsWhatDynamoDbReports() {
		ScanProgress progress = this.template.parallelScan(User.class).segments(3).pageSize(100).forEach((user) -> {
		}).join();
		assertThat(progress.consumedCapacity()).isEqualTo(this.dynamoDb.capacityServed()).isPositive();
		assertThat(progress.pages()).isEqualTo(this.dynamoDb.pagesServed());
		assertThat(progress.scannedItems()).isEqualTo(1000);
		assertThat(progress.segments()).isEqualTo(new ScanProgress.Segments(3, 0, 0, 3));
	}

	@Test
	void abandonedStreamsLeaveTheConnectionsToOthers() {
		try (DynamoDbClient small = this.dynamoDb
			.client((builder) -> builder.httpClientBuilder(Apache5HttpClient.builder().maxConnections(4)))) {
			DynamoStreamTemplate template = Terminal.template(small);
			IntConsumer abandon = (number) -> template.scan(User.class)
				.segments((number % 10 == 0) ? 4 : 1)
				.pageSize(5)
				.stream()
				.iterator()
				.next();
			IntStream.range(0, 1000).forEach(abandon);
			this.dynamoDb.awaitInFlight(0);
			assertThat(Terminal.STREAM.read(template.parallelScan(User.class))).hasSize(1000);
		}
	}

}

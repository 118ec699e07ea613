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

package io.dynamostream.standin;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

import io.dynamostream.standin.StandInTable.EmptyLastPage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares {@link StandInDynamoDb} with DynamoDB Local.
 */
class StandInDynamoDbIntegrationTests {

	private static final List<Map<String, AttributeValue>> USERS = IntStream.range(0, 20)
		.mapToObj(StandInDynamoDbIntegrationTests::user)
		.toList();

	private static final StandInDynamoDb standIn = StandInDynamoDb.start(StandInTable.of("users", USERS)
		.withIndex(StandInIndex.global("byTenant", "tenant"))
		.withEmptyLastPage(EmptyLastPage.AT_LIMIT)
		.withFilter("age > :min", StandInDynamoDbIntegrationTests::isOlder)
		.withFilter("#a > :min", StandInDynamoDbIntegrationTests::isOlder));

	// The argument disables telemetry
	private static final AmazonDynamoDBLocal local = DynamoDBEmbedded.create(true);

	private static Map<String, AttributeValue> user(int number) {
		return Map.of("id", AttributeValue.fromS("user-" + number), "age", AttributeValue.fromN("" + number), "tenant",
				AttributeValue.fromS("tenant-" + number % 3));
	}

	private static boolean isOlder(Map<String, AttributeValue> item, Map<String, AttributeValue> values) {
		return Integer.parseInt(item.get("age").n()) > Integer.parseInt(values.get(":min").n());
	}

	@BeforeAll
	static void createTable() {
		DynamoDbClient client = local.dynamoDbClient();
		client.createTable(StandInDynamoDbIntegrationTests::describeTable);
		USERS.forEach((user) -> client.putItem((request) -> request.tableName("users").item(user)));
	}

	@SuppressWarnings("unchecked")
	private static void describeTable(CreateTableRequest.Builder table) {
		table.tableName("users")
			.billingMode(BillingMode.PAY_PER_REQUEST)
			.keySchema((key) -> key.attributeName("id").keyType(KeyType.HASH))
			.attributeDefinitions((id) -> id.attributeName("id").attributeType(ScalarAttributeType.S),
					(tenant) -> tenant.attributeName("tenant").attributeType(ScalarAttributeType.S))
			.globalSecondaryIndexes((index) -> index.indexName("byTenant")
				.keySchema((key) -> key.attributeName("tenant").keyType(KeyType.HASH))
				.projection((projection) -> projection.projectionType(ProjectionType.ALL)));
	}

	@AfterAll
	static void close() {
		standIn.close();
		local.shutdown();
	}

	@ParameterizedTest
	@EnumSource
	void answersAsDynamoDbLocalDoes(Request request) {
		Outcome expected = outcome(local.dynamoDbClient(), request.customizer);
		Outcome actual = outcome(standIn.client(), request.customizer);
		assertThat(actual).isEqualTo(expected);
	}

	@ParameterizedTest
	@EnumSource
	void refusesInOtherWordsWhatDynamoDbLocalRefuses(RefusedRequest request) {
		Outcome expected = outcome(local.dynamoDbClient(), request.customizer);
		Outcome actual = outcome(standIn.client(), request.customizer);
		assertThat(expected.errorCode()).isNotNull();
		assertThat(actual.errorCode()).isEqualTo(expected.errorCode());
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("clients")
	void servesSegmentsThatCoverTheTable(DynamoDbClient client) {
		Stream<Map<String, AttributeValue>> items = IntStream.range(0, 7)
			.boxed()
			.flatMap((segment) -> client
				.scanPaginator((request) -> request.tableName("users").segment(segment).totalSegments(7).limit(2))
				.items()
				.stream());
		assertThat(items).containsExactlyInAnyOrderElementsOf(USERS);
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("clients")
	void refusesStartKeyOfAnotherSegment(DynamoDbClient client) {
		int segment = IntStream.range(0, 4).filter((number) -> count(client, number) > 1).findFirst().orElseThrow();
		Map<String, AttributeValue> key = client
			.scan((request) -> request.tableName("users").segment(segment).totalSegments(4).limit(1))
			.lastEvaluatedKey();
		Outcome outcome = outcome(client,
				(request) -> request.segment((segment + 1) % 4).totalSegments(4).exclusiveStartKey(key));
		assertThat(outcome.errorCode()).isEqualTo("ValidationException");
	}

	private int count(DynamoDbClient client, int segment) {
		return client.scan((request) -> request.tableName("users").segment(segment).totalSegments(4)).count();
	}

	static Stream<DynamoDbClient> clients() {
		return Stream.of(standIn.client(), local.dynamoDbClient());
	}

	private static Outcome outcome(DynamoDbClient client, Consumer<ScanRequest.Builder> customizer) {
		ScanRequest.Builder request = ScanRequest.builder().tableName("users");
		customizer.accept(request);
		try {
			return Outcome.of(client.scan(request.build()));
		}
		catch (DynamoDbException ex) {
			return new Outcome(0, 0, Set.of(), Set.of(), null, ex.awsErrorDetails().errorCode(),
					ex.awsErrorDetails().errorMessage());
		}
	}

	private static Map<String, AttributeValue> tens(String... placeholders) {
		return Arrays.stream(placeholders)
			.collect(Collectors.toMap(Function.identity(), (name) -> AttributeValue.fromN("10")));
	}

	/**
	 * What a client sees of an answer, but for the order of the items.
	 */
	record Outcome(int count, int scannedCount, Set<String> keyNames, Set<Set<String>> attributeNames,
			@Nullable Double capacity, @Nullable String errorCode, @Nullable String errorMessage) {

		static Outcome of(ScanResponse response) {
			Set<Set<String>> names = response.items()
				.stream()
				.map(Map::keySet)
				.map(Set::copyOf)
				.collect(Collectors.toSet());
			Double capacity = (response.consumedCapacity() != null) ? response.consumedCapacity().capacityUnits()
					: null;
			return new Outcome(response.count(), response.scannedCount(),
					Set.copyOf(response.lastEvaluatedKey().keySet()), names, capacity, null, null);
		}

	}

	enum Request {

		ALL((request) -> {
		}),

		LIMIT_OF_ALL_ITEMS((request) -> request.limit(20)),

		LIMIT_ABOVE_ALL_ITEMS((request) -> request.limit(21)),

		LIMIT_BELOW_ALL_ITEMS((request) -> request.limit(19)),

		AFTER_KEY_WITHOUT_ITEM((request) -> request.exclusiveStartKey(Map.of("id", AttributeValue.fromS("none")))
			.limit(1)
			.projectionExpression("id")),

		CAPACITY((request) -> request.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)),

		NO_CAPACITY((request) -> request.returnConsumedCapacity(ReturnConsumedCapacity.NONE)),

		CONSISTENT_CAPACITY(
				(request) -> request.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).consistentRead(true)),

		INDEX((request) -> request.indexName("byTenant").limit(3)),

		UNKNOWN_INDEX((request) -> request.indexName("other")),

		CONSISTENT_INDEX((request) -> request.indexName("byTenant").consistentRead(true)),

		PROJECTION((request) -> request.projectionExpression("id, #a").expressionAttributeNames(Map.of("#a", "age"))),

		FILTER((request) -> request.filterExpression("age > :min").expressionAttributeValues(tens(":min"))),

		FILTER_WITH_NAME((request) -> request.filterExpression("#a > :min")
			.expressionAttributeNames(Map.of("#a", "age"))
			.expressionAttributeValues(tens(":min"))),

		EMPTY_FILTER((request) -> request.filterExpression("")),

		UNDEFINED_VALUE((request) -> request.filterExpression("age > :min")),

		UNUSED_VALUE(
				(request) -> request.filterExpression("age > :min").expressionAttributeValues(tens(":min", ":other"))),

		VALUE_WITHOUT_FILTER((request) -> request.expressionAttributeValues(tens(":min"))),

		UNDEFINED_NAME((request) -> request.filterExpression("#a > :min").expressionAttributeValues(tens(":min"))),

		UNDEFINED_PROJECTED_NAME((request) -> request.projectionExpression("#a")),

		UNUSED_NAME((request) -> request.projectionExpression("id").expressionAttributeNames(Map.of("#a", "age"))),

		NAME_WITHOUT_EXPRESSION((request) -> request.expressionAttributeNames(Map.of("#a", "age"))),

		TOO_MANY_SEGMENTS((request) -> request.segment(0).totalSegments(1_000_001)),

		START_KEY_OF_OTHER_ATTRIBUTES((request) -> request.exclusiveStartKey(Map.of("age", AttributeValue.fromN("1"))));

		private final Consumer<ScanRequest.Builder> customizer;

		Request(Consumer<ScanRequest.Builder> customizer) {
			this.customizer = customizer;
		}

	}

	enum RefusedRequest {

		LIMIT_ZERO((request) -> request.limit(0)),

		UNKNOWN_TABLE((request) -> request.tableName("orders")),

		SEGMENT_WITHOUT_TOTAL((request) -> request.segment(0)),

		TOTAL_WITHOUT_SEGMENT((request) -> request.totalSegments(2)),

		SEGMENT_OUT_OF_RANGE((request) -> request.segment(2).totalSegments(2)),

		NEGATIVE_SEGMENT((request) -> request.segment(-1).totalSegments(2)),

		NO_SEGMENTS((request) -> request.segment(0).totalSegments(0)),

		SYNTAX_ERROR((request) -> request.filterExpression("age >>> :min").expressionAttributeValues(tens(":min"))),

		START_KEY_OF_ANOTHER_TYPE((request) -> request.exclusiveStartKey(Map.of("id", AttributeValue.fromN("1")))),

		START_KEY_WITH_MORE_ATTRIBUTES((request) -> request.exclusiveStartKey(user(1)));

		private final Consumer<ScanRequest.Builder> customizer;

		RefusedRequest(Consumer<ScanRequest.Builder> customizer) {
			this.customizer = customizer;
		}

	}

}

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

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;

import io.dynamostream.standin.StandInFault.Transport;
import io.dynamostream.standin.StandInTable.EmptyLastPage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link StandInDynamoDb}, through the SDK.
 */
@Timeout(60)
class StandInDynamoDbTests {

	private static final StandInTable USERS = StandInTable.of("users", users(100));

	private final StandInDynamoDb dynamoDb = StandInDynamoDb.start(USERS);

	private final DynamoDbClient client = this.dynamoDb.clientWithoutRetries();

	private static List<Map<String, AttributeValue>> users(int count) {
		return IntStream.range(0, count).mapToObj(StandInDynamoDbTests::user).toList();
	}

	private static Map<String, AttributeValue> user(int number) {
		return Map.of("id", AttributeValue.fromS("user-" + number), "age", AttributeValue.fromN("" + number), "name",
				AttributeValue.fromS("Grace \"Hopper\" \u00fc\ud83d\ude80\n"));
	}

	@AfterEach
	void close() {
		this.dynamoDb.close();
	}

	@ParameterizedTest
	@MethodSource("segmentCounts")
	void servesEveryItemOnceInAnyNumberOfSegments(int segments) {
		Set<Map<String, AttributeValue>> items = new HashSet<>();
		for (int segment = 0; segment < segments; segment++) {
			ScanRequest request = request(segment, segments).limit(7).build();
			this.client.scanPaginator(request).items().forEach((item) -> assertThat(items.add(item)).isTrue());
		}
		assertThat(items).hasSize(100).containsAll(users(100));
	}

	static IntStream segmentCounts() {
		return IntStream.concat(IntStream.rangeClosed(1, 16), IntStream.of(300));
	}

	@ParameterizedTest
	@MethodSource("segmentCounts")
	void servesEveryGeneratedUserOnceInAnyNumberOfSegments(int segments) {
		this.dynamoDb.put(StandInTable.ofUsers("users", 211, 620));
		Set<String> ids = new HashSet<>();
		for (int segment = 0; segment < segments; segment++) {
			ScanRequest request = request(segment, segments).limit(7).build();
			this.client.scanPaginator(request)
				.items()
				.forEach((item) -> assertThat(ids.add(item.get("id").s())).isTrue());
		}
		assertThat(ids).hasSize(211);
	}

	@Test
	void servesGeneratedUsersOfTheGivenSize() {
		UserRows rows = new UserRows(1000, 620);
		this.dynamoDb.put(StandInTable.ofUsers("users", 1000, 620));
		ScanResponse response = scan((request) -> {
		});
		assertThat(response.items()).hasSize(1000).allSatisfy((item) -> assertThat(ItemSize.of(item)).isEqualTo(620));
		assertThat(response.items().get(987)).isEqualTo(rows.item(987));
		assertThat(response.items()).extracting((item) -> item.get("tenantId").s()).contains("tenant-a", "tenant-l");
	}

	@Test
	void endsPageAtOneMegabyte() {
		this.dynamoDb.put(StandInTable.ofUsers("users", 5000, 620));
		assertThat(this.client.scanPaginator((request) -> request.tableName("users"))).extracting(ScanResponse::count)
			.containsExactly(1691, 1691, 1618);
		assertThat(this.dynamoDb.pagesServed()).isEqualTo(3);
		assertThat(this.dynamoDb.itemsServed()).isEqualTo(5000);
	}

	@Test
	void servesItemThatIsLargerThanTheRestOfThePage() {
		AttributeValue large = AttributeValue.fromS("x".repeat(400 * 1024));
		this.dynamoDb.put(StandInTable.of("users",
				IntStream.range(0, 5)
					.mapToObj((number) -> Map.of("id", AttributeValue.fromN("" + number), "text", large))
					.toList()));
		assertThat(this.client.scanPaginator((request) -> request.tableName("users"))).extracting(ScanResponse::count)
			.containsExactly(2, 2, 1);
	}

	@Test
	void keepsAttributesOfEveryType() {
		SdkBytes bytes = SdkBytes.fromByteArray(new byte[] { 0, -1, 7 });
		Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromB(bytes), "number",
				AttributeValue.fromN("-1.5E+20"), "yes", AttributeValue.fromBool(true), "null",
				AttributeValue.fromNul(true), "strings", AttributeValue.fromSs(List.of("a", "b")), "numbers",
				AttributeValue.fromNs(List.of("1")), "binaries", AttributeValue.fromBs(List.of(bytes)), "map",
				AttributeValue.fromM(Map.of("list", AttributeValue.fromL(List.of(AttributeValue.fromS(""))))));
		this.dynamoDb.put(StandInTable.of("users", List.of(item)).withEmptyLastPage(EmptyLastPage.ALWAYS));
		assertThat(this.client.scanPaginator((request) -> request.tableName("users")).items()).containsExactly(item);
		assertThat(this.dynamoDb.requests().get(1).exclusiveStartKey()).containsEntry("id",
				AttributeValue.fromB(bytes));
	}

	@ParameterizedTest
	@EnumSource(EmptyLastPage.class)
	void endsWithEmptyPageWhereTheTableSaysSo(EmptyLastPage emptyLastPage) {
		this.dynamoDb.put(USERS.withEmptyLastPage(emptyLastPage));
		boolean atLimit = emptyLastPage != EmptyLastPage.NEVER;
		boolean always = emptyLastPage == EmptyLastPage.ALWAYS;
		assertThat(pageCounts(50)).isEqualTo(atLimit ? List.of(50, 50, 0) : List.of(50, 50));
		assertThat(pageCounts(70)).isEqualTo(always ? List.of(70, 30, 0) : List.of(70, 30));
	}

	private List<Integer> pageCounts(int limit) {
		return this.client.scanPaginator((request) -> request.tableName("users").limit(limit))
			.stream()
			.map(ScanResponse::count)
			.toList();
	}

	@Test
	void servesOneEmptyPageOfEmptyTable() {
		this.dynamoDb.put(StandInTable.of("users", List.of()).withEmptyLastPage(EmptyLastPage.ALWAYS));
		assertThat(pageCounts(1)).containsExactly(0);
	}

	@Test
	void goesOnAfterPagesThatTheFilterEmpties() {
		this.dynamoDb.put(USERS.withFilter("age = :age", (item, values) -> item.get("age").equals(values.get(":age"))));
		Map<String, AttributeValue> values = Map.of(":age", AttributeValue.fromN("42"));
		List<ScanResponse> pages = this.client
			.scanPaginator((request) -> request.tableName("users")
				.limit(10)
				.filterExpression("age = :age")
				.expressionAttributeValues(values))
			.stream()
			.toList();
		assertThat(pages).hasSize(10).allSatisfy((page) -> assertThat(page.scannedCount()).isEqualTo(10));
		assertThat(pages.stream().flatMap((page) -> page.items().stream())).containsExactly(user(42));
		assertThat(this.dynamoDb.requests().get(0).expressionValues()).isEqualTo(values);
	}

	@Test
	void returnsProjectedAttributesOnly() {
		ScanResponse response = scan(
				(request) -> request.projectionExpression("id, #a").expressionAttributeNames(Map.of("#a", "age")));
		assertThat(response.items()).hasSize(100).allSatisfy((item) -> assertThat(item).containsOnlyKeys("id", "age"));
	}

	@Test
	void ordersItemsOfOneHashKeyBySortKey() {
		List<Map<String, AttributeValue>> orders = IntStream.of(100, 9, 20)
			.mapToObj((number) -> Map.of("customer", AttributeValue.fromS("c"), "number",
					AttributeValue.fromN("" + number)))
			.toList();
		this.dynamoDb.put(StandInTable.of("users", orders).withKeys("customer", "number"));
		assertThat(this.client.scanPaginator((request) -> request.tableName("users").limit(1)).items())
			.extracting((item) -> item.get("number").n())
			.containsExactly("9", "20", "100");
	}

	@Test
	void servesItemsOfAnIndexWithKeysOfIndexAndTable() {
		StandInIndex index = StandInIndex.global("byTenant", "tenant").projecting("age");
		this.dynamoDb.put(StandInTable.of("users", List.of(tenantUser("1", "a"), tenantUser("2", "b"), user(3)))
			.withIndex(index));
		List<ScanResponse> pages = this.client
			.scanPaginator((request) -> request.tableName("users").indexName("byTenant").limit(1))
			.stream()
			.toList();
		assertThat(pages).hasSize(2);
		assertThat(pages.get(0).lastEvaluatedKey()).containsOnlyKeys("tenant", "id");
		assertThat(pages.get(0).items().get(0)).containsOnlyKeys("tenant", "id", "age");
	}

	private Map<String, AttributeValue> tenantUser(String id, String tenant) {
		return Map.of("id", AttributeValue.fromS(id), "tenant", AttributeValue.fromS(tenant), "age",
				AttributeValue.fromN("18"), "note", AttributeValue.fromS("not in the index"));
	}

	@Test
	void refusesConsistentReadOfGlobalIndexOnly() {
		this.dynamoDb.put(USERS.withIndex(StandInIndex.global("global", "age"))
			.withIndex(StandInIndex.local("local", "id", "age")));
		assertThat(scan((request) -> request.indexName("local").consistentRead(true)).count()).isEqualTo(100);
		assertRefused((request) -> request.indexName("global").consistentRead(true),
				"Consistent reads are not supported on global secondary indexes");
	}

	@Test
	void refusesStartKeyOfAnotherSegment() {
		Map<String, AttributeValue> key = this.client.scan(request(1, 4).limit(1).build()).lastEvaluatedKey();
		assertRefused((request) -> request.segment(2).totalSegments(4).exclusiveStartKey(key),
				"The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with "
						+ "correct Segment. TotalSegments: 4 Segment: 2");
	}

	@Test
	void refusesStartKeyThatIsNoKey() {
		assertRefused((request) -> request.exclusiveStartKey(Map.of("age", AttributeValue.fromN("1"))),
				"The provided starting key is invalid");
	}

	@Test
	void refusesUnknownIndex() {
		assertRefused((request) -> request.indexName("x"), "The table does not have the specified index: x");
	}

	@Test
	void refusesSegmentsOutOfRange() {
		assertRefused((request) -> request.segment(4).totalSegments(4), "Segment: 4 is not less than TotalSegments: 4");
		assertRefused((request) -> request.segment(-1).totalSegments(4), "greater than or equal to 0");
		assertRefused((request) -> request.segment(0).totalSegments(1_000_001), "less than or equal to 1000000");
		assertRefused((request) -> request.segment(0), "The TotalSegments parameter is required");
		assertRefused((request) -> request.totalSegments(1), "The Segment parameter is required");
	}

	@Test
	void refusesFilterWithoutMeaningAsSyntaxError() {
		assertRefused((request) -> request.filterExpression("age >> 1"), "Invalid FilterExpression: Syntax error;");
	}

	@Test
	void refusesPlaceholdersThatAreUndefinedOrUnused() {
		Map<String, AttributeValue> unused = Map.of(":x", AttributeValue.fromBool(true));
		assertRefused((request) -> request.filterExpression("a = :a"), "is not defined; attribute value: :a");
		assertRefused((request) -> request.projectionExpression("#a"), "is not defined; attribute name: #a");
		assertRefused((request) -> request.filterExpression("a").expressionAttributeValues(unused),
				"Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}");
	}

	private void assertRefused(Consumer<ScanRequest.Builder> request, String message) {
		assertThatExceptionOfType(DynamoDbException.class).isThrownBy(() -> scan(request)).satisfies((ex) -> {
			assertThat(ex.statusCode()).isEqualTo(400);
			assertThat(ex.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
			assertThat(ex.awsErrorDetails().errorMessage()).contains(message);
		});
	}

	@Test
	void refusesUnknownTable() {
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> scan((request) -> request.tableName("orders")))
			.withMessageContaining("Requested resource not found");
	}

	@Test
	void refusesUnknownOperation() {
		assertThatExceptionOfType(DynamoDbException.class).isThrownBy(() -> this.client.listTables())
			.satisfies((ex) -> assertThat(ex.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException"));
	}

	@Test
	void describesTable() {
		this.dynamoDb.put(USERS.withIndex(StandInIndex.global("byAge", "age")));
		TableDescription table = this.client.describeTable((request) -> request.tableName("users")).table();
		assertThat(table.itemCount()).isEqualTo(100);
		assertThat(table.provisionedThroughput().readCapacityUnits()).isZero();
		assertThat(table.keySchema()).extracting((key) -> key.attributeName()).containsExactly("id");
		assertThat(table.globalSecondaryIndexes()).extracting((index) -> index.indexName()).containsExactly("byAge");
		assertThat(table.localSecondaryIndexes()).isEmpty();
	}

	@Test
	void servesRepeatedItems() {
		Map<String, AttributeValue> first = Map.of("tags", AttributeValue.fromSs(List.of("a", "b")));
		Map<String, AttributeValue> second = Map.of("data", AttributeValue.fromB(SdkBytes.fromUtf8String("x")));
		this.dynamoDb.put(StandInTable.ofRepeated("users", 5, List.of(first, second)));
		List<Map<String, AttributeValue>> items = this.client
			.scanPaginator((request) -> request.tableName("users").limit(2))
			.items()
			.stream()
			.toList();
		assertThat(items).hasSize(5);
		assertThat(items.get(3)).containsEntry("id", AttributeValue.fromS("item-00000003"))
			.containsAllEntriesOf(second);
		assertThat(items.get(4)).containsAllEntriesOf(first);
	}

	@Test
	void describesReadCapacity() {
		this.dynamoDb.describeReadCapacity(100);
		assertThat(this.client.describeTable((request) -> request.tableName("users")).table().provisionedThroughput())
			.returns(100L, (throughput) -> throughput.readCapacityUnits());
	}

	@Test
	void returnsConsumedCapacityOnlyWhereAsked() {
		this.dynamoDb.put(StandInTable.ofUsers("users", 10, 620));
		assertThat(scan((request) -> {
		}).consumedCapacity()).isNull();
		assertThat(capacity(false)).isEqualTo(1);
		assertThat(capacity(true)).isEqualTo(2);
		assertThat(this.dynamoDb.capacityServed()).isEqualTo(4);
	}

	private double capacity(boolean consistentRead) {
		return scan((request) -> request.consistentRead(consistentRead)
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)).consumedCapacity().capacityUnits();
	}

	@Test
	void sendsChecksumThatTheSdkChecks() {
		this.dynamoDb.fault(1, Transport.CHECKSUM_WRONG);
		assertThatExceptionOfType(Crc32MismatchException.class).isThrownBy(() -> scan((request) -> {
		}));
	}

	@ParameterizedTest
	@EnumSource(value = Transport.class, names = { "CONNECTION_CLOSED", "BODY_TRUNCATED" })
	void breaksConnection(Transport fault) {
		this.dynamoDb.fault(1, fault);
		assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> scan((request) -> {
		}));
		this.dynamoDb.awaitInFlight(0);
		assertThat(scan((request) -> {
		}).count()).isEqualTo(100);
	}

	@Test
	void answersFaultsAsErrors() {
		assertFault(StandInFault.throughputExceeded(), ProvisionedThroughputExceededException.class, 400);
		assertFault(StandInFault.throttled(), ThrottlingException.class, 400);
		assertFault(StandInFault.resourceNotFound(), ResourceNotFoundException.class, 400);
		assertFault(StandInFault.accessDenied("users"), DynamoDbException.class, 400);
		assertFault(StandInFault.validation("wrong"), DynamoDbException.class, 400);
		assertFault(StandInFault.internalServerError(), InternalServerErrorException.class, 500);
		assertFault(StandInFault.serviceUnavailable(), DynamoDbException.class, 503);
	}

	private void assertFault(StandInFault fault, Class<? extends DynamoDbException> type, int status) {
		this.dynamoDb.clearFaults();
		this.dynamoDb.fault((request) -> true, fault);
		assertThatExceptionOfType(type).isThrownBy(() -> scan((request) -> {
		}))
			.withMessageContaining(((StandInFault.Error) fault).message())
			.satisfies((ex) -> assertThat(ex.statusCode()).isEqualTo(status));
	}

	@Test
	void failsAsOftenAsTold() {
		this.dynamoDb.fault((request) -> request.operation().equals("Scan"), 2, StandInFault.throughputExceeded());
		ScanResponse response = this.dynamoDb.client().scan((request) -> request.tableName("users"));
		assertThat(response.count()).isEqualTo(100);
		assertThat(this.dynamoDb.requests()).extracting(StandInRequest::number).containsExactly(1, 2, 3);
		assertThat(this.dynamoDb.pagesServed()).isEqualTo(1);
	}

	@Test
	void holdsRequestsUntilTheyAreReleased() {
		this.dynamoDb.hold((request) -> request.segment() != null);
		List<CompletableFuture<ScanResponse>> responses = IntStream.range(0, 3)
			.mapToObj((segment) -> CompletableFuture.supplyAsync(() -> this.client.scan(request(segment, 3).build()),
					new SimpleAsyncTaskExecutor()))
			.toList();
		assertThat(this.dynamoDb.awaitHeld(3)).extracting(StandInRequest::segment).containsExactlyInAnyOrder(0, 1, 2);
		assertThat(scan((request) -> {
		}).count()).isEqualTo(100);
		this.dynamoDb.release((request) -> request.segmentOrZero() == 1);
		assertThat(responses.get(1).join().count()).isPositive();
		assertThat(this.dynamoDb.requestsInFlight()).isEqualTo(2);
		assertThat(responses.get(0)).isNotDone();
		this.dynamoDb.releaseAll();
		responses.forEach(CompletableFuture::join);
		assertThat(this.dynamoDb.maxRequestsInFlight()).isEqualTo(4);
		assertThat(this.dynamoDb.requestsInFlight()).isZero();
	}

	@Test
	void seesOneRequestInFlightOfClientThatSendsOneAfterAnother() {
		assertThat(pageCounts(1)).hasSize(100);
		assertThat(this.dynamoDb.maxRequestsInFlight()).isEqualTo(1);
		assertThat(this.dynamoDb.requests()).filteredOn(StandInRequest::firstPage).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(Ending.class)
	void endsWaitingRequestsWhenClosed(Ending ending) {
		ending.prepare.accept(this.dynamoDb);
		CompletableFuture<ScanResponse> response = CompletableFuture.supplyAsync(() -> scan((request) -> {
		}));
		this.dynamoDb.awaitInFlight(1);
		this.dynamoDb.close();
		assertThatExceptionOfType(Exception.class).isThrownBy(response::join)
			.withCauseInstanceOf(SdkClientException.class);
	}

	@Test
	void numbersRequestsAnewAfterReset() {
		pageCounts(10);
		this.dynamoDb.reset();
		pageCounts(50);
		assertThat(this.dynamoDb.requests()).extracting(StandInRequest::number).containsExactly(1, 2);
		assertThat(this.dynamoDb.itemsServed()).isEqualTo(100);
	}

	private ScanResponse scan(Consumer<ScanRequest.Builder> customizer) {
		ScanRequest.Builder request = ScanRequest.builder().tableName("users");
		customizer.accept(request);
		return this.client.scan(request.build());
	}

	private static ScanRequest.Builder request(int segment, int segments) {
		return ScanRequest.builder().tableName("users").segment(segment).totalSegments(segments);
	}

	enum Ending {

		HELD(StandInDynamoDb::hold),

		WITHOUT_ANSWER((dynamoDb) -> dynamoDb.fault((request) -> true, Transport.NO_ANSWER)),

		LATE((dynamoDb) -> dynamoDb.latency(Duration.ofHours(1)));

		private final Consumer<StandInDynamoDb> prepare;

		Ending(Consumer<StandInDynamoDb> prepare) {
			this.prepare = prepare;
		}

	}

}

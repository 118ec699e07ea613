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

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * A table of users in memory behind a client that can only scan: what engine tests drive.
 * It pages and divides into segments as DynamoDB does.
 */
final class FakeTable implements DynamoDbClient {

	private final List<Map<String, AttributeValue>> items;

	private final List<WeakReference<Object>> pages = new CopyOnWriteArrayList<>();

	private final List<ScanRequest> requests = new CopyOnWriteArrayList<>();

	private final Map<Integer, List<List<Map<String, AttributeValue>>>> segments = new ConcurrentHashMap<>();

	private final AtomicInteger inFlight = new AtomicInteger();

	private final AtomicInteger maxInFlight = new AtomicInteger();

	private volatile int itemsPerPage = Integer.MAX_VALUE;

	private volatile boolean emptyLastPage;

	private volatile double unitsPerItem = 0.5;

	private volatile boolean tellsConsumedCapacity = true;

	private volatile @Nullable Supplier<TableDescription> description;

	private volatile Predicate<Map<String, AttributeValue>> filter = (item) -> true;

	private volatile boolean projects;

	private volatile Consumer<ScanRequest> onRequest = (request) -> {
	};

	private FakeTable(List<Map<String, AttributeValue>> items) {
		this.items = items;
	}

	/**
	 * Create a table of users {@code user-0}, {@code user-1}, ... aged 0, 1, ...
	 */
	static FakeTable ofUsers(int count) {
		return new FakeTable(IntStream.range(0, count).mapToObj(FakeTable::user).toList());
	}

	static FakeTable of(List<Map<String, AttributeValue>> items) {
		return new FakeTable(items);
	}

	static Map<String, AttributeValue> user(int number) {
		Map<String, AttributeValue> user = new LinkedHashMap<>();
		user.put("id", AttributeValue.fromS("user-" + number));
		user.put("tenantId", AttributeValue.fromS("tenant-" + number % 7));
		user.put("age", AttributeValue.fromN(String.valueOf(number)));
		return user;
	}

	/**
	 * Let a page have at most this many items, as the limit of 1 MB does.
	 */
	FakeTable withItemsPerPage(int itemsPerPage) {
		this.itemsPerPage = itemsPerPage;
		return this;
	}

	/**
	 * Let reading an item consume this much capacity, rounded up to halves per page.
	 */
	FakeTable withUnitsPerItem(double unitsPerItem) {
		this.unitsPerItem = unitsPerItem;
		return this;
	}

	/**
	 * Do not tell what requests have consumed.
	 */
	FakeTable withoutConsumedCapacity() {
		this.tellsConsumedCapacity = false;
		return this;
	}

	/**
	 * Set what DescribeTable answers. It may throw.
	 */
	FakeTable withDescription(Supplier<TableDescription> description) {
		this.description = description;
		return this;
	}

	/**
	 * Let every segment end with a page that has no items and no LastEvaluatedKey.
	 */
	FakeTable withEmptyLastPage(boolean emptyLastPage) {
		this.emptyLastPage = emptyLastPage;
		return this;
	}

	/**
	 * Filter whenever a request has a filter expression.
	 */
	FakeTable withFilter(Predicate<Map<String, AttributeValue>> filter) {
		this.filter = filter;
		return this;
	}

	/**
	 * Return only the attributes that a request projects, if it has a projection of whole
	 * attributes.
	 */
	FakeTable withProjection() {
		this.projects = true;
		return this;
	}

	/**
	 * Describe the table as one whose key is the id, with an index by tenant.
	 */
	FakeTable withDescription() {
		return withDescription(() -> description("table-1"));
	}

	static TableDescription description(String tableId) {
		KeySchemaElement id = KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build();
		KeySchemaElement tenant = KeySchemaElement.builder().attributeName("tenantId").keyType(KeyType.HASH).build();
		return TableDescription.builder()
			.tableName("user")
			.tableId(tableId)
			.creationDateTime(SettableClock.START)
			.keySchema(id)
			.globalSecondaryIndexes(
					GlobalSecondaryIndexDescription.builder().indexName("by-tenant").keySchema(tenant).build())
			.build();
	}

	/**
	 * Set what happens before a request is answered: it may wait or throw.
	 */
	FakeTable onRequest(Consumer<ScanRequest> onRequest) {
		this.onRequest = onRequest;
		return this;
	}

	/**
	 * Return the requests, without plugins, which are not equal to others.
	 */
	List<ScanRequest> requests() {
		return this.requests;
	}

	/**
	 * Return how many of the pages that were read somebody still holds.
	 */
	long pagesHeld() {
		System.gc();
		return this.pages.stream().filter((page) -> page.get() != null).count();
	}

	int requestsInFlight() {
		return this.inFlight.get();
	}

	int maxRequestsInFlight() {
		return this.maxInFlight.get();
	}

	List<Map<String, AttributeValue>> items() {
		return this.items;
	}

	/**
	 * Return the names of the users in the table.
	 */
	Set<String> ids() {
		return ids(this.items);
	}

	/**
	 * Return the names of the users that meet the filter.
	 */
	Set<String> filteredIds() {
		return ids(this.items.stream().filter(this.filter).toList());
	}

	private static Set<String> ids(List<Map<String, AttributeValue>> items) {
		Set<String> ids = new TreeSet<>();
		items.forEach((item) -> ids.add(item.get("id").s()));
		return ids;
	}

	private static ScanRequest withoutPlugins(ScanRequest request) {
		return request.toBuilder().overrideConfiguration((AwsRequestOverrideConfiguration) null).build();
	}

	@Override
	public ScanResponse scan(ScanRequest request) {
		this.requests.add(withoutPlugins(request));
		this.maxInFlight.accumulateAndGet(this.inFlight.incrementAndGet(), Math::max);
		try {
			this.onRequest.accept(request);
			ScanResponse response = answer(request);
			this.pages.add(new WeakReference<>(response.items()));
			return response;
		}
		finally {
			this.inFlight.decrementAndGet();
		}
	}

	private ScanResponse answer(ScanRequest request) {
		List<Map<String, AttributeValue>> segment = segment(request);
		int from = start(request, segment);
		int limit = (request.limit() != null) ? request.limit() : Integer.MAX_VALUE;
		int to = (int) Math.min(segment.size(), (long) from + Math.min(limit, this.itemsPerPage));
		List<Map<String, AttributeValue>> evaluated = segment.subList(from, to);
		boolean more = to < segment.size() || (this.emptyLastPage && from < to);
		return response(request, evaluated, more).build();
	}

	private ScanResponse.Builder response(ScanRequest request, List<Map<String, AttributeValue>> evaluated,
			boolean more) {
		List<Map<String, AttributeValue>> returned = (request.filterExpression() != null)
				? evaluated.stream().filter(this.filter).toList() : evaluated;
		ScanResponse.Builder response = ScanResponse.builder()
			.items(returned.stream().map((item) -> project(request, item)).toList())
			.count(returned.size())
			.scannedCount(evaluated.size());
		if (more) {
			response.lastEvaluatedKey(Map.of("id", evaluated.get(evaluated.size() - 1).get("id")));
		}
		if (request.returnConsumedCapacity() == ReturnConsumedCapacity.TOTAL && this.tellsConsumedCapacity) {
			response.consumedCapacity(ConsumedCapacity.builder().capacityUnits(units(evaluated.size())).build());
		}
		return response;
	}

	private double units(int items) {
		return Math.max(0.5, Math.ceil(items * this.unitsPerItem * 2) / 2);
	}

	private Map<String, AttributeValue> project(ScanRequest request, Map<String, AttributeValue> item) {
		if (!this.projects || request.projectionExpression() == null) {
			return item;
		}
		Map<String, AttributeValue> projected = new LinkedHashMap<>(item);
		projected.keySet()
			.retainAll(Stream.of(request.projectionExpression().split(", *"))
				.map((path) -> request.expressionAttributeNames().getOrDefault(path, path))
				.toList());
		return projected;
	}

	@Override
	public DescribeTableResponse describeTable(DescribeTableRequest request) {
		Supplier<TableDescription> description = this.description;
		if (description == null) {
			return DynamoDbClient.super.describeTable(request);
		}
		return DescribeTableResponse.builder().table(description.get()).build();
	}

	private List<Map<String, AttributeValue>> segment(ScanRequest request) {
		if (request.segment() == null) {
			return this.items;
		}
		return this.segments.computeIfAbsent(request.totalSegments(), this::divide).get(request.segment());
	}

	private List<List<Map<String, AttributeValue>>> divide(int total) {
		List<List<Map<String, AttributeValue>>> divided = new ArrayList<>();
		IntStream.range(0, total).forEach((segment) -> divided.add(new ArrayList<>()));
		this.items.forEach((item) -> divided.get(segmentOf(item.get("id").s(), total)).add(item));
		return divided;
	}

	static int segmentOf(String id, int totalSegments) {
		return Math.floorMod(id.hashCode() * 31, totalSegments);
	}

	private static int start(ScanRequest request, List<Map<String, AttributeValue>> segment) {
		if (!request.hasExclusiveStartKey()) {
			return 0;
		}
		AttributeValue id = request.exclusiveStartKey().get("id");
		int last = IntStream.range(0, segment.size())
			.filter((index) -> segment.get(index).get("id").equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("The start key is of another segment: " + id));
		return last + 1;
	}

	@Override
	public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
		return DynamoDbServiceClientConfiguration.builder().build();
	}

	@Override
	public String serviceName() {
		return DynamoDbClient.SERVICE_NAME;
	}

	@Override
	public void close() {
	}

}

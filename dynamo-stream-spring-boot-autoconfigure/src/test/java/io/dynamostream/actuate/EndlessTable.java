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

package io.dynamostream.actuate;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import io.dynamostream.DynamoStreamOperations;
import io.dynamostream.ScanExecution;
import io.dynamostream.User;

/**
 * A table without an end, whose scans wait for their consumer.
 */
final class EndlessTable implements DynamoDbClient {

	/**
	 * Name of a table that has a description, so that its scans are resumable.
	 */
	static final String DESCRIBED = "described";

	private final Map<String, Semaphore> items = new ConcurrentHashMap<>();

	private final AtomicInteger pages = new AtomicInteger();

	/**
	 * Start a scan that consumes nothing until it may.
	 */
	ScanExecution scan(DynamoStreamOperations operations, String name) {
		return operations.parallelScan(User.class)
			.named(name)
			.segments(4)
			.maxConcurrency(1)
			.bufferedPages(1)
			.filterExpression("#age > :min or tenantId = :none")
			.expressionName("#age", "age")
			.expressionValue(":min", 18)
			.expressionValue(":none", AttributeValue.fromNul(true))
			.forEach((user) -> items(name).acquireUninterruptibly());
	}

	/**
	 * Start a resumable scan that is done with one item and waits for the next.
	 */
	ScanExecution resumableScan(DynamoStreamOperations operations, String name) {
		consume(name, 1);
		return operations.scan(User.class)
			.tableName(DESCRIBED)
			.named(name)
			.segments(4)
			.maxConcurrency(1)
			.filterExpression("age > :min")
			.expressionValue(":min", 18)
			.resumable()
			.forEach((user) -> items(name).acquireUninterruptibly());
	}

	private Semaphore items(String name) {
		return this.items.computeIfAbsent(name, (key) -> new Semaphore(0));
	}

	/**
	 * Let the scans of a name consume all items that are read.
	 */
	void consume(String name) {
		consume(name, Integer.MAX_VALUE / 4);
	}

	private void consume(String name, int count) {
		items(name).release(count);
	}

	@Override
	public ScanResponse scan(ScanRequest request) {
		AttributeValue id = AttributeValue.fromS("user-" + this.pages.incrementAndGet());
		return ScanResponse.builder()
			.items(List.of(Map.of("id", id)))
			.count(1)
			.scannedCount(1)
			.lastEvaluatedKey(Map.of("id", id))
			.build();
	}

	@Override
	public DescribeTableResponse describeTable(DescribeTableRequest request) {
		if (request.tableName().equals(DESCRIBED)) {
			return DescribeTableResponse.builder()
				.table((table) -> table.tableId("id-of-table")
					.keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build()))
				.build();
		}
		throw ResourceNotFoundException.builder().message("There is no such table").build();
	}

	@Override
	public String serviceName() {
		return SERVICE_NAME;
	}

	@Override
	public void close() {
		this.items.keySet().forEach(this::consume);
	}

}

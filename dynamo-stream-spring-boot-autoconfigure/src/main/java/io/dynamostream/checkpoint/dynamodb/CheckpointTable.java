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

package io.dynamostream.checkpoint.dynamodb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The requests for items of the table. All reads are strongly consistent, all writes have
 * a condition. They go to the client itself, past what observes and limits scans. The
 * client's own time limits are for requests that may take longer than a lease lasts.
 *
 * @param client the client
 * @param name name of the table
 * @param timeLimit how long a request may take, with all its attempts
 */
record CheckpointTable(DynamoDbClient client, String name, Duration timeLimit) {

	Optional<CheckpointItem> get(String key) {
		return item(this.client
			.getItem((get) -> get.tableName(this.name)
				.key(CheckpointItem.key(key))
				.consistentRead(true)
				.overrideConfiguration(this::limitTime))
			.item());
	}

	private void limitTime(AwsRequestOverrideConfiguration.Builder override) {
		override.apiCallTimeout(this.timeLimit);
	}

	private static Optional<CheckpointItem> item(Map<String, AttributeValue> attributes) {
		return attributes.isEmpty() ? Optional.empty() : Optional.of(new CheckpointItem(attributes));
	}

	/**
	 * Return the items of all checkpoints, without those of their parts.
	 */
	List<CheckpointItem> scan() {
		List<CheckpointItem> items = new ArrayList<>();
		this.client
			.scanPaginator((scan) -> scan.tableName(this.name)
				.consistentRead(true)
				.filterExpression("attribute_exists(%s)".formatted(CheckpointItem.FINISHED))
				.overrideConfiguration(this::limitTime))
			.items()
			.forEach((attributes) -> items.add(new CheckpointItem(attributes)));
		return items;
	}

	/**
	 * Return an item and its parts at one moment. A write at that moment lets the
	 * transaction fail, which then is tried again.
	 * @return the item, followed by its parts, each of them empty if it is missing
	 */
	List<CheckpointItem> getWithParts(String key, int parts) {
		List<TransactGetItem> gets = IntStream.rangeClosed(0, parts)
			.mapToObj((number) -> (number > 0) ? CheckpointItem.partKey(key, number) : CheckpointItem.key(key))
			.map((itemKey) -> TransactGetItem.builder().get((get) -> get.tableName(this.name).key(itemKey)).build())
			.toList();
		return retry()
			.invoke(() -> this.client.transactGetItems(
					(transaction) -> transaction.transactItems(gets).overrideConfiguration(this::limitTime)))
			.responses()
			.stream()
			.map(ItemResponse::item)
			.map(CheckpointItem::new)
			.toList();
	}

	private TransactionRetry retry() {
		return new TransactionRetry(this.timeLimit);
	}

	boolean update(String key, String update, String condition, Map<String, AttributeValue> values) {
		return meets(() -> this.client.updateItem((request) -> request.tableName(this.name)
			.key(CheckpointItem.key(key))
			.updateExpression(update)
			.conditionExpression(condition)
			.expressionAttributeValues(values)
			.overrideConfiguration(this::limitTime)));
	}

	boolean delete(String key, String condition, Map<String, AttributeValue> values) {
		return meets(() -> this.client.deleteItem((request) -> request.tableName(this.name)
			.key(CheckpointItem.key(key))
			.conditionExpression(condition)
			.expressionAttributeValues(values)
			.overrideConfiguration(this::limitTime)));
	}

	/**
	 * Write an item and its parts, all or none.
	 * @param head the write of the item, which has the condition
	 * @param key key of the item
	 * @param parts the parts that there are from now on
	 * @param partsBefore how many there were
	 */
	boolean write(TransactWriteItem head, String key, List<byte[]> parts, int partsBefore) {
		List<TransactWriteItem> writes = new ArrayList<>(List.of(head));
		for (int number = 1; number <= Math.max(parts.size(), partsBefore); number++) {
			writes.add((number <= parts.size()) ? put(CheckpointItem.part(key, number, parts.get(number - 1)))
					: delete(CheckpointItem.partKey(key, number)));
		}
		return meets(() -> retry().invoke(() -> this.client.transactWriteItems(
				(transaction) -> transaction.transactItems(writes).overrideConfiguration(this::limitTime))));
	}

	private TransactWriteItem put(Map<String, AttributeValue> item) {
		return TransactWriteItem.builder().put((put) -> put.tableName(this.name).item(item)).build();
	}

	private TransactWriteItem delete(Map<String, AttributeValue> key) {
		return TransactWriteItem.builder().delete((delete) -> delete.tableName(this.name).key(key)).build();
	}

	private static boolean meets(Runnable write) {
		try {
			write.run();
			return true;
		}
		catch (ConditionalCheckFailedException ex) {
			return false;
		}
		catch (TransactionCanceledException ex) {
			if (ex.cancellationReasons()
				.stream()
				.anyMatch((reason) -> "ConditionalCheckFailed".equals(reason.code()))) {
				return false;
			}
			throw ex;
		}
	}

}

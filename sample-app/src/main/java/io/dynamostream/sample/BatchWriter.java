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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.retry.RetryOperations;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;

import io.dynamostream.ItemTypeResolver;

/**
 * Puts items with batch writes. DynamoDB takes 25 items per request and may write only
 * some of them when the table is throttled. That is no error, so the SDK does not retry
 * it: whoever ignores the unprocessed items loses them. Here they, and no others, are
 * written again with growing delays.
 */
@Component
class BatchWriter {

	static final int MAX_ITEMS = 25;

	private final DynamoDbEnhancedClient client;

	private final ItemTypeResolver itemTypes;

	private final RetryOperations retry;

	@Autowired
	BatchWriter(DynamoDbEnhancedClient client, ItemTypeResolver itemTypes) {
		this(client, itemTypes, retryPolicy().build());
	}

	BatchWriter(DynamoDbEnhancedClient client, ItemTypeResolver itemTypes, RetryPolicy retryPolicy) {
		this.client = client;
		this.itemTypes = itemTypes;
		this.retry = new RetryTemplate(retryPolicy);
	}

	static RetryPolicy.Builder retryPolicy() {
		return RetryPolicy.builder()
			.includes(UnprocessedItemsException.class)
			.maxRetries(8)
			.delay(Duration.ofMillis(50))
			.multiplier(2)
			.jitter(Duration.ofMillis(25))
			.maxDelay(Duration.ofSeconds(5));
	}

	<T> void write(Class<T> itemType, List<T> items) {
		DynamoDbTable<T> table = this.client.table(this.itemTypes.tableName(itemType),
				this.itemTypes.tableSchema(itemType));
		for (int from = 0; from < items.size(); from += MAX_ITEMS) {
			writeChunk(itemType, table, items.subList(from, Math.min(from + MAX_ITEMS, items.size())));
		}
	}

	private <T> void writeChunk(Class<T> itemType, DynamoDbTable<T> table, List<T> chunk) {
		AtomicReference<List<T>> remaining = new AtomicReference<>(chunk);
		this.retry.invoke(() -> {
			remaining.set(put(itemType, table, remaining.get()));
			if (!remaining.get().isEmpty()) {
				throw new UnprocessedItemsException(remaining.get().size(), table.tableName());
			}
		});
	}

	private <T> List<T> put(Class<T> itemType, DynamoDbTable<T> table, List<T> items) {
		WriteBatch.Builder<T> batch = WriteBatch.builder(itemType).mappedTableResource(table);
		items.forEach(batch::addPutItem);
		return this.client.batchWriteItem((request) -> request.writeBatches(batch.build()))
			.unprocessedPutItemsForTable(table);
	}

	/**
	 * DynamoDB has left items of a batch unwritten.
	 */
	static class UnprocessedItemsException extends RuntimeException {

		UnprocessedItemsException(int items, String tableName) {
			super("%d items were not written to table '%s', which is throttled. Raise its write capacity."
				.formatted(items, tableName));
		}

	}

}

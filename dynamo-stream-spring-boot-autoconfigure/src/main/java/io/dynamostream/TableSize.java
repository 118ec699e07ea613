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

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * How large a table or index is, as DynamoDB says every few hours.
 *
 * @param bytes its size
 * @param items its number of items
 * @param describedAt when DynamoDB was asked
 */
record TableSize(long bytes, long items, Instant describedAt) {

	/**
	 * Why there is no size in the description of a table.
	 */
	static final String NO_INDEX = "The table has no such index.";

	/**
	 * Return whether nothing is there, or nothing that DynamoDB knows of: it describes a
	 * table that was filled lately as empty for hours.
	 */
	boolean isEmpty() {
		return this.items <= 0 && this.bytes <= 0;
	}

	/**
	 * Return the size of what is scanned.
	 * @return the size, or {@code null} if the table has no such index
	 */
	static @Nullable TableSize of(ScanTarget<?> target, TableDescription table, Instant describedAt) {
		String indexName = target.indexName();
		if (indexName == null) {
			return of(table.tableSizeBytes(), table.itemCount(), describedAt);
		}
		return Stream
			.concat(sizes(table.globalSecondaryIndexes(), (index) -> index.indexName().equals(indexName),
					(index) -> of(index.indexSizeBytes(), index.itemCount(), describedAt)),
					sizes(table.localSecondaryIndexes(), (index) -> index.indexName().equals(indexName),
							(index) -> of(index.indexSizeBytes(), index.itemCount(), describedAt)))
			.findFirst()
			.orElse(null);
	}

	private static <I> Stream<TableSize> sizes(List<I> indexes, Predicate<I> wanted, Function<I, TableSize> size) {
		return indexes.stream().filter(wanted).map(size);
	}

	private static TableSize of(@Nullable Long bytes, @Nullable Long items, Instant describedAt) {
		return new TableSize((bytes != null) ? bytes : 0, (items != null) ? items : 0, describedAt);
	}

}

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClientExtension;
import software.amazon.awssdk.enhanced.dynamodb.IndexMetadata;
import software.amazon.awssdk.enhanced.dynamodb.KeyAttributeMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is scanned and how it is mapped.
 *
 * @param <T> the item type
 * @param itemType class of the items
 * @param schema schema of the items
 * @param extension extension of the enhanced client to apply to items
 * @param tableName name of the table
 * @param indexName name of the secondary index
 * @param decoding how items are decoded
 */
record ScanTarget<T>(Class<T> itemType, TableSchema<T> schema, @Nullable DynamoDbEnhancedClientExtension extension,
		String tableName, @Nullable String indexName, ItemDecoding<T> decoding) {

	ScanTarget(Class<T> itemType, TableSchema<T> schema, @Nullable DynamoDbEnhancedClientExtension extension,
			String tableName, @Nullable String indexName) {
		this(itemType, schema, extension, tableName, indexName, ItemDecoding.bySdk());
	}

	static <T> ScanTarget<T> of(Class<T> itemType, ItemTypeResolver itemTypes, ScanSettings settings) {
		String tableName = settings.get(ScanOption.TABLE_NAME);
		return new ScanTarget<>(itemType, itemTypes.tableSchema(itemType), itemTypes.extension(itemType),
				(tableName != null) ? tableName : itemTypes.tableName(itemType), settings.get(ScanOption.INDEX_NAME));
	}

	ScanTarget<T> decoded(ItemDecoding<T> decoding) {
		return new ScanTarget<>(this.itemType, this.schema, this.extension, this.tableName, this.indexName, decoding);
	}

	/**
	 * Return whether the schema says that the index is a global one: a local one shares
	 * the partition key of the table.
	 */
	boolean isGlobalIndex() {
		List<String> ofTable = keyNames(TableMetadata.primaryIndexName(), IndexMetadata::partitionKeys);
		List<String> ofIndex = keyNames(this.indexName, IndexMetadata::partitionKeys);
		return !ofTable.isEmpty() && !ofIndex.isEmpty() && !ofIndex.equals(ofTable);
	}

	/**
	 * Return the primary key of an item in words, as far as the item has it.
	 */
	String describeKey(Map<String, AttributeValue> item) {
		List<String> key = new ArrayList<>();
		key(item).forEach((name, value) -> key.add(name + "=" + describe(value)));
		return key.isEmpty() ? "without key attributes" : "with key " + String.join(", ", key);
	}

	/**
	 * Return the primary key of an item, partition key first, as far as the item has it.
	 */
	Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
		List<String> names = new ArrayList<>(keyNames(TableMetadata.primaryIndexName(), IndexMetadata::partitionKeys));
		names.addAll(keyNames(TableMetadata.primaryIndexName(), IndexMetadata::sortKeys));
		Map<String, AttributeValue> key = new LinkedHashMap<>();
		names.forEach((name) -> key.computeIfAbsent(name, item::get));
		return key;
	}

	/**
	 * Return the names of key attributes, of which the schema may have none: it need not
	 * have a primary key to be scanned.
	 */
	private List<String> keyNames(@Nullable String indexName,
			Function<IndexMetadata, List<KeyAttributeMetadata>> keys) {
		return this.schema.tableMetadata()
			.indices()
			.stream()
			.filter((index) -> index.name().equals(indexName))
			.flatMap((index) -> keys.apply(index).stream())
			.map(KeyAttributeMetadata::name)
			.toList();
	}

	private static String describe(@Nullable AttributeValue value) {
		if (value == null) {
			return "null";
		}
		return switch (value.type()) {
			case S -> value.s();
			case N -> value.n();
			default -> value.type() + " value";
		};
	}

	/**
	 * Return the table or index in words, for messages.
	 */
	String describe() {
		return (this.indexName != null) ? "index '%s' of table '%s'".formatted(this.indexName, this.tableName)
				: "table '%s'".formatted(this.tableName);
	}

}

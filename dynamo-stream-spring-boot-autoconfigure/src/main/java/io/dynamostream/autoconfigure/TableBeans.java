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

package io.dynamostream.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * {@link DynamoDbTable} beans. Of several for one item type the primary one counts. Where
 * none is primary the first one gives the schema, but none the table.
 */
@SuppressWarnings("rawtypes")
final class TableBeans implements ItemTypeSource {

	private final ItemTypeBeans<DynamoDbTable> tables;

	TableBeans(BeanFactory beanFactory) {
		this.tables = new ItemTypeBeans<>(beanFactory, DynamoDbTable.class, DynamoDbTable::tableSchema);
	}

	@SuppressWarnings("unchecked")
	<T> @Nullable DynamoDbTable<T> find(Class<T> itemType) {
		return this.tables.find(itemType).stream().findFirst().orElse(null);
	}

	@Override
	public <T> @Nullable TableSchema<T> tableSchema(Class<T> itemType) {
		DynamoDbTable<T> table = find(itemType);
		return (table != null) ? table.tableSchema() : null;
	}

	@Override
	public @Nullable String tableName(Class<?> itemType) {
		List<String> names = this.tables.find(itemType).stream().map(DynamoDbTable::tableName).distinct().toList();
		if (names.size() > 1) {
			throw new IllegalArgumentException(("The table of %s is one of %s, for each of which there is a "
					+ "DynamoDbTable bean. Choose it with tableName(...) or 'dynamo.stream.tables.%s', or declare one of "
					+ "the beans @Primary.")
				.formatted(itemType.getName(), String.join(", ", names), itemType.getSimpleName()));
		}
		return names.isEmpty() ? null : names.get(0);
	}

}

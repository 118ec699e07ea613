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
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClientExtension;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

import io.dynamostream.ItemTypeResolver;

/**
 * Knows item types by the properties and beans of the application: the first source that
 * knows a type decides, and what none knows comes from the annotations and the name of
 * the class. Beans are looked up when a scan needs them.
 */
final class ApplicationItemTypes implements ItemTypeResolver {

	private final TableBeans tableBeans;

	private final List<ItemTypeSource> sources;

	private final ItemTypeResolver annotated;

	private final ObjectProvider<DynamoDbEnhancedClient> enhancedClient;

	ApplicationItemTypes(DynamoStreamProperties properties, BeanFactory beanFactory,
			ObjectProvider<ItemTypeSource> otherSources) {
		this.tableBeans = new TableBeans(beanFactory);
		this.sources = Stream
			.concat(Stream.of(new ConfiguredTables(properties.getTables()), this.tableBeans,
					new SchemaBeans(beanFactory)), otherSources.orderedStream())
			.toList();
		this.annotated = ItemTypeResolver.annotated(properties.getTablePrefix(), properties.getTableSuffix());
		this.enhancedClient = beanFactory.getBeanProvider(DynamoDbEnhancedClient.class);
	}

	@Override
	public <T> TableSchema<T> tableSchema(Class<T> itemType) {
		TableSchema<T> schema = first((source) -> source.tableSchema(itemType));
		return (schema != null) ? schema : this.annotated.tableSchema(itemType);
	}

	@Override
	public String tableName(Class<?> itemType) {
		String tableName = first((source) -> source.tableName(itemType));
		return (tableName != null) ? tableName : this.annotated.tableName(itemType);
	}

	private <R> @Nullable R first(Function<ItemTypeSource, @Nullable R> property) {
		for (ItemTypeSource source : this.sources) {
			R value = property.apply(source);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	@Override
	public @Nullable DynamoDbEnhancedClientExtension extension(Class<?> itemType) {
		DynamoDbTable<?> table = this.tableBeans.find(itemType);
		return (table != null) ? table.mapperExtension() : extensionOfClient(itemType);
	}

	/**
	 * Ask the client for its extension by way of a table, which sends no request.
	 */
	private @Nullable DynamoDbEnhancedClientExtension extensionOfClient(Class<?> itemType) {
		DynamoDbEnhancedClient client = this.enhancedClient.getIfUnique();
		return (client != null) ? client.table(tableName(itemType), tableSchema(itemType)).mapperExtension() : null;
	}

}

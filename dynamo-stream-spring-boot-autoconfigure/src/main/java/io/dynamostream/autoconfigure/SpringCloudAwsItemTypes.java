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

import io.awspring.cloud.dynamodb.DynamoDbTableNameResolver;
import io.awspring.cloud.dynamodb.DynamoDbTableSchemaResolver;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

import io.dynamostream.ItemTypeResolver;

/**
 * Resolvers of Spring Cloud AWS.
 */
final class SpringCloudAwsItemTypes implements ItemTypeSource {

	private final ObjectProvider<DynamoDbTableSchemaResolver> schemaResolver;

	private final ObjectProvider<DynamoDbTableNameResolver> nameResolver;

	private final ItemTypeResolver annotated = ItemTypeResolver.annotated("", "");

	SpringCloudAwsItemTypes(ObjectProvider<DynamoDbTableSchemaResolver> schemaResolver,
			ObjectProvider<DynamoDbTableNameResolver> nameResolver) {
		this.schemaResolver = schemaResolver;
		this.nameResolver = nameResolver;
	}

	@Override
	public <T> @Nullable TableSchema<T> tableSchema(Class<T> itemType) {
		DynamoDbTableSchemaResolver resolver = this.schemaResolver.getIfAvailable();
		return (resolver != null) ? resolve(resolver, itemType) : null;
	}

	private <T> TableSchema<T> resolve(DynamoDbTableSchemaResolver resolver, Class<T> itemType) {
		try {
			TableSchema<T> schema = resolver.resolve(itemType);
			return schema.attributeNames().isEmpty() ? this.annotated.tableSchema(itemType) : schema;
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException(explain(itemType, ex), ex);
		}
	}

	/**
	 * Say what is wrong with the annotations of a class, which the resolver asks as well.
	 */
	private String explain(Class<?> itemType, RuntimeException cause) {
		try {
			this.annotated.tableSchema(itemType);
			return ("%s cannot be mapped by the DynamoDbTableSchemaResolver of Spring Cloud AWS: %s Correct the resolver, "
					+ "or declare a TableSchema bean for the class.")
				.formatted(itemType.getTypeName(), cause);
		}
		catch (IllegalArgumentException ex) {
			return ex.getMessage() + " The DynamoDbTableSchemaResolver of Spring Cloud AWS cannot map it either.";
		}
	}

	boolean namesTables() {
		return this.nameResolver.getIfAvailable() != null;
	}

	@Override
	public @Nullable String tableName(Class<?> itemType) {
		DynamoDbTableNameResolver resolver = this.nameResolver.getIfAvailable();
		return (resolver != null) ? resolver.resolve(itemType) : null;
	}

}

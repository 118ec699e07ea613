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

/**
 * Resolvers of Spring Cloud AWS.
 */
final class SpringCloudAwsItemTypes implements ItemTypeSource {

	private final ObjectProvider<DynamoDbTableSchemaResolver> schemaResolver;

	private final ObjectProvider<DynamoDbTableNameResolver> nameResolver;

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

	private static <T> TableSchema<T> resolve(DynamoDbTableSchemaResolver resolver, Class<T> itemType) {
		try {
			return resolver.resolve(itemType);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					("%s cannot be mapped by the DynamoDbTableSchemaResolver of Spring Cloud "
							+ "AWS: %s. Annotate it with @DynamoDbBean (public class, public constructor without parameters, "
							+ "getters and setters, @DynamoDbPartitionKey) or @DynamoDbImmutable, or declare a TableSchema bean "
							+ "for it.")
						.formatted(itemType.getName(), ex.getMessage()),
					ex);
		}
	}

	@Override
	public @Nullable String tableName(Class<?> itemType) {
		DynamoDbTableNameResolver resolver = this.nameResolver.getIfAvailable();
		return (resolver != null) ? resolver.resolve(itemType) : null;
	}

}

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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * Takes schemas from the annotations of the enhanced client and table names from class
 * names.
 */
final class AnnotatedItemTypes implements ItemTypeResolver {

	private final String tablePrefix;

	private final String tableSuffix;

	private final Map<Class<?>, TableSchema<?>> schemas = new ConcurrentHashMap<>();

	AnnotatedItemTypes(String tablePrefix, String tableSuffix) {
		this.tablePrefix = tablePrefix;
		this.tableSuffix = tableSuffix;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> TableSchema<T> tableSchema(Class<T> itemType) {
		return (TableSchema<T>) this.schemas.computeIfAbsent(itemType, AnnotatedItemTypes::createSchema);
	}

	private static TableSchema<?> createSchema(Class<?> itemType) {
		try {
			return TableSchema.fromClass(itemType);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException(("%s cannot be mapped to DynamoDB items: %s Annotate it with "
					+ "@DynamoDbBean (public class, public constructor without parameters, getters and setters, "
					+ "@DynamoDbPartitionKey) or @DynamoDbImmutable, or declare a TableSchema bean for it.")
				.formatted(itemType.getName(), sentence(ex)), ex);
		}
	}

	private static String sentence(RuntimeException ex) {
		String message = String.valueOf(ex.getMessage()).strip();
		return message.endsWith(".") ? message : message + ".";
	}

	@Override
	public String tableName(Class<?> itemType) {
		String snakeCase = itemType.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase();
		return this.tablePrefix + snakeCase + this.tableSuffix;
	}

}

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

import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.springframework.util.Assert;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;

/**
 * Takes schemas from the annotations of the enhanced client and table names from class
 * names.
 */
final class AnnotatedItemTypes implements ItemTypeResolver {

	private static final Pattern WORD_BOUNDARY = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

	private static final String ANNOTATE = "Annotate it with @DynamoDbBean or @DynamoDbImmutable, or declare a "
			+ "TableSchema bean for it.";

	private static final String CORRECT_BEAN = "A @DynamoDbBean is a public class with a public constructor without "
			+ "parameters, public getters and setters, and a @DynamoDbConvertedBy for each property of a type that "
			+ "the SDK does not know. Correct it, or declare a TableSchema bean for it.";

	private static final String CORRECT_IMMUTABLE = "A @DynamoDbImmutable is a public class with getters, and its "
			+ "builder a public class with a setter for each of them and a build() method. Correct it, or declare a "
			+ "TableSchema bean for it.";

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
			TableSchema<?> schema = TableSchema.fromClass(itemType);
			Assert.state(!schema.attributeNames().isEmpty(), "it has no property with a public getter and setter.");
			return schema;
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("%s cannot be mapped to DynamoDB items: %s %s"
				.formatted(itemType.getTypeName(), reason(itemType, ex), remedy(itemType)), ex);
		}
	}

	private static String reason(Class<?> itemType, RuntimeException ex) {
		if (isAnnotated(itemType) && !Modifier.isPublic(itemType.getModifiers())) {
			return "it is not public.";
		}
		boolean explained = ex instanceof IllegalArgumentException || ex instanceof IllegalStateException;
		String reason = explained ? String.valueOf(ex.getMessage()) : ex.toString();
		return reason.endsWith(".") ? reason : reason + ".";
	}

	private static String remedy(Class<?> itemType) {
		if (itemType.isAnnotationPresent(DynamoDbBean.class)) {
			return CORRECT_BEAN;
		}
		return itemType.isAnnotationPresent(DynamoDbImmutable.class) ? CORRECT_IMMUTABLE : ANNOTATE;
	}

	private static boolean isAnnotated(Class<?> itemType) {
		return itemType.isAnnotationPresent(DynamoDbBean.class)
				|| itemType.isAnnotationPresent(DynamoDbImmutable.class);
	}

	@Override
	public String tableName(Class<?> itemType) {
		String snakeCase = WORD_BOUNDARY.matcher(itemType.getSimpleName()).replaceAll("_").toLowerCase(Locale.ROOT);
		return this.tablePrefix + snakeCase + this.tableSuffix;
	}

}

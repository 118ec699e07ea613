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

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClientExtension;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * Knows how an item type is mapped and in which table its items are. The
 * auto-configuration provides one that asks the beans of the application; declare a bean
 * of this type to replace it.
 *
 * @since 0.1.0
 */
public interface ItemTypeResolver {

	/**
	 * Return the schema of the item type.
	 * @param <T> the item type
	 * @param itemType class of the items
	 * @return the schema, the same for every call
	 * @throws IllegalArgumentException if the item type cannot be mapped
	 */
	<T> TableSchema<T> tableSchema(Class<T> itemType);

	/**
	 * Return the table that holds items of the item type.
	 * @param itemType class of the items
	 * @return name or ARN of the table
	 */
	String tableName(Class<?> itemType);

	/**
	 * Return the extension of the enhanced client whose {@code afterRead} is to be
	 * applied to each item before it is mapped. By default there is none.
	 * @param itemType class of the items
	 * @return the extension, or {@code null} if there is none
	 */
	default @Nullable DynamoDbEnhancedClientExtension extension(Class<?> itemType) {
		return null;
	}

	/**
	 * Create a resolver that takes the schema from the annotations of the class
	 * ({@code @DynamoDbBean} or {@code @DynamoDbImmutable}) and the table name from its
	 * simple name in snake case, so that {@code UserAccount} is in the table
	 * {@code user_account}.
	 * @param tablePrefix what to put before each table name, possibly empty
	 * @param tableSuffix what to put behind each table name, possibly empty
	 * @return a resolver that is safe for use by several threads
	 */
	static ItemTypeResolver annotated(String tablePrefix, String tableSuffix) {
		return new AnnotatedItemTypes(tablePrefix, tableSuffix);
	}

}

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

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClientExtension;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbExtensionContext;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.extensions.ReadModification;

/**
 * Item types of the table 'user' that have an extension.
 *
 * @param afterRead what it makes of an item
 */
record ExtendedUsers(Function<DynamoDbExtensionContext.AfterRead, @Nullable ReadModification> afterRead)
		implements
			ItemTypeResolver {

	@Override
	public <T> TableSchema<T> tableSchema(Class<T> itemType) {
		return TableSchema.fromBean(itemType);
	}

	@Override
	public String tableName(Class<?> itemType) {
		return "user";
	}

	@Override
	public DynamoDbEnhancedClientExtension extension(Class<?> itemType) {
		return new DynamoDbEnhancedClientExtension() {

			@Override
			public @Nullable ReadModification afterRead(DynamoDbExtensionContext.AfterRead context) {
				return ExtendedUsers.this.afterRead.apply(context);
			}

		};
	}

}

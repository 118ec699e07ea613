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
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * {@link TableSchema} beans. Of several for one item type one must be primary.
 */
final class SchemaBeans implements ItemTypeSource {

	@SuppressWarnings("rawtypes")
	private final ItemTypeBeans<TableSchema> schemas;

	SchemaBeans(BeanFactory beanFactory) {
		this.schemas = new ItemTypeBeans<>(beanFactory, TableSchema.class, (schema) -> schema);
	}

	@Override
	@SuppressWarnings({ "unchecked", "rawtypes" })
	public <T> @Nullable TableSchema<T> tableSchema(Class<T> itemType) {
		List<TableSchema> candidates = this.schemas.find(itemType);
		if (candidates.size() > 1) {
			throw new IllegalArgumentException("There are %d TableSchema beans for %s. Declare one of them @Primary."
				.formatted(candidates.size(), itemType.getName()));
		}
		return candidates.isEmpty() ? null : candidates.get(0);
	}

}

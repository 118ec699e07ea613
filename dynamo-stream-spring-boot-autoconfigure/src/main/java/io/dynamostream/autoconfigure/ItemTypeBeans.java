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

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ResolvableType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * Beans of a type {@code B<T>} that belong to item type {@code T}. What counts is the
 * item type of their schema, since a bean may be declared as {@code B<?>}.
 *
 * @param <B> the type of the beans
 */
final class ItemTypeBeans<B> {

	private final BeanFactory beanFactory;

	private final Class<B> beanType;

	private final Function<B, TableSchema<?>> schema;

	ItemTypeBeans(BeanFactory beanFactory, Class<B> beanType, Function<B, TableSchema<?>> schema) {
		this.beanFactory = beanFactory;
		this.beanType = beanType;
		this.schema = schema;
	}

	/**
	 * Find the beans of an item type in their order; only the primary one if there is
	 * one.
	 */
	List<B> find(Class<?> itemType) {
		List<B> beans = this.beanFactory.getBeanProvider(this.beanType)
			.orderedStream()
			.filter((bean) -> this.schema.apply(bean).itemType().rawClass() == itemType)
			.toList();
		return (beans.size() > 1) ? primary(itemType, beans) : beans;
	}

	private List<B> primary(Class<?> itemType, List<B> beans) {
		ResolvableType type = ResolvableType.forClassWithGenerics(this.beanType, itemType);
		B primary = this.beanFactory.<B>getBeanProvider(type).getIfUnique();
		return (primary != null) ? List.of(primary) : beans;
	}

}

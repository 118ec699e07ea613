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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Converts the Java values of expression placeholders to {@link AttributeValue}s.
 */
final class ExpressionValues {

	private static final AttributeConverterProvider CONVERTERS = AttributeConverterProvider.defaultProvider();

	private static final AttributeValue NULL = AttributeValue.fromNul(true);

	private ExpressionValues() {
	}

	static AttributeValue convert(String placeholder, @Nullable Object value) {
		if (value == null) {
			return NULL;
		}
		if (value instanceof AttributeValue attributeValue) {
			return attributeValue;
		}
		if (value instanceof Optional<?> optional) {
			return convert(placeholder, optional.orElse(null));
		}
		if (value instanceof Map<?, ?> map) {
			return map(placeholder, map);
		}
		if (value instanceof Set<?> set) {
			return set(placeholder, set);
		}
		if (value instanceof Collection<?> collection) {
			return list(placeholder, collection);
		}
		return scalar(placeholder, value);
	}

	private static AttributeValue map(String placeholder, Map<?, ?> map) {
		Map<String, AttributeValue> converted = new LinkedHashMap<>();
		map.forEach((key, value) -> {
			Assert.isTrue(key instanceof String,
					() -> "Placeholder '%s' was given a map with a key that is not a string. Use strings."
						.formatted(placeholder));
			converted.put((String) key, convert(placeholder, value));
		});
		return AttributeValue.fromM(converted);
	}

	private static AttributeValue list(String placeholder, Collection<?> elements) {
		return AttributeValue.fromL(elements.stream().map((element) -> convert(placeholder, element)).toList());
	}

	private static AttributeValue set(String placeholder, Set<?> set) {
		Assert.isTrue(!set.isEmpty(), () -> ("Placeholder '%s' was given an empty set, which DynamoDB does not have. "
				+ "Use a set with elements, or an empty list.")
			.formatted(placeholder));
		List<AttributeValue> elements = set.stream()
			.map((element) -> convert(placeholder, element))
			.distinct()
			.toList();
		return switch (commonType(elements)) {
			case S -> AttributeValue.fromSs(elements.stream().map(AttributeValue::s).toList());
			case N -> AttributeValue.fromNs(elements.stream().map(AttributeValue::n).toList());
			case B -> AttributeValue.fromBs(elements.stream().map(AttributeValue::b).toList());
			default -> throw new IllegalArgumentException(
					("Placeholder '%s' was given a set whose elements are not all strings, all numbers or all binaries. "
							+ "Use a list.")
						.formatted(placeholder));
		};
	}

	private static AttributeValue.Type commonType(List<AttributeValue> elements) {
		AttributeValue.Type type = elements.get(0).type();
		boolean same = elements.stream().allMatch((element) -> element.type() == type);
		return same ? type : AttributeValue.Type.UNKNOWN_TO_SDK_VERSION;
	}

	private static AttributeValue scalar(String placeholder, Object value) {
		AttributeConverter<Object> converter = converterFor(value);
		Assert.isTrue(converter != null, () -> ("Placeholder '%s' was given a value of type %s, which has no DynamoDB "
				+ "type. Use null, a string, number, boolean, byte[], enum, UUID or java.time value, a list, set or "
				+ "map of such values, or an AttributeValue.")
			.formatted(placeholder, value.getClass().getTypeName()));
		try {
			return converter.transformFrom(value);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Placeholder '%s' was given a value that cannot be converted: %s"
				.formatted(placeholder, ex.getMessage()), ex);
		}
	}

	/**
	 * Find the converter of the nearest class that has one: values are often of a
	 * subclass, as a {@code ZoneId} is or an enum constant with a body.
	 */
	@SuppressWarnings("unchecked")
	private static @Nullable AttributeConverter<Object> converterFor(Object value) {
		for (Class<?> type = value.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
			try {
				return (AttributeConverter<Object>) CONVERTERS.converterFor(EnhancedType.of(type));
			}
			catch (IllegalStateException ex) {
				// None for this class
			}
		}
		return null;
	}

}

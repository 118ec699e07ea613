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
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import software.amazon.awssdk.core.SdkBytes;
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
			Assert.isInstanceOf(String.class, key,
					() -> "Value of '%s' is a map whose keys are not strings.".formatted(placeholder));
			converted.put((String) key, convert(placeholder, value));
		});
		return AttributeValue.fromM(converted);
	}

	private static AttributeValue list(String placeholder, Collection<?> elements) {
		return AttributeValue.fromL(convertAll(placeholder, elements));
	}

	private static AttributeValue set(String placeholder, Set<?> set) {
		List<AttributeValue> elements = convertAll(placeholder, set);
		Assert.isTrue(!elements.isEmpty(),
				() -> "Value of '%s' is an empty set, which DynamoDB does not have.".formatted(placeholder));
		return switch (commonType(elements)) {
			case S -> AttributeValue.fromSs(elements.stream().map(AttributeValue::s).toList());
			case N -> AttributeValue.fromNs(elements.stream().map(AttributeValue::n).toList());
			case B -> AttributeValue.fromBs(elements.stream().map(AttributeValue::b).toList());
			default -> throw new IllegalArgumentException(
					"Value of '%s' is a set, which must hold only strings, ".formatted(placeholder)
							+ "only numbers or only binaries. Use a list for other values.");
		};
	}

	private static AttributeValue.Type commonType(List<AttributeValue> elements) {
		AttributeValue.Type type = elements.get(0).type();
		boolean same = elements.stream().allMatch((element) -> element.type() == type);
		return same ? type : AttributeValue.Type.UNKNOWN_TO_SDK_VERSION;
	}

	private static List<AttributeValue> convertAll(String placeholder, Collection<?> elements) {
		return elements.stream().map((element) -> convert(placeholder, element)).toList();
	}

	private static AttributeValue scalar(String placeholder, Object value) {
		if (value instanceof byte[] bytes) {
			return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
		}
		return converterFor(placeholder, value).transformFrom(value);
	}

	@SuppressWarnings("unchecked")
	private static AttributeConverter<Object> converterFor(String placeholder, Object value) {
		Class<?> type = (value instanceof Enum<?> constant) ? constant.getDeclaringClass() : value.getClass();
		try {
			return (AttributeConverter<Object>) CONVERTERS.converterFor(EnhancedType.of(type));
		}
		catch (IllegalStateException ex) {
			throw new IllegalArgumentException(
					"Value of '%s' is a %s, which has no DynamoDB type. ".formatted(placeholder, type.getName())
							+ "Use a string, a number, ..., or an AttributeValue.",
					ex);
		}
	}

}

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

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Values with their type in DynamoDB's own notation, by which properties files, in which
 * everything is a string, can have numbers.
 */
final class TypedValue {

	private TypedValue() {
	}

	/**
	 * Return the value, or {@code null} if the type, in upper case, is none of
	 * DynamoDB's.
	 */
	static @Nullable Object of(String type, Object value) {
		return switch (type) {
			case "S" -> AttributeValue.fromS(text(value));
			case "N" -> AttributeValue.fromN(number(value));
			case "B" -> AttributeValue.fromB(binary(value));
			case "BOOL" -> AttributeValue.fromBool(bool(value));
			case "NULL" -> AttributeValue.fromNul(bool(value));
			case "SS" -> AttributeValue.fromSs(list(value).stream().map(TypedValue::text).toList());
			case "NS" -> AttributeValue.fromNs(list(value).stream().map(TypedValue::number).toList());
			case "BS" -> AttributeValue.fromBs(list(value).stream().map(TypedValue::binary).toList());
			case "L" -> list(value).stream().map(BoundValue::toValue).toList();
			case "M" -> BoundValue.toCollection(map(value));
			default -> null;
		};
	}

	private static String text(Object value) {
		Assert.isTrue(!(value instanceof Map || value instanceof List), "A value of type S must be a string.");
		return String.valueOf(value);
	}

	private static String number(Object value) {
		try {
			return new BigDecimal(String.valueOf(value).strip()).toString();
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("A value of type N must be a number, but is '%s'.".formatted(value), ex);
		}
	}

	private static SdkBytes binary(Object value) {
		try {
			return SdkBytes.fromByteArray(Base64.getDecoder().decode(String.valueOf(value)));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("A value of type B must be in Base64: " + ex.getMessage() + ".", ex);
		}
	}

	private static boolean bool(Object value) {
		String text = String.valueOf(value);
		Assert.isTrue("true".equalsIgnoreCase(text) || "false".equalsIgnoreCase(text),
				() -> "A value of type BOOL or NULL must be true or false, but is '%s'.".formatted(value));
		return Boolean.parseBoolean(text);
	}

	private static List<?> list(Object value) {
		if (value instanceof List<?> list) {
			return list;
		}
		return (value instanceof Map<?, ?> map) ? BoundValue.elements(map)
				: Arrays.asList(StringUtils.commaDelimitedListToStringArray(String.valueOf(value)));
	}

	private static Map<?, ?> map(Object value) {
		Assert.isInstanceOf(Map.class, value, () -> "A value of type M must be a map, but is '%s'.".formatted(value));
		return (Map<?, ?>) value;
	}

}

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

package io.dynamostream.decoder;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import software.amazon.awssdk.core.SdkBytes;

/**
 * Everything there is to see of an object, as text: classes, fields, and elements in
 * their order.
 */
final class Snapshot {

	private Snapshot() {
	}

	static String of(Object value) {
		return (value != null) ? value.getClass().getName() + " " + contents(value) : "null";
	}

	private static String contents(Object value) {
		if (value instanceof Collection<?> elements) {
			return elements.stream().map(Snapshot::of).collect(Collectors.joining(", ", "[", "]"));
		}
		if (value instanceof Map<?, ?> entries) {
			return entries.entrySet()
				.stream()
				.map((entry) -> of(entry.getKey()) + " = " + of(entry.getValue()))
				.collect(Collectors.joining(", ", "{", "}"));
		}
		if (value instanceof byte[] bytes) {
			return HexFormat.of().formatHex(bytes);
		}
		if (value instanceof SdkBytes bytes) {
			return contents(bytes.asByteArray());
		}
		if (value instanceof ByteBuffer buffer) {
			return buffer + " " + contents(SdkBytes.fromByteBuffer(buffer));
		}
		if (value instanceof char[] characters) {
			return Arrays.toString(characters);
		}
		return isOurs(value) ? fields(value) : value.toString();
	}

	private static boolean isOurs(Object value) {
		return value.getClass().getName().startsWith("io.dynamostream.") && !(value instanceof Enum<?>);
	}

	private static String fields(Object value) {
		return Stream.<Class<?>>iterate(value.getClass(), (type) -> type != Object.class, Class::getSuperclass)
			.flatMap((type) -> Stream.of(type.getDeclaredFields()))
			.filter((field) -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
			.map((field) -> field.getName() + ": " + of(get(field, value)))
			.collect(Collectors.joining(", ", "(", ")"));
	}

	private static Object get(Field field, Object value) {
		try {
			field.setAccessible(true);
			return field.get(value);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

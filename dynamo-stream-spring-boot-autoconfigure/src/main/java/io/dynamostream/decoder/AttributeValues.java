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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Decodes attributes into what the SDK would make of them.
 */
final class AttributeValues {

	private AttributeValues() {
	}

	/**
	 * Decode an object of attributes, in the order in which they come.
	 */
	static Map<String, AttributeValue> decodeMap(JsonCursor json) {
		return decodeMap(json, (name) -> true);
	}

	/**
	 * Decode some attributes of an object, and skip the others.
	 */
	static Map<String, AttributeValue> decodeMap(JsonCursor json, Predicate<String> names) {
		Map<String, AttributeValue> attributes = new LinkedHashMap<>();
		json.expect('{');
		if (json.accept('}')) {
			return attributes;
		}
		do {
			String name = json.name();
			if (names.test(name)) {
				attributes.put(name, decode(json));
			}
			else {
				json.skipValue();
			}
		}
		while (json.accept(','));
		json.expect('}');
		return attributes;
	}

	/**
	 * Decode the value of an attribute, whatever its types. The SDK heeds all of them.
	 * @return the value, or {@code null} for {@code null}
	 */
	@SuppressWarnings("NullAway") // as the SDK does, where the text has null
	static AttributeValue decode(JsonCursor json) {
		if (json.acceptNull()) {
			return null;
		}
		AttributeValue.Builder value = AttributeValue.builder();
		json.open();
		if (!json.accept('}')) {
			do {
				decode(json, value);
			}
			while (json.accept(','));
			json.expect('}');
		}
		json.close();
		return value.build();
	}

	private static void decode(JsonCursor json, AttributeValue.Builder value) {
		switch (json.type()) {
			case JsonCursor.S -> value.s(json.scalar());
			case JsonCursor.N -> value.n(json.scalar());
			case JsonCursor.B -> value.b(bytes(json));
			case JsonCursor.M -> value.m(json.acceptNull() ? null : decodeMap(json));
			case JsonCursor.L -> value.l(list(json, AttributeValues::decode));
			case JsonCursor.SS -> value.ss(list(json, JsonCursor::scalar));
			case JsonCursor.NS -> value.ns(list(json, JsonCursor::scalar));
			case JsonCursor.BS -> value.bs(list(json, AttributeValues::bytes));
			case JsonCursor.BOOL -> value.bool(bool(json));
			case JsonCursor.NULL -> value.nul(bool(json));
			default -> json.skipValue();
		}
	}

	private static @Nullable SdkBytes bytes(JsonCursor json) {
		return json.acceptNull() ? null : SdkBytes.fromByteArrayUnsafe(json.binary());
	}

	private static @Nullable Boolean bool(JsonCursor json) {
		String text = json.scalar();
		return (text != null) ? Boolean.valueOf(text) : null;
	}

	private static <E> @Nullable List<E> list(JsonCursor json, Function<JsonCursor, @Nullable E> element) {
		if (json.acceptNull()) {
			return null;
		}
		List<E> elements = new ArrayList<>();
		json.expect('[');
		if (json.accept(']')) {
			return elements;
		}
		do {
			elements.add(element.apply(json));
		}
		while (json.accept(','));
		json.expect(']');
		return elements;
	}

}

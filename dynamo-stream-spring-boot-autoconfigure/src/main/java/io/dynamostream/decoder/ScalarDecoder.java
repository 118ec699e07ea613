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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.EnumAttributeConverter;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Decodes values of a simple type.
 *
 * @param type type in DynamoDB
 * @param text reads what stands behind the type
 */
record ScalarDecoder(int type, Function<JsonCursor, Object> text) implements ValueDecoder {

	static final ScalarDecoder STRING = new ScalarDecoder(JsonCursor.S, JsonCursor::string);

	static final ScalarDecoder INTEGER = new ScalarDecoder(JsonCursor.N, JsonCursor::intNumber);

	static final ScalarDecoder LONG = new ScalarDecoder(JsonCursor.N, JsonCursor::longNumber);

	static final ScalarDecoder DOUBLE = new ScalarDecoder(JsonCursor.N, ScalarDecoder::doubleNumber);

	/**
	 * What the standard converters of these types make of their usual type in DynamoDB.
	 */
	static final Map<Class<?>, ScalarDecoder> OF_TYPES = Map.ofEntries(Map.entry(String.class, STRING),
			Map.entry(Integer.class, INTEGER), Map.entry(Long.class, LONG),
			Map.entry(Short.class, number((json) -> Short.valueOf(json.string()))),
			Map.entry(Byte.class, number((json) -> Byte.valueOf(json.string()))), Map.entry(Double.class, DOUBLE),
			Map.entry(Float.class, number(ScalarDecoder::floatNumber)),
			Map.entry(BigDecimal.class, number((json) -> new BigDecimal(json.string()))),
			Map.entry(BigInteger.class, number((json) -> new BigInteger(json.string()))),
			Map.entry(Boolean.class, new ScalarDecoder(JsonCursor.BOOL, JsonCursor::bool)),
			Map.entry(byte[].class, new ScalarDecoder(JsonCursor.B, JsonCursor::binary)),
			Map.entry(SdkBytes.class,
					new ScalarDecoder(JsonCursor.B, (json) -> SdkBytes.fromByteArrayUnsafe(json.binary()))),
			Map.entry(Instant.class, new ScalarDecoder(JsonCursor.S, (json) -> InstantText.parse(json.string()))),
			Map.entry(UUID.class, new ScalarDecoder(JsonCursor.S, (json) -> UUID.fromString(json.string()))));

	private static ScalarDecoder number(Function<JsonCursor, Object> text) {
		return new ScalarDecoder(JsonCursor.N, text);
	}

	/**
	 * Create a decoder of enum constants, which have the keys that their converter gives
	 * them.
	 */
	static <E extends Enum<E>> ScalarDecoder ofEnum(EnumAttributeConverter<E> converter) {
		Map<String, Object> constants = new LinkedHashMap<>();
		for (E constant : converter.type().rawClass().getEnumConstants()) {
			AttributeValue key = converter.transformFrom(constant);
			constants.put(key.s(), converter.transformTo(key));
		}
		return new ScalarDecoder(JsonCursor.S, (json) -> constant(constants, json.string()));
	}

	private static Object constant(Map<String, Object> constants, String key) {
		Object constant = constants.get(key);
		if (constant == null) {
			throw Declined.INSTANCE;
		}
		return constant;
	}

	static double doubleNumber(JsonCursor json) {
		double number = Double.parseDouble(json.string());
		if (!Double.isFinite(number)) {
			throw Declined.INSTANCE;
		}
		return number;
	}

	private static float floatNumber(JsonCursor json) {
		float number = Float.parseFloat(json.string());
		if (!Float.isFinite(number)) {
			throw Declined.INSTANCE;
		}
		return number;
	}

	@Override
	public @Nullable Object decode(JsonCursor json) {
		if (!opens(json, this.type)) {
			return null;
		}
		Object value = this.text.apply(json);
		json.closeValue();
		return value;
	}

	/**
	 * Open a value, or read it if it is null.
	 * @return whether it is of a type, and not null
	 */
	static boolean opens(JsonCursor json, int type) {
		int actual = json.openValue();
		if (actual == type) {
			return true;
		}
		if (actual != JsonCursor.NULL || !json.bool()) {
			throw Declined.INSTANCE;
		}
		json.closeValue();
		return false;
	}

	/**
	 * Create a decoder of sets of such values.
	 */
	SetDecoder set() {
		return switch (this.type) {
			case JsonCursor.S -> new SetDecoder(JsonCursor.SS, this.text);
			case JsonCursor.N -> new SetDecoder(JsonCursor.NS, this.text);
			case JsonCursor.B -> new SetDecoder(JsonCursor.BS, this.text);
			default -> throw new IllegalStateException("DynamoDB has no sets of such values");
		};
	}

}

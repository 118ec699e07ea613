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

package io.dynamostream.actuate;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Values of DynamoDB as what JSON has for them: texts, numbers, lists and so on, without
 * the names of their types.
 */
final class PlainValue {

	private PlainValue() {
	}

	/**
	 * Return the plain value. DynamoDB's NULL is an empty {@link Optional}, of which JSON
	 * makes a null, since entries without a value are left out.
	 */
	static Object of(AttributeValue value) {
		return switch (value.type()) {
			case S -> value.s();
			case N -> number(value.n());
			case BOOL -> value.bool();
			case NUL -> Optional.empty();
			case B -> base64(value.b());
			case SS -> value.ss();
			case NS -> value.ns().stream().map(PlainValue::number).toList();
			case BS -> value.bs().stream().map(PlainValue::base64).toList();
			case L -> value.l().stream().map(PlainValue::of).toList();
			case M -> of(value.m());
			case UNKNOWN_TO_SDK_VERSION -> value.toString();
		};
	}

	static Map<String, Object> of(Map<String, AttributeValue> values) {
		Map<String, Object> plain = new LinkedHashMap<>();
		values.forEach((name, value) -> plain.put(name, of(value)));
		return plain;
	}

	/**
	 * Return a number, or its text if it is none: DynamoDB has not seen the values of a
	 * scan that it has not answered.
	 */
	private static Object number(String text) {
		try {
			return new BigDecimal(text);
		}
		catch (NumberFormatException ex) {
			return text;
		}
	}

	private static String base64(SdkBytes bytes) {
		return Base64.getEncoder().encodeToString(bytes.asByteArray());
	}

}

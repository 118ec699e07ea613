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

package io.dynamostream.deadletter;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items in which each value is a map from the name of its type to the value, as in
 * DynamoDB's JSON: what remains are texts, booleans, lists and maps, so that JSON loses
 * nothing of it.
 */
final class TypedItem {

	private TypedItem() {
	}

	static Map<String, AttributeValue> write(Map<String, AttributeValue> item) {
		return map(item, TypedItem::write);
	}

	private static AttributeValue write(AttributeValue value) {
		return switch (value.type()) {
			case S -> typed("S", value);
			case N -> typed("N", AttributeValue.fromS(value.n()));
			case B -> typed("B", write(value.b()));
			case BOOL -> typed("BOOL", value);
			case NUL -> typed("NULL", AttributeValue.fromBool(value.nul()));
			case SS -> typed("SS", list(value.ss(), AttributeValue::fromS));
			case NS -> typed("NS", list(value.ns(), AttributeValue::fromS));
			case BS -> typed("BS", list(value.bs(), TypedItem::write));
			case L -> typed("L", list(value.l(), TypedItem::write));
			case M -> typed("M", AttributeValue.fromM(write(value.m())));
			case UNKNOWN_TO_SDK_VERSION ->
				throw new IllegalArgumentException("An item has a value of a type that the AWS SDK does not know");
		};
	}

	private static AttributeValue typed(String type, AttributeValue value) {
		return AttributeValue.fromM(Map.of(type, value));
	}

	private static AttributeValue write(SdkBytes bytes) {
		return AttributeValue.fromS(Base64.getEncoder().encodeToString(bytes.asByteArray()));
	}

	static Map<String, AttributeValue> read(Map<String, AttributeValue> item) {
		return map(item, TypedItem::read);
	}

	private static AttributeValue read(AttributeValue typed) {
		Map.Entry<String, AttributeValue> entry = typed.m().entrySet().iterator().next();
		AttributeValue value = entry.getValue();
		return switch (entry.getKey()) {
			case "S" -> AttributeValue.fromS(value.s());
			case "N" -> AttributeValue.fromN(value.s());
			case "B" -> AttributeValue.fromB(bytes(value));
			case "BOOL" -> AttributeValue.fromBool(value.bool());
			case "NULL" -> AttributeValue.fromNul(value.bool());
			case "SS" -> AttributeValue.fromSs(value.l().stream().map(AttributeValue::s).toList());
			case "NS" -> AttributeValue.fromNs(value.l().stream().map(AttributeValue::s).toList());
			case "BS" -> AttributeValue.fromBs(value.l().stream().map(TypedItem::bytes).toList());
			case "L" -> list(value.l(), TypedItem::read);
			case "M" -> AttributeValue.fromM(read(value.m()));
			default -> throw new IllegalArgumentException("'%s' is no type of DynamoDB".formatted(entry.getKey()));
		};
	}

	private static SdkBytes bytes(AttributeValue base64) {
		return SdkBytes.fromByteArray(Base64.getDecoder().decode(base64.s()));
	}

	private static <E> AttributeValue list(List<E> elements, Function<E, AttributeValue> mapping) {
		return AttributeValue.fromL(elements.stream().map(mapping).toList());
	}

	private static Map<String, AttributeValue> map(Map<String, AttributeValue> item,
			Function<AttributeValue, AttributeValue> mapping) {
		Map<String, AttributeValue> mapped = new LinkedHashMap<>();
		item.forEach((name, value) -> mapped.put(name, mapping.apply(value)));
		return mapped;
	}

}

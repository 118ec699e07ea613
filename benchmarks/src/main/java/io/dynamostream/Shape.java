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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.standin.StandInTable;

/**
 * Items that a scan may have to read.
 */
public enum Shape {

	/**
	 * 620 bytes, nine attributes.
	 */
	USER(() -> Items.NotedUser.class, 300_000) {

		@Override
		StandInTable table(int items) {
			return StandInTable.ofUsers(TABLE, items, 620);
		}

	},

	/**
	 * 100 bytes, five attributes.
	 */
	SMALL(() -> Items.Small.class, 1_000_000) {

		@Override
		Map<String, AttributeValue> body(int number) {
			Map<String, AttributeValue> body = new LinkedHashMap<>();
			body.put("name", text(18, number));
			body.put("city", text(20, number));
			body.put("age", AttributeValue.fromN("" + (18 + number % 70)));
			body.put("active", AttributeValue.fromBool(number % 2 == 0));
			return body;
		}

	},

	/**
	 * 10 KB, with lists of maps.
	 */
	NESTED(() -> Items.Nested.class, 20_000) {

		@Override
		Map<String, AttributeValue> body(int number) {
			Map<String, AttributeValue> body = new LinkedHashMap<>();
			body.put("customer", AttributeValue.fromM(address(number)));
			body.put("lines", AttributeValue
				.fromL(IntStream.range(0, 40).mapToObj((line) -> AttributeValue.fromM(line(number + line))).toList()));
			return body;
		}

		private static Map<String, AttributeValue> line(int number) {
			Map<String, AttributeValue> line = new LinkedHashMap<>();
			line.put("product", text(60, number));
			line.put("quantity", AttributeValue.fromN("" + number % 9));
			line.put("price", AttributeValue.fromN(number + ".95"));
			line.put("shipTo", AttributeValue.fromM(address(number)));
			return line;
		}

		private static Map<String, AttributeValue> address(int number) {
			Map<String, AttributeValue> address = new LinkedHashMap<>();
			address.put("street", text(50, number));
			address.put("city", text(30, number));
			address.put("zip", text(8, number));
			return address;
		}

	},

	/**
	 * 60 attributes of 20 bytes.
	 */
	WIDE(WideItem::type, 100_000) {

		@Override
		Map<String, AttributeValue> body(int number) {
			return columns(number);
		}

	},

	/**
	 * Binary values, and sets of strings and numbers.
	 */
	BINARY(() -> Items.Binary.class, 500_000) {

		@Override
		Map<String, AttributeValue> body(int number) {
			Map<String, AttributeValue> body = new LinkedHashMap<>();
			byte[] bytes = new byte[300];
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = (byte) (number * 31 + i);
			}
			body.put("content", AttributeValue.fromB(SdkBytes.fromByteArray(bytes)));
			body.put("tags",
					AttributeValue.fromSs(IntStream.range(0, 10).mapToObj((tag) -> "tag-" + (number + tag)).toList()));
			body.put("scores",
					AttributeValue.fromNs(IntStream.range(0, 10).mapToObj((score) -> "" + (number + score)).toList()));
			return body;
		}

	},

	/**
	 * Long texts with characters of two to four bytes, and escapes.
	 */
	UNICODE(() -> Items.Unicode.class, 200_000) {

		@Override
		Map<String, AttributeValue> body(int number) {
			Map<String, AttributeValue> body = new LinkedHashMap<>();
			body.put("title", AttributeValue.fromS("\u00dcn\u00efc\u00f6d\u00e9 ".repeat(10) + number));
			body.put("text", AttributeValue.fromS("\u65e5\u672c\u8a9e \ud83d\ude80 ".repeat(60) + number));
			body.put("quoted", AttributeValue.fromS("\"a\\b\"\n\t".repeat(60) + number));
			return body;
		}

	},

	/**
	 * 60 attributes of 20 bytes, with a schema that was built by hand.
	 */
	BUILT(() -> Items.Wide.class, 100_000) {

		@Override
		TableSchema<?> schema() {
			return Items.Wide.SCHEMA;
		}

		@Override
		Map<String, AttributeValue> body(int number) {
			return columns(number);
		}

	};

	static final String TABLE = "items";

	private static final int BODIES = 400;

	private final Supplier<Class<?>> itemType;

	private final int items;

	Shape(Supplier<Class<?>> itemType, int items) {
		this.itemType = itemType;
		this.items = items;
	}

	private static Map<String, AttributeValue> columns(int number) {
		Map<String, AttributeValue> columns = new LinkedHashMap<>();
		for (int i = 0; i < WideItem.COLUMNS; i++) {
			columns.put(WideItem.column(i), text(16, number + i));
		}
		return columns;
	}

	private static AttributeValue text(int length, int number) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; text.length() < length; i++) {
			text.append((char) ('a' + (number * 7 + i * 11) % 26));
		}
		return AttributeValue.fromS(text.toString());
	}

	Class<?> itemType() {
		return this.itemType.get();
	}

	TableSchema<?> schema() {
		return TableSchema.fromBean(itemType());
	}

	/**
	 * Return how many items make a table that is long enough to measure.
	 */
	int items() {
		return this.items;
	}

	StandInTable table(int items) {
		List<Map<String, AttributeValue>> bodies = new ArrayList<>();
		IntStream.range(0, BODIES).forEach((number) -> bodies.add(body(number)));
		return StandInTable.ofRepeated(TABLE, items, bodies);
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return the attributes of an item beside its key.
	 */
	Map<String, AttributeValue> body(int number) {
		throw new UnsupportedOperationException();
	}

}

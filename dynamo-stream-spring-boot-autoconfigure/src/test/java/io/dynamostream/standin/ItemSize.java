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

package io.dynamostream.standin;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Sizes of items as DynamoDB counts them: the UTF-8 bytes of names and values.
 */
final class ItemSize {

	private static final int DOCUMENT_OVERHEAD = 3;

	private ItemSize() {
	}

	static int of(Map<String, AttributeValue> item) {
		int size = 0;
		for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
			size += of(attribute.getKey()) + of(attribute.getValue());
		}
		return size;
	}

	private static int of(AttributeValue value) {
		return switch (value.type()) {
			case S -> of(value.s());
			case N -> ofNumber(value.n());
			case B -> value.b().asByteArrayUnsafe().length;
			case SS -> value.ss().stream().mapToInt(ItemSize::of).sum();
			case NS -> value.ns().stream().mapToInt(ItemSize::ofNumber).sum();
			case BS -> value.bs().stream().mapToInt((bytes) -> bytes.asByteArrayUnsafe().length).sum();
			case L -> DOCUMENT_OVERHEAD + ofElements(value.l());
			case M -> DOCUMENT_OVERHEAD + value.m().size() + of(value.m());
			default -> 1;
		};
	}

	private static int of(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

	private static int ofNumber(String number) {
		return (number.length() + 1) / 2 + 1;
	}

	private static int ofElements(List<AttributeValue> elements) {
		return elements.stream().mapToInt((element) -> 1 + of(element)).sum();
	}

}

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

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Dead letters as lines of JSON, written and read by the documents of the enhanced
 * client.
 */
final class DeadLetterLine {

	private DeadLetterLine() {
	}

	static String write(DeadLetter letter) {
		Map<String, AttributeValue> line = new LinkedHashMap<>();
		line.put("time", text(letter.time().toString()));
		line.put("scan", text(letter.scan()));
		line.put("execution", text(letter.executionId()));
		line.put("table", text(letter.tableName()));
		putIfPresent(line, "index", letter.indexName());
		line.put("segment", AttributeValue.fromN(String.valueOf(letter.segment())));
		line.put("errorType", text(letter.errorType()));
		putIfPresent(line, "errorMessage", letter.errorMessage());
		line.put("key", AttributeValue.fromM(TypedItem.write(letter.key())));
		line.put("item", AttributeValue.fromM(TypedItem.write(letter.item())));
		return EnhancedDocument.fromAttributeValueMap(line).toJson();
	}

	private static AttributeValue text(String text) {
		return AttributeValue.fromS(text);
	}

	private static void putIfPresent(Map<String, AttributeValue> line, String name, @Nullable String text) {
		if (text != null) {
			line.put(name, text(text));
		}
	}

	/**
	 * Read a line.
	 * @throws RuntimeException if it is damaged
	 */
	static DeadLetter read(String json) {
		Map<String, AttributeValue> line = EnhancedDocument.fromJson(json).toMap();
		return new DeadLetter(get(line, "scan").s(), get(line, "execution").s(), get(line, "table").s(),
				textOf(line.get("index")), Integer.parseInt(get(line, "segment").n()),
				Instant.parse(get(line, "time").s()), get(line, "errorType").s(), textOf(line.get("errorMessage")),
				TypedItem.read(get(line, "key").m()), TypedItem.read(get(line, "item").m()));
	}

	private static AttributeValue get(Map<String, AttributeValue> line, String name) {
		AttributeValue value = line.get(name);
		Assert.notNull(value, () -> "'%s' is missing".formatted(name));
		return value;
	}

	private static @Nullable String textOf(@Nullable AttributeValue value) {
		return (value != null) ? value.s() : null;
	}

}

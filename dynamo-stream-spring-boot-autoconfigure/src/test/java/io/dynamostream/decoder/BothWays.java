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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads items of a type as the SDK does and as we do, and compares what comes of it.
 *
 * @param <T> type of the items
 */
final class BothWays<T> {

	private final SdkItems sdk = new SdkItems();

	private final TableSchema<T> schema;

	private final ItemDecoder<T> decoder;

	BothWays(TableSchema<T> schema) {
		this.schema = schema;
		this.decoder = ItemDecoder.of(schema);
		assertThat(this.decoder).as("decoder of " + schema.itemType()).isNotNull();
	}

	static <T> BothWays<T> of(Class<T> type) {
		return new BothWays<>(TableSchema.fromClass(type));
	}

	/**
	 * Read an item, and check that the decoder makes it.
	 */
	T decodes(String item) {
		assertThat(compares(item)).as("decoded " + item).isTrue();
		return this.decoder.decode(encoded(item));
	}

	/**
	 * Read an item, and check that the decoder leaves it to the schema.
	 */
	void declines(String item) {
		assertThat(compares(item)).as("decoded " + item).isFalse();
	}

	private boolean compares(String item) {
		return compares(item, mapped(() -> this.sdk.read(item)));
	}

	private boolean compares(String item, String expected) {
		EncodedItem encoded = encoded(item);
		T decoded = this.decoder.decode(encoded);
		String ours = (decoded != null) ? Snapshot.of(decoded) : mapped(() -> encoded);
		assertThat(ours).as(item).isEqualTo(expected);
		return decoded != null;
	}

	/**
	 * Read well-formed items, and check that they are the same both ways.
	 * @return how many the decoder made
	 */
	int compares(List<String> items) {
		List<Map<String, AttributeValue>> read = this.sdk.read(items);
		int decoded = 0;
		for (int i = 0; i < items.size(); i++) {
			Map<String, AttributeValue> item = read.get(i);
			decoded += compares(items.get(i), mapped(() -> item)) ? 1 : 0;
		}
		return decoded;
	}

	private String mapped(Supplier<Map<String, AttributeValue>> item) {
		try {
			return Snapshot.of(this.schema.mapToItem(item.get(), true));
		}
		catch (RuntimeException | AssertionError ex) {
			return ex.toString();
		}
	}

	private static EncodedItem encoded(String item) {
		return EncodedItems.of(item.getBytes(StandardCharsets.UTF_8)).get(0);
	}

}

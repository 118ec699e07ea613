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
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EncodedItem}.
 */
class EncodedItemTests {

	private static final Map<String, AttributeValue> ATTRIBUTES = Map.of("id", AttributeValue.fromS("a"), "count",
			AttributeValue.fromN("1"), "name", AttributeValue.fromS("b"));

	private final byte[] body = "[{\"id\":{\"S\":\"a\"},\"count\":{\"N\":\"1\"},\"name\":{\"S\":\"b\"}},{}]"
		.getBytes(StandardCharsets.UTF_8);

	private final EncodedItem item = new EncodedItems(this.body, 1, this.body.length - 1, 2).get(0);

	@Test
	void isTheMapOfItsAttributes() {
		assertThat(this.item).isEqualTo(ATTRIBUTES).hasSize(3).containsKey("id").doesNotContainKey("other");
		assertThat(this.item.get("count")).isEqualTo(AttributeValue.fromN("1"));
		assertThat(this.item.keySet()).containsExactly("id", "count", "name");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.item.put("id", AttributeValue.fromS("c")));
	}

	@Test
	void findsSomeOfItsAttributes() {
		assertThat(this.item.attributes(List.of("name", "other", "id")))
			.isEqualTo(Map.of("id", AttributeValue.fromS("a"), "name", AttributeValue.fromS("b")));
	}

	@Test
	void hidesSomeOfItsAttributes() {
		Map<String, AttributeValue> rest = Map.of("count", AttributeValue.fromN("1"));
		EncodedItem hiding = this.item.without(List.of("id", "name", "other"));
		assertThat(hiding).isEqualTo(rest);
		assertThat(hiding.detached()).isEqualTo(rest);
		assertThat(hiding.attributes(List.of("id", "count"))).isEqualTo(rest);
		assertThat(hiding.without(List.of("count"))).isEmpty();
		assertThat(ItemDecoder.of(TableSchema.fromBean(Account.class)).decode(hiding)).isNull();
	}

	@Test
	void hasItsOwnBytesWhenDetached() {
		EncodedItem detached = this.item.detached();
		Arrays.fill(this.body, (byte) 'x');
		assertThat(detached).isEqualTo(ATTRIBUTES);
	}

	@Test
	void givesAttributesThatHoldNoBytes() {
		Map<String, AttributeValue> attributes = this.item.attributes();
		Arrays.fill(this.body, (byte) 'x');
		assertThat(attributes).isNotInstanceOf(EncodedItem.class).isEqualTo(ATTRIBUTES);
	}

	@Test
	void refusesWhatIsNoItem() {
		EncodedItem malformed = new EncodedItems(this.body, 2, this.body.length - 1, 2).get(0);
		assertThatExceptionOfType(MalformedItemException.class).isThrownBy(malformed::attributes)
			.withMessageContaining("Look for what comes between the DynamoDbClient and DynamoDB");
		assertThatExceptionOfType(MalformedItemException.class).isThrownBy(() -> malformed.attributes(List.of("id")));
		assertThatExceptionOfType(MalformedItemException.class)
			.isThrownBy(new EncodedItems(this.body, 1, 9, 1).get(0)::detached);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":{\"\"\":\"a\"}}", "{\"id\":{\"\\\":\"a\"}}", "{\"id\":{\"\n\":\"a\"}}",
			"{\"\\uDE80\":{\"S\":\"a\"}}", "{\"id\":{\"M\":{\"\\uD83D\":{}}}}", "{\"id\":{\"X\":{\"\\uD83D\":{}}}}" })
	void refusesNamesThatTheSdkRefuses(String item) {
		EncodedItem malformed = EncodedItems.of(item.getBytes(StandardCharsets.UTF_8)).get(0);
		assertThatExceptionOfType(MalformedItemException.class).isThrownBy(malformed::attributes);
	}

}

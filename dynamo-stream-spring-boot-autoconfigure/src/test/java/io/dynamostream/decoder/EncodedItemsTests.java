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
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ItemsFinder} and {@link EncodedItems}.
 */
class EncodedItemsTests {

	private static final String ITEMS = """
			{"id":{"S":"a"},"tags":{"L":[{"S":"]}"},{"SS":["\\\\\\"]}"]}]}},{"id":{"S":"b"}},{"id":{"S":"c"}}""";

	private static final String BODY = """
			{"ConsumedCapacity":{"CapacityUnits":0.5},"Count":3,"Items":[%s],\
			"LastEvaluatedKey":{"id":{"S":"]\\\\\\"}],["}},"ScannedCount":3}""".formatted(ITEMS);

	@Test
	void areFoundWithoutGoingOverThem() {
		String body = BODY.replace("\"S\":\"b\"", "\"S\" \"b\"");
		EncodedItems items = find(body);
		assertThat(body.substring(items.start(), items.end())).isEqualTo(ITEMS.replace("\"S\":\"b\"", "\"S\" \"b\""));
		assertThat(ItemsFinder.check(bytes(body), body.length())).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { ",", " ,\n ", ", " })
	void areReadInAnyOrder(String comma) {
		String body = BODY.replace("},{\"id\"", "}" + comma + "{\"id\"");
		for (int seed = 0; seed < 100; seed++) {
			EncodedItems items = find(body);
			new Random(seed).ints(6, 0, 3)
				.forEach((index) -> assertThat(items.get(index).get("id"))
					.isEqualTo(AttributeValue.fromS("abc".substring(index, index + 1))));
		}
	}

	@Test
	void areCopiedWithoutWhatIsAroundThem() {
		EncodedItems items = find(BODY.replace("},{\"id\"", "} , {\"id\""));
		assertThat(items.get(1).detached().attributes()).isEqualTo(Map.of("id", AttributeValue.fromS("b")));
		assertThat(items.get(2).detached().attributes()).isEqualTo(Map.of("id", AttributeValue.fromS("c")));
	}

	@Test
	@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
	void areFoundAndReadInLinearTime() {
		String escapes = "\\\"".repeat(500_000) + "\\\\".repeat(500_000);
		String many = "{},".repeat(500_000) + "{\"id\":{\"S\":\"" + escapes + "\"}}";
		EncodedItems items = find("{\"Count\":500001,\"Items\":[%s],\"LastEvaluatedKey\":{\"id\":{\"S\":\"%s\"}}}"
			.formatted(many, escapes));
		items.forEach((item) -> assertThat(((EncodedItem) item).attributes()).hasSizeLessThan(2));
		assertThat(find("{\"Count\":1,\"Items\":[{\"" + escapes)).isNull();
		assertThat(find("{\"Count\":1,\"Items\":[{\"" + escapes + "]}")).isNull();
		assertThat(find("{\"Count\":1,\"Items\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}")).isNull();
		EncodedItem deep = find("{\"Count\":1,\"Items\":[" + "{\"a\":".repeat(500_000) + "}".repeat(500_000) + "]}")
			.get(0);
		assertThatExceptionOfType(MalformedItemException.class).isThrownBy(deep::attributes);
	}

	@Test
	void areReadByManyThreads() {
		int count = 2000;
		String list = String.join(",",
				IntStream.range(0, count).mapToObj("{\"id\":{\"S\":\"%d\"}}"::formatted).toList());
		EncodedItems items = find("{\"Count\":%d,\"Items\":[%s],\"ScannedCount\":1}".formatted(count, list));
		assertThat(IntStream.range(0, count).parallel().mapToObj((index) -> items.get(index).get("id").s()))
			.isEqualTo(IntStream.range(0, count).mapToObj(Integer::toString).toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Items\":[{}]}", "{\"Count\":0,\"Items\":[{}]}", "{\"Count\":1,\"Items\":[]}",
			"{\"Count\":3,\"Items\":[{},{}]}", "{\"Count\":-1,\"Items\":[{}]}", "{\"Count\":1.0,\"Items\":[{}]}",
			"{\"Count\":9999999999,\"Items\":[{}]}", "{\"Count\":1,\"Items\":[{}],\"More\":1}",
			"{\"Count\":1,\"Items\":[{}],\"More\":[]}", "{\"Count\":1,\"Items\":[{}],\"More\":[{},1]}",
			"{\"Count\":1,\"Items\":[{} ]}", "{\"Count\":1,\"Items\":[{}],\"Count\":null}",
			"{\"Count\":1,\"Items\":[{}]}]", "{\"Count\":1}" })
	void areNotFoundInBodiesThatDynamoDbDoesNotWrite(String body) {
		assertThat(find(body)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Count\":1,\"Items\":[{},{}]}", "{\"Count\":2,\"Items\":[{} {}]}",
			"{\"Count\":2,\"Items\":[{\"a\":{\"S\":\"b\"}}]}", "{\"Count\":1,\"Items\":[{}],\"ScannedCount\":[{}]}",
			"{\"Count\":1,\"Items\":[{}],\"More\":1,\"Most\":[{}]}" })
	void areRefusedInTheEndIfTheirNumberOrTheirEndIsWrong(String body) {
		List<Map<String, AttributeValue>> items = List.copyOf(find(body));
		assertThatExceptionOfType(MalformedItemException.class)
			.isThrownBy(((EncodedItem) items.get(items.size() - 1))::attributes);
		assertThatExceptionOfType(MalformedItemException.class)
			.isThrownBy(() -> ((EncodedItem) items.get(items.size() - 1)).attributes(List.of("id")));
		assertThat(
				ItemDecoder.of(TableSchema.fromBean(Account.class)).decode((EncodedItem) items.get(items.size() - 1)))
			.isNull();
	}

	private static EncodedItems find(String body) {
		return ItemsFinder.find(bytes(body), body.length());
	}

	private static byte[] bytes(String body) {
		return body.getBytes(StandardCharsets.UTF_8);
	}

}

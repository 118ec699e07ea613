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

package io.dynamostream.autoconfigure;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BoundValue} and {@link TypedValue}.
 */
class BoundValueTests {

	@Test
	void leavesScalarsAlone() {
		assertThat(BoundValue.toValue("text")).isEqualTo("text");
		assertThat(BoundValue.toValue(18)).isEqualTo(18);
		assertThat(BoundValue.toValue(true)).isEqualTo(true);
	}

	@Test
	void turnsIndexedMapIntoList() {
		assertThat(BoundValue.toValue(Map.of("0", "a", "1", "b", "2", Map.of("0", "c"))))
			.isEqualTo(List.of("a", "b", List.of("c")));
	}

	@Test
	void keepsOrderOfLongLists() {
		Map<String, Object> bound = new HashMap<>();
		for (int index = 0; index < 25; index++) {
			bound.put(String.valueOf(index), index);
		}
		assertThat(BoundValue.toValue(bound)).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(25).isSorted();
	}

	@Test
	void keepsMapWhoseKeysAreOtherNumbers() {
		assertThat(BoundValue.toValue(Map.of("1", "a", "2", "b"))).isEqualTo(Map.of("1", "a", "2", "b"));
	}

	@Test
	void keepsMapWithSeveralKeysThatAreTypes() {
		assertThat(BoundValue.toValue(Map.of("S", "small", "L", "large")))
			.isEqualTo(Map.of("S", "small", "L", "large"));
	}

	@Test
	void takesTypedScalars() {
		assertThat(typed("S", 18)).isEqualTo(AttributeValue.fromS("18"));
		assertThat(typed("N", "18.50")).isEqualTo(AttributeValue.fromN("18.50"));
		assertThat(typed("N", 18)).isEqualTo(AttributeValue.fromN("18"));
		assertThat(typed("BOOL", "true")).isEqualTo(AttributeValue.fromBool(true));
		assertThat(typed("NULL", true)).isEqualTo(AttributeValue.fromNul(true));
		assertThat(typed("null", true)).isEqualTo(AttributeValue.fromNul(true));
		assertThat(typed("B", Base64.getEncoder().encodeToString("x".getBytes())))
			.isEqualTo(AttributeValue.fromB(SdkBytes.fromUtf8String("x")));
	}

	@Test
	void takesTypedSets() {
		assertThat(typed("SS", Map.of("0", "a", "1", "b"))).isEqualTo(AttributeValue.fromSs(List.of("a", "b")));
		assertThat(typed("NS", List.of(1, "2"))).isEqualTo(AttributeValue.fromNs(List.of("1", "2")));
		assertThat(typed("SS", "a,b")).isEqualTo(AttributeValue.fromSs(List.of("a", "b")));
		assertThat(typed("BS", "eA==")).isEqualTo(AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("x"))));
	}

	@Test
	void takesTypedCollectionsOfTypedAndPlainValues() {
		assertThat(typed("L", Map.of("0", Map.of("N", "1"), "1", "b")))
			.isEqualTo(List.of(AttributeValue.fromN("1"), "b"));
		assertThat(typed("M", Map.of("S", Map.of("N", "1")))).isEqualTo(Map.of("S", AttributeValue.fromN("1")));
	}

	@ParameterizedTest
	@CsvSource({ "N, many, must be a number", "BOOL, maybe, must be true or false", "B, ***, must be in Base64",
			"NS, '1,x', must be a number", "M, text, must be a map" })
	void refusesValuesThatDoNotFitTheirType(String type, String value, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> typed(type, value)).withMessageContaining(reason);
	}

	@Test
	void refusesMapAsString() {
		assertThatIllegalArgumentException().isThrownBy(() -> typed("S", Map.of("a", "b")))
			.withMessage("A value of type S must be a string.");
	}

	private static Object typed(String type, Object value) {
		return BoundValue.toValue(Map.of(type, value));
	}

}

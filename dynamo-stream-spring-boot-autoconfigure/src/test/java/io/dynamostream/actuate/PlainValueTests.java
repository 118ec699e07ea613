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
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlainValue}.
 */
class PlainValueTests {

	@Test
	void keepsEveryDigitOfNumbers() {
		assertThat(PlainValue.of(AttributeValue.fromN("12345678901234567890123456789012345.678")))
			.isEqualTo(new BigDecimal("12345678901234567890123456789012345.678"));
	}

	@Test
	void knowsScalars() {
		assertThat(PlainValue.of(AttributeValue.fromS("18"))).isEqualTo("18");
		assertThat(PlainValue.of(AttributeValue.fromBool(false))).isEqualTo(false);
		assertThat(PlainValue.of(AttributeValue.fromNul(true))).isEqualTo(Optional.empty());
		assertThat(PlainValue.of(AttributeValue.fromB(bytes()))).isEqualTo("AP8=");
	}

	@Test
	void knowsSets() {
		assertThat(PlainValue.of(AttributeValue.fromSs(List.of("a", "b")))).isEqualTo(List.of("a", "b"));
		assertThat(PlainValue.of(AttributeValue.fromNs(List.of("1", "2.5"))))
			.isEqualTo(List.of(new BigDecimal("1"), new BigDecimal("2.5")));
		assertThat(PlainValue.of(AttributeValue.fromBs(List.of(bytes())))).isEqualTo(List.of("AP8="));
	}

	@Test
	void knowsDocuments() {
		AttributeValue list = AttributeValue.fromL(List.of(AttributeValue.fromS("a"), AttributeValue.fromN("1")));
		AttributeValue map = AttributeValue.fromM(Map.of("list", list, "none", AttributeValue.fromNul(true)));
		assertThat(PlainValue.of(map))
			.isEqualTo(Map.of("list", List.of("a", BigDecimal.ONE), "none", Optional.empty()));
	}

	@Test
	void knowsEmptyDocuments() {
		assertThat(PlainValue.of(AttributeValue.fromL(List.of()))).isEqualTo(List.of());
		assertThat(PlainValue.of(AttributeValue.fromM(Map.of()))).isEqualTo(Map.of());
	}

	private static SdkBytes bytes() {
		return SdkBytes.fromByteArray(new byte[] { 0, -1 });
	}

}

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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ExpressionValues}.
 */
class ExpressionValuesTests {

	private static final AttributeValue NULL = AttributeValue.fromNul(true);

	private static final String NO_DYNAMODB_TYPE = "Placeholder ':v' was given a value of type %s, which has no "
			+ "DynamoDB type. Use null, a string, number, boolean, byte[], enum, UUID or java.time value, a list, set "
			+ "or map of such values, or an AttributeValue.";

	@ParameterizedTest
	@MethodSource
	void convertsStringLikeValues(Object value, String converted) {
		assertThat(convert(value)).isEqualTo(AttributeValue.fromS(converted));
	}

	static Stream<Arguments> convertsStringLikeValues() {
		UUID uuid = UUID.randomUUID();
		return Stream.of(Arguments.of("text", "text"), Arguments.of("", ""),
				Arguments.of(new StringBuilder("built"), "built"), Arguments.of('c', "c"),
				Arguments.of(uuid, uuid.toString()), Arguments.of(Plain.ONE, "ONE"),
				Arguments.of(WithBodies.ONE, "ONE"), Arguments.of(WithBodies.TWO, "TWO"),
				Arguments.of(Instant.EPOCH, "1970-01-01T00:00:00Z"),
				Arguments.of(LocalDate.of(2026, 2, 28), "2026-02-28"),
				Arguments.of(ZoneId.of("Europe/Paris"), "Europe/Paris"), Arguments.of(ZoneId.of("Z"), "Z"),
				Arguments.of(URI.create("https://example.com"), "https://example.com"));
	}

	@ParameterizedTest
	@MethodSource
	void convertsNumbers(Object value, String converted) {
		assertThat(convert(value)).isEqualTo(AttributeValue.fromN(converted));
	}

	static Stream<Arguments> convertsNumbers() {
		return Stream.of(Arguments.of((byte) 1, "1"), Arguments.of((short) 2, "2"), Arguments.of(3, "3"),
				Arguments.of(Long.MAX_VALUE, "9223372036854775807"), Arguments.of(1.5f, "1.5"),
				Arguments.of(-0.25, "-0.25"),
				Arguments.of(new BigInteger("12345678901234567890"), "12345678901234567890"),
				Arguments.of(new BigDecimal("10.00"), "10.00"), Arguments.of(new AtomicLong(7), "7"),
				Arguments.of(Duration.ofMillis(1500), "1.500000000"), Arguments.of(OptionalInt.of(8), "8"));
	}

	@Test
	void convertsBooleans() {
		assertThat(convert(true)).isEqualTo(AttributeValue.fromBool(true));
		assertThat(convert(false)).isEqualTo(AttributeValue.fromBool(false));
	}

	@Test
	void convertsNullAndEmptyOptionals() {
		assertThat(convert(null)).isEqualTo(NULL);
		assertThat(convert(OptionalInt.empty())).isEqualTo(NULL);
		assertThat(convert(Optional.empty())).isEqualTo(NULL);
	}

	@Test
	void convertsWhatAnOptionalHolds() {
		assertThat(convert(Optional.of("text"))).isEqualTo(AttributeValue.fromS("text"));
		assertThat(convert(Optional.of(List.of(1))))
			.isEqualTo(AttributeValue.fromL(List.of(AttributeValue.fromN("1"))));
	}

	@Test
	void convertsBinaries() {
		AttributeValue converted = AttributeValue.fromB(SdkBytes.fromUtf8String("binary"));
		assertThat(convert("binary".getBytes())).isEqualTo(converted);
		assertThat(convert(SdkBytes.fromUtf8String("binary"))).isEqualTo(converted);
		assertThat(convert(ByteBuffer.wrap("binary".getBytes()))).isEqualTo(converted);
	}

	@Test
	void copiesBinaries() {
		byte[] bytes = { 1 };
		AttributeValue converted = convert(bytes);
		bytes[0] = 2;
		assertThat(converted.b().asByteArray()).containsExactly(1);
	}

	@Test
	void takesAttributeValueAsIs() {
		AttributeValue value = AttributeValue.fromSs(List.of("a", "b"));
		assertThat(convert(value)).isSameAs(value);
	}

	@Test
	void convertsListsOfDifferentValues() {
		assertThat(convert(Arrays.asList("a", 1, null, List.of(true))))
			.isEqualTo(AttributeValue.fromL(List.of(AttributeValue.fromS("a"), AttributeValue.fromN("1"), NULL,
					AttributeValue.fromL(List.of(AttributeValue.fromBool(true))))));
		assertThat(convert(List.of())).isEqualTo(AttributeValue.fromL(List.of()));
	}

	@Test
	void convertsNestedMaps() {
		Map<String, Object> address = new HashMap<>();
		address.put("city", "Paris");
		address.put("state", null);
		assertThat(convert(Map.of("address", address, "tags", Set.of("a")))).isEqualTo(AttributeValue
			.fromM(Map.of("address", AttributeValue.fromM(Map.of("city", AttributeValue.fromS("Paris"), "state", NULL)),
					"tags", AttributeValue.fromSs(List.of("a")))));
		assertThat(convert(Map.of())).isEqualTo(AttributeValue.fromM(Map.of()));
	}

	@Test
	void convertsSetsOfStrings() {
		assertThat(convert(inOrder("b", "a"))).isEqualTo(AttributeValue.fromSs(List.of("b", "a")));
		assertThat(convert(inOrder(Plain.ONE, "a"))).isEqualTo(AttributeValue.fromSs(List.of("ONE", "a")));
	}

	@Test
	void convertsSetsOfNumbersWithoutDuplicates() {
		assertThat(convert(inOrder(3, 2L, 0.5, 3L))).isEqualTo(AttributeValue.fromNs(List.of("3", "2", "0.5")));
	}

	@Test
	void convertsSetsOfBinaries() {
		assertThat(convert(inOrder(new byte[] { 1 }, SdkBytes.fromByteArray(new byte[] { 2 }), new byte[] { 1 })))
			.isEqualTo(AttributeValue
				.fromBs(List.of(SdkBytes.fromByteArray(new byte[] { 1 }), SdkBytes.fromByteArray(new byte[] { 2 }))));
	}

	@Test
	void refusesEmptySet() {
		refuses(Set.of(), "Placeholder ':v' was given an empty set, which DynamoDB does not have. "
				+ "Use a set with elements, or an empty list.");
	}

	@ParameterizedTest
	@MethodSource
	void refusesSetThatDynamoDbDoesNotHave(Set<?> set) {
		refuses(set,
				"Placeholder ':v' was given a set whose elements are not all strings, all numbers or all binaries. "
						+ "Use a list.");
	}

	static Stream<Set<?>> refusesSetThatDynamoDbDoesNotHave() {
		return Stream.of(Set.of("a", 1), Set.of(true), Collections.singleton(null), Set.of(List.of("a")));
	}

	@Test
	void refusesMapWithKeysThatAreNotStrings() {
		String message = "Placeholder ':v' was given a map with a key that is not a string. Use strings.";
		refuses(Map.of(1, "a"), message);
		refuses(Collections.singletonMap(null, "a"), message);
	}

	@ParameterizedTest
	@MethodSource
	void refusesTypesWithoutConverter(Object value) {
		refuses(value, NO_DYNAMODB_TYPE.formatted(value.getClass().getTypeName()));
	}

	static List<Object> refusesTypesWithoutConverter() {
		return List.of(new Object(), new Date(0), new int[] { 1 }, List.of("a").iterator(), new User());
	}

	@Test
	void refusesTypesWithoutConverterInsideCollections() {
		String message = NO_DYNAMODB_TYPE.formatted("java.util.Date");
		refuses(List.of(1, Map.of("created", new Date(0))), message);
		refuses(Set.of(new Date(0)), message);
	}

	@Test
	void refusesNumbersThatAreNone() {
		refuses(Double.NaN, "Placeholder ':v' was given a value that cannot be converted: NaN is not supported by the "
				+ "default converters.");
	}

	private static void refuses(Object value, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> convert(value)).withMessage(message);
	}

	private static AttributeValue convert(@Nullable Object value) {
		return ExpressionValues.convert(":v", value);
	}

	private static Set<Object> inOrder(Object... elements) {
		return new LinkedHashSet<>(Arrays.asList(elements));
	}

	private enum Plain {

		ONE

	}

	private enum WithBodies {

		ONE,

		TWO {

			@Override
			boolean isTwo() {
				return true;
			}

		};

		boolean isTwo() {
			return false;
		}

	}

}

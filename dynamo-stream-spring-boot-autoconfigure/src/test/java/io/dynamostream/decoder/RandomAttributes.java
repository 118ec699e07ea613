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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.DefaultAttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Chooses attributes: mostly such as fit a type, and now and then any others.
 */
final class RandomAttributes {

	/**
	 * Texts that some types take and others do not, and that are easily read wrongly.
	 */
	private static final List<String> TEXTS = List.of("", "a", "true", "false", "TRUE", "0", "1", "low", "very high",
			"LOW", "HIGH", "2024-02-29T23:59:59Z", "2024-02-29T23:59:59.5Z", "1969-12-31T23:59:59.123456789Z",
			"0000-01-01T00:00:00.000000001Z", "9999-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z",
			"-0001-01-01T00:00:00Z", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-00-10T00:00:00Z",
			"2024-01-01T24:00:00Z", "2024-01-01T23:59:60Z", "2024-01-01T23:60:00Z", "2024-01-01T00:00:00",
			"2024-01-01T00:00:00+01:00", "2024-01-01t00:00:00z", "2024-01-01T00:00:00.Z",
			"2024-01-01T00:00:00.1234567890Z", "2024-01-01T00:00Z", "2024-01-01 00:00:00Z", "2024-01-01T00:00:00,5Z",
			"2024-01-01", "23:59:59", "2024-01-01T00:00:00.\u0661Z", "202\u0664-01-01T00:00:00Z", "-01-02", "--12-31",
			"Z", "+01:00", "Europe/Berlin", "de_DE", "P1Y2M3D", "1-1-1-1-1", "c0ffee00-dead-beef-cafe-0123456789ab",
			"C0FFEE00-DEAD-BEEF-CAFE-0123456789AB", "c0ffee00-dead-beef-cafe", "http://localhost/a?b=c",
			"\u00fcml\u00e4ut", "\u20ac", "\u65e5\u672c\u8a9e", "\ud83d\ude80", "a\ud83d\ude80b", "\ud800",
			"\udc00\ud800", "\u0000", "\u001f", "\u007f", "\u0080", "\uffff", "\ufffd", "\"", "\\", "/", "\b\f\n\r\t",
			"say \"a\\b\"", "01234567", "0123456\"", "0123456\u00e4", "x".repeat(5000), "\u00e4".repeat(700),
			"\"".repeat(300), "\u0661", "+5", "Infinity", "NaN");

	/**
	 * Names of attributes: half a surrogate pair is none.
	 */
	private static final List<String> NAMES = TEXTS.stream()
		.filter((text) -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
		.toList();

	/**
	 * Numbers at the edges of types, and texts that are none or that few take for one.
	 */
	static final List<String> NUMBERS = List.of("0", "-0", "1", "-1", "7", "007", "-007", "+5", "00", "-", "+", "",
			"1.0", "0.1", "-0.0", ".5", "5.", "1e3", "1E3", "1E+3", "1E-3", "127", "128", "-128", "-129", "255",
			"32767", "32768", "-32768", "-32769", "999999999", "1000000000", "-999999999", "-1000000000", "2147483647",
			"2147483648", "-2147483648", "-2147483649", "4294967296", "99999999999999999", "999999999999999999",
			"1000000000000000000", "-999999999999999999", "-1000000000000000000", "9007199254740993",
			"9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
			"18446744073709551616", "00000000000000000000000000000000000001", "99999999999999999999999999999999999999",
			"-99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001",
			"3.14159265358979323846264338327950288419", "1E+125", "9.9999999999999999999999999999999999999E+125",
			"-1E+125", "1E-130", "-1E-130", "1E+39", "3.4028235E38", "3.4028236E38", "1E309", "-1E309", "1E-400",
			"4.9E-324", "16777217", "1d", "1f", "0x1p3", "0x10", " 1", "1 ", "1_000", "NaN", "Infinity", "-Infinity",
			"abc", "1,5", "\u0661\u0662", "\uff11", "1\u0000", "2024");

	private static final DefaultAttributeConverterProvider STANDARD = DefaultAttributeConverterProvider.create();

	private static final Map<Class<?>, List<?>> SAMPLES = samples();

	private final Random random;

	RandomAttributes(Random random) {
		this.random = random;
	}

	static List<String> texts() {
		return TEXTS;
	}

	private static Map<Class<?>, List<?>> samples() {
		Instant instant = Instant.parse("2024-05-06T07:08:09.123456789Z");
		ZonedDateTime zoned = instant.atZone(ZoneId.of("Europe/Berlin"));
		return Map.ofEntries(Map.entry(AtomicBoolean.class, List.of(new AtomicBoolean(true))),
				Map.entry(AtomicInteger.class, List.of(new AtomicInteger(-5))),
				Map.entry(AtomicLong.class, List.of(new AtomicLong(Long.MIN_VALUE))),
				Map.entry(BigDecimal.class, List.of(new BigDecimal("1.50"), new BigDecimal("-1E-130"))),
				Map.entry(BigInteger.class, List.of(BigInteger.TEN.pow(37), BigInteger.ZERO)),
				Map.entry(ByteBuffer.class, List.of(ByteBuffer.wrap(new byte[] { 1, 2, -3 }))),
				Map.entry(char[].class, List.of("abc".toCharArray())),
				Map.entry(Character.class, List.of('a', '\u20ac')), Map.entry(CharSequence.class, List.of("text")),
				Map.entry(Duration.class, List.of(Duration.ofMillis(-1500), Duration.ofDays(400))),
				Map.entry(Instant.class, List.of(instant, Instant.EPOCH, Instant.ofEpochSecond(-1, 5), Instant.MAX)),
				Map.entry(LocalDate.class, List.of(zoned.toLocalDate())),
				Map.entry(LocalDateTime.class, List.of(zoned.toLocalDateTime())),
				Map.entry(LocalTime.class, List.of(zoned.toLocalTime())),
				Map.entry(Locale.class, List.of(Locale.GERMANY)),
				Map.entry(MonthDay.class, List.of(MonthDay.of(2, 29))),
				Map.entry(OffsetDateTime.class, List.of(zoned.toOffsetDateTime())),
				Map.entry(OptionalDouble.class, List.of(OptionalDouble.of(1.5), OptionalDouble.empty())),
				Map.entry(OptionalInt.class, List.of(OptionalInt.of(1), OptionalInt.empty())),
				Map.entry(OptionalLong.class, List.of(OptionalLong.of(1), OptionalLong.empty())),
				Map.entry(Period.class, List.of(Period.of(1, 2, 3))),
				Map.entry(SdkNumber.class, List.of(SdkNumber.fromString("1.5"))),
				Map.entry(StringBuffer.class, List.of(new StringBuffer("text"))),
				Map.entry(StringBuilder.class, List.of(new StringBuilder("text"))),
				Map.entry(URI.class, List.of(URI.create("http://localhost"))), Map.entry(URL.class, List.of(url())),
				Map.entry(UUID.class, List.of(new UUID(1, -1), new UUID(-1, 1))),
				Map.entry(ZonedDateTime.class, List.of(zoned)), Map.entry(ZoneId.class, List.of(zoned.getZone())),
				Map.entry(ZoneOffset.class, List.of(zoned.getOffset())),
				Map.entry(Double.class, List.of(1.5, -0.0, Double.MIN_VALUE, Double.MAX_VALUE)),
				Map.entry(Float.class, List.of(1.5f, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE)),
				Map.entry(Byte.class, List.of(Byte.MIN_VALUE, Byte.MAX_VALUE)),
				Map.entry(Short.class, List.of(Short.MIN_VALUE, Short.MAX_VALUE)),
				Map.entry(Integer.class, List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -1, 42)),
				Map.entry(Long.class, List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, 1_700_000_000_000L)));
	}

	private static URL url() {
		try {
			return URI.create("http://localhost").toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Choose some attributes of a schema, with unknown ones between and, now and then,
	 * one of them twice.
	 */
	List<Map.Entry<String, AttributeValue>> item(TableSchema<?> schema, int oddities) {
		List<Map.Entry<String, AttributeValue>> item = new ArrayList<>(document(schema, oddities, 0).entrySet());
		if (!item.isEmpty() && this.random.nextInt(oddities) == 0) {
			item.add(Map.entry(choose(item).getKey(), any(1)));
		}
		return item;
	}

	private Map<String, AttributeValue> document(TableSchema<?> schema, int oddities, int depth) {
		Map<String, AttributeValue> attributes = new LinkedHashMap<>();
		for (int i = this.random.nextInt(8); i > 0; i--) {
			String name = choose(schema.attributeNames());
			attributes.put(name, value(schema.converterForAttribute(name), oddities, depth));
			if (this.random.nextInt(8) == 0) {
				attributes.put(choose(NAMES), any(depth));
			}
		}
		return attributes;
	}

	private AttributeValue value(AttributeConverter<?> converter, int oddities, int depth) {
		int choice = this.random.nextInt(2 * oddities);
		if (choice == 0) {
			return AttributeValue.fromNul(true);
		}
		return (choice == 1) ? any(depth) : fitting(converter, oddities, depth);
	}

	private AttributeValue fitting(AttributeConverter<?> converter, int oddities, int depth) {
		EnhancedType<?> type = converter.type();
		return switch (converter.attributeValueType()) {
			case M -> AttributeValue.fromM(type.tableSchema().isPresent()
					? nested(type.tableSchema().get(), oddities, depth) : map(element(type, 1), oddities, depth));
			case L -> AttributeValue
				.fromL(many(depth).mapToObj((i) -> value(element(type, 0), oddities, depth + 1)).toList());
			case SS -> AttributeValue.fromSs(many(depth).mapToObj((i) -> text(element(type, 0))).toList());
			case NS -> AttributeValue.fromNs(many(depth).mapToObj((i) -> number(element(type, 0))).toList());
			case BS -> AttributeValue.fromBs(many(depth).mapToObj((i) -> bytes()).toList());
			case S -> AttributeValue.fromS(text(converter));
			case N -> AttributeValue.fromN(number(converter));
			case B -> AttributeValue.fromB(bytes());
			case BOOL -> AttributeValue.fromBool(this.random.nextBoolean());
			default -> any(depth);
		};
	}

	private Map<String, AttributeValue> nested(TableSchema<?> schema, int oddities, int depth) {
		return (depth < 5) ? document(schema, oddities, depth + 1) : Map.of();
	}

	private Map<String, AttributeValue> map(AttributeConverter<?> value, int oddities, int depth) {
		Map<String, AttributeValue> entries = new LinkedHashMap<>();
		many(depth).forEach((i) -> entries.put(choose(NAMES), value(value, oddities, depth + 1)));
		return entries;
	}

	private static AttributeConverter<?> element(EnhancedType<?> type, int parameter) {
		return STANDARD.converterFor(type.rawClassParameters().get(parameter));
	}

	private IntStream many(int depth) {
		return IntStream.range(0, this.random.nextInt((depth < 4) ? 5 : 1));
	}

	private String text(AttributeConverter<?> converter) {
		AttributeValue sample = sample(converter, () -> AttributeValue.fromS(choose(TEXTS)));
		return (sample.s() != null) ? sample.s() : "";
	}

	private String number(AttributeConverter<?> converter) {
		AttributeValue sample = sample(converter, () -> AttributeValue.fromN(choose(NUMBERS)));
		return (sample.n() != null) ? sample.n() : "0";
	}

	@SuppressWarnings("unchecked")
	private AttributeValue sample(AttributeConverter<?> converter, Supplier<AttributeValue> other) {
		Class<?> type = converter.type().rawClass();
		List<?> samples = type.isEnum() ? List.of(type.getEnumConstants()) : SAMPLES.get(type);
		return (samples != null && this.random.nextInt(8) > 0)
				? ((AttributeConverter<Object>) converter).transformFrom(choose(samples)) : other.get();
	}

	private SdkBytes bytes() {
		byte[] bytes = new byte[this.random.nextInt(8)];
		this.random.nextBytes(bytes);
		return SdkBytes.fromByteArray(bytes);
	}

	/**
	 * Choose a value of any type.
	 */
	private AttributeValue any(int depth) {
		return switch (this.random.nextInt((depth < 5) ? 11 : 6)) {
			case 0 -> AttributeValue.fromS(choose(TEXTS));
			case 1 -> AttributeValue.fromN(choose(NUMBERS));
			case 2 -> AttributeValue.fromB(bytes());
			case 3 -> AttributeValue.fromBool(this.random.nextBoolean());
			case 4 -> AttributeValue.fromNul(true);
			case 5 -> AttributeValue.fromNul(false);
			case 6 -> AttributeValue.fromSs(many(depth).mapToObj((i) -> choose(TEXTS)).toList());
			case 7 -> AttributeValue.fromNs(many(depth).mapToObj((i) -> choose(NUMBERS)).toList());
			case 8 -> AttributeValue.fromBs(many(depth).mapToObj((i) -> bytes()).toList());
			case 9 -> AttributeValue.fromL(many(depth).mapToObj((i) -> any(depth + 1)).toList());
			default -> AttributeValue.fromM(anyMap(depth));
		};
	}

	private Map<String, AttributeValue> anyMap(int depth) {
		Map<String, AttributeValue> entries = new LinkedHashMap<>();
		many(depth).forEach((i) -> entries.put(choose(NAMES), any(depth + 1)));
		return entries;
	}

	private <E> E choose(List<E> elements) {
		return elements.get(this.random.nextInt(elements.size()));
	}

}

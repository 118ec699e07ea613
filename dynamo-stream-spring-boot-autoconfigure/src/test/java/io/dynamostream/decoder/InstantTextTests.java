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

import java.time.DateTimeException;
import java.time.Instant;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstantText}.
 */
class InstantTextTests {

	private static final String FORM = "2024-02-29T23:59:59.123456789Z";

	@Property(tries = 2000)
	void parsesWhatInstantsWrite(@ForAll @LongRange(min = -99_999_999_999L, max = 999_999_999_999L) long second,
			@ForAll @IntRange(max = 999_999_999) int nanos) {
		Instant instant = Instant.ofEpochSecond(second, nanos);
		assertThat(InstantText.parse(instant.toString())).isEqualTo(instant);
	}

	@Property(tries = 2000)
	void parsesWhatIsChangedInOnePlaceAsInstantsDo(@ForAll @IntRange(max = 29) int at,
			@ForAll @IntRange(max = 11) int character) {
		parsesAsInstantsDo(FORM.substring(0, at) + "0123456789:z".charAt(character) + FORM.substring(at + 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2024-01-01T24:00:00Z", "2024-01-01T25:00:00Z", "2024-01-01T23:60:00Z",
			"2024-01-01T23:59:60Z", "2024-12-31T23:59:60Z", "2024-01-01T00:00:00.1Z", "2024-01-01T00:00:00.120Z",
			"2024-01-01T00:00:00.Z", "2024-01-01T00:00:00.1234567891Z", "0000-01-01T00:00:00Z", "2024-02-30T00:00:00Z",
			"2023-02-29T00:00:00Z", "2024-00-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-01-32T00:00:00Z", "Z", "" })
	void parsesEdgesAsInstantsDo(String text) {
		parsesAsInstantsDo(text);
	}

	@ParameterizedTest
	@MethodSource("io.dynamostream.decoder.RandomAttributes#texts")
	void parsesAsInstantsDo(String text) {
		assertThat(parsed(() -> InstantText.parse(text))).as(text).isEqualTo(parsed(() -> Instant.parse(text)));
	}

	private static String parsed(Parser parser) {
		try {
			return parser.parse().toString();
		}
		catch (DateTimeException ex) {
			return "none";
		}
	}

	private interface Parser {

		Instant parse();

	}

}

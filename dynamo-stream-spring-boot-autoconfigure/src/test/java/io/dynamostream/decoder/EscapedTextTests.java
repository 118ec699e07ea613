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

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EscapedText}.
 */
class EscapedTextTests {

	/**
	 * The edges of what each byte of a character may be.
	 */
	private static final int[] EDGES = { 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF };

	private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

	@Test
	void decodesEveryCharacter() {
		String all = IntStream.rangeClosed(' ', Character.MAX_CODE_POINT)
			.filter((c) -> c != '"' && c != '\\')
			.filter((c) -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		assertThat(decode(all)).isEqualTo(all);
	}

	@Test
	void decodesTheSameCharactersAsTheJdk() {
		List<String> different = new ArrayList<>();
		byte[] text = "....\"}".getBytes(StandardCharsets.UTF_8);
		for (int first = 0x80; first <= 0xFF; first++) {
			for (int second = ' '; second <= 0xFF; second++) {
				for (int third : EDGES) {
					for (int fourth : EDGES) {
						set(text, first, second, third, fourth);
						if (second != '"' && second != '\\'
								&& !Objects.equals(decode(text, text.length), decodeByJdk(text))) {
							different.add("%x %x %x %x".formatted(first, second, third, fourth));
						}
					}
				}
			}
		}
		assertThat(different).isEmpty();
	}

	private static void set(byte[] text, int... bytes) {
		for (int i = 0; i < bytes.length; i++) {
			text[i] = (byte) bytes[i];
		}
	}

	private @Nullable String decodeByJdk(byte[] text) {
		CharBuffer decoded = CharBuffer.allocate(4);
		return this.utf8.decode(ByteBuffer.wrap(text, 0, 4), decoded, true).isError() ? null
				: decoded.flip().toString();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "\u00e4", "\u4e2d", "\ud83d\ude80", "a\u00e4\u4e2d\ud83d\ude80", "\ud83d\ude80a" })
	void decodesTextsOfAnyLength(String part) {
		IntStream.range(0, 5000).filter((times) -> times % 1000 < 100 || times % 1024 > 1000).forEach((times) -> {
			String text = part.repeat(times);
			assertThat(decode(text)).isEqualTo(text);
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4094, 4095, 4096, 4097 })
	void decodesEscapesAnywhere(int before) {
		String text = "x".repeat(before);
		assertThat(decode(text + "\\\"\\\\\\/\\b\\f\\n\\r\\t")).isEqualTo(text + "\"\\/\b\f\n\r\t");
		assertThat(decode(text + "\\u4e2D\\ud83d\\u0000")).isEqualTo(text + "\u4e2d\ud83d\0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\a", "\\u12", "\\u123g", "\\U1234", "\\\u00e4", "a\nb", "\t", "\0" })
	void declinesWhatIsNoText(String text) {
		assertThat(decode(text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "\\", "\\u", "\\u00e", "\u00e4", "\u4e2d", "\ud83d\ude80" })
	void declinesTextsThatDoNotEnd(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		assertThat(decode(bytes, bytes.length)).isNull();
	}

	@Test
	void declinesTextsThatEndTooLate() {
		byte[] text = "ab\\n\u00e4\"}".getBytes(StandardCharsets.UTF_8);
		for (int end = 0; end < text.length - 1; end++) {
			assertThat(decode(text, end)).isNull();
		}
		assertThat(decode(text, text.length - 1)).isEqualTo("ab\n\u00e4");
	}

	private static @Nullable String decode(String text) {
		byte[] bytes = (text + "\"}").getBytes(StandardCharsets.UTF_8);
		return decode(bytes, bytes.length);
	}

	private static @Nullable String decode(byte[] text, int end) {
		EscapedText escaped = new EscapedText(text, 0, end);
		try {
			String decoded = escaped.decode();
			assertThat(text[escaped.end() - 1]).isEqualTo((byte) '"');
			return decoded;
		}
		catch (Declined ex) {
			return null;
		}
	}

}

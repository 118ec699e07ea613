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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A JSON text behind its first quote, with escapes or characters beyond ASCII.
 */
final class EscapedText {

	private static final VarHandle FOUR_BYTES = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

	private static final int SHORT = 4096;

	private static final int UNICODE_DIGITS = 4;

	/**
	 * What the upper half of a supplementary character is added to.
	 */
	private static final int HIGH_SURROGATES = Character.highSurrogate(0);

	private static final String HEX = "0123456789abcdef";

	/**
	 * The values of hexadecimal digits, and -1 for other characters.
	 */
	private static final byte[] DIGITS = new byte[256];

	/**
	 * What a character means behind a backslash, and 0 for others.
	 */
	private static final char[] SHORT_ESCAPES = new char[256];

	static {
		"\"\\/".chars().forEach((c) -> SHORT_ESCAPES[c] = (char) c);
		SHORT_ESCAPES['b'] = '\b';
		SHORT_ESCAPES['f'] = '\f';
		SHORT_ESCAPES['n'] = '\n';
		SHORT_ESCAPES['r'] = '\r';
		SHORT_ESCAPES['t'] = '\t';
		for (char c = 0; c < DIGITS.length; c++) {
			DIGITS[c] = (byte) HEX.indexOf(Character.toLowerCase(c));
		}
	}

	/**
	 * Where texts of usual length are decoded, so that only the strings are allocated.
	 */
	private static final ThreadLocal<char[]> SHORT_TEXT = ThreadLocal.withInitial(() -> new char[SHORT]);

	private final byte[] text;

	private final int end;

	private char[] decoded = SHORT_TEXT.get();

	private int at;

	private int length;

	private boolean closed;

	/**
	 * Create a text.
	 * @param text what it is a part of
	 * @param start index behind its first quote
	 * @param end where the text must have ended; behind it may be anything
	 */
	EscapedText(byte[] text, int start, int end) {
		this.text = text;
		this.at = start;
		this.end = end;
	}

	/**
	 * Return the index behind the last quote, once the text is decoded.
	 */
	int end() {
		return this.at;
	}

	/**
	 * Decode the text.
	 */
	String decode() {
		try {
			while (!this.closed) {
				decodeCharacters(this.text, this.decoded, this.at, this.length);
				decodeOther();
			}
		}
		catch (IndexOutOfBoundsException ex) {
			throw Declined.INSTANCE;
		}
		check(this.at <= this.end);
		return new String(this.decoded, 0, this.length);
	}

	/**
	 * Decode what most texts are made of, up to anything else or until there may be no
	 * room. The registers of a CPU have to hold all that it works with, which makes it
	 * twice as fast: hence the parameters, and no bounds but those of the arrays. Four
	 * bytes can always be looked at, since behind a text are a quote and a bracket.
	 */
	private void decodeCharacters(byte[] text, char[] decoded, int at, int length) {
		while (length < decoded.length - 1) {
			int c = text[at];
			if (c >= 0) {
				if (c == '\\') {
					char meant = SHORT_ESCAPES[text[at + 1] & 0xFF];
					if (meant == 0) {
						break;
					}
					decoded[length++] = meant;
					at += 2;
				}
				else if (c < ' ' || c == '"') {
					break;
				}
				else {
					decoded[length++] = (char) c;
					at++;
				}
			}
			else {
				int bytes = (int) FOUR_BYTES.get(text, at);
				if (isThreeBytes(bytes)) {
					decoded[length++] = (char) (bytes >>> 12 & 0xF000 | bytes >>> 10 & 0xFC0 | bytes >>> 8 & 0x3F);
					at += 3;
				}
				else if (isTwoBytes(bytes)) {
					decoded[length++] = (char) (bytes >>> 18 & 0x7C0 | bytes >>> 16 & 0x3F);
					at += 2;
				}
				else if (isFourBytes(bytes)) {
					decoded[length++] = (char) (HIGH_SURROGATES
							+ (bytes >>> 16 & 0x700 | bytes >>> 14 & 0xFC | bytes >>> 12 & 0x3));
					decoded[length++] = (char) (Character.MIN_LOW_SURROGATE | bytes >>> 2 & 0x3C0 | bytes & 0x3F);
					at += 4;
				}
				else {
					break;
				}
			}
		}
		this.at = at;
		this.length = length;
	}

	/**
	 * Return whether a character of two bytes is first, and could not be one byte.
	 */
	private static boolean isTwoBytes(int bytes) {
		return (bytes & 0xE0C00000) == 0xC0800000 && (bytes & 0x1E000000) != 0;
	}

	/**
	 * Return whether a character of three bytes is first that is no surrogate, and could
	 * not be two bytes.
	 */
	private static boolean isThreeBytes(int bytes) {
		int highest = bytes & 0x0F200000;
		return (bytes & 0xF0C0C000) == 0xE0808000 && highest != 0 && highest != 0x0D200000;
	}

	/**
	 * Return whether a supplementary character is first: the bytes of the first and the
	 * last one are compared.
	 */
	private static boolean isFourBytes(int bytes) {
		return (bytes & 0xF8C0C0C0) == 0xF0808080 && bytes >= 0xF0908080 && bytes <= 0xF48FBFBF;
	}

	private void decodeOther() {
		if (this.length >= this.decoded.length - 1) {
			this.decoded = Arrays.copyOf(this.decoded, 2 * this.decoded.length);
		}
		else if (this.text[this.at] == '"') {
			this.at++;
			this.closed = true;
		}
		else {
			check(this.text[this.at] == '\\' && this.text[this.at + 1] == 'u');
			this.decoded[this.length++] = unicode(this.at + 2);
			this.at += 2 + UNICODE_DIGITS;
		}
	}

	private char unicode(int start) {
		int value = 0;
		for (int i = start; i < start + UNICODE_DIGITS; i++) {
			value = value << 4 | DIGITS[this.text[i] & 0xFF];
		}
		check(value >= 0);
		return (char) value;
	}

	private static void check(boolean valid) {
		if (!valid) {
			throw Declined.INSTANCE;
		}
	}

}

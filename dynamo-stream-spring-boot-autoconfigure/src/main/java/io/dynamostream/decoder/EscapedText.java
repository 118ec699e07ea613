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

import java.util.Arrays;

/**
 * A JSON text behind its first quote, with escapes or characters beyond ASCII.
 */
final class EscapedText {

	private static final int SHORT = 4096;

	private static final int UNICODE_DIGITS = 4;

	private static final String HEX = "0123456789abcdef";

	/**
	 * The values of hexadecimal digits, and -1 for other characters.
	 */
	private static final byte[] DIGITS = new byte[256];

	/**
	 * The characters that stand for themselves, and 0 for other bytes.
	 */
	private static final char[] PLAIN = new char[256];

	/**
	 * What a character means behind a backslash, and 0 for others.
	 */
	private static final char[] SHORT_ESCAPES = new char[256];

	static {
		for (char c = ' '; c < 128; c++) {
			PLAIN[c] = (c != '\\' && c != '"') ? c : 0;
		}
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
	 * @param end where to end at the latest
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
	 * Decode the text. Most of it is plain or has short escapes, for which positions are
	 * kept in variables: they are faster than fields.
	 */
	String decode() {
		int at = this.at;
		int length = 0;
		while (!this.closed) {
			check(at < this.end);
			byte c = this.text[at++];
			char plain = (c != '\\') ? PLAIN[c & 0xFF] : shortEscape(at++);
			if (plain != 0 && length < this.decoded.length) {
				this.decoded[length++] = plain;
			}
			else {
				this.at = at;
				this.length = length;
				decode(c, plain);
				at = this.at;
				length = this.length;
			}
		}
		return new String(this.decoded, 0, length);
	}

	private char shortEscape(int at) {
		check(at < this.end);
		return SHORT_ESCAPES[this.text[at] & 0xFF];
	}

	private void decode(byte c, char plain) {
		if (plain != 0) {
			append(plain);
		}
		else if (c == '"') {
			this.closed = true;
		}
		else if (c < 0) {
			beyondAscii(c);
		}
		else {
			check(c == '\\' && this.text[this.at - 1] == 'u');
			append(unicode());
		}
	}

	private void append(char c) {
		if (this.length == this.decoded.length) {
			this.decoded = Arrays.copyOf(this.decoded, 2 * this.length);
		}
		this.decoded[this.length++] = c;
	}

	private char unicode() {
		int start = this.at;
		this.at += UNICODE_DIGITS;
		check(this.at <= this.end);
		int value = 0;
		for (int i = start; i < start + UNICODE_DIGITS; i++) {
			value = value << 4 | DIGITS[this.text[i] & 0xFF];
		}
		check(value >= 0);
		return (char) value;
	}

	/**
	 * Decode UTF-8 of two to four bytes: the shortest form of a character that is no
	 * surrogate.
	 */
	private void beyondAscii(byte lead) {
		if ((lead & 0xE0) == 0xC0) {
			int c = (lead & 0x1F) << 6 | next();
			check(c >= 0x80);
			append((char) c);
		}
		else if ((lead & 0xF0) == 0xE0) {
			int c = (lead & 0x0F) << 12 | next() << 6 | next();
			check(c >= 0x800 && !Character.isSurrogate((char) c));
			append((char) c);
		}
		else {
			check((lead & 0xF8) == 0xF0);
			supplementary((lead & 0x07) << 18 | next() << 12 | next() << 6 | next());
		}
	}

	private void supplementary(int c) {
		check(Character.isSupplementaryCodePoint(c));
		append(Character.highSurrogate(c));
		append(Character.lowSurrogate(c));
	}

	private int next() {
		check(this.at < this.end);
		byte c = this.text[this.at++];
		check((c & 0xC0) == 0x80);
		return c & 0x3F;
	}

	private static void check(boolean valid) {
		if (!valid) {
			throw Declined.INSTANCE;
		}
	}

}

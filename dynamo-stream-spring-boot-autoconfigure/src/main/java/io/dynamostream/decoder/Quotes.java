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

/**
 * Finds where JSON strings end and begin.
 */
final class Quotes {

	private static final VarHandle EIGHT_BYTES = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x8080808080808080L;

	private Quotes() {
	}

	/**
	 * Return eight bytes as a number, the first one lowest.
	 */
	static long eightBytes(byte[] text, int at) {
		return (long) EIGHT_BYTES.get(text, at);
	}

	/**
	 * Find the first byte that does not stand for itself as an ASCII character: a quote,
	 * a backslash, a control character or a part of a longer one.
	 * @return its index, or the end if there is none
	 */
	static int endOfPlainText(byte[] text, int from, int end) {
		int at = from;
		for (; at <= end - Long.BYTES; at += Long.BYTES) {
			long word = eightBytes(text, at);
			long special = quotesAndBackslashes(word) | controls(word) | word;
			if ((special & HIGH_BITS) != 0) {
				return at + (Long.numberOfTrailingZeros(special & HIGH_BITS) >>> 3);
			}
		}
		while (at < end && isPlain(text[at])) {
			at++;
		}
		return at;
	}

	private static boolean isPlain(byte c) {
		return c >= ' ' && c != '"' && c != '\\';
	}

	/**
	 * Find the quote that closes a string.
	 * @param from index behind the quote that opens it
	 * @return its index, or the end if there is none
	 */
	static int closingQuote(byte[] text, int from, int end) {
		int at = quote(text, from, end);
		while (at < end && isEscaped(text, from, at)) {
			at = quote(text, at + 1, end);
		}
		return at;
	}

	/**
	 * Find the quote that opens a string, from behind.
	 * @param closing index of the quote that closes it
	 * @return its index, or {@code from - 1} if there is none
	 */
	static int openingQuote(byte[] text, int from, int closing) {
		int at = closing - 1;
		while (at >= from && (text[at] != '"' || isEscaped(text, from, at))) {
			at--;
		}
		return at;
	}

	private static int quote(byte[] text, int from, int end) {
		int at = from;
		for (; at <= end - Long.BYTES; at += Long.BYTES) {
			long found = zeros(eightBytes(text, at) ^ (ONES * '"')) & HIGH_BITS;
			if (found != 0) {
				return at + (Long.numberOfTrailingZeros(found) >>> 3);
			}
		}
		while (at < end && text[at] != '"') {
			at++;
		}
		return at;
	}

	/**
	 * Return whether an odd number of backslashes is before a quote.
	 */
	private static boolean isEscaped(byte[] text, int from, int quote) {
		int at = quote;
		while (at > from && text[at - 1] == '\\') {
			at--;
		}
		return (quote - at) % 2 != 0;
	}

	/**
	 * Mark the bytes that are a quote or a backslash with their highest bit. Bytes behind
	 * the first one that is may be marked as well.
	 */
	private static long quotesAndBackslashes(long word) {
		return zeros(word ^ (ONES * '"')) | zeros(word ^ (ONES * '\\'));
	}

	private static long zeros(long word) {
		return (word - ONES) & ~word;
	}

	private static long controls(long word) {
		return (word - ONES * ' ') & ~word;
	}

}

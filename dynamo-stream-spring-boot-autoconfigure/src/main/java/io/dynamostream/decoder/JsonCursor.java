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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads attributes as DynamoDB writes them from their bytes, one value after another.
 */
final class JsonCursor extends JsonTokens {

	static final int S = 'S';

	static final int N = 'N';

	static final int B = 'B';

	static final int M = 'M';

	static final int L = 'L';

	static final int SS = 'S' << 8 | 'S';

	static final int NS = 'N' << 8 | 'S';

	static final int BS = 'B' << 8 | 'S';

	static final int BOOL = 'B' << 8 | 'O';

	static final int NULL = 'N' << 8 | 'U';

	private static final byte[] BOOL_MEMBER = "\"BOOL\":".getBytes(StandardCharsets.US_ASCII);

	private static final int LONG_DIGITS = 19;

	/**
	 * Create a cursor over a part of a text.
	 */
	JsonCursor(byte[] text, int start, int end) {
		super(text, start, end);
	}

	/**
	 * Open the value of an attribute, of a single type that is known.
	 * @return the type
	 */
	int openValue() {
		open();
		int type = type();
		if (type == 0) {
			throw Declined.INSTANCE;
		}
		return type;
	}

	/**
	 * Close the value of an attribute.
	 */
	void closeValue() {
		expect('}');
		close();
	}

	/**
	 * Read the name of a type and its colon.
	 * @return the type, or 0 if it is none of those
	 */
	int type() {
		int quote = this.at;
		if (quote + 3 < this.end && this.text[quote] == '"' && this.text[quote + 2] == '"'
				&& this.text[quote + 3] == ':' && isLetterOfType(this.text[quote + 1])) {
			this.at = quote + 4;
			return this.text[quote + 1];
		}
		if (accept(BOOL_MEMBER)) {
			return BOOL;
		}
		return type(name());
	}

	private static boolean isLetterOfType(byte c) {
		return c == S || c == N || c == M || c == L || c == B;
	}

	private static int type(String name) {
		return switch (name) {
			case "S", "N", "B", "M", "L" -> name.charAt(0);
			case "SS" -> SS;
			case "NS" -> NS;
			case "BS" -> BS;
			case "BOOL" -> BOOL;
			case "NULL" -> NULL;
			default -> 0;
		};
	}

	/**
	 * Read the name of a member and its colon.
	 * @param previous index of the last name before it that is one of them, or -1
	 * @return its index among names, or -1 if it is none of them
	 */
	int name(Names names, int previous) {
		int expected = names.following(previous);
		if (expected >= 0 && accept(names.member(expected))) {
			return expected;
		}
		int index = name(names);
		if (index >= 0) {
			names.follows(index, previous);
		}
		return index;
	}

	private int name(Names names) {
		expect('"');
		int start = this.at;
		int index = acceptPlainText() ? names.indexOf(this.text, start, this.at - 1) : names.indexOf(escapedName());
		expect(':');
		return index;
	}

	/**
	 * Read a string of plain digits, perhaps with a sign.
	 */
	int intNumber() {
		long number = longNumber();
		if (number != (int) number) {
			throw Declined.INSTANCE;
		}
		return (int) number;
	}

	/**
	 * Read a string of plain digits, perhaps with a sign. What overflows is negative,
	 * since 19 digits are less than twice the largest number.
	 */
	long longNumber() {
		expect('"');
		boolean negative = this.at < this.end && this.text[this.at] == '-';
		int start = negative ? this.at + 1 : this.at;
		int i = start;
		long value = 0;
		for (; i < this.end && isDigit(this.text[i]) && i - start < LONG_DIGITS; i++) {
			value = value * 10 + (this.text[i] - '0');
		}
		if (i == start || i == this.end || this.text[i] != '"' || value < 0) {
			throw Declined.INSTANCE;
		}
		this.at = i + 1;
		return negative ? -value : value;
	}

	/**
	 * Read a string in base 64.
	 */
	byte[] binary() {
		expect('"');
		int start = this.at;
		return decode(acceptPlainText() ? ByteBuffer.wrap(this.text, start, this.at - 1 - start)
				: StandardCharsets.UTF_8.encode(escapedText()));
	}

	private static byte[] decode(ByteBuffer encoded) {
		try {
			ByteBuffer decoded = Base64.getDecoder().decode(encoded);
			return (decoded.remaining() == decoded.array().length) ? decoded.array()
					: Arrays.copyOf(decoded.array(), decoded.remaining());
		}
		catch (IllegalArgumentException ex) {
			throw Declined.INSTANCE;
		}
	}

}

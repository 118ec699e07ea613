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
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as DynamoDB writes it from its bytes, one value after another. Whatever is
 * not what the caller asks for is {@linkplain Declined declined}. Not safe for use by
 * several threads.
 */
final class JsonCursor {

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

	/**
	 * How deep values may be nested: far more than the 32 levels that DynamoDB allows,
	 * and few enough for the stack of any thread.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">Quotas
	 * of DynamoDB</a>
	 */
	private static final int MAX_DEPTH = 200;

	private static final byte[] BOOL_MEMBER = "\"BOOL\":".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NOTHING = "null".getBytes(StandardCharsets.US_ASCII);

	private static final int LONG_DIGITS = 19;

	private final byte[] text;

	private final int end;

	private int at;

	private int depth;

	/**
	 * Create a cursor over a part of a text.
	 */
	JsonCursor(byte[] text, int start, int end) {
		this.text = text;
		this.at = start;
		this.end = end;
	}

	/**
	 * Check that nothing is left.
	 */
	void expectEnd() {
		skipSpace();
		if (this.at < this.end) {
			throw Declined.INSTANCE;
		}
	}

	/**
	 * Consume a character, which must be the next one.
	 */
	void expect(int c) {
		if (!accept(c)) {
			throw Declined.INSTANCE;
		}
	}

	/**
	 * Consume a character if it is the next one.
	 * @return whether it was
	 */
	boolean accept(int c) {
		if (this.at < this.end && this.text[this.at] == c) {
			this.at++;
			return true;
		}
		return skipSpace() && accept(c);
	}

	/**
	 * Skip white space.
	 * @return whether there was some
	 */
	private boolean skipSpace() {
		int start = this.at;
		while (this.at < this.end && isSpace(this.text[this.at])) {
			this.at++;
		}
		return this.at > start;
	}

	private static boolean isSpace(byte c) {
		return c == ' ' || c == '\n' || c == '\r' || c == '\t';
	}

	/**
	 * Return the next character behind white space, or -1 if there is none.
	 */
	int peek() {
		skipSpace();
		return (this.at < this.end) ? this.text[this.at] : -1;
	}

	/**
	 * Consume {@code null} if it is next.
	 * @return whether it was
	 */
	boolean acceptNull() {
		return peek() == 'n' && literal(NOTHING);
	}

	private boolean literal(byte[] literal) {
		int end = this.at + literal.length;
		return (end >= this.end || !Character.isLetterOrDigit(this.text[end])) && accept(literal);
	}

	private boolean accept(byte[] literal) {
		int end = this.at + literal.length;
		if (end > this.end || !Arrays.equals(this.text, this.at, end, literal, 0, literal.length)) {
			return false;
		}
		this.at = end;
		return true;
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
	 * Begin a value that may have others in it.
	 */
	void open() {
		expect('{');
		deeper();
	}

	private void deeper() {
		if (++this.depth > MAX_DEPTH) {
			throw Declined.INSTANCE;
		}
	}

	/**
	 * End a value that may have others in it.
	 */
	void close() {
		this.depth--;
	}

	/**
	 * Read the name of a type and its colon.
	 * @return the type, or 0 if it is none of those
	 */
	int type() {
		int quote = this.at;
		if (quote + 3 < this.end && this.text[quote] == '"' && this.text[quote + 2] == '"'
				&& this.text[quote + 3] == ':') {
			this.at = quote + 4;
			int letter = this.text[quote + 1];
			return (letter == S || letter == N || letter == M || letter == L || letter == B) ? letter : 0;
		}
		if (accept(BOOL_MEMBER)) {
			return BOOL;
		}
		String name = string();
		expect(':');
		return type(name);
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
	 * @return its index among names, or -1 if it is none of them
	 */
	int name(Names names) {
		expect('"');
		int start = this.at;
		int close = Quotes.endOfPlainText(this.text, start, this.end);
		if (close < this.end && this.text[close] == '"') {
			this.at = close + 1;
			expect(':');
			return names.indexOf(this.text, start, close);
		}
		this.at = start - 1;
		String name = string();
		expect(':');
		return names.indexOf(name);
	}

	/**
	 * Read an object, and skip the members that have none of some names.
	 * @param names the names
	 * @param member called with the index of a name, to read its value
	 */
	void members(Names names, IntConsumer member) {
		expect('{');
		if (accept('}')) {
			return;
		}
		do {
			int index = name(names);
			if (index >= 0) {
				member.accept(index);
			}
			else {
				skipValue();
			}
		}
		while (accept(','));
		expect('}');
	}

	/**
	 * Read a string.
	 */
	String string() {
		expect('"');
		int start = this.at;
		int plain = Quotes.endOfPlainText(this.text, start, this.end);
		if (plain < this.end && this.text[plain] == '"') {
			this.at = plain + 1;
			return new String(this.text, start, plain - start, StandardCharsets.ISO_8859_1);
		}
		return escapedString(start);
	}

	private String escapedString(int start) {
		EscapedText escaped = new EscapedText(this.text, start, this.end);
		String string = escaped.decode();
		this.at = escaped.end();
		return string;
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

	private static boolean isDigit(byte c) {
		return c >= '0' && c <= '9';
	}

	/**
	 * Read {@code true} or {@code false}.
	 */
	boolean bool() {
		skipSpace();
		boolean value = literal(TRUE);
		if (!value && !literal(FALSE)) {
			throw Declined.INSTANCE;
		}
		return value;
	}

	/**
	 * Read a string in base 64.
	 */
	byte[] binary() {
		expect('"');
		int start = this.at;
		int close = Quotes.endOfPlainText(this.text, start, this.end);
		ByteBuffer encoded;
		if (close < this.end && this.text[close] == '"') {
			this.at = close + 1;
			encoded = ByteBuffer.wrap(this.text, start, close - start);
		}
		else {
			encoded = StandardCharsets.UTF_8.encode(escapedString(start));
		}
		return decode(encoded);
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

	/**
	 * Read a number, {@code true}, {@code false} or a string as text.
	 * @return the text, or {@code null} for {@code null}
	 */
	@Nullable String scalar() {
		int next = peek();
		if (next == '"') {
			return string();
		}
		if (acceptNull()) {
			return null;
		}
		int start = this.at;
		skipLiteral();
		return new String(this.text, start, this.at - start, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Skip any value.
	 */
	void skipValue() {
		deeper();
		switch (peek()) {
			case '{' -> skipObject();
			case '[' -> skipArray();
			case '"' -> skipString();
			default -> skipLiteral();
		}
		close();
	}

	private void skipObject() {
		expect('{');
		if (accept('}')) {
			return;
		}
		do {
			skipString();
			expect(':');
			skipValue();
		}
		while (accept(','));
		expect('}');
	}

	private void skipArray() {
		expect('[');
		if (accept(']')) {
			return;
		}
		do {
			skipValue();
		}
		while (accept(','));
		expect(']');
	}

	private void skipString() {
		expect('"');
		int start = this.at;
		int plain = Quotes.endOfPlainText(this.text, start, this.end);
		if (plain < this.end && this.text[plain] == '"') {
			this.at = plain + 1;
		}
		else {
			escapedString(start);
		}
	}

	private void skipLiteral() {
		if (!literal(TRUE) && !literal(FALSE) && !literal(NOTHING)) {
			skipNumber();
		}
	}

	private void skipNumber() {
		accept('-');
		int digits = skipDigits();
		boolean number = digits == 1 || (digits > 1 && this.text[this.at - digits] != '0');
		if (number && accept('.')) {
			number = skipDigits() > 0;
		}
		if (number && (accept('e') || accept('E'))) {
			number = skipExponent();
		}
		if (!number) {
			throw Declined.INSTANCE;
		}
	}

	private boolean skipExponent() {
		if (!accept('+')) {
			accept('-');
		}
		return skipDigits() > 0;
	}

	private int skipDigits() {
		int start = this.at;
		while (this.at < this.end && isDigit(this.text[this.at])) {
			this.at++;
		}
		return this.at - start;
	}

}

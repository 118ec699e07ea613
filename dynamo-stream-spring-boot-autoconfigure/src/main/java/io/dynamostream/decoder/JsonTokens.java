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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads the tokens of JSON from its bytes, one after another. Whatever is not what the
 * caller asks for is {@linkplain Declined declined}. Not safe for use by several threads.
 */
class JsonTokens {

	/**
	 * How deep values may be nested: far more than the 32 levels that DynamoDB allows,
	 * and few enough for the stack of any thread.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">Quotas
	 * of DynamoDB</a>
	 */
	private static final int MAX_DEPTH = 200;

	private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NOTHING = "null".getBytes(StandardCharsets.US_ASCII);

	final byte[] text;

	final int end;

	int at;

	private int depth;

	/**
	 * Create tokens of a part of a text.
	 */
	JsonTokens(byte[] text, int start, int end) {
		this.text = text;
		this.at = start;
		this.end = end;
	}

	/**
	 * Check that nothing is left.
	 */
	final void expectEnd() {
		skipSpace();
		if (this.at < this.end) {
			throw Declined.INSTANCE;
		}
	}

	/**
	 * Consume a character, which must be the next one.
	 */
	final void expect(int c) {
		if (!accept(c)) {
			throw Declined.INSTANCE;
		}
	}

	/**
	 * Consume a character if it is the next one.
	 * @return whether it was
	 */
	final boolean accept(int c) {
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
	final int peek() {
		skipSpace();
		return (this.at < this.end) ? this.text[this.at] : -1;
	}

	/**
	 * Consume {@code null} if it is next.
	 * @return whether it was
	 */
	final boolean acceptNull() {
		return peek() == 'n' && literal(NOTHING);
	}

	private boolean literal(byte[] literal) {
		int end = this.at + literal.length;
		return (end >= this.end || !Character.isLetterOrDigit(this.text[end])) && accept(literal);
	}

	final boolean accept(byte[] literal) {
		int end = this.at + literal.length;
		if (end > this.end || !Arrays.equals(this.text, this.at, end, literal, 0, literal.length)) {
			return false;
		}
		this.at = end;
		return true;
	}

	/**
	 * Begin a value that may have others in it.
	 */
	final void open() {
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
	final void close() {
		this.depth--;
	}

	/**
	 * Read a string.
	 */
	final String string() {
		expect('"');
		int start = this.at;
		return acceptPlainText() ? plainText(start) : escapedText();
	}

	private String plainText(int start) {
		return new String(this.text, start, this.at - 1 - start, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Read the name of a member and its colon.
	 */
	final String name() {
		expect('"');
		int start = this.at;
		String name = acceptPlainText() ? plainText(start) : escapedName();
		expect(':');
		return name;
	}

	/**
	 * Read the rest of a name behind its first quote. The SDK refuses halves of surrogate
	 * pairs in names, though not in other strings.
	 */
	final String escapedName() {
		String name = escapedText();
		for (int i = 0; i < name.length(); i++) {
			if (Character.isSurrogate(name.charAt(i)) && !isPair(name, i++)) {
				throw Declined.INSTANCE;
			}
		}
		return name;
	}

	private static boolean isPair(String text, int at) {
		return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
	}

	/**
	 * Consume the rest of a string behind its first quote if all of it is plain.
	 * @return whether it was
	 */
	final boolean acceptPlainText() {
		int close = Quotes.endOfPlainText(this.text, this.at, this.end);
		boolean plain = close < this.end && this.text[close] == '"';
		this.at = plain ? close + 1 : this.at;
		return plain;
	}

	/**
	 * Read the rest of a string behind its first quote.
	 */
	final String escapedText() {
		EscapedText escaped = new EscapedText(this.text, this.at, this.end);
		String string = escaped.decode();
		this.at = escaped.end();
		return string;
	}

	/**
	 * Read {@code true} or {@code false}.
	 */
	final boolean bool() {
		skipSpace();
		boolean value = literal(TRUE);
		if (!value && !literal(FALSE)) {
			throw Declined.INSTANCE;
		}
		return value;
	}

	/**
	 * Read a number, {@code true}, {@code false} or a string as text.
	 * @return the text, or {@code null} for {@code null}
	 */
	final @Nullable String scalar() {
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
	final void skipValue() {
		deeper();
		switch (peek()) {
			case '{' -> skipObject();
			case '[' -> skipArray();
			case '"' -> skipString();
			default -> skipLiteral();
		}
		close();
	}

	/**
	 * Skip an object, and look at nothing in it but brackets and quotes.
	 * @return index of its start
	 */
	final int skipBrackets() {
		if (peek() != '{') {
			throw Declined.INSTANCE;
		}
		int start = this.at;
		int depth = 0;
		int i = start;
		do {
			if (i >= this.end) {
				throw Declined.INSTANCE;
			}
			switch (this.text[i]) {
				case '{', '[' -> depth++;
				case '}', ']' -> depth--;
				case '"' -> i = Quotes.closingQuote(this.text, i + 1, this.end);
				default -> {
				}
			}
			i++;
		}
		while (depth > 0);
		this.at = i;
		return start;
	}

	private void skipObject() {
		expect('{');
		if (accept('}')) {
			return;
		}
		do {
			skipName();
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

	private void skipName() {
		expect('"');
		if (!acceptPlainText()) {
			escapedName();
		}
		expect(':');
	}

	private void skipString() {
		expect('"');
		if (!acceptPlainText()) {
			escapedText();
		}
	}

	private void skipLiteral() {
		if (!literal(TRUE) && !literal(FALSE) && !literal(NOTHING)) {
			skipNumber();
		}
	}

	/**
	 * Skip a number, which has no white space in it.
	 */
	private void skipNumber() {
		skip('-');
		int digits = skipDigits();
		boolean number = digits == 1 || (digits > 1 && this.text[this.at - digits] != '0');
		if (number && skip('.')) {
			number = skipDigits() > 0;
		}
		if (number && (skip('e') || skip('E'))) {
			number = skipExponent();
		}
		if (!number) {
			throw Declined.INSTANCE;
		}
	}

	private boolean skipExponent() {
		if (!skip('+')) {
			skip('-');
		}
		return skipDigits() > 0;
	}

	private boolean skip(int c) {
		boolean next = this.at < this.end && this.text[this.at] == c;
		this.at += next ? 1 : 0;
		return next;
	}

	private int skipDigits() {
		int start = this.at;
		while (this.at < this.end && isDigit(this.text[this.at])) {
			this.at++;
		}
		return this.at - start;
	}

	static boolean isDigit(byte c) {
		return c >= '0' && c <= '9';
	}

}

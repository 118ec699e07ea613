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
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Where in a body the items are.
 *
 * @param start index behind the bracket that opens the list of items
 * @param end index of the bracket that closes it
 * @param count number of items
 * @param edges where each item starts and ends, one after another
 */
record ItemBounds(int start, int end, int count, int[] edges) {

	int start(int item) {
		Objects.checkIndex(item, this.count);
		return this.edges[2 * item];
	}

	int end(int item) {
		Objects.checkIndex(item, this.count);
		return this.edges[2 * item + 1];
	}

	/**
	 * Find the items of a body.
	 * @return their bounds, or {@code null} if the body is not of the form of DynamoDB's
	 */
	static @Nullable ItemBounds find(byte[] text, int length) {
		return new Finder(text, length).find();
	}

	/**
	 * Goes over a body and looks at nothing but brackets and quotes.
	 */
	private static final class Finder {

		private static final byte[] ITEMS = "Items".getBytes(StandardCharsets.US_ASCII);

		private static final int FEW = 128;

		private final byte[] text;

		private final int length;

		private int at;

		private int count;

		private int[] edges = new int[2 * FEW];

		Finder(byte[] text, int length) {
			this.text = text;
			this.length = length;
		}

		@Nullable ItemBounds find() {
			try {
				return findMembers();
			}
			catch (Declined ex) {
				return null;
			}
		}

		private @Nullable ItemBounds findMembers() {
			ItemBounds items = null;
			expect('{');
			do {
				if (isItems()) {
					decline(items != null);
					items = items();
				}
				else {
					skipValue();
				}
			}
			while (accept(','));
			expect('}');
			return items;
		}

		/**
		 * Go over the name of a member.
		 */
		private boolean isItems() {
			expect('"');
			int start = this.at;
			int close = Quotes.endOfPlainText(this.text, start, this.length);
			decline(close == this.length || this.text[close] != '"');
			this.at = close + 1;
			expect(':');
			return Arrays.equals(this.text, start, close, ITEMS, 0, ITEMS.length);
		}

		private ItemBounds items() {
			expect('[');
			int start = this.at;
			if (!accept(']')) {
				do {
					addItem();
				}
				while (accept(','));
				expect(']');
			}
			return new ItemBounds(start, this.at - 1, this.count, this.edges);
		}

		private void addItem() {
			decline(peek() != '{');
			if (2 * this.count == this.edges.length) {
				this.edges = Arrays.copyOf(this.edges, 4 * this.count);
			}
			this.edges[2 * this.count] = this.at;
			skipBrackets();
			this.edges[2 * this.count + 1] = this.at;
			this.count++;
		}

		private void skipValue() {
			switch (peek()) {
				case '{', '[' -> skipBrackets();
				case '"' -> skipString();
				default -> skipLiteral();
			}
		}

		private void skipBrackets() {
			int depth = 0;
			int i = this.at;
			do {
				decline(i >= this.length);
				switch (this.text[i]) {
					case '{', '[' -> depth++;
					case '}', ']' -> depth--;
					case '"' -> i = Quotes.closingQuote(this.text, i + 1, this.length);
					default -> {
					}
				}
				i++;
			}
			while (depth > 0);
			this.at = i;
		}

		private void skipString() {
			int close = Quotes.closingQuote(this.text, this.at + 1, this.length);
			decline(close == this.length);
			this.at = close + 1;
		}

		private void skipLiteral() {
			int start = this.at;
			while (this.at < this.length && isLiteral(this.text[this.at])) {
				this.at++;
			}
			decline(this.at == start);
		}

		private static boolean isLiteral(byte c) {
			return Character.isLetterOrDigit(c) || c == '-' || c == '+' || c == '.';
		}

		private int peek() {
			while (this.at < this.length && isSpace(this.text[this.at])) {
				this.at++;
			}
			return (this.at < this.length) ? this.text[this.at] : -1;
		}

		private static boolean isSpace(byte c) {
			return c == ' ' || c == '\n' || c == '\r' || c == '\t';
		}

		private boolean accept(int c) {
			boolean next = peek() == c;
			this.at += next ? 1 : 0;
			return next;
		}

		private void expect(int c) {
			decline(!accept(c));
		}

		private static void decline(boolean declined) {
			if (declined) {
				throw Declined.INSTANCE;
			}
		}

	}

}

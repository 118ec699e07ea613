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
	 * Return whether each item is well-formed, where no checksum says so.
	 */
	boolean areOfJson(byte[] text) {
		try {
			for (int item = 0; item < this.count; item++) {
				JsonTokens json = new JsonTokens(text, start(item), end(item));
				json.skipValue();
				json.expectEnd();
			}
			return true;
		}
		catch (Declined ex) {
			return false;
		}
	}

	/**
	 * Goes over a body and, in items, looks at nothing but brackets and quotes.
	 */
	private static final class Finder extends JsonTokens {

		private static final byte[] ITEMS = "Items".getBytes(StandardCharsets.US_ASCII);

		private static final int FEW = 128;

		private int count;

		private int[] edges = new int[2 * FEW];

		Finder(byte[] text, int length) {
			super(text, 0, length);
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
			decline(!acceptPlainText());
			int end = this.at - 1;
			expect(':');
			return Arrays.equals(this.text, start, end, ITEMS, 0, ITEMS.length);
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

		private void skipBrackets() {
			int depth = 0;
			int i = this.at;
			do {
				decline(i >= this.end);
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
		}

		private static void decline(boolean declined) {
			if (declined) {
				throw Declined.INSTANCE;
			}
		}

	}

}

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

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds the list of items in a body.
 */
abstract class ItemsFinder extends JsonTokens {

	private static final String ITEMS = "Items";

	/**
	 * The least that an item and a comma take.
	 */
	private static final int SHORTEST = "{},".length();

	private int listStart = -1;

	private int listEnd;

	int count;

	private ItemsFinder(byte[] text, int length) {
		super(text, 0, length);
	}

	/**
	 * Find the items of a body without going over them: the last list of the body is
	 * theirs, and their number is what the body says. Both are known to be right when the
	 * last item has been read.
	 * @return the items, or {@code null} if the body is not written as DynamoDB does
	 */
	static @Nullable EncodedItems find(byte[] text, int length) {
		return new FromBehind(text, length).find();
	}

	/**
	 * Find the items of a body that is checked whole.
	 * @return the items, or {@code null} if the body is damaged or has none
	 */
	static @Nullable EncodedItems check(byte[] text, int length) {
		return new OneByOne(text, length).find();
	}

	final @Nullable EncodedItems find() {
		try {
			expect('{');
			do {
				member();
			}
			while (accept(','));
			expect('}');
			expectEnd();
			return items();
		}
		catch (Declined ex) {
			return null;
		}
	}

	private void member() {
		String name = name();
		if (name.equals(ITEMS)) {
			decline(this.listStart >= 0);
			list();
		}
		else {
			member(name);
		}
	}

	private void list() {
		expect('[');
		boolean empty = peek() == ']';
		this.listStart = this.at;
		if (!empty) {
			toEndOfList();
		}
		this.listEnd = this.at;
		expect(']');
	}

	private EncodedItems items() {
		int length = this.listEnd - this.listStart;
		boolean possible = (length > 0) ? this.count > 0 && this.count <= (length + 1) / SHORTEST : this.count == 0;
		decline(this.listStart < 0 || !possible);
		return new EncodedItems(this.text, this.listStart, this.listEnd, this.count);
	}

	static void decline(boolean declined) {
		if (declined) {
			throw Declined.INSTANCE;
		}
	}

	/**
	 * Read a member other than the items.
	 */
	abstract void member(String name);

	/**
	 * Go to the bracket that closes the list.
	 */
	abstract void toEndOfList();

	/**
	 * Takes the last list for that of the items.
	 */
	private static final class FromBehind extends ItemsFinder {

		private static final String COUNT = "Count";

		/**
		 * The other members of an answer.
		 * @see <a href=
		 * "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html">Scan</a>
		 */
		private static final Set<String> MEMBERS = Set.of("ScannedCount", "LastEvaluatedKey", "ConsumedCapacity");

		FromBehind(byte[] text, int length) {
			super(text, length);
			this.count = -1;
		}

		@Override
		void member(String name) {
			if (name.equals(COUNT)) {
				this.count = number();
			}
			else {
				decline(!MEMBERS.contains(name));
				skipValue();
			}
		}

		private int number() {
			String number = scalar();
			decline(number == null || !number.matches("\\d{1,9}"));
			return Integer.parseInt(number);
		}

		@Override
		void toEndOfList() {
			this.at = lastBracket();
			decline(this.text[this.at - 1] != '}');
		}

		private int lastBracket() {
			int depth = 0;
			for (int i = this.end - 1; i > this.at; i--) {
				switch (this.text[i]) {
					case '}' -> depth++;
					case '{', '[' -> depth--;
					case ']' -> {
						if (depth == 1) {
							return i;
						}
						depth++;
					}
					case '"' -> i = Quotes.openingQuote(this.text, this.at, i);
					default -> {
					}
				}
			}
			throw Declined.INSTANCE;
		}

	}

	/**
	 * Goes over all items and counts them.
	 */
	private static final class OneByOne extends ItemsFinder {

		OneByOne(byte[] text, int length) {
			super(text, length);
		}

		@Override
		void member(String name) {
			skipValue();
		}

		@Override
		void toEndOfList() {
			do {
				decline(peek() != '{');
				skipValue();
				this.count++;
			}
			while (accept(','));
		}

	}

}

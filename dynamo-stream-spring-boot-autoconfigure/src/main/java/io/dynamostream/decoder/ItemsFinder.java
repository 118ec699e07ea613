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
final class ItemsFinder extends JsonTokens {

	private static final String ITEMS = "Items";

	private static final String COUNT = "Count";

	/**
	 * The members of an answer.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html">Scan</a>
	 */
	private static final Set<String> MEMBERS = Set.of(ITEMS, COUNT, "ScannedCount", "LastEvaluatedKey",
			"ConsumedCapacity");

	/**
	 * The least that an item and a comma take.
	 */
	private static final int SHORTEST = "{},".length();

	private final boolean checked;

	private int listStart = -1;

	private int listEnd;

	private int count = -1;

	private ItemsFinder(byte[] text, int length, boolean checked) {
		super(text, 0, length);
		this.checked = checked;
	}

	/**
	 * Find the items of a body without going over them: the last list of the body is
	 * theirs, and their number is what the body says. Both are known to be right when the
	 * last item has been read.
	 * @return the items, or {@code null} if the body is not written as DynamoDB does
	 */
	static @Nullable EncodedItems find(byte[] text, int length) {
		return new ItemsFinder(text, length, false).find();
	}

	/**
	 * Find the items of a body that is checked whole.
	 * @return the items, or {@code null} if the body is damaged or has none
	 */
	static @Nullable EncodedItems check(byte[] text, int length) {
		return new ItemsFinder(text, length, true).find();
	}

	private @Nullable EncodedItems find() {
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

	private EncodedItems items() {
		int length = this.listEnd - this.listStart;
		boolean possible = (length > 0) ? this.count > 0 && this.count <= (length + 1) / SHORTEST : this.count == 0;
		decline(this.listStart < 0 || !possible);
		return new EncodedItems(this.text, this.listStart, this.listEnd, this.count);
	}

	private void member() {
		String name = name();
		if (name.equals(ITEMS)) {
			decline(this.listStart >= 0);
			list();
		}
		else if (name.equals(COUNT) && !this.checked) {
			this.count = count();
		}
		else {
			decline(!this.checked && !MEMBERS.contains(name));
			skipValue();
		}
	}

	private int count() {
		String count = scalar();
		decline(count == null || !count.matches("\\d{1,9}"));
		return Integer.parseInt(count);
	}

	private void list() {
		expect('[');
		boolean empty = peek() == ']';
		this.listStart = this.at;
		if (this.checked) {
			this.count = empty ? 0 : checkItems();
		}
		else if (!empty) {
			this.at = lastBracket();
		}
		this.listEnd = this.at;
		expect(']');
	}

	/**
	 * Go over the items.
	 * @return how many there are
	 */
	private int checkItems() {
		int count = 0;
		do {
			decline(peek() != '{');
			skipValue();
			count++;
		}
		while (accept(','));
		return count;
	}

	/**
	 * Find the last bracket that closes a member of the body, from behind.
	 */
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

	private static void decline(boolean declined) {
		if (declined) {
			throw Declined.INSTANCE;
		}
	}

}

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

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The list of items in a body. Where one starts is not known before the one before it has
 * been read: who reads them in order goes over the body once, and who does not skips
 * those before. Safe for use by several threads.
 */
final class EncodedItems extends AbstractList<Map<String, AttributeValue>> implements RandomAccess {

	private static final String GIVEN_BACK = "The page of the item has been given back";

	private volatile byte @Nullable [] text;

	private final int start;

	private final int end;

	/**
	 * Where each item starts, or 0 where it is not known yet. Threads may write the same
	 * at once.
	 */
	private final int[] starts;

	/**
	 * Create a list.
	 * @param text the body, not copied
	 * @param start index behind the bracket that opens the list
	 * @param end index of the bracket that closes it
	 * @param count number of items, which is checked when the last one is read
	 */
	EncodedItems(byte[] text, int start, int end, int count) {
		this.text = text;
		this.start = start;
		this.end = end;
		this.starts = new int[count];
	}

	int start() {
		return this.start;
	}

	int end() {
		return this.end;
	}

	@Override
	public EncodedItem get(int index) {
		return new EncodedItem(this, Objects.checkIndex(index, this.starts.length));
	}

	@Override
	public int size() {
		return this.starts.length;
	}

	/**
	 * Begin to read an item.
	 * @param index index of the item
	 * @return a cursor before it, with which it is to be {@linkplain #finish finished}
	 */
	JsonCursor read(int index) {
		JsonCursor json = new JsonCursor(text(), this.start, this.end);
		int known = index;
		int at = this.starts[known];
		while (known > 0 && at == 0) {
			at = this.starts[--known];
		}
		json.at = (known > 0) ? at : this.start;
		for (; known < index; known++) {
			json.skipBrackets();
			finish(known, json);
		}
		return json;
	}

	/**
	 * Finish reading an item: check that it has ended where another one or the list does.
	 * @param index index of the item
	 * @param json a cursor behind it
	 */
	void finish(int index, JsonCursor json) {
		Assert.state(json.text == this.text, GIVEN_BACK);
		if (index == this.starts.length - 1) {
			json.expectEnd();
		}
		else {
			json.expect(',');
			this.starts[index + 1] = json.at;
		}
	}

	/**
	 * Return a list of one of the items that does not hold the body.
	 */
	EncodedItems copy(int index) {
		JsonCursor json = read(index);
		int start = json.skipBrackets();
		return of(Arrays.copyOfRange(text(), start, json.at));
	}

	private byte[] text() {
		byte[] text = this.text;
		Assert.state(text != null, GIVEN_BACK);
		return text;
	}

	/**
	 * Give back the body, after which no item can be read. To be called once.
	 */
	byte[] giveBack() {
		byte[] text = text();
		this.text = null;
		return text;
	}

	/**
	 * Create a list of one item.
	 */
	static EncodedItems of(byte[] item) {
		return new EncodedItems(item, 0, item.length, 1);
	}

}

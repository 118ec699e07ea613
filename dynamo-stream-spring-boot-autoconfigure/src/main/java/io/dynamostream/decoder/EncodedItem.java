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

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item as DynamoDB sent it: the bytes of its attributes, which are decoded when they
 * are looked at. Holds the bytes of its whole page, and throws an
 * {@link IllegalStateException} when it is looked at after that
 * {@linkplain BodyBuffers#giveBack has been given back}. Unmodifiable and safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class EncodedItem extends AbstractMap<String, AttributeValue> {

	private final EncodedItems items;

	private final int index;

	private final Collection<String> hidden;

	private volatile @Nullable Map<String, AttributeValue> attributes;

	/**
	 * Create an item.
	 * @param items the list that it is a part of
	 * @param index where in the list it is
	 */
	EncodedItem(EncodedItems items, int index) {
		this(items, index, List.of());
	}

	private EncodedItem(EncodedItems items, int index, Collection<String> hidden) {
		this.items = items;
		this.index = index;
		this.hidden = hidden;
	}

	/**
	 * Return whether all attributes that were sent are those of the item.
	 */
	boolean isWhole() {
		return this.hidden.isEmpty();
	}

	JsonCursor read() {
		return this.items.read(this.index);
	}

	/**
	 * Finish reading: check that a cursor is behind the item.
	 */
	void finish(JsonCursor json) {
		this.items.finish(this.index, json);
	}

	/**
	 * Return the attributes in a map that does not hold the page.
	 * @return an unmodifiable map
	 * @throws MalformedItemException if the bytes are none that DynamoDB sends
	 */
	public Map<String, AttributeValue> attributes() {
		Map<String, AttributeValue> attributes = this.attributes;
		if (attributes == null) {
			attributes = Collections.unmodifiableMap(decode((name) -> !this.hidden.contains(name)));
			this.attributes = attributes;
		}
		return attributes;
	}

	/**
	 * Return some of the attributes, without decoding the others.
	 * @param names names of the attributes
	 * @return those that the item has
	 * @throws MalformedItemException if the bytes are none that DynamoDB sends
	 */
	public Map<String, AttributeValue> attributes(Collection<String> names) {
		return decode((name) -> names.contains(name) && !this.hidden.contains(name));
	}

	private Map<String, AttributeValue> decode(Predicate<String> names) {
		try {
			JsonCursor json = read();
			Map<String, AttributeValue> attributes = AttributeValues.decodeMap(json, names);
			finish(json);
			return attributes;
		}
		catch (Declined ex) {
			throw new MalformedItemException();
		}
	}

	/**
	 * Return the same item without some of its attributes.
	 * @param names names of the attributes, which must not change
	 * @return an item of the same page
	 */
	public EncodedItem without(Collection<String> names) {
		return new EncodedItem(this.items, this.index, this.hidden.isEmpty() ? names : joined(this.hidden, names));
	}

	private static List<String> joined(Collection<String> some, Collection<String> others) {
		List<String> joined = new ArrayList<>(some);
		joined.addAll(others);
		return joined;
	}

	/**
	 * Return the same item without its page.
	 * @return an item that holds its own bytes only
	 * @throws MalformedItemException if the bytes are none that DynamoDB sends
	 */
	public EncodedItem detached() {
		try {
			return new EncodedItem(this.items.copy(this.index), 0, this.hidden);
		}
		catch (Declined ex) {
			throw new MalformedItemException();
		}
	}

	@Override
	public int size() {
		return attributes().size();
	}

	@Override
	public boolean containsKey(Object name) {
		return attributes().containsKey(name);
	}

	@Override
	public @Nullable AttributeValue get(Object name) {
		return attributes().get(name);
	}

	@Override
	public Set<Entry<String, AttributeValue>> entrySet() {
		return attributes().entrySet();
	}

}

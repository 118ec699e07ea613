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

import java.util.BitSet;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Decodes an object of attributes into an object of a type. Safe for use by several
 * threads.
 */
final class ObjectDecoder {

	private final Names names;

	private final AttributeDecoder[] attributes;

	private final Supplier<Object> creator;

	private final @Nullable Function<Object, Object> build;

	/**
	 * Create a decoder.
	 * @param names names of the attributes
	 * @param attributes their decoders, which may be put there later, since types may
	 * have themselves as properties
	 * @param creator creates what is filled
	 * @param build makes the object of it, if it is not the object
	 */
	ObjectDecoder(Names names, AttributeDecoder[] attributes, Supplier<Object> creator,
			@Nullable Function<Object, Object> build) {
		this.names = names;
		this.attributes = attributes;
		this.creator = creator;
		this.build = build;
	}

	/**
	 * Decode an object.
	 * @param preserveEmptyObject whether there is an object if none of its attributes is
	 * there
	 * @return the object, or {@code null} if there is none
	 */
	@Nullable Object decode(JsonCursor json, boolean preserveEmptyObject) {
		Object target = this.creator.get();
		Seen seen = new Seen();
		boolean set = decode(json, target, seen);
		if (set || preserveEmptyObject) {
			return (this.build != null) ? this.build.apply(target) : target;
		}
		if (seen.any()) {
			throw Declined.INSTANCE;
		}
		return null;
	}

	private boolean decode(JsonCursor json, Object target, Seen seen) {
		boolean set = false;
		int last = -1;
		json.expect('{');
		if (json.accept('}')) {
			return false;
		}
		do {
			int index = json.name(this.names, last);
			set |= attribute(json, target, seen, index);
			last = (index >= 0) ? index : last;
		}
		while (json.accept(','));
		json.expect('}');
		return set;
	}

	private boolean attribute(JsonCursor json, Object target, Seen seen, int index) {
		if (index < 0) {
			json.skipValue();
			return false;
		}
		seen.add(index);
		return this.attributes[index].decode(json, target);
	}

	/**
	 * The attributes that an object has had, each once.
	 */
	private static final class Seen {

		private long first;

		private @Nullable BitSet rest;

		void add(int index) {
			if (index >= Long.SIZE) {
				addToRest(index);
				return;
			}
			long bit = 1L << index;
			if ((this.first & bit) != 0) {
				throw Declined.INSTANCE;
			}
			this.first |= bit;
		}

		private void addToRest(int index) {
			if (this.rest == null) {
				this.rest = new BitSet();
			}
			if (this.rest.get(index)) {
				throw Declined.INSTANCE;
			}
			this.rest.set(index);
		}

		boolean any() {
			return this.first != 0 || this.rest != null;
		}

	}

}

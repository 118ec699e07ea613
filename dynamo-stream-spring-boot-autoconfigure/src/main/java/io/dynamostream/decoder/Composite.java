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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynamostream.decoder.Assembly.Part;

/**
 * An object with flattened objects, while it is made.
 */
final class Composite {

	private final Object whole;

	/**
	 * The flattened objects, those that have an attribute last, in the order in which
	 * they had their first one.
	 */
	private final List<Flattened> parts = new ArrayList<>();

	Composite(Object whole) {
		this.whole = whole;
	}

	/**
	 * Create the decoder of an attribute of composites.
	 */
	static AttributeDecoder attribute(AttributeDecoder attribute, @Nullable Part part) {
		return (json, target) -> ((Composite) target).decode(attribute, part, json);
	}

	private boolean decode(AttributeDecoder attribute, @Nullable Part part, JsonCursor json) {
		if (part == null) {
			return attribute.decode(json, this.whole);
		}
		Flattened flattened = flattened(part);
		boolean set = attribute.decode(json, flattened.object);
		if (set && !flattened.set) {
			flattened.set = true;
			this.parts.remove(flattened);
			this.parts.add(flattened);
		}
		return set;
	}

	private Flattened flattened(Part part) {
		for (Flattened flattened : this.parts) {
			if (flattened.part == part) {
				return flattened;
			}
		}
		Flattened added = new Flattened(part);
		this.parts.add(added);
		return added;
	}

	/**
	 * Make the object. Whether there is a flattened object without attributes depends on
	 * how they came to be none.
	 */
	Object join(@Nullable Function<Object, Object> build) {
		for (Flattened flattened : this.parts) {
			if (!flattened.set) {
				throw Declined.INSTANCE;
			}
			flattened.part.setter().accept(this.whole, built(flattened.object, flattened.part.build()));
		}
		return built(this.whole, build);
	}

	private static Object built(Object object, @Nullable Function<Object, Object> build) {
		return (build != null) ? build.apply(object) : object;
	}

	/**
	 * A flattened object.
	 */
	private static final class Flattened {

		private final Part part;

		private final Object object;

		private boolean set;

		private Flattened(Part part) {
			this.part = part;
			this.object = part.creator().get();
		}

	}

}

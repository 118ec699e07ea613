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

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Decodes sets.
 *
 * @param type type of the set
 * @param element reads an element
 */
record SetDecoder(int type, Function<JsonCursor, Object> element) implements ValueDecoder {

	@Override
	public @Nullable Object decode(JsonCursor json) {
		if (!ScalarDecoder.opens(json, this.type)) {
			return null;
		}
		Set<Object> elements = elements(json);
		json.closeValue();
		return elements;
	}

	private Set<Object> elements(JsonCursor json) {
		Set<Object> elements = new LinkedHashSet<>();
		json.expect('[');
		if (json.accept(']')) {
			return elements;
		}
		do {
			elements.add(this.element.apply(json));
		}
		while (json.accept(','));
		json.expect(']');
		return elements;
	}

}

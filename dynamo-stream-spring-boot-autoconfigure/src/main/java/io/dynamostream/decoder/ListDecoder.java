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

import org.jspecify.annotations.Nullable;

/**
 * Decodes lists.
 *
 * @param element decodes an element
 */
record ListDecoder(ValueDecoder element) implements ValueDecoder {

	@Override
	public @Nullable Object decode(JsonCursor json) {
		if (!ScalarDecoder.opens(json, JsonCursor.L)) {
			return null;
		}
		List<Object> elements = elements(json);
		json.closeValue();
		return elements;
	}

	private List<Object> elements(JsonCursor json) {
		List<Object> elements = new ArrayList<>();
		json.expect('[');
		if (json.accept(']')) {
			return elements;
		}
		do {
			elements.add(element(json));
		}
		while (json.accept(','));
		json.expect(']');
		return elements;
	}

	/**
	 * What becomes of an element that is nothing depends on the converter.
	 */
	private Object element(JsonCursor json) {
		Object value = this.element.decode(json);
		if (value == null) {
			throw Declined.INSTANCE;
		}
		return value;
	}

}

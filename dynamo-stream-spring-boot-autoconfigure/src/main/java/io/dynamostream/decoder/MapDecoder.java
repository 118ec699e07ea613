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

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Decodes maps whose keys are strings.
 *
 * @param value decodes a value
 */
record MapDecoder(ValueDecoder value) implements ValueDecoder {

	@Override
	public @Nullable Object decode(JsonCursor json) {
		if (!ScalarDecoder.opens(json, JsonCursor.M)) {
			return null;
		}
		Map<String, Object> entries = entries(json);
		json.closeValue();
		return entries;
	}

	private Map<String, Object> entries(JsonCursor json) {
		Map<String, Object> entries = new LinkedHashMap<>();
		json.expect('{');
		if (json.accept('}')) {
			return entries;
		}
		do {
			add(json, entries);
		}
		while (json.accept(','));
		json.expect('}');
		return entries;
	}

	/**
	 * Of entries with the same key the last one counts, wherever it fails.
	 */
	private void add(JsonCursor json, Map<String, Object> entries) {
		String key = json.name();
		Object value = this.value.decode(json);
		if (value == null || entries.put(key, value) != null) {
			throw Declined.INSTANCE;
		}
	}

}

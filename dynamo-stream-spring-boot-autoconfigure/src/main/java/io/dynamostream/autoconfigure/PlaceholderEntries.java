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

package io.dynamostream.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.springframework.util.Assert;

/**
 * Entries of {@code expression-names} and {@code expression-values}. An environment
 * variable has no case, so that one that overrides {@code minAge} is bound as a second
 * entry {@code minage}, with the same value. The first is then the one that is meant.
 */
final class PlaceholderEntries {

	private PlaceholderEntries() {
	}

	/**
	 * Return the entries without those that environment variables add.
	 * @throws IllegalArgumentException if two entries differ in case and value
	 */
	static <V> Map<String, V> of(Map<String, V> bound) {
		Map<String, String> keys = new LinkedHashMap<>();
		bound.keySet()
			.forEach((key) -> keys.merge(caseless(key), key, (first, second) -> choose(first, second, bound)));
		Map<String, V> entries = new LinkedHashMap<>(bound);
		entries.keySet().retainAll(keys.values());
		return entries;
	}

	/**
	 * Return the key without case, nor the mark that property names lose.
	 */
	private static String caseless(String key) {
		return key.replaceFirst("^[#:]", "").toLowerCase(Locale.ROOT);
	}

	private static String choose(String first, String second, Map<String, ?> bound) {
		Assert.isTrue(Objects.equals(bound.get(first), bound.get(second)),
				() -> ("The keys '%s' and '%s' differ in case only, which names of environment variables do not have, "
						+ "and their values differ. Leave out one of them, or write both in the same form, such as "
						+ "{N: 18} in YAML and ..._%s_N=18 in the environment.")
					.formatted(first, second, caseless(first).toUpperCase(Locale.ROOT)));
		return first.equals(caseless(first)) ? second : first;
	}

}

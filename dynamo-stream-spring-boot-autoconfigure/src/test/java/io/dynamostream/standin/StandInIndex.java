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

package io.dynamostream.standin;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A secondary index. It holds the items that have all of its key attributes.
 *
 * @param name name of the index
 * @param keys names of the hash key and, optionally, the sort key
 * @param projection names of the attributes besides the keys that it holds; all, if empty
 * @param global whether it is a global index, which cannot be read consistently
 * @since 0.1.0
 */
public record StandInIndex(String name, List<String> keys, Set<String> projection, boolean global) {

	public StandInIndex {
		keys = List.copyOf(keys);
		projection = Set.copyOf(projection);
	}

	/**
	 * Create a global index that holds all attributes.
	 * @param name name of the index
	 * @param keys names of the hash key and, optionally, the sort key
	 * @return the index
	 */
	public static StandInIndex global(String name, String... keys) {
		return new StandInIndex(name, List.of(keys), Set.of(), true);
	}

	/**
	 * Create a local index that holds all attributes.
	 * @param name name of the index
	 * @param keys names of the hash key and the sort key
	 * @return the index
	 */
	public static StandInIndex local(String name, String... keys) {
		return new StandInIndex(name, List.of(keys), Set.of(), false);
	}

	/**
	 * Return this index with only some of the attributes.
	 * @param attributes names of the attributes besides the keys
	 * @return a new index
	 */
	public StandInIndex projecting(String... attributes) {
		return new StandInIndex(this.name, this.keys, Set.of(attributes), this.global);
	}

	StandInRows rows(List<String> tableKeys, List<Map<String, AttributeValue>> items) {
		Set<String> allKeys = new LinkedHashSet<>(this.keys);
		allKeys.addAll(tableKeys);
		List<Map<String, AttributeValue>> held = items.stream()
			.filter((item) -> item.keySet().containsAll(this.keys))
			.map((item) -> project(item, allKeys))
			.toList();
		return new HeldRows(List.copyOf(allKeys), held);
	}

	private Map<String, AttributeValue> project(Map<String, AttributeValue> item, Set<String> allKeys) {
		if (this.projection.isEmpty()) {
			return item;
		}
		Map<String, AttributeValue> projected = new LinkedHashMap<>(item);
		projected.keySet().removeIf((name) -> !this.projection.contains(name) && !allKeys.contains(name));
		return projected;
	}

}

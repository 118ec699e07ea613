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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Turns what the binder makes of {@code expression-values} into what scans take. It binds
 * a list as a map from "0", "1" and so on. A map whose only key is a type of DynamoDB,
 * such as {@code {N: 18}}, is a {@link TypedValue}; in an environment variable the type
 * has no case, and if it overrides one of YAML, the same value is there twice.
 */
final class BoundValue {

	private BoundValue() {
	}

	static Object toValue(Object bound) {
		if (bound instanceof Map<?, ?> map) {
			Object typed = typed(map);
			return (typed != null) ? typed : toCollection(map);
		}
		return (bound instanceof List<?> list) ? toValues(list) : bound;
	}

	private static @Nullable Object typed(Map<?, ?> map) {
		Map<String, Object> byType = map.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> String.valueOf(entry.getKey()).toUpperCase(Locale.ROOT),
					Map.Entry::getValue, (first, second) -> first));
		if (byType.size() != 1) {
			return null;
		}
		Map.Entry<String, Object> entry = byType.entrySet().iterator().next();
		return TypedValue.of(entry.getKey(), entry.getValue());
	}

	/**
	 * Return the list that a map stands for, or the map itself.
	 */
	static Object toCollection(Map<?, ?> map) {
		boolean list = IntStream.range(0, map.size()).mapToObj(String::valueOf).allMatch(map::containsKey);
		return (list && !map.isEmpty()) ? toValues(elements(map)) : toMap(map);
	}

	static List<?> elements(Map<?, ?> map) {
		return IntStream.range(0, map.size()).mapToObj(String::valueOf).map(map::get).toList();
	}

	private static List<?> toValues(List<?> list) {
		return list.stream().map(BoundValue::toValue).toList();
	}

	private static Map<String, Object> toMap(Map<?, ?> map) {
		Map<String, Object> values = new LinkedHashMap<>();
		map.forEach((key, value) -> values.put(String.valueOf(key), toValue(value)));
		return values;
	}

}

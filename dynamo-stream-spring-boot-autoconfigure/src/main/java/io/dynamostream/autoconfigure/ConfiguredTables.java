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

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Tables of item types by {@code dynamo.stream.tables}. A class is known by its fully
 * qualified or else its simple name, in any case and with or without separators, since
 * environment variables have neither lower case nor dashes.
 */
final class ConfiguredTables implements ItemTypeSource {

	private final Map<String, String> tables;

	private final Map<String, String> relaxed = new HashMap<>();

	ConfiguredTables(Map<String, String> tables) {
		this.tables = tables;
		tables.forEach((itemType, table) -> this.relaxed.put(relax(itemType), checked(itemType, table)));
	}

	private static String checked(String itemType, String table) {
		if (!StringUtils.hasText(table)) {
			throw new InvalidConfigurationPropertyValueException("dynamo.stream.tables." + itemType, table,
					"It must be the name or ARN of a table.");
		}
		return table;
	}

	private static String relax(String name) {
		return name.replace('$', '.').replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

	@Override
	public @Nullable String tableName(Class<?> itemType) {
		return Stream.of(itemType.getName(), itemType.getTypeName().replace('$', '.'), itemType.getSimpleName())
			.map(this::find)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private @Nullable String find(String name) {
		String exact = this.tables.get(name);
		return (exact != null) ? exact : this.relaxed.get(relax(name));
	}

}

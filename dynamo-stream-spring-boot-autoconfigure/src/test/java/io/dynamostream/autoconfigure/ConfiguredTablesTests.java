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

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConfiguredTables}.
 */
class ConfiguredTablesTests {

	private static final String OUTER = "io.dynamostream.autoconfigure.ConfiguredTablesTests";

	@ParameterizedTest
	@ValueSource(strings = { "UserAccount", "useraccount", "user-account", OUTER + "$UserAccount",
			OUTER + ".UserAccount", "io.dynamostream.autoconfigure.configuredtablestests.useraccount" })
	void findsTableByNameOfClass(String key) {
		assertThat(new ConfiguredTables(Map.of(key, "accounts")).tableName(UserAccount.class)).isEqualTo("accounts");
	}

	@Test
	void qualifiedNameWins() {
		ConfiguredTables tables = new ConfiguredTables(
				Map.of("UserAccount", "simple", OUTER + ".UserAccount", "qualified"));
		assertThat(tables.tableName(UserAccount.class)).isEqualTo("qualified");
	}

	@Test
	void exactNameWins() {
		ConfiguredTables tables = new ConfiguredTables(Map.of("useraccount", "relaxed", "UserAccount", "exact"));
		assertThat(tables.tableName(UserAccount.class)).isEqualTo("exact");
	}

	@Test
	void knowsNothingOfOtherClasses() {
		assertThat(new ConfiguredTables(Map.of("User", "users")).tableName(UserAccount.class)).isNull();
	}

	@Test
	void refusesBlankTable() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> new ConfiguredTables(Map.of("UserAccount", " ")))
			.withMessageContaining("dynamo.stream.tables.UserAccount");
	}

	static class UserAccount {

	}

}

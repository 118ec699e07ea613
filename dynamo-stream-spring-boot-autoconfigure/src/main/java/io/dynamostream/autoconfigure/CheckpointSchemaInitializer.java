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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

import io.dynamostream.autoconfigure.DynamoStreamProperties.Checkpoint.Jdbc;

/**
 * Creates the table of checkpoints. The name of the table in the script is replaced by
 * the one that is configured.
 */
class CheckpointSchemaInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<CheckpointSchemaInitializer.Settings> {

	private static final Map<DatabaseDriver, String> PLATFORMS = Map.of(DatabaseDriver.MARIADB, "mysql");

	private final String tableName;

	CheckpointSchemaInitializer(DataSource dataSource, Jdbc options) {
		super(dataSource, new Settings(options), PLATFORMS);
		this.tableName = options.getTableName();
	}

	@Override
	protected void runScripts(Scripts scripts) {
		List<Resource> renamed = new ArrayList<>();
		scripts.forEach((script) -> renamed.add(rename(script)));
		super.runScripts(new Scripts(renamed).continueOnError(scripts.isContinueOnError())
			.separator(scripts.getSeparator())
			.encoding(scripts.getEncoding()));
	}

	private Resource rename(Resource script) {
		try {
			String text = script.getContentAsString(StandardCharsets.UTF_8)
				.replace(Jdbc.DEFAULT_TABLE_NAME, this.tableName);
			return new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), script.getDescription());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is configured, in the form that the initializer takes.
	 */
	static final class Settings extends DatabaseInitializationProperties {

		private Settings(Jdbc options) {
			setSchema(options.getSchema());
			if (options.getPlatform() != null) {
				setPlatform(options.getPlatform());
			}
			setInitializeSchema(DatabaseInitializationMode.valueOf(options.getInitializeSchema().name()));
		}

		@Override
		public String getDefaultSchemaLocation() {
			return Jdbc.DEFAULT_SCHEMA;
		}

	}

	/**
	 * {@link RuntimeHints} for the scripts.
	 */
	static class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern("io/dynamostream/checkpoint/jdbc/schema-*.sql");
		}

	}

}

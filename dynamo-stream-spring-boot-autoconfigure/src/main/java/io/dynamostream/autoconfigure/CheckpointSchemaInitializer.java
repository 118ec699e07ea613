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
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.List;

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
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

import io.dynamostream.autoconfigure.DynamoStreamProperties.Checkpoint.Jdbc;

/**
 * Creates the table of checkpoints. The name of the table in the script is replaced by
 * the one that is configured.
 */
class CheckpointSchemaInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<CheckpointSchemaInitializer.Settings> {

	static final List<String> PLATFORMS = List.of("db2", "h2", "hsqldb", "mysql", "oracle", "postgresql", "sqlserver");

	private static final String PREFIX = DynamoStreamProperties.PREFIX + ".checkpoint.jdbc.";

	private final Settings properties;

	private final String tableName;

	CheckpointSchemaInitializer(DataSource dataSource, Jdbc options) {
		this(dataSource, new Settings(options, dataSource), options.getTableName());
	}

	private CheckpointSchemaInitializer(DataSource dataSource, Settings properties, String tableName) {
		super(dataSource, properties);
		this.properties = properties;
		this.tableName = tableName;
	}

	@Override
	public boolean initializeDatabase() {
		if (!isWanted()) {
			return false;
		}
		if (!this.properties.hasScript()) {
			throw noScript(this.properties.getPlatform());
		}
		return super.initializeDatabase();
	}

	private boolean isWanted() {
		return this.properties.getInitializeSchema() == DatabaseInitializationMode.ALWAYS || isEmbeddedDatabase();
	}

	private static MisconfigurationException noScript(@Nullable String platform) {
		return new MisconfigurationException(
				("'%s' is jdbc, but there is no script that creates the table for the platform '%s', only for %s.")
					.formatted(CheckpointStoreCondition.PROPERTY, platform, String.join(", ", PLATFORMS)),
				("Set '%1$splatform' to one of these whose SQL the database understands, or "
						+ "'%1$sinitialize-schema' to never, and create a table of your own.")
					.formatted(PREFIX));
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

		private Settings(Jdbc options, DataSource dataSource) {
			setSchema(options.getSchema());
			String platform = options.getPlatform();
			setPlatform((platform != null) ? platform : platform(dataSource));
			setInitializeSchema(DatabaseInitializationMode.valueOf(options.getInitializeSchema().name()));
		}

		/**
		 * Spring Boot would fail if it does not know the database, even if it had nothing
		 * to do with it.
		 */
		private static String platform(DataSource dataSource) {
			DatabaseDriver driver = DatabaseDriver.fromProductName(productName(dataSource));
			return (driver == DatabaseDriver.MARIADB) ? "mysql" : driver.getId();
		}

		private static @Nullable String productName(DataSource dataSource) {
			try {
				return JdbcUtils.commonDatabaseName(
						JdbcUtils.extractDatabaseMetaData(dataSource, DatabaseMetaData::getDatabaseProductName));
			}
			catch (MetaDataAccessException ex) {
				throw new IllegalStateException(("The database for checkpoints could not be asked what it is. "
						+ "See that it can be reached, or set '%splatform'.")
					.formatted(PREFIX), ex);
			}
		}

		private boolean hasScript() {
			return !Jdbc.DEFAULT_SCHEMA.equals(getSchema()) || PLATFORMS.contains(getPlatform());
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

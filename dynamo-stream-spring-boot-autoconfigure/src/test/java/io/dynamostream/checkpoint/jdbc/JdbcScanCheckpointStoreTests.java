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

package io.dynamostream.checkpoint.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.dynamostream.checkpoint.LeaseOptions;
import io.dynamostream.checkpoint.ScanCheckpointException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JdbcScanCheckpointStore}.
 */
class JdbcScanCheckpointStoreTests {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "A B", "A;DROP TABLE B", "\"A\"", "1A", "A.B.C.D", "A-B", ".A", "Ä" })
	void refusesNameThatIsNoIdentifier(String tableName) {
		assertThatIllegalArgumentException().isThrownBy(() -> builder().tableName(tableName))
			.withMessage("'tableName' must be a name such as MY_CHECKPOINT or MY_SCHEMA.MY_CHECKPOINT, without quotes, "
					+ "but is '%s'".formatted(tableName));
	}

	@ParameterizedTest
	@ValueSource(strings = { "A", "_a1", "MY_SCHEMA.MY$TABLE", "catalog.dbo.scans" })
	void takesIdentifiers(String tableName) {
		try (JdbcScanCheckpointStore store = builder().tableName(tableName).build()) {
			assertThat(store).hasToString("table '%s'".formatted(tableName));
		}
	}

	@Test
	void saysThatTheDatabaseIsDown() {
		try (JdbcScanCheckpointStore store = builder().build()) {
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.delete("nightly"))
				.withMessageStartingWith(
						"Checkpoint 'nightly' in table 'DYNAMO_STREAM_CHECKPOINT' could not be deleted: "
								+ "the database has failed (")
				.withMessageContaining("SQL state 08001, error code 7")
				.withMessageEndingWith("See that it can be reached and written to.")
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "S0002, 208, the table is missing", "S0001, 207, the table is missing",
			"S0005, 229, the table is missing", "S0005, 230, the table is missing",
			"S0002, 9002, the database has failed", "42000, 229, the table is missing",
			"99999, 208, the database has failed" })
	void saysWhatIsWrongWithTableOfSqlServer(String sqlState, int errorCode, String message) {
		DataSource database = new AlteredDataSource((method, argument) -> {
			if (method.equals("prepareStatement")) {
				throw new SQLException("secret", sqlState, errorCode);
			}
			return null;
		});
		try (JdbcScanCheckpointStore store = JdbcScanCheckpointStore.builder(database).build()) {
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.find("nightly"))
				.withMessageContaining(message)
				.withMessageContaining("SQL state %s, error code %d".formatted(sqlState, errorCode));
		}
	}

	@ParameterizedTest
	@CsvSource({ "PT20S, 6", "PT30S, 10", "P1D, 28800" })
	void statementsTakeThirdOfLeaseAtMost(Duration leaseDuration, int seconds) {
		Set<Object> limits = ConcurrentHashMap.newKeySet();
		DataSource database = new AlteredDataSource((method, argument) -> {
			if (method.equals("setQueryTimeout")) {
				limits.add(argument);
			}
			return null;
		});
		new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcScanCheckpointStore.class))
			.execute(database);
		LeaseOptions leases = LeaseOptions.defaults().withDuration(leaseDuration);
		try (JdbcScanCheckpointStore store = JdbcScanCheckpointStore.builder(database).leases(leases).build()) {
			assertThat(store.findAll()).isEmpty();
		}
		assertThat(limits).singleElement(InstanceOfAssertFactories.INTEGER).isBetween(seconds / 2, seconds);
	}

	private static JdbcScanCheckpointStore.Builder builder() {
		return JdbcScanCheckpointStore.builder(new DownDataSource());
	}

	/**
	 * With H2.
	 */
	@Nested
	class H2Tests extends AbstractJdbcScanCheckpointStoreTests {

		H2Tests() {
			super(new SimpleDriverDataSource(new org.h2.Driver(),
					"jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID())), "h2");
		}

	}

	/**
	 * With HSQLDB.
	 */
	@Nested
	class HsqldbTests extends AbstractJdbcScanCheckpointStoreTests {

		HsqldbTests() {
			super(new SimpleDriverDataSource(new org.hsqldb.jdbc.JDBCDriver(),
					"jdbc:hsqldb:mem:%s;hsqldb.tx=mvcc".formatted(UUID.randomUUID()), "sa", ""), "hsqldb");
		}

	}

	/**
	 * A database that is down.
	 */
	private static final class DownDataSource extends AbstractDataSource {

		@Override
		public Connection getConnection() throws SQLException {
			throw new SQLException("secret", "08001", 7);
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

	}

}

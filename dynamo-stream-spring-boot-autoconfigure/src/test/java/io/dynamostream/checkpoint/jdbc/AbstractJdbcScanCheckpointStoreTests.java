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
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.SimpleConnectionHandle;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.dynamostream.checkpoint.AbstractDatabaseScanCheckpointStoreTests;
import io.dynamostream.checkpoint.ScanCheckpointException;
import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpoints.SavedCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link JdbcScanCheckpointStore} with some database.
 */
abstract class AbstractJdbcScanCheckpointStoreTests extends AbstractDatabaseScanCheckpointStoreTests {

	private static final String TABLE = "DYNAMO_STREAM_CHECKPOINT";

	private static final String INSERT_OF_APPLICATION = "INSERT INTO %s (SCAN_NAME) VALUES ('application')"
		.formatted(TABLE);

	private final DataSource dataSource;

	private final String platform;

	private final JdbcTemplate jdbc;

	AbstractJdbcScanCheckpointStoreTests(DataSource dataSource, String platform) {
		this.dataSource = dataSource;
		this.platform = platform;
		this.jdbc = new JdbcTemplate(dataSource);
	}

	@BeforeEach
	void createTable() {
		new ResourceDatabasePopulator(
				new ClassPathResource("schema-%s.sql".formatted(this.platform), JdbcScanCheckpointStore.class))
			.execute(this.dataSource);
	}

	@AfterEach
	void dropTable() {
		this.jdbc.execute("DROP TABLE " + TABLE);
	}

	@Override
	protected JdbcScanCheckpointStore store() {
		return JdbcScanCheckpointStore.builder(this.dataSource).leases(this.time.options()).build();
	}

	@Override
	protected String text(String key) {
		return this.jdbc.queryForObject("SELECT CHECKPOINT_TEXT FROM %s WHERE SCAN_NAME = ?".formatted(TABLE),
				String.class, key);
	}

	@Override
	protected void text(String key, String text) {
		this.jdbc.update("UPDATE %s SET CHECKPOINT_TEXT = ? WHERE SCAN_NAME = ?".formatted(TABLE), text, key);
	}

	@Test
	void savesWhateverBecomesOfTheTransactionOfTheThread() {
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
		assertThatIllegalStateException().isThrownBy(() -> transaction.executeWithoutResult((status) -> {
			save("nightly");
			throw new IllegalStateException("rolled back");
		}));
		assertThat(store().findAll()).extracting(SavedCheckpoint::checkpoint).containsExactly(checkpoint("nightly", 1));
	}

	@Test
	void savesThroughProxyAndEndsNoTransactionOfTheThread() {
		DataSource proxy = new TransactionAwareDataSourceProxy(new TransactionAwareDataSourceProxy(this.dataSource));
		JdbcScanCheckpointStore store = JdbcScanCheckpointStore.builder(proxy).leases(this.time.options()).build();
		new TransactionTemplate(new JdbcTransactionManager(this.dataSource)).executeWithoutResult((status) -> {
			this.jdbc.update(INSERT_OF_APPLICATION);
			try (Lease lease = store.open("nightly", OWNER)) {
				lease.save(checkpoint("nightly", 1));
			}
			status.setRollbackOnly();
		});
		assertThat(keys()).containsExactly("nightly");
	}

	@Test
	void savesAndEndsNoTransactionOfJpa() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			beginAsJpaDoes(connection);
			statement.execute(INSERT_OF_APPLICATION);
			save("nightly");
			connection.rollback();
		}
		finally {
			TransactionSynchronizationManager.unbindResource(this.dataSource);
			TransactionSynchronizationManager.clear();
		}
		assertThat(keys()).containsExactly("nightly");
	}

	/**
	 * The holder of the connection is neither active nor synchronized.
	 */
	private void beginAsJpaDoes(Connection connection) {
		TransactionSynchronizationManager.initSynchronization();
		TransactionSynchronizationManager.setActualTransactionActive(true);
		TransactionSynchronizationManager.bindResource(this.dataSource,
				new ConnectionHolder(new SimpleConnectionHandle(connection)));
	}

	@Test
	void writesInTransactionsOfGivenManager() {
		JdbcScanCheckpointStore.builder(this.dataSource)
			.leases(this.time.options())
			.transactionManager(new RollingBackTransactionManager(this.dataSource))
			.build()
			.open("nightly", OWNER);
		assertThat(keys()).isEmpty();
	}

	private List<String> keys() {
		return this.jdbc.queryForList("SELECT SCAN_NAME FROM " + TABLE, String.class);
	}

	@Test
	@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
	void opensAndDeletesCheckpointWhoseExpirySomebodyHasCleared() {
		open("nightly").save(checkpoint("nightly", 1));
		clear("LEASE_EXPIRY");
		try (Lease lease = open("nightly")) {
			assertThat(lease.load()).contains(checkpoint("nightly", 1));
			clear("LEASE_EXPIRY");
			assertThat(store().find("nightly").orElseThrow().openedBy()).isNull();
			assertThat(store().delete("nightly")).isTrue();
		}
		assertThat(keys()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "LEASE_HOST = NULL", "LEASE_HOST = ' '", "LEASE_HOST = 'Ä'", "LEASE_PID = NULL",
			"LEASE_SINCE = NULL", "LEASE_TOKEN = ''" })
	void listsAndDeletesCheckpointWhoseLeaseIsDamaged(String damage) {
		save("other");
		open("nightly").save(checkpoint("nightly", 1));
		this.jdbc.update("UPDATE %s SET %s WHERE SCAN_NAME = 'nightly'".formatted(TABLE, damage));
		assertThat(store().findAll()).extracting(SavedCheckpoint::checkpoint)
			.containsExactly(checkpoint("nightly", 1), checkpoint("other", 1));
		assertThatExceptionOfType(ScanCheckpointException.InUse.class).isThrownBy(() -> store().delete("nightly"))
			.withMessageContaining("the checkpoint can be deleted at 2026-01-01T00:00:30Z");
		this.time.jump(Duration.ofSeconds(30));
		assertThat(store().delete("nightly")).isTrue();
		assertThat(keys()).containsExactly("other");
	}

	@Test
	void saysThatTheOwnerIsUnknownIfItsHostIsMissing() {
		open("nightly").save(checkpoint("nightly", 1));
		clear("LEASE_HOST");
		assertThat(store().find("nightly").orElseThrow().openedBy())
			.isEqualTo("process 42 on host 'unknown' since " + NOW);
	}

	private void clear(String column) {
		this.jdbc.update("UPDATE %s SET %s = NULL WHERE SCAN_NAME = 'nightly'".formatted(TABLE, column));
	}

	@Test
	void leavesNoRowOfScanThatHasSavedNothing() {
		open("nightly").close();
		assertThat(keys()).isEmpty();
	}

	@Test
	void usesTableOfAnotherName() {
		this.jdbc.execute("ALTER TABLE %s RENAME TO MY_SCANS".formatted(TABLE));
		JdbcScanCheckpointStore store = JdbcScanCheckpointStore.builder(this.dataSource).tableName("MY_SCANS").build();
		try (Lease lease = store.open("nightly", OWNER)) {
			lease.save(checkpoint("nightly", 1));
		}
		assertThat(store.findAll()).hasSize(1);
		assertThat(store).hasToString("table 'MY_SCANS'");
		store.close();
		this.jdbc.execute("ALTER TABLE MY_SCANS RENAME TO " + TABLE);
	}

	@Test
	void saysThatTheTableIsMissing() {
		JdbcScanCheckpointStore store = JdbcScanCheckpointStore.builder(this.dataSource).tableName("NONE").build();
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.open("nightly", OWNER))
			.withMessageStartingWith(
					"Checkpoint 'nightly' in table 'NONE' could not be opened: the table is missing, is "
							+ "not as expected, or may not be used (BadSqlGrammarException, SQL state ")
			.withMessageContaining("'dynamo.stream.checkpoint.jdbc.initialize-schema=always'")
			.withMessageContaining("'classpath:io/dynamostream/checkpoint/jdbc'");
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(store::findAll)
			.withMessageStartingWith("The checkpoints in table 'NONE' could not be listed: the table is missing");
	}

	/**
	 * Commits nothing.
	 */
	private static final class RollingBackTransactionManager extends JdbcTransactionManager {

		private RollingBackTransactionManager(DataSource dataSource) {
			super(dataSource);
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			doRollback(status);
		}

	}

}

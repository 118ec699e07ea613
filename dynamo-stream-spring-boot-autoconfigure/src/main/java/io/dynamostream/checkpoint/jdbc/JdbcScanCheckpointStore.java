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

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

import io.dynamostream.checkpoint.DatabaseScanCheckpointStore;
import io.dynamostream.checkpoint.LeaseOptions;

/**
 * Keeps checkpoints in a table of a relational database, one row for each name of a scan.
 * Scripts that create the table are beside this class, as {@code schema-<platform>.sql};
 * with Spring Boot they are run as
 * {@code dynamo.stream.checkpoint.jdbc.initialize-schema} says.
 * <p>
 * Every access is a transaction of its own, whatever transaction the thread has, be it of
 * JDBC, JPA or another technology: a position must outlast a rollback, as does what was
 * done with the items before it. It takes a connection beside that of the thread's
 * transaction, so a pool must have more than one. Statements are given a third of the
 * duration of leases, in whole seconds, and then fail, if the driver heeds query
 * timeouts: one that hangs must not keep others from being renewed.
 *
 * @since 0.1.0
 */
public final class JdbcScanCheckpointStore extends DatabaseScanCheckpointStore {

	/**
	 * No such column, no such table, no permission for the table, none for a column.
	 */
	private static final Set<Integer> SQL_SERVER_REFUSALS = Set.of(207, 208, 229, 230);

	private final CheckpointSql sql;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	private JdbcScanCheckpointStore(Builder builder) {
		super(builder.leases);
		this.sql = builder.sql;
		PlatformTransactionManager given = builder.transactionManager;
		DataSource dataSource = (given != null) ? builder.dataSource : new DelegatingDataSource(builder.dataSource);
		this.jdbc = new JdbcTemplate(dataSource);
		this.transactions = new TransactionTemplate((given != null) ? given : new JdbcTransactionManager(dataSource));
		this.transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transactions.setTimeout((int) builder.leases.renewalInterval().toSeconds());
	}

	/**
	 * Return a builder of a store.
	 * @param dataSource the database
	 * @return the builder
	 */
	public static Builder builder(DataSource dataSource) {
		Assert.notNull(dataSource, "'dataSource' must not be null");
		return new Builder(dataSource);
	}

	@Override
	protected Optional<Entry> read(String key) {
		return query(this.sql.select(), key).stream().findFirst();
	}

	@Override
	protected List<Entry> readAll() {
		return query(this.sql.selectAll());
	}

	private List<Entry> query(String statement, Object... arguments) {
		return inTransaction(() -> this.jdbc.query(statement, (row, number) -> entry(row), arguments));
	}

	private static Entry entry(ResultSet row) throws SQLException {
		return new Entry(row.getString("SCAN_NAME"), row.getString("CHECKPOINT_TEXT"), holder(row));
	}

	private static @Nullable Holder holder(ResultSet row) throws SQLException {
		String token = row.getString("LEASE_TOKEN");
		return (token != null) ? new Holder(token, owner(row), time(row, "LEASE_EXPIRY")) : null;
	}

	private static Owner owner(ResultSet row) throws SQLException {
		String host = row.getString("LEASE_HOST");
		return new Owner(StringUtils.hasText(host) ? host : "unknown", row.getLong("LEASE_PID"),
				time(row, "LEASE_SINCE"));
	}

	/**
	 * A time that is missing has long passed.
	 */
	private static Instant time(ResultSet row, String column) throws SQLException {
		return Instant.ofEpochMilli(row.getLong(column));
	}

	@Override
	protected boolean take(String key, Holder holder, Instant now) {
		Owner owner = holder.owner();
		long since = owner.since().toEpochMilli();
		long expiry = holder.expiresAt().toEpochMilli();
		return update(this.sql.take(), holder.token(), owner.host(), owner.pid(), since, expiry, key, holder.token(),
				now.toEpochMilli()) || insert(holder.token(), owner.host(), owner.pid(), since, expiry, key);
	}

	private boolean insert(Object... arguments) {
		try {
			return update(this.sql.insert(), arguments);
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	@Override
	protected boolean extend(String key, Holder holder) {
		return update(this.sql.extend(), holder.expiresAt().toEpochMilli(), key, holder.token());
	}

	@Override
	protected boolean save(String key, Holder holder, String text, boolean finished) {
		return update(this.sql.save(), text, holder.expiresAt().toEpochMilli(), key, holder.token());
	}

	@Override
	protected void release(String key, Holder holder) {
		if (!update(this.sql.removeUnsaved(), key, holder.token())) {
			update(this.sql.release(), key, holder.token());
		}
	}

	@Override
	protected boolean remove(String key, Instant now) {
		return update(this.sql.remove(), key, now.toEpochMilli());
	}

	private boolean update(String statement, Object... arguments) {
		return inTransaction(() -> this.jdbc.update(statement, arguments)) > 0;
	}

	private <T> T inTransaction(Supplier<T> access) {
		return this.transactions.execute((status) -> access.get());
	}

	@Override
	protected String explain(RuntimeException failure) {
		if (failure instanceof BadSqlGrammarException || isRefusedBySqlServer(sqlException(failure))) {
			return ("the table is missing, is not as expected, or may not be used (%s). Create it with "
					+ "'dynamo.stream.checkpoint.jdbc.initialize-schema=always' or with the script for your database in "
					+ "'classpath:io/dynamostream/checkpoint/jdbc', and grant SELECT, INSERT, UPDATE and DELETE on it.")
				.formatted(summary(failure));
		}
		return "the database has failed (%s). See that it can be reached and written to.".formatted(summary(failure));
	}

	/**
	 * SQL Server has SQL states of its own, which begin alike for most errors, and Spring
	 * does not know them.
	 */
	private static boolean isRefusedBySqlServer(@Nullable SQLException failure) {
		return failure != null && failure.getSQLState() != null && failure.getSQLState().startsWith("S0")
				&& SQL_SERVER_REFUSALS.contains(failure.getErrorCode());
	}

	/**
	 * Messages of drivers may quote values, so they are not.
	 */
	private static String summary(RuntimeException failure) {
		String name = failure.getClass().getSimpleName();
		SQLException ex = sqlException(failure);
		return (ex != null) ? "%s, SQL state %s, error code %d".formatted(name, ex.getSQLState(), ex.getErrorCode())
				: name;
	}

	private static @Nullable SQLException sqlException(RuntimeException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException ex) {
				return ex;
			}
		}
		return null;
	}

	@Override
	public String toString() {
		return "table '%s'".formatted(this.sql.tableName());
	}

	/**
	 * Builder of a {@link JdbcScanCheckpointStore}.
	 */
	public static final class Builder {

		private final DataSource dataSource;

		private CheckpointSql sql = new CheckpointSql("DYNAMO_STREAM_CHECKPOINT");

		private LeaseOptions leases = LeaseOptions.defaults();

		private @Nullable PlatformTransactionManager transactionManager;

		private Builder(DataSource dataSource) {
			this.dataSource = unwrap(dataSource);
		}

		private static DataSource unwrap(DataSource dataSource) {
			DataSource target = (dataSource instanceof TransactionAwareDataSourceProxy proxy)
					? proxy.getTargetDataSource() : null;
			return (target != null) ? unwrap(target) : dataSource;
		}

		/**
		 * Set the name of the table, {@code DYNAMO_STREAM_CHECKPOINT} by default.
		 * @param tableName the name, with or without that of its schema
		 * @return this builder
		 * @throws IllegalArgumentException if it is no plain SQL identifier
		 */
		public Builder tableName(String tableName) {
			this.sql = new CheckpointSql(tableName);
			return this;
		}

		/**
		 * Set how leases are kept, {@link LeaseOptions#defaults()} by default.
		 * @param leases the options
		 * @return this builder
		 */
		public Builder leases(LeaseOptions leases) {
			Assert.notNull(leases, "'leases' must not be null");
			this.leases = leases;
			return this;
		}

		/**
		 * Set who runs transactions. By default it is one of the store alone, which knows
		 * nothing of connections that other transactions have bound to the thread. Needed
		 * where connections take part in transactions of JTA.
		 * @param transactionManager can suspend the transaction of a thread and begin
		 * another one
		 * @return this builder
		 */
		public Builder transactionManager(PlatformTransactionManager transactionManager) {
			Assert.notNull(transactionManager, "'transactionManager' must not be null");
			this.transactionManager = transactionManager;
			return this;
		}

		/**
		 * Build the store. Close it when it is no longer used.
		 * @return the store
		 */
		public JdbcScanCheckpointStore build() {
			return new JdbcScanCheckpointStore(this);
		}

	}

}

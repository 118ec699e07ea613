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

import org.springframework.util.Assert;

/**
 * The statements of a store, which all databases understand.
 *
 * @param tableName name of the table
 */
record CheckpointSql(String tableName) {

	private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_$]{0,127}";

	private static final String COLUMNS = "SCAN_NAME, LEASE_TOKEN, LEASE_HOST, LEASE_PID, LEASE_SINCE, LEASE_EXPIRY, CHECKPOINT_TEXT";

	private static final String EXPIRED = "LEASE_EXPIRY IS NULL OR LEASE_EXPIRY <= ?";

	CheckpointSql {
		Assert.isTrue(tableName.matches("(%1$s\\.){0,2}%1$s".formatted(IDENTIFIER)),
				() -> ("'tableName' must be a name "
						+ "such as MY_CHECKPOINT or MY_SCHEMA.MY_CHECKPOINT, without quotes, but is '%s'")
					.formatted(tableName));
	}

	String select() {
		return selectAll() + " WHERE SCAN_NAME = ?";
	}

	String selectAll() {
		return "SELECT %s FROM %s".formatted(COLUMNS, this.tableName);
	}

	String take() {
		return ("UPDATE %s SET LEASE_TOKEN = ?, LEASE_HOST = ?, LEASE_PID = ?, LEASE_SINCE = ?, LEASE_EXPIRY = ? "
				+ "WHERE SCAN_NAME = ? AND (LEASE_TOKEN IS NULL OR LEASE_TOKEN = ? OR %s)")
			.formatted(this.tableName, EXPIRED);
	}

	String insert() {
		return "INSERT INTO %s (LEASE_TOKEN, LEASE_HOST, LEASE_PID, LEASE_SINCE, LEASE_EXPIRY, SCAN_NAME) "
			.formatted(this.tableName) + "VALUES (?, ?, ?, ?, ?, ?)";
	}

	String extend() {
		return "UPDATE %s SET LEASE_EXPIRY = ? WHERE SCAN_NAME = ? AND LEASE_TOKEN = ?".formatted(this.tableName);
	}

	String save() {
		return "UPDATE %s SET CHECKPOINT_TEXT = ?, LEASE_EXPIRY = ? WHERE SCAN_NAME = ? AND LEASE_TOKEN = ?"
			.formatted(this.tableName);
	}

	String release() {
		return "UPDATE %s SET LEASE_TOKEN = NULL, LEASE_HOST = NULL, LEASE_PID = NULL, LEASE_SINCE = NULL, LEASE_EXPIRY = NULL "
			.formatted(this.tableName) + "WHERE SCAN_NAME = ? AND LEASE_TOKEN = ?";
	}

	String removeUnsaved() {
		return "DELETE FROM %s WHERE SCAN_NAME = ? AND LEASE_TOKEN = ? AND CHECKPOINT_TEXT IS NULL"
			.formatted(this.tableName);
	}

	String remove() {
		return "DELETE FROM %s WHERE SCAN_NAME = ? AND (LEASE_TOKEN IS NULL OR %s)".formatted(this.tableName, EXPIRED);
	}

}

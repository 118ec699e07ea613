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

import org.postgresql.Driver;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Tests for {@link JdbcScanCheckpointStore} with PostgreSQL.
 */
@Testcontainers(disabledWithoutDocker = true)
class PostgreSqlScanCheckpointStoreIntegrationTests extends AbstractJdbcScanCheckpointStoreTests {

	@Container
	static final PostgreSQLContainer postgreSql = new PostgreSQLContainer("postgres:17-alpine");

	PostgreSqlScanCheckpointStoreIntegrationTests() {
		super(new SimpleDriverDataSource(new Driver(), postgreSql.getJdbcUrl(), postgreSql.getUsername(),
				postgreSql.getPassword()), "postgresql");
	}

}

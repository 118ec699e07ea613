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

package io.dynamostream.sample;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads a user of whom nothing is known but the key, as there are in real tables.
 */
class SparseUserTests extends AbstractSampleTests {

	private static final Map<String, AttributeValue> SPARSE = Map.of("id", AttributeValue.fromS("sparse"));

	@Autowired
	private DynamoDbClient dynamoDb;

	@BeforeEach
	void put() {
		this.dynamoDb.putItem((request) -> request.tableName("user").item(SPARSE));
	}

	@AfterEach
	void delete() {
		for (String table : List.of("user", "contact", "migrated_user")) {
			this.dynamoDb.deleteItem((request) -> request.tableName(table).key(SPARSE));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/migration", "/analytics", "/consumer", "/mailing", "/chunks", "/progress",
			"/rate-limited?perSecond=1000000" })
	void isNoFailureInTheBackground(String path) {
		assertThat(progress(runToEnd(path, "COMPLETED"))).containsEntry("items", userCount() + 1);
	}

	@Test
	void isNotSkippedWithFailingUsers() {
		Map<String, Object> progress = progress(runToEnd("/failures/skipped", "COMPLETED"));
		assertThat((int) progress.get("items") + (int) progress.get("failedItems")).isEqualTo(userCount() + 1);
		assertThat((int) progress.get("failedItems"))
			.isEqualTo((int) usersWith((user) -> user.hasStatus(User.Status.BOUNCED)));
	}

	@Test
	void isNoFailureOfRequests() {
		assertThat(post("/pipeline")).containsEntry("contacts", userCount() + 1);
		assertThat(get("/tenants")).containsEntry("(none)", 1);
		assertThat(lines("/users.csv")).contains("sparse,,,,,,,");
		for (String path : List.of("/users/active", "/users/adults", "/users/premium", "/tenants/index")) {
			client().get().uri(path).exchange().expectStatus().isOk();
		}
	}

}

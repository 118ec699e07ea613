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

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CsvExportTests extends AbstractSampleTests {

	private static final Map<String, AttributeValue> KEY = Map.of("id", AttributeValue.fromS("unmappable"));

	private static final Map<String, AttributeValue> UNMAPPABLE = Map.of("id", KEY.get("id"), "age",
			AttributeValue.fromS("unknown"));

	@Autowired
	private DynamoDbClient dynamoDb;

	@Test
	void exportsEveryUserOnALineOfItsOwn() throws IOException {
		List<String> lines = lines("/users.csv");
		assertThat(lines).hasSize(userCount() + 1).startsWith("id,email,name,tenantId,status,age,premium,created");
		try (CSVParser csv = CSVParser.parse(String.join("\r\n", lines), CSVFormat.RFC4180)) {
			assertThat(csv.stream().skip(1).map((line) -> List.of(line.values())))
				.containsExactlyInAnyOrderElementsOf(users().map(this::values).toList());
		}
	}

	@Test
	void quotesNamesThatHoldQuotesAndCommas() {
		assertThat(lines("/users.csv")).anyMatch((line) -> line.contains("\"Robert \"\"Bob\"\" Smith, Jr.\""));
	}

	@Test
	void isSavedAsFile() {
		client().get()
			.uri("/users.csv")
			.exchange()
			.expectHeader()
			.contentType("text/csv;charset=UTF-8")
			.expectHeader()
			.valueEquals("Content-Disposition", "attachment; filename=\"users.csv\"");
	}

	@Test
	void breaksOffWhenScanFails() {
		this.dynamoDb.putItem((request) -> request.tableName("user").item(UNMAPPABLE));
		try {
			assertThatIllegalStateException().isThrownBy(() -> lines("/users.csv"))
				.withMessageStartingWith("Failed to get response content");
		}
		finally {
			this.dynamoDb.deleteItem((request) -> request.tableName("user").key(KEY));
		}
	}

	private List<String> values(User user) {
		return List.of(user.getId(), user.getEmail(), user.getName(), user.getTenantId(), user.getStatus().name(),
				user.getAge().toString(), user.getPremium().toString(), user.getCreated().toString());
	}

}

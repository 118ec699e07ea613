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

package io.dynamostream;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.embedded.EmbeddedDynamoDb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Scans of a DynamoDB Local.
 */
@Timeout(120)
class ScanIntegrationTests {

	private static EmbeddedDynamoDb dynamoDb;

	private static DynamoDbClient client;

	private static DynamoStreamTemplate template;

	@BeforeAll
	static void createTables() {
		dynamoDb = EmbeddedDynamoDb.start();
		client = DynamoDbClient.builder()
			.endpointOverride(dynamoDb.endpoint())
			.region(Region.of("local"))
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
			.build();
		template = Terminal.template(client);
		Stream.of(0, 1, 150).forEach(ScanIntegrationTests::createTable);
	}

	private static void createTable(int users) {
		DynamoDbTable<User> table = DynamoDbEnhancedClient.builder()
			.dynamoDbClient(client)
			.build()
			.table(tableName(users), TableSchema.fromBean(User.class));
		table.createTable();
		IntStream.range(0, users)
			.mapToObj(FakeTable::user)
			.forEach((user) -> client.putItem((put) -> put.tableName(tableName(users)).item(user)));
	}

	private static String tableName(int users) {
		return "users-" + users;
	}

	@AfterAll
	static void close() {
		client.close();
		dynamoDb.close();
	}

	@ParameterizedTest
	@EnumSource
	void deliversEveryItemExactlyOnce(Terminal terminal) {
		for (int users : List.of(0, 1, 150)) {
			for (int segments : List.of(1, 4, 64)) {
				ScanSpec<User> spec = template.parallelScan(User.class).tableName(tableName(users)).segments(segments);
				List<String> expected = IntStream.range(0, users).mapToObj((number) -> "user-" + number).toList();
				assertDelivers(terminal, spec, expected);
				assertDelivers(terminal, spec.pageSize(10), expected);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void filtersInDynamoDb(Terminal terminal) {
		ScanSpec<User> spec = template.parallelScan(User.class)
			.tableName(tableName(150))
			.pageSize(7)
			.filterExpression("#age >= :min")
			.expressionName("#age", "age")
			.expressionValue(":min", 140);
		assertDelivers(terminal, spec, IntStream.range(140, 150).mapToObj((number) -> "user-" + number).toList());
	}

	private static void assertDelivers(Terminal terminal, ScanSpec<User> spec, List<String> ids) {
		assertThat(terminal.read(spec)).extracting(User::getId).containsExactlyInAnyOrderElementsOf(ids);
	}

	@Test
	void takesAnExpressionOfTheEnhancedClient() {
		Expression expression = Expression.builder()
			.expression("tenantId = :tenant")
			.putExpressionValue(":tenant", AttributeValue.fromS("tenant-3"))
			.build();
		try (Stream<User> users = template.scan(User.class).tableName(tableName(150)).filter(expression).stream()) {
			assertThat(users).hasSize(21).allMatch((user) -> user.getTenantId().equals("tenant-3"));
		}
	}

	@Test
	void readsOnlyTheProjectedAttributes() {
		ScanSpec<User> spec = template.scan(User.class).tableName(tableName(150)).projectionExpression("id");
		assertThat(Terminal.STREAM.read(spec)).hasSize(150)
			.allMatch((user) -> user.getTenantId() == null && user.getAge() == 0);
	}

	@Test
	void scansAGlobalIndex() {
		ScanSpec<User> spec = template.parallelScan(User.class)
			.tableName(tableName(150))
			.indexName("by-tenant")
			.pageSize(9);
		assertThat(Terminal.STREAM.read(spec)).extracting(User::getId).hasSize(150).doesNotHaveDuplicates();
	}

	@Test
	void explainsAMissingTable() {
		assertFails(template.scan(User.class).tableName("nowhere"),
				"Scan 'nowhere' of table 'nowhere' failed at page 1: there is no such table at %s. Create it, "
					.formatted(dynamoDb.endpoint())
						+ "or set the right name with tableName(...) or 'dynamo.stream.tables.io.dynamostream.User'.");
	}

	@Test
	void explainsAnUnknownIndex() {
		assertFails(template.scan(User.class).tableName(tableName(1)).indexName("by-shoe-size"),
				"The table does not have the specified index: by-shoe-size. "
						+ "Create index 'by-shoe-size' or correct indexName(...).");
	}

	@Test
	void explainsASyntaxErrorInAFilter() {
		assertFails(template.scan(User.class).tableName(tableName(1)).filterExpression("age >"),
				"Correct the filter expression 'age >'.");
	}

	@Test
	void explainsAReservedWord() {
		assertFails(template.scan(User.class).tableName(tableName(1)).projectionExpression("id, name"),
				"Use a placeholder for the reserved word and define it with expressionName(\"#name\", \"name\").");
	}

	private static void assertFails(ScanSpec<User> spec, String message) {
		for (Terminal terminal : Terminal.values()) {
			assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> terminal.read(spec))
				.withMessageContaining(message);
		}
	}

}

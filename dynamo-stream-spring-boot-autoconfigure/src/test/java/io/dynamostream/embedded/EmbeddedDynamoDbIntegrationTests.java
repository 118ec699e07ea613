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

package io.dynamostream.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.monitoring.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EmbeddedDynamoDb}.
 */
@Timeout(120)
class EmbeddedDynamoDbIntegrationTests {

	private final Optional<Telemetry> telemetry = Telemetry.getTelemetry();

	private final EmbeddedDynamoDb embeddedDynamoDb = EmbeddedDynamoDb.start();

	@AfterEach
	void close() {
		this.embeddedDynamoDb.close();
	}

	@Test
	void servesTablesOnLoopbackInterface() {
		assertThat(this.embeddedDynamoDb.endpoint()).hasHost("127.0.0.1").hasScheme("http");
		try (DynamoDbClient client = client("local", "local")) {
			createTable(client, "users");
			assertThat(client.listTables().tableNames()).containsExactly("users");
		}
	}

	/**
	 * A server that listens on every interface would also be reached by another address
	 * of the loopback interface.
	 */
	@Test
	void listensOnOneAddressOnly() {
		int port = this.embeddedDynamoDb.endpoint().getPort();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("127.0.0.2", port).close());
	}

	@Test
	void keepsOneDatabaseForAllRegionsAndCredentials() {
		try (DynamoDbClient client = client("local", "local"); DynamoDbClient other = client("eu-west-1", "other")) {
			createTable(client, "users");
			assertThat(other.listTables().tableNames()).containsExactly("users");
		}
	}

	@Test
	void severalAreIndependent() {
		try (EmbeddedDynamoDb second = EmbeddedDynamoDb.start(); DynamoDbClient client = client("local", "local")) {
			createTable(client, "users");
			assertThat(second.endpoint()).isNotEqualTo(this.embeddedDynamoDb.endpoint());
			try (DynamoDbClient secondClient = client(second, "local", "local")) {
				assertThat(secondClient.listTables().tableNames()).isEmpty();
			}
		}
	}

	@Test
	void goesOnWithTablesOfDirectory(@TempDir Path directory) {
		Path created = directory.resolve("new/tables");
		Instant creation;
		try (EmbeddedDynamoDb first = EmbeddedDynamoDb.start(created);
				DynamoDbClient client = client(first, "local", "local")) {
			createTable(client, "users");
			creation = creationOf("users", client);
		}
		try (EmbeddedDynamoDb second = EmbeddedDynamoDb.start(created);
				DynamoDbClient client = client(second, "eu-west-1", "other")) {
			assertThat(creationOf("users", client)).isEqualTo(creation);
		}
	}

	private static Instant creationOf(String tableName, DynamoDbClient client) {
		return client.describeTable((request) -> request.tableName(tableName)).table().creationDateTime();
	}

	@Test
	void refusesDirectoryThatCannotBe(@TempDir Path directory) throws IOException {
		Path file = Files.createFile(directory.resolve("file"));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> EmbeddedDynamoDb.start(file))
			.withMessageContaining(
					"The directory '%s' for the tables of DynamoDB Local cannot be created. Let the process"
						.formatted(file));
	}

	@Test
	void setsUpNoTelemetry() {
		try (DynamoDbClient client = client("local", "local")) {
			createTable(client, "users");
		}
		assertThat(Telemetry.getTelemetry()).isEqualTo(this.telemetry);
		assertThat(Path.of("dynamodb-local-metadata.json")).doesNotExist();
	}

	@Test
	void doesNotListenAnyMoreOnceClosed() {
		this.embeddedDynamoDb.close();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(this.embeddedDynamoDb));
	}

	private static void connect(EmbeddedDynamoDb embeddedDynamoDb) throws Exception {
		new Socket(embeddedDynamoDb.endpoint().getHost(), embeddedDynamoDb.endpoint().getPort()).close();
	}

	private DynamoDbClient client(String region, String accessKey) {
		return client(this.embeddedDynamoDb, region, accessKey);
	}

	private static DynamoDbClient client(EmbeddedDynamoDb embeddedDynamoDb, String region, String accessKey) {
		return DynamoDbClient.builder()
			.endpointOverride(embeddedDynamoDb.endpoint())
			.region(Region.of(region))
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")))
			.build();
	}

	private static void createTable(DynamoDbClient client, String name) {
		client.createTable((table) -> table.tableName(name)
			.billingMode(BillingMode.PAY_PER_REQUEST)
			.keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
			.attributeDefinitions(
					AttributeDefinition.builder().attributeName("id").attributeType(ScalarAttributeType.S).build()));
	}

}

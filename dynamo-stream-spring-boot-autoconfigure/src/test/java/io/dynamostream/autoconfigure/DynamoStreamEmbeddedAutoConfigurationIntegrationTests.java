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
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.User;
import io.dynamostream.embedded.EmbeddedDynamoDb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DynamoStreamEmbeddedAutoConfiguration} with DynamoDB Local.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class DynamoStreamEmbeddedAutoConfigurationIntegrationTests {

	private static final String LOGGER = "software.amazon.dynamodb.services.local";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoStreamEmbeddedAutoConfiguration.class,
				DynamoStreamConnectionAutoConfiguration.class, DynamoStreamClientAutoConfiguration.class,
				DynamoStreamAutoConfiguration.class))
		.withPropertyValues("dynamo.stream.embedded.enabled=true");

	@Test
	void templateReadsEmbeddedTable() {
		this.contextRunner
			.withPropertyValues("dynamo.stream.client.endpoint=http://127.0.0.1:1",
					"dynamo.stream.client.region=eu-central-1")
			.run((context) -> {
				createUser(context.getBean(DynamoDbClient.class));
				assertThat(context.getBean(DynamoStreamTemplate.class).scan(User.class).stream())
					.extracting(User::getId)
					.containsExactly("1");
			});
	}

	@Test
	void keepsTablesInDirectory(@TempDir Path directory) {
		ApplicationContextRunner persistent = this.contextRunner
			.withPropertyValues("dynamo.stream.embedded.directory=" + directory.resolve("tables"));
		persistent.run((context) -> createUser(context.getBean(DynamoDbClient.class)));
		persistent.run((context) -> assertThat(context.getBean(DynamoStreamTemplate.class).scan(User.class).stream())
			.extracting(User::getId)
			.containsExactly("1"));
	}

	@Test
	void failsWhenDirectoryCannotBeCreated(@TempDir Path directory) throws IOException {
		Path file = Files.createFile(directory.resolve("file"));
		this.contextRunner.withPropertyValues("dynamo.stream.embedded.directory=" + file).run((context) -> {
			FailureAnalysis analysis = new MisconfigurationFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.contains("'%s' of 'dynamo.stream.embedded.directory'".formatted(file));
			assertThat(analysis.getAction()).contains("Let the application write there");
			assertThat(analysis.getCause()).hasCauseInstanceOf(UncheckedIOException.class);
		});
	}

	@Test
	void stopsWithContext() {
		AtomicReference<URI> endpoint = new AtomicReference<>();
		this.contextRunner.run((context) -> endpoint.set(context.getBean(EmbeddedDynamoDb.class).endpoint()));
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket(endpoint.get().getHost(), endpoint.get().getPort()).close());
	}

	@Test
	void failsWhenClientOfUserReadsElsewhere() {
		this.contextRunner.withBean("userClient", DynamoDbClient.class, EmptyTable::client)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(MisconfigurationException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("'dynamo.stream.embedded.enabled' is true")
						.hasMessageContaining("but the DynamoDbClient bean of the application does not use");
					assertThat(ex.action()).contains("DynamoStreamConnectionDetails");
				}));
	}

	@Test
	void failsWhenPrimaryClientOfUserReadsElsewhere() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.withBean("primaryClient", DynamoDbClient.class, EmptyTable::client, (bean) -> bean.setPrimary(true))
			.run((context) -> assertThat(context).getFailure().isInstanceOf(MisconfigurationException.class));
	}

	@Test
	void startsWhenPrimaryClientOfUserIsMadeFromItsDetails() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.withBean("otherClient", DynamoDbClient.class, EmptyTable::client, (bean) -> bean.setFallback(true))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startsWhenClientOfUserIsMadeFromItsDetails() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DynamoDbClient.class)
				.hasBean("userClient"));
	}

	@Test
	void keepsQuietUnlessToldOtherwise(CapturedOutput output) {
		LoggingSystem loggingSystem = LoggingSystem.get(getClass().getClassLoader());
		this.contextRunner.withBean(LoggingSystem.class, () -> loggingSystem).run((context) -> {
			createUser(context.getBean(DynamoDbClient.class));
			assertThat(output).doesNotContain("accessKey");
		});
		loggingSystem.setLogLevel(LOGGER, LogLevel.INFO);
		this.contextRunner.withBean(LoggingSystem.class, () -> loggingSystem).run((context) -> {
			createUser(context.getBean(DynamoDbClient.class));
			assertThat(output).contains("accessKey");
		});
		loggingSystem.setLogLevel(LOGGER, null);
	}

	private static void createUser(DynamoDbClient client) {
		DynamoDbTable<User> table = DynamoDbEnhancedClient.builder()
			.dynamoDbClient(client)
			.build()
			.table("user", TableSchema.fromBean(User.class));
		table.createTable();
		User user = new User();
		user.setId("1");
		user.setTenantId("acme");
		table.putItem(user);
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean
		DynamoDbClient userClient(DynamoStreamConnectionDetails details) {
			return DynamoDbClient.builder()
				.endpointOverride(details.getEndpoint())
				.region(details.getRegion())
				.credentialsProvider(details.getCredentialsProvider())
				.build();
		}

	}

}

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

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import io.dynamostream.DynamoStreamException;
import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.User;
import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpoints.SavedCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * Tests for the properties and beans of resumable scans.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CheckpointConfigurationTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DynamoStreamAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withUserConfiguration(ThreeUsersConfiguration.class)
		.withPropertyValues("dynamo.stream.scans.nightly.resumable=true");

	@Test
	void keepsCheckpointsInDirectoryOnceOneIsNeeded() {
		Path checkpoints = this.directory.resolve("a").resolve("b");
		this.contextRunner.withPropertyValues("dynamo.stream.checkpoint.directory=" + checkpoints).run((context) -> {
			DynamoStreamTemplate template = context.getBean(DynamoStreamTemplate.class);
			template.scan(User.class).forEach((user) -> {
			}).join();
			assertThat(this.directory).isEmptyDirectory();
			run(template);
			assertThat(new FileScanCheckpointStore(checkpoints).findAll()).extracting(SavedCheckpoint::checkpoint)
				.singleElement()
				.returns("nightly", ScanCheckpoint::name)
				.returns(true, ScanCheckpoint::finished);
			assertThat(template.checkpoints().findAll()).hasSize(1)
				.isEqualTo(context.getBean(ScanCheckpointStore.class).findAll());
		});
	}

	@Test
	void backsOffWhenUserDefinesStore() {
		this.contextRunner.withUserConfiguration(StoreConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(ScanCheckpointStore.class);
			run(context.getBean(DynamoStreamTemplate.class));
			assertThat(context.getBean(CountingStore.class).saved()).isNotEmpty();
		});
	}

	@Test
	void savesOncePerInterval() {
		this.contextRunner.withUserConfiguration(StoreConfiguration.class)
			.withPropertyValues("dynamo.stream.checkpoint.interval=1h")
			.run((context) -> {
				run(context.getBean(DynamoStreamTemplate.class));
				assertThat(context.getBean(CountingStore.class).saved()).hasSize(1);
			});
		this.contextRunner.withUserConfiguration(StoreConfiguration.class)
			.withPropertyValues("dynamo.stream.checkpoint.interval=0")
			.run((context) -> {
				run(context.getBean(DynamoStreamTemplate.class));
				assertThat(context.getBean(CountingStore.class).saved()).hasSizeGreaterThan(3);
			});
	}

	@Test
	void failsOrGoesOnAsToldWhenItCannotSave() {
		ApplicationContextRunner failing = this.contextRunner.withUserConfiguration(FailingStoreConfiguration.class);
		failing.run((context) -> assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> run(context.getBean(DynamoStreamTemplate.class)))
			.withMessageContaining("could not save its checkpoint in nowhere"));
		failing.withPropertyValues("dynamo.stream.checkpoint.on-save-failure=continue")
			.run((context) -> run(context.getBean(DynamoStreamTemplate.class)));
	}

	@Test
	void refusesRunAfterTheEndIfToldSo() {
		this.contextRunner
			.withPropertyValues("dynamo.stream.checkpoint.directory=" + this.directory,
					"dynamo.stream.scans.nightly.restart=never")
			.run((context) -> {
				run(context.getBean(DynamoStreamTemplate.class));
				assertThatExceptionOfType(DynamoStreamException.class)
					.isThrownBy(() -> run(context.getBean(DynamoStreamTemplate.class)))
					.withMessageContaining("has finished");
			});
	}

	private static void run(DynamoStreamTemplate template) {
		template.scan(User.class).named("nightly").forEach((user) -> {
		}).join();
	}

	@Configuration(proxyBeanMethods = false)
	static class ThreeUsersConfiguration {

		@Bean
		DynamoDbClient userClient() {
			DynamoDbClient client = EmptyTable.client();
			List<Map<String, AttributeValue>> users = Stream.of("a", "b", "c")
				.map((id) -> Map.of("id", AttributeValue.fromS(id)))
				.toList();
			given(client.scan(any(ScanRequest.class))).willReturn(ScanResponse.builder().items(users).build());
			given(client.describeTable(any(DescribeTableRequest.class))).willReturn(description());
			return client;
		}

		private static DescribeTableResponse description() {
			TableDescription table = TableDescription.builder()
				.tableId("table-1")
				.creationDateTime(Instant.EPOCH)
				.keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
				.build();
			return DescribeTableResponse.builder().table(table).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StoreConfiguration {

		@Bean
		CountingStore userStore() {
			return new CountingStore(new ArrayList<>());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingStoreConfiguration {

		@Bean
		CountingStore userStore() {
			return new CountingStore(List.of());
		}

	}

	/**
	 * A store that only counts, or fails if it cannot.
	 */
	record CountingStore(List<ScanCheckpoint> saved) implements ScanCheckpointStore {

		@Override
		public Lease open(String name, Owner owner) {
			return new Lease() {

				@Override
				public Optional<ScanCheckpoint> load() {
					return Optional.empty();
				}

				@Override
				public void save(ScanCheckpoint checkpoint) {
					CountingStore.this.saved.add(checkpoint);
				}

				@Override
				public void close() {
				}

			};
		}

		@Override
		public List<SavedCheckpoint> findAll() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Optional<SavedCheckpoint> find(String name) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean delete(String name) {
			return false;
		}

		@Override
		public String toString() {
			return "nowhere";
		}

	}

}

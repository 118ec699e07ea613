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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import io.dynamostream.DynamoStreamTemplate.Decoder;
import io.dynamostream.DynamoStreamTemplate.OnSaveFailure;
import io.dynamostream.ScanSettings.ItemFailurePolicy;
import io.dynamostream.ScanSettings.Restart;
import io.dynamostream.autoconfigure.DynamoStreamProperties.Checkpoint.Jdbc.SchemaInitialization;
import io.dynamostream.autoconfigure.DynamoStreamProperties.Checkpoint.Store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link DynamoStreamProperties}.
 */
class DynamoStreamPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(PropertiesConfiguration.class);

	@Test
	void bindsEveryKeyOfYaml() {
		DynamoStreamProperties properties = bind(yaml("""
				dynamo:
				  stream:
				    enabled: true
				    table-prefix: before-
				    table-suffix: -behind
				    history-size: 20
				    decoder: sdk
				    progress:
				      event-interval: 500ms
				    checkpoint:
				      directory: /var/positions
				      interval: 200ms
				      on-save-failure: continue
				      store: JDBC
				      lease-duration: 1m
				      jdbc:
				        initialize-schema: always
				        schema: classpath:my-@@platform@@.sql
				        platform: mine
				        table-name: MY_CHECKPOINT
				      dynamodb:
				        table-name: my-checkpoints
				        create-table: true
				        time-to-live: 7d
				    tables:
				      User: users
				      com.acme.Order: orders
				      "[com.acme.Outer$Item]": items
				    client:
				      endpoint: http://localhost:8000
				      region: eu-central-1
				      max-connections: 60
				    embedded:
				      enabled: true
				    filter-expression: a = :a
				    projection-expression: a, b
				    expression-names:
				      "#a": x
				      other_name: y
				    expression-values:
				      ":a": 1
				      other_value: two
				    consistent-read: true
				    page-size: 1
				    limit: 5000000000
				    segments: 2
				    max-concurrency: 3
				    buffered-pages: 4
				    batch-size: 5
				    delivery-concurrency: 6
				    page-timeout: 90s
				    read-capacity: 25%
				    items-per-second: 7.5
				    dead-letter:
				      file: /var/failed/items.jsonl
				    delivery-retry:
				      max-retries: 3
				      delay: 200ms
				      multiplier: 1.5
				      max-delay: 10s
				    on-item-failure: skip
				    max-failed-items: 1%
				    max-unacknowledged-items: 200
				    scans:
				      nightly_export:
				        table-name: archive
				        index-name: by-age
				        resumable: true
				        restart: when-finished
				        manual-acknowledgment: true
				        page-size: 7
				        max-failed-items: 100
				"""));
		assertThat(properties.isEnabled()).isTrue();
		assertThat(properties.getTablePrefix()).isEqualTo("before-");
		assertThat(properties.getTableSuffix()).isEqualTo("-behind");
		assertThat(properties.getHistorySize()).isEqualTo(20);
		assertThat(properties.getDecoder()).isEqualTo(Decoder.SDK);
		assertThat(properties.getProgress().getEventInterval()).hasMillis(500);
		assertThat(properties.getCheckpoint().getDirectory()).isEqualTo(Path.of("/var/positions"));
		assertThat(properties.getCheckpoint().getInterval()).hasMillis(200);
		assertThat(properties.getCheckpoint().getOnSaveFailure()).isEqualTo(OnSaveFailure.CONTINUE);
		assertThat(properties.getCheckpoint().getStore()).isEqualTo(Store.JDBC);
		assertThat(properties.getCheckpoint().getLeaseDuration()).hasMinutes(1);
		assertThat(properties.getCheckpoint().getJdbc()).satisfies((jdbc) -> {
			assertThat(jdbc.getInitializeSchema()).isEqualTo(SchemaInitialization.ALWAYS);
			assertThat(jdbc.getSchema()).isEqualTo("classpath:my-@@platform@@.sql");
			assertThat(jdbc.getPlatform()).isEqualTo("mine");
			assertThat(jdbc.getTableName()).isEqualTo("MY_CHECKPOINT");
		});
		assertThat(properties.getCheckpoint().getDynamodb()).satisfies((dynamoDb) -> {
			assertThat(dynamoDb.getTableName()).isEqualTo("my-checkpoints");
			assertThat(dynamoDb.isCreateTable()).isTrue();
			assertThat(dynamoDb.getTimeToLive()).hasDays(7);
		});
		assertThat(properties.getTables()).containsOnly(entry("User", "users"), entry("com.acme.Order", "orders"),
				entry("com.acme.Outer$Item", "items"));
		assertThat(properties.getClient().getEndpoint()).isEqualTo(URI.create("http://localhost:8000"));
		assertThat(properties.getClient().getRegion()).isEqualTo("eu-central-1");
		assertThat(properties.getClient().getMaxConnections()).isEqualTo(60);
		assertThat(properties.getEmbedded().isEnabled()).isTrue();
		assertThat(properties.getFilterExpression()).isEqualTo("a = :a");
		assertThat(properties.getProjectionExpression()).isEqualTo("a, b");
		assertThat(properties.getExpressionNames()).containsOnly(entry("a", "x"), entry("other_name", "y"));
		assertThat(properties.getExpressionValues()).containsOnly(entry("a", 1), entry("other_value", "two"));
		assertThat(properties.getConsistentRead()).isTrue();
		assertThat(properties.getPageSize()).isEqualTo(1);
		assertThat(properties.getLimit()).isEqualTo(5_000_000_000L);
		assertThat(properties.getSegments()).isEqualTo("2");
		assertThat(properties.getMaxConcurrency()).isEqualTo(3);
		assertThat(properties.getBufferedPages()).isEqualTo(4);
		assertThat(properties.getBatchSize()).isEqualTo(5);
		assertThat(properties.getDeliveryConcurrency()).isEqualTo(6);
		assertThat(properties.getPageTimeout()).hasSeconds(90);
		assertThat(properties.getReadCapacity()).isEqualTo("25%");
		assertThat(properties.getItemsPerSecond()).isEqualTo("7.5");
		assertThat(properties.getDeadLetter().getFile()).isEqualTo(new File("/var/failed/items.jsonl"));
		assertThat(properties.getDeliveryRetry()).satisfies((retry) -> {
			assertThat(retry.getMaxRetries()).isEqualTo(3);
			assertThat(retry.getDelay()).hasMillis(200);
			assertThat(retry.getMultiplier()).isEqualTo(1.5);
			assertThat(retry.getMaxDelay()).hasSeconds(10);
		});
		assertThat(properties.getOnItemFailure()).isEqualTo(ItemFailurePolicy.SKIP);
		assertThat(properties.getMaxFailedItems()).isEqualTo("1%");
		assertThat(properties.getMaxUnacknowledgedItems()).isEqualTo(200);
		assertThat(properties.getScans()).containsOnlyKeys("nightly_export");
		assertThat(properties.getScans().get("nightly_export")).satisfies((scan) -> {
			assertThat(scan.getTableName()).isEqualTo("archive");
			assertThat(scan.getIndexName()).isEqualTo("by-age");
			assertThat(scan.getResumable()).isTrue();
			assertThat(scan.getRestart()).isEqualTo(Restart.WHEN_FINISHED);
			assertThat(scan.getManualAcknowledgment()).isTrue();
			assertThat(scan.getPageSize()).isEqualTo(7);
			assertThat(scan.getMaxFailedItems()).isEqualTo("100");
			assertThat(scan.getOnItemFailure()).isNull();
			assertThat(scan.getSegments()).isNull();
		});
	}

	@Test
	void bindsPropertiesFile() {
		DynamoStreamProperties properties = bind(properties("""
				dynamo.stream.tables.com.acme.Order=orders
				dynamo.stream.expression-names.#name=n
				dynamo.stream.expression-values.min.N=18
				dynamo.stream.scans.nightly.expression-values.tags[0]=a
				dynamo.stream.scans.nightly.expression-values.tags[1]=b
				"""));
		assertThat(properties.getTables()).containsOnly(entry("com.acme.Order", "orders"));
		assertThat(properties.getExpressionNames()).containsOnly(entry("name", "n"));
		assertThat(properties.getExpressionValues()).containsOnly(entry("min", Map.of("N", "18")));
		assertThat(properties.getScans().get("nightly").getExpressionValues()).hasSize(1);
	}

	@Test
	void bindsRelaxedNames() {
		DynamoStreamProperties properties = bind(properties("""
				dynamo.stream.pageSize=1
				dynamo.stream.MAX_CONCURRENCY=2
				dynamo.stream.scans.nightly.bufferedPages=3
				dynamo.stream.client.maxConnections=4
				"""));
		assertThat(properties.getPageSize()).isEqualTo(1);
		assertThat(properties.getMaxConcurrency()).isEqualTo(2);
		assertThat(properties.getScans().get("nightly").getBufferedPages()).isEqualTo(3);
		assertThat(properties.getClient().getMaxConnections()).isEqualTo(4);
	}

	@Test
	void bindsEnvironmentVariables() {
		DynamoStreamProperties properties = bind(new SystemEnvironmentPropertySource("systemEnvironment",
				Map.of("DYNAMO_STREAM_PAGESIZE", "1", "DYNAMO_STREAM_SCANS_NIGHTLY_PAGESIZE", "2",
						"DYNAMO_STREAM_TABLES_USERACCOUNT", "accounts", "DYNAMO_STREAM_CLIENT_REGION", "eu-west-1")));
		assertThat(properties.getPageSize()).isEqualTo(1);
		assertThat(properties.getScans().get("nightly").getPageSize()).isEqualTo(2);
		assertThat(new ConfiguredTables(properties.getTables()).tableName(UserAccount.class)).isEqualTo("accounts");
		assertThat(properties.getClient().getRegion()).isEqualTo("eu-west-1");
	}

	@Test
	void refusesUnknownKeys() {
		for (String key : List.of("page-sise", "scans.nightly.page-sise", "client.regoin",
				"scans.nightly.client.region", "embedded.port", "resumable", "restart", "manual-acknowledgment",
				"checkpoint.interval-ms", "progress.event-intervall")) {
			this.contextRunner.withPropertyValues("dynamo.stream." + key + "=1")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining("dynamo.stream." + key));
		}
	}

	@Test
	void refusesValuesOfOtherType() {
		for (String property : List.of("page-size=many", "limit=1.5", "consistent-read=maybe", "enabled=yess",
				"scans.nightly.batch-size=few", "scans.nightly.restart=now", "checkpoint.on-save-failure=ignore",
				"checkpoint.store=redis", "checkpoint.jdbc.initialize-schema=maybe", "on-item-failure=ignore",
				"client.endpoint=::", "tables=users", "decoder=fast")) {
			this.contextRunner.withPropertyValues("dynamo.stream." + property)
				.run((context) -> assertThat(context).getFailure().hasCauseInstanceOf(BindException.class));
		}
	}

	private DynamoStreamProperties bind(PropertySource<?> source) {
		Map<String, DynamoStreamProperties> bound = new HashMap<>();
		this.contextRunner.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
			.run((context) -> bound.put("bean", context.getBean(DynamoStreamProperties.class)));
		return bound.get("bean");
	}

	static PropertySource<?> yaml(String text) {
		return load(new YamlPropertySourceLoader(), text);
	}

	static PropertySource<?> properties(String text) {
		return load(new PropertiesPropertySourceLoader(), text);
	}

	private static PropertySource<?> load(PropertySourceLoader loader, String text) {
		try {
			return loader.load("test", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8))).get(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(DynamoStreamProperties.class)
	static class PropertiesConfiguration {

	}

	static class UserAccount {

	}

}

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

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.UrlResource;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamTemplate.Decoder;
import io.dynamostream.checkpoint.DatabaseScanCheckpointStore;
import io.dynamostream.checkpoint.LeaseOptions;
import io.dynamostream.checkpoint.dynamodb.DynamoDbScanCheckpointStore;
import io.dynamostream.checkpoint.jdbc.JdbcScanCheckpointStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests that the defaults that the configuration metadata names are those of the engine.
 */
class DocumentedDefaultsTests {

	@Test
	void areThoseOfScans() throws IOException {
		ScanSettings settings = ScanSettings.none().segments(SegmentNumber.DEFAULT);
		ScanTarget<User> target = ScanTarget.of(User.class, ItemTypeResolver.annotated("", ""), settings);
		ScanPlan<User> plan = ScanPlan.of(target, new ScanLayers(settings, Map.of()), OptionalInt.empty());
		DynamoStreamTemplate.Builder builder = DynamoStreamTemplate.builder(FakeTable.ofUsers(0));
		assertThat(builder.checkpointStore)
			.hasToString("directory '%s'".formatted(Path.of("dynamo-stream-checkpoints").toAbsolutePath()));
		assertThat(documentedDefaults()).containsOnly(entry("dynamo.stream.enabled", true),
				entry("dynamo.stream.embedded.enabled", false), entry("dynamo.stream.table-prefix", ""),
				entry("dynamo.stream.table-suffix", ""),
				entry("dynamo.stream.segments", String.valueOf(plan.segments())),
				entry("dynamo.stream.batch-size", plan.batchSize()),
				entry("dynamo.stream.delivery-concurrency", plan.deliveryConcurrency()),
				entry("dynamo.stream.consistent-read", plan.consistentRead()),
				entry("dynamo.stream.on-item-failure", plan.skipsFailedItems() ? "skip" : "fail"),
				entry("dynamo.stream.max-failed-items", plan.failedItemBudget().toString()),
				entry("dynamo.stream.max-unacknowledged-items", plan.maxUnacknowledgedItems()),
				entry("dynamo.stream.delivery-retry.max-retries", 0),
				entry("dynamo.stream.delivery-retry.delay", RetryPolicy.Builder.DEFAULT_DELAY / 1000 + "s"),
				entry("dynamo.stream.delivery-retry.multiplier", (int) RetryPolicy.Builder.DEFAULT_MULTIPLIER),
				entry("dynamo.stream.history-size", builder.historySize),
				entry("dynamo.stream.decoder", Decoder.DIRECT.name().toLowerCase(Locale.ROOT)),
				entry("dynamo.stream.progress.event-interval", builder.progressEventInterval.toSeconds() + "s"),
				entry("dynamo.stream.checkpoint.directory", "dynamo-stream-checkpoints"),
				entry("dynamo.stream.checkpoint.interval", builder.checkpointInterval.toSeconds() + "s"),
				entry("dynamo.stream.checkpoint.on-save-failure",
						builder.onCheckpointSaveFailure.name().toLowerCase(Locale.ROOT)),
				entry("dynamo.stream.checkpoint.store", "file"),
				entry("dynamo.stream.checkpoint.lease-duration", LeaseOptions.defaults().duration().toSeconds() + "s"),
				entry("dynamo.stream.checkpoint.jdbc.initialize-schema", "embedded"),
				entry("dynamo.stream.checkpoint.jdbc.schema",
						"classpath:io/dynamostream/checkpoint/jdbc/schema-@@platform@@.sql"),
				entry("dynamo.stream.checkpoint.jdbc.table-name",
						nameIn(JdbcScanCheckpointStore.builder(new SimpleDriverDataSource()).build())),
				entry("dynamo.stream.checkpoint.dynamodb.table-name",
						nameIn(DynamoDbScanCheckpointStore.builder(FakeTable.ofUsers(0)).build())),
				entry("dynamo.stream.checkpoint.dynamodb.create-table", false),
				entry("dynamo.stream.progress.log-interval", "10s"), entry("dynamo.stream.dashboard.enabled", false),
				entry("dynamo.stream.dashboard.path", "/dynamo-stream"),
				entry("dynamo.stream.client.max-connections", connections()));
	}

	private static String nameIn(DatabaseScanCheckpointStore store) {
		return store.toString().replaceAll(".*'(.*)'", "$1");
	}

	private static int connections() {
		try (DynamoDbClient client = DynamoDbClient.builder()
			.region(Region.EU_WEST_1)
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.build()) {
			return HttpConnectionLimit.of(client).orElseThrow();
		}
	}

	private static Map<String, Object> documentedDefaults() throws IOException {
		URL classes = ScanPlan.class.getProtectionDomain().getCodeSource().getLocation();
		String metadata = new UrlResource(classes + "META-INF/spring-configuration-metadata.json")
			.getContentAsString(StandardCharsets.UTF_8);
		List<Map<String, Object>> properties = JsonPath.read(metadata, "$.properties");
		return properties.stream()
			.filter((property) -> ((String) property.get("name")).startsWith("dynamo.stream."))
			.filter((property) -> property.containsKey("defaultValue"))
			.collect(Collectors.toMap((property) -> (String) property.get("name"),
					(property) -> property.get("defaultValue")));
	}

}

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

import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.io.UrlResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the configuration metadata that IDEs read.
 */
class ConfigurationMetadataTests {

	private final Map<String, Map<String, Object>> properties = read();

	@Test
	void describesEveryPropertyWithItsType() {
		assertThat(this.properties).isNotEmpty().allSatisfy((name, property) -> {
			assertThat(property.get("type")).asString().isNotBlank();
			assertThat(property.get("description")).asString().endsWith(".").doesNotStartWith("The ");
			assertThat(property.get("sourceType")).asString()
				.matches("io\\.dynamostream\\.(autoconfigure|actuate)\\..+");
		});
	}

	@Test
	void hasEveryKeyThatCanBeBound() {
		List<String> keys = new ArrayList<>(keys("", DynamoStreamProperties.class));
		keys.removeAll(
				List.of("checkpoint", "client", "dashboard", "dead-letter", "delivery-retry", "embedded", "progress"));
		keys.addAll(keys("dashboard.", DynamoStreamProperties.Dashboard.class));
		keys.addAll(keys("dead-letter.", DynamoStreamProperties.DeadLetter.class));
		keys.addAll(keys("delivery-retry.", ScanProperties.DeliveryRetry.class));
		keys.addAll(keys("checkpoint.", DynamoStreamProperties.Checkpoint.class));
		keys.removeAll(List.of("checkpoint.jdbc", "checkpoint.dynamodb"));
		keys.addAll(keys("checkpoint.jdbc.", DynamoStreamProperties.Checkpoint.Jdbc.class));
		keys.addAll(keys("checkpoint.dynamodb.", DynamoStreamProperties.Checkpoint.DynamoDb.class));
		keys.addAll(keys("client.", DynamoStreamProperties.Client.class));
		keys.addAll(keys("embedded.", DynamoStreamProperties.Embedded.class));
		keys.addAll(keys("progress.", DynamoStreamProperties.Progress.class));
		assertThat(keysBelow("dynamo.stream.")).containsExactlyInAnyOrderElementsOf(keys);
	}

	@Test
	void hasEveryKeyOfTheEndpoint() {
		List<String> keys = new ArrayList<>(keys("", DynamoScansEndpointProperties.class));
		keys.addAll(List.of("access", "cache.time-to-live"));
		assertThat(keysBelow("management.endpoint.dynamoscans.")).containsExactlyInAnyOrderElementsOf(keys);
	}

	@Test
	void hasEveryKeyOfTheEndpointOfCheckpoints() {
		List<String> keys = new ArrayList<>(keys("", DynamoCheckpointsEndpointProperties.class));
		keys.addAll(List.of("access", "cache.time-to-live"));
		assertThat(keysBelow("management.endpoint.dynamocheckpoints.")).containsExactlyInAnyOrderElementsOf(keys);
	}

	private List<String> keysBelow(String prefix) {
		return this.properties.keySet()
			.stream()
			.filter((name) -> name.startsWith(prefix))
			.map((name) -> name.substring(prefix.length()))
			.toList();
	}

	private static List<String> keys(String prefix, Class<?> type) {
		return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
			.map(PropertyDescriptor::getName)
			.filter((name) -> !name.equals("class"))
			.map((name) -> prefix + name.replaceAll("([A-Z])", "-$1").toLowerCase())
			.toList();
	}

	@Test
	void namesAreCanonical() {
		assertThat(this.properties.keySet()).allMatch(ConfigurationPropertyName::isValid);
	}

	@Test
	void proposesValuesThatAreNoNumbers() throws IOException {
		List<String> values = JsonPath.read(text(), "$.hints[?(@.name == 'dynamo.stream.segments')].values[*].value");
		assertThat(values).containsExactly("auto");
	}

	private static Map<String, Map<String, Object>> read() {
		try {
			List<Map<String, Object>> properties = JsonPath.read(text(), "$.properties");
			return properties.stream()
				.collect(Collectors.toMap((property) -> (String) property.get("name"), Function.identity()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text() throws IOException {
		String classes = DynamoStreamProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
		return new UrlResource(classes + "META-INF/spring-configuration-metadata.json")
			.getContentAsString(StandardCharsets.UTF_8);
	}

}

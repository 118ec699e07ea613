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

package io.dynamostream.actuate;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.actuate.HttpApi.Answer;
import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpoint.AtKey;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpointStore.Owner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the {@link DynamoCheckpointsEndpoint} on a port of its own behind Spring
 * Security.
 */
@Timeout(120)
class DynamoCheckpointsEndpointSecurityTests {

	private static final String PATH = "/actuator/dynamocheckpoints";

	@TempDir
	private static Path directory;

	private static ConfigurableApplicationContext context;

	private final HttpApi api = api("local.management.port");

	@BeforeAll
	static void start() {
		context = EndpointApplication.run(WebApplicationType.SERVLET, EndpointSecurity.class,
				"management.server.port=0", "management.endpoint.dynamocheckpoints.access=unrestricted",
				"management.endpoint.dynamocheckpoints.show-values=when-authorized",
				"management.endpoint.dynamocheckpoints.roles=OPERATOR",
				"dynamo.stream.checkpoint.directory=" + directory);
		try (Lease lease = store().open("nightly", Owner.thisProcess(Instant.EPOCH))) {
			lease.save(new ScanCheckpoint("nightly", Map.of("segments", "2"),
					Map.of(0, new AtKey(Map.of("id", AttributeValue.fromS("user-1")))), 1, 0, false, Instant.EPOCH));
		}
	}

	@AfterAll
	static void close() {
		context.close();
	}

	private static ScanCheckpointStore store() {
		return context.getBean(ScanCheckpointStore.class);
	}

	private static HttpApi api(String port) {
		return HttpApi.onPort(context.getEnvironment().getProperty(port));
	}

	@Test
	void isOnThePortOfManagementOnly() {
		assertThat(this.api.as("reader").get(PATH).status()).isEqualTo(200);
		assertThat(api("local.server.port").as("reader").get(PATH).status()).isEqualTo(404);
	}

	@Test
	void isClosedToStrangers() {
		assertThat(this.api.get(PATH).status()).isEqualTo(401);
		assertThat(this.api.get(PATH + "/nightly").status()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nightly", "?name=nightly" })
	void showsPositionsToUsersWithTheRole(String name) {
		Answer seenByReader = this.api.as("reader").get(PATH + name);
		assertThat(seenByReader.<String>json("$.positions[0].position")).isEqualTo("******");
		assertThat(seenByReader.body()).doesNotContain("user-");
		Answer seenByOperator = this.api.as("operator").get(PATH + name);
		assertThat(seenByOperator.<String>json("$.positions[0].position.id")).isEqualTo("user-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nightly", "?name=nightly" })
	void isNotDeletedWithoutTokenOrRole(String name) {
		assertThat(this.api.as("operator").delete(PATH + name).status()).isEqualTo(403);
		assertThat(withToken(this.api.as("reader")).delete(PATH + name).status()).isEqualTo(403);
		assertThat(store().find("nightly")).isPresent();
	}

	@Test
	void isDeletedWithTokenByUsersWithTheRole() {
		try (Lease lease = store().open("weekly", Owner.thisProcess(Instant.EPOCH))) {
			lease.save(new ScanCheckpoint("weekly", Map.of(), Map.of(), 0, 0, true, Instant.EPOCH));
		}
		assertThat(withToken(this.api.as("operator")).delete(PATH + "/weekly").status()).isEqualTo(204);
		assertThat(store().find("weekly")).isEmpty();
	}

	private static HttpApi withToken(HttpApi user) {
		return EndpointSecurity.withToken(user, PATH);
	}

}

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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import io.dynamostream.DynamoStreamOperations;
import io.dynamostream.ScanExecution;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.actuate.HttpApi.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the {@link DynamoScansEndpoint} on a port of its own behind Spring Security.
 */
@Timeout(120)
class DynamoScansEndpointSecurityTests {

	private static final String PAUSE = "{\"action\": \"pause\"}";

	private static ConfigurableApplicationContext context;

	private static ScanExecution execution;

	private final HttpApi api = api("local.management.port");

	private final String path = "/actuator/dynamoscans/" + execution.id();

	@BeforeAll
	static void start() {
		context = EndpointApplication.run(WebApplicationType.SERVLET, EndpointSecurity.class,
				"management.server.port=0", "management.endpoint.dynamoscans.access=unrestricted",
				"management.endpoint.dynamoscans.show-values=when-authorized",
				"management.endpoint.dynamoscans.roles=OPERATOR");
		execution = context.getBean(EndlessTable.class).scan(context.getBean(DynamoStreamOperations.class), "secret");
		await().until(() -> execution.progress().pages() > 0);
	}

	@AfterAll
	static void close() {
		execution.cancel();
		context.getBean(EndlessTable.class).close();
		context.close();
	}

	private static HttpApi api(String port) {
		return HttpApi.onPort(context.getEnvironment().getProperty(port));
	}

	@Test
	void isOnThePortOfManagementOnly() {
		assertThat(this.api.as("reader").get("/actuator/dynamoscans").status()).isEqualTo(200);
		assertThat(api("local.server.port").as("reader").get("/actuator/dynamoscans").status()).isEqualTo(404);
	}

	@Test
	void isClosedToStrangers() {
		assertThat(this.api.get("/actuator/dynamoscans").status()).isEqualTo(401);
		assertThat(this.api.get(this.path).status()).isEqualTo(401);
	}

	@Test
	void showsValuesToUsersWithTheRole() {
		Answer seenByReader = this.api.as("reader").get(this.path);
		assertThat(seenByReader.<String>json("$.expressionValues[':min']")).isEqualTo("******");
		assertThat(seenByReader.<String>json("$.segments[0].position")).isEqualTo("******");
		assertThat(seenByReader.body()).doesNotContain("user-");
		Answer seenByOperator = this.api.as("operator").get(this.path);
		assertThat(seenByOperator.<Integer>json("$.expressionValues[':min']")).isEqualTo(18);
		assertThat(seenByOperator.<String>json("$.segments[0].position.id")).startsWith("user-");
	}

	@Test
	void refusesRequestsThatMayBeForged() {
		HttpApi operator = this.api.as("operator");
		assertThat(operator.post(this.path, PAUSE).status()).isEqualTo(403);
		assertThat(operator.delete(this.path).status()).isEqualTo(403);
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
	}

	@Test
	void isSteeredWithTokenByUsersWithTheRole() {
		HttpApi operator = withToken(this.api.as("operator"));
		assertThat(operator.post(this.path, PAUSE).<String>json("$.state")).isEqualTo("PAUSED");
		assertThat(operator.post(this.path, "{\"action\": \"resume\"}").<String>json("$.state")).isEqualTo("RUNNING");
		HttpApi reader = withToken(this.api.as("reader"));
		assertThat(reader.post(this.path, PAUSE).status()).isEqualTo(403);
		assertThat(reader.delete(this.path).status()).isEqualTo(403);
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
	}

	private static HttpApi withToken(HttpApi user) {
		return EndpointSecurity.withToken(user, "/actuator/dynamoscans");
	}

}

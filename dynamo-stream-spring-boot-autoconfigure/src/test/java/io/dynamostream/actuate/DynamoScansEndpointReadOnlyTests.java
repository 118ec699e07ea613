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

import javax.management.JMException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

import io.dynamostream.DynamoStreamOperations;
import io.dynamostream.ScanExecution;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.actuate.HttpApi.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the {@link DynamoScansEndpoint} that is exposed and nothing more.
 */
@Timeout(120)
class DynamoScansEndpointReadOnlyTests {

	private static final EndpointMBean bean = new EndpointMBean("read-only", "Dynamoscans");

	private static ConfigurableApplicationContext context;

	private static ScanExecution execution;

	private final HttpApi api = HttpApi.onPort(context.getEnvironment().getProperty("local.server.port"));

	private final String path = "/actuator/dynamoscans/" + execution.id();

	@BeforeAll
	static void start() {
		context = EndpointApplication.run(WebApplicationType.SERVLET, EndpointApplication.class,
				StringUtils.addStringToArray(bean.properties(), EndpointApplication.WITHOUT_SECURITY));
		execution = context.getBean(EndlessTable.class).scan(context.getBean(DynamoStreamOperations.class), "watched");
		await().until(() -> execution.progress().pages() > 0);
	}

	@AfterAll
	static void close() {
		execution.cancel();
		context.getBean(EndlessTable.class).close();
		context.close();
	}

	@Test
	void saysThatItIsReadOnly() {
		assertThat(this.api.get("/actuator/dynamoscans").<String>json("$.access")).isEqualTo("READ_ONLY");
		assertThat(this.api.get(this.path).<String>json("$.access")).isEqualTo("READ_ONLY");
	}

	@Test
	void showsNoValues() {
		Answer answer = this.api.get(this.path);
		assertThat(answer.<String>json("$.expressionValues[':min']")).isEqualTo("******");
		assertThat(answer.<String>json("$.segments[0].position")).isEqualTo("******");
		assertThat(answer.body()).doesNotContain("user-");
	}

	@Test
	void cannotBeUsedToSteer() {
		assertThat(this.api.post(this.path, "{\"action\": \"pause\"}").status()).isEqualTo(405);
		assertThat(this.api.delete(this.path).status()).isEqualTo(405);
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
	}

	@Test
	void hasNoOperationsToSteerOverJmx() throws JMException {
		assertThat(bean.operations()).containsExactlyInAnyOrder("scans", "scan");
	}

}

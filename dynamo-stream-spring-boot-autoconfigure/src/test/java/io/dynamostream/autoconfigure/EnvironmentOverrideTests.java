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

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.User;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for environment variables that override YAML: their names have no case and no
 * dashes, and their values no type.
 */
@Timeout(60)
class EnvironmentOverrideTests {

	private static final String ADULTS = """
			dynamo.stream:
			  scans:
			    adult-users:
			      filter-expression: "#a >= :minAge"
			      expression-names:
			        a: age
			      expression-values:
			        minAge: %s
			""";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DynamoStreamClientAutoConfiguration.class, DynamoStreamAutoConfiguration.class))
		.withBean(DynamoDbClient.class, EmptyTable::client);

	@Test
	void valueOfPlaceholder() {
		with(ADULTS.formatted("18"), Map.of("DYNAMO_STREAM_SCANS_ADULTUSERS_EXPRESSIONVALUES_MINAGE", "21"))
			.run((context) -> assertThat(request(context, "adult-users").expressionAttributeValues())
				.containsExactlyEntriesOf(Map.of(":minAge", AttributeValue.fromS("21"))));
	}

	@Test
	void typedValueOfPlaceholder() {
		with(ADULTS.formatted("{N: 18}"), Map.of("DYNAMO_STREAM_SCANS_ADULTUSERS_EXPRESSIONVALUES_MINAGE_N", "21"))
			.run((context) -> assertThat(request(context, "adult-users").expressionAttributeValues())
				.containsExactlyEntriesOf(Map.of(":minAge", AttributeValue.fromN("21"))));
	}

	@Test
	void nameOfPlaceholder() {
		with("""
				dynamo.stream.scans.ids:
				  projection-expression: "#theId"
				  expression-names:
				    theId: id
				""", Map.of("DYNAMO_STREAM_SCANS_IDS_EXPRESSIONNAMES_THEID", "key"))
			.run((context) -> assertThat(request(context, "ids").expressionAttributeNames())
				.containsExactlyEntriesOf(Map.of("#theId", "key")));
	}

	@Test
	void typedValueWithoutYaml() {
		with("dynamo.stream.scans.adults.filter-expression: age >= :min AND premium = :premium",
				Map.of("DYNAMO_STREAM_SCANS_ADULTS_EXPRESSIONVALUES_MIN_N", "21",
						"DYNAMO_STREAM_SCANS_ADULTS_EXPRESSIONVALUES_PREMIUM_BOOL", "true"))
			.run((context) -> assertThat(request(context, "adults").expressionAttributeValues())
				.isEqualTo(Map.of(":min", AttributeValue.fromN("21"), ":premium", AttributeValue.fromBool(true))));
	}

	@Test
	void valueOfOtherFormIsRefused() {
		with(ADULTS.formatted("18"), Map.of("DYNAMO_STREAM_SCANS_ADULTUSERS_EXPRESSIONVALUES_MINAGE_N", "21"))
			.run((context) -> assertThat(context).getFailure()
				.cause()
				.rootCause()
				.hasMessage(
						"The keys 'minage' and 'minAge' differ in case only, which names of environment variables do "
								+ "not have, and their values differ. Leave out one of them, or write both in the same form, such "
								+ "as {N: 18} in YAML and ..._MINAGE_N=18 in the environment."));
	}

	@Test
	void optionOfNamedScan() {
		with("dynamo.stream.scans.adult-users.limit: 5", Map.of("DYNAMO_STREAM_SCANS_ADULTUSERS_PAGESIZE", "8"))
			.run((context) -> assertThat(request(context, "adult-users").limit()).isEqualTo(5));
		with("dynamo.stream.limit: 50", Map.of("DYNAMO_STREAM_SCANS_ADULTUSERS_PAGESIZE", "8"))
			.run((context) -> assertThat(request(context, "adult-users").limit()).isEqualTo(8));
	}

	private ApplicationContextRunner with(String yaml, Map<String, Object> environment) {
		return this.contextRunner.withInitializer((context) -> {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
			sources.replace(name, new SystemEnvironmentPropertySource(name, environment));
			sources.addLast(DynamoStreamPropertiesTests.yaml(yaml));
		});
	}

	private static ScanRequest request(AssertableApplicationContext context, String name) {
		context.getBean(DynamoStreamTemplate.class).scan(User.class).named(name).stream().toList();
		return EmptyTable.requests(context.getBean(DynamoDbClient.class)).get(0);
	}

}

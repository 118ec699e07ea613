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

import java.net.URI;

import io.awspring.cloud.dynamodb.DynamoDbTableNameResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.ItemTypeResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IgnoredOptionsReport}.
 */
@ExtendWith(OutputCaptureExtension.class)
class IgnoredOptionsReportTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoStreamEmbeddedAutoConfiguration.class,
				DynamoStreamConnectionAutoConfiguration.class, DynamoStreamClientAutoConfiguration.class,
				DynamoStreamAutoConfiguration.class));

	@Test
	void saysNothingWhenEverythingHasAnEffect(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("dynamo.stream.client.region=eu-central-1", "dynamo.stream.table-prefix=a-",
					"dynamo.stream.tables.User=users", "dynamo.stream.embedded.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("ignored").doesNotContain("IgnoredOptionsReport");
	}

	@ParameterizedTest
	@ValueSource(strings = { "table-prefix=a-", "table-suffix=-z", "tables.User=users" })
	void warnsOfTableNamesBesideOwnItemTypes(String property, CapturedOutput output) {
		this.contextRunner.withPropertyValues("dynamo.stream." + property)
			.withBean(DynamoDbClient.class, EmptyTable::client)
			.withBean(ItemTypeResolver.class, () -> ItemTypeResolver.annotated("", ""))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("'dynamo.stream.tables', 'table-prefix' and 'table-suffix' are ignored");
	}

	@ParameterizedTest
	@ValueSource(strings = { "table-prefix=a-", "table-suffix=-z" })
	void warnsOfTableNamesBesideSpringCloudAws(String property, CapturedOutput output) {
		this.contextRunner.withPropertyValues("dynamo.stream." + property)
			.withBean(DynamoDbClient.class, EmptyTable::client)
			.withBean(DynamoDbTableNameResolver.class, () -> new DynamoDbTableNameResolver() {

				@Override
				public <T> String resolve(Class<T> itemType) {
					return itemType.getSimpleName();
				}

			})
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("Use 'spring.cloud.aws.dynamodb.table-prefix' and 'table-suffix'.");
	}

	@Test
	void warnsOfEmbeddedDynamoDbBesideDetails(CapturedOutput output) {
		withDetails().withPropertyValues("dynamo.stream.embedded.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("'dynamo.stream.embedded.enabled' is ignored");
	}

	@ParameterizedTest
	@ValueSource(strings = { "endpoint=http://127.0.0.1:1", "region=eu-central-1" })
	void warnsOfClientBesideDetails(String property, CapturedOutput output) {
		withDetails().withPropertyValues("dynamo.stream.client." + property)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("'dynamo.stream.client.endpoint' and 'region' are ignored");
	}

	@ParameterizedTest
	@CsvSource({ "delivery-retry.delay=2s, true", "delivery-retry.multiplier=2, true",
			"scans.nightly.delivery-retry.max-delay=2s, true", "delivery-retry.max-retries=0, false" })
	void warnsOfDelaysWithoutRetries(String property, boolean warns, CapturedOutput output) {
		ApplicationContextRunner runner = this.contextRunner.withPropertyValues("dynamo.stream." + property)
			.withBean(DynamoDbClient.class, EmptyTable::client);
		String warning = "'dynamo.stream.delivery-retry' and those of named scans are ignored";
		runner.withPropertyValues("dynamo.stream.scans.other.delivery-retry.max-retries=1")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(warning);
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.toString().contains(warning)).isEqualTo(warns);
	}

	private ApplicationContextRunner withDetails() {
		return this.contextRunner.withBean(DynamoStreamConnectionDetails.class,
				() -> DynamoStreamConnectionDetails.dynamoDbLocal(URI.create("http://127.0.0.1:8000")));
	}

}

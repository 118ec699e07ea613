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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoStreamClientAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DynamoStreamClientAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoStreamConnectionAutoConfiguration.class,
				DynamoStreamClientAutoConfiguration.class))
		.withPropertyValues("dynamo.stream.client.region=eu-central-1");

	@Test
	void makesClientOfRegion() {
		this.contextRunner.run((context) -> {
			DynamoDbServiceClientConfiguration client = clientOf(context.getBean(DynamoDbClient.class));
			assertThat(client.region()).isEqualTo(Region.EU_CENTRAL_1);
			assertThat(client.endpointOverride()).isEmpty();
		});
	}

	@Test
	void makesClientOfEndpoint() {
		this.contextRunner.withPropertyValues("dynamo.stream.client.endpoint=http://localhost:8000")
			.run((context) -> assertThat(clientOf(context.getBean(DynamoDbClient.class)).endpointOverride())
				.contains(URI.create("http://localhost:8000")));
	}

	@Test
	void appliesCustomizersLastAndInOrder() {
		this.contextRunner.withUserConfiguration(CustomizerConfiguration.class)
			.run((context) -> assertThat(clientOf(context.getBean(DynamoDbClient.class)).region())
				.isEqualTo(Region.US_WEST_2));
	}

	@Test
	void backsOffWhenUserDefinesClient() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(DynamoDbClient.class)
				.hasBean("userClient")
				.doesNotHaveBean(DynamoStreamConnectionDetails.class));
	}

	@Test
	void saysThatPropertiesAreIgnoredWhenUserDefinesClient(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.run((context) -> assertThat(output).contains("'dynamo.stream.client' is ignored")
				.contains("DynamoDbClient bean"));
	}

	@Test
	void saysNothingWhenPropertiesAreUsed(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(DynamoDbClient.class);
			assertThat(output).doesNotContain("is ignored");
		});
	}

	@Test
	void saysNothingWhenThereAreNoPropertiesToIgnore(CapturedOutput output) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DynamoStreamClientAutoConfiguration.class))
			.withUserConfiguration(ClientConfiguration.class)
			.run((context) -> assertThat(output).doesNotContain("is ignored"));
	}

	@Test
	void propertySwitchesItOff() {
		this.contextRunner.withPropertyValues("dynamo.stream.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoDbClient.class));
	}

	@Test
	void isOffWithoutSdk() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(DynamoDbClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("dynamoDbClient"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:8000", "127.0.0.1", "ftp://localhost:8000", "http:/localhost" })
	void refusesEndpointThatIsNoUrl(String endpoint) {
		this.contextRunner.withPropertyValues("dynamo.stream.client.endpoint=" + endpoint)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("dynamo.stream.client.endpoint");
					assertThat(ex.getReason()).contains("such as http://localhost:8000");
				}));
	}

	@Test
	void refusesPoolWithoutConnections() {
		this.contextRunner.withPropertyValues("dynamo.stream.client.max-connections=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("dynamo.stream.client.max-connections");
					assertThat(ex.getReason()).isEqualTo("It must be 1 or more.");
				}));
	}

	@Test
	void refusesToSizePoolOfOtherHttpClient() {
		this.contextRunner.withPropertyValues("dynamo.stream.client.max-connections=10")
			.withClassLoader(new FilteredClassLoader(Apache5HttpClient.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getReason()).contains("'software.amazon.awssdk:apache5-client'")
							.contains("DynamoStreamClientCustomizer")));
	}

	@Test
	void leavesPoolOfOtherHttpClientAlone() {
		this.contextRunner.withPropertyValues("dynamo.stream.scans.nightly.max-concurrency=80")
			.withClassLoader(new FilteredClassLoader(Apache5HttpClient.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DynamoDbClient.class));
	}

	private static DynamoDbServiceClientConfiguration clientOf(DynamoDbClient client) {
		return client.serviceClientConfiguration();
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean
		DynamoDbClient userClient() {
			return EmptyTable.client();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		@Order(2)
		DynamoStreamClientCustomizer last() {
			return (builder) -> builder.region(Region.US_WEST_2);
		}

		@Bean
		@Order(1)
		DynamoStreamClientCustomizer first() {
			return (builder) -> builder.region(Region.US_WEST_1);
		}

	}

}

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
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoStreamConnectionAutoConfiguration}.
 */
class DynamoStreamConnectionAutoConfigurationTests {

	private static final URI ENDPOINT = URI.create("http://127.0.0.1:4567");

	private static final AwsCredentialsProvider CREDENTIALS = StaticCredentialsProvider
		.create(AwsBasicCredentials.create("dummy", "dummy"));

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoStreamConnectionAutoConfiguration.class,
				DynamoStreamClientAutoConfiguration.class))
		.withPropertyValues("dynamo.stream.client.endpoint=http://localhost:8000",
				"dynamo.stream.client.region=eu-central-1")
		.withUserConfiguration(DetailsConfiguration.class);

	@Test
	void detailsReplaceProperties() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(DynamoStreamConnectionDetails.class);
			assertThat(context.getBean(DynamoDbClient.class).serviceClientConfiguration()).satisfies((client) -> {
				assertThat(client.endpointOverride()).contains(ENDPOINT);
				assertThat(client.region()).isEqualTo(Region.AP_SOUTH_1);
				assertThat(client.credentialsProvider()).isSameAs(CREDENTIALS);
			});
		});
	}

	@Test
	void appliesCustomizers() {
		this.contextRunner
			.withBean(DynamoStreamClientCustomizer.class, () -> (builder) -> builder.region(Region.US_WEST_2))
			.run((context) -> assertThat(context.getBean(DynamoDbClient.class).serviceClientConfiguration().region())
				.isEqualTo(Region.US_WEST_2));
	}

	@Test
	void backsOffWhenUserDefinesClient() {
		this.contextRunner.withBean("userClient", DynamoDbClient.class, EmptyTable::client)
			.run((context) -> assertThat(context).hasSingleBean(DynamoDbClient.class).hasBean("userClient"));
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

	@Configuration(proxyBeanMethods = false)
	static class DetailsConfiguration {

		@Bean
		DynamoStreamConnectionDetails userDetails() {
			return new DynamoStreamConnectionDetails() {

				@Override
				public URI getEndpoint() {
					return ENDPOINT;
				}

				@Override
				public Region getRegion() {
					return Region.AP_SOUTH_1;
				}

				@Override
				public AwsCredentialsProvider getCredentialsProvider() {
					return CREDENTIALS;
				}

			};
		}

	}

}

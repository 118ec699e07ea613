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

package io.dynamostream.testcontainers;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.autoconfigure.DynamoStreamConnectionAutoConfiguration;
import io.dynamostream.autoconfigure.DynamoStreamConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoDbLocalContainerConnectionDetailsFactory} that start no
 * container.
 */
class DynamoDbLocalContainerConnectionDetailsFactoryTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class,
				DynamoStreamConnectionAutoConfiguration.class));

	@Test
	void givesDetailsOfContainer() {
		this.contextRunner.withUserConfiguration(DynamoDbLocalConfiguration.class).run((context) -> {
			DynamoStreamConnectionDetails details = context.getBean(DynamoStreamConnectionDetails.class);
			assertThat(details.getEndpoint()).isEqualTo(URI.create("http://docker.example:48000"));
			assertThat(details.getRegion()).isEqualTo(Region.of("local"));
			assertThat(details.getCredentialsProvider().resolveCredentials()).extracting(AwsCredentials::accessKeyId)
				.isEqualTo("local");
		});
	}

	@Test
	void clientIsMadeFromContainer() {
		this.contextRunner.withUserConfiguration(DynamoDbLocalConfiguration.class)
			.run((context) -> assertThat(
					context.getBean(DynamoDbClient.class).serviceClientConfiguration().endpointOverride())
				.contains(URI.create("http://docker.example:48000")));
	}

	@Test
	void takesBeanThatIsNamedAsDynamoDbLocal() {
		this.contextRunner.withUserConfiguration(BeanConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(DynamoStreamConnectionDetails.class));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportTestcontainers
	static class DynamoDbLocalConfiguration {

		@ServiceConnection
		static final StubContainer dynamoDbLocal = new StubContainer("amazon/dynamodb-local:3.3.0");

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanConfiguration {

		@Bean
		@ServiceConnection("amazon/dynamodb-local")
		StubContainer dynamoDbLocal() {
			return new StubContainer("registry.example/mirror/dynamodb");
		}

	}

	/**
	 * A container that looks as if it ran.
	 */
	static class StubContainer extends GenericContainer<StubContainer> {

		private final String image;

		StubContainer(String image) {
			super(DockerImageName.parse(image));
			this.image = image;
		}

		@Override
		public String getDockerImageName() {
			return this.image;
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public String getHost() {
			return "docker.example";
		}

		@Override
		public Integer getMappedPort(int originalPort) {
			return 40_000 + originalPort;
		}

	}

}

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.embedded.EmbeddedDynamoDb;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoStreamEmbeddedAutoConfiguration} that start nothing.
 */
class DynamoStreamEmbeddedAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoStreamEmbeddedAutoConfiguration.class))
		.withPropertyValues("dynamo.stream.embedded.enabled=true");

	@Test
	void isOffByDefault() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DynamoStreamEmbeddedAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedDynamoDb.class)
				.doesNotHaveBean(DynamoStreamConnectionDetails.class));
	}

	@Test
	void propertiesSwitchItOff() {
		this.contextRunner.withPropertyValues("dynamo.stream.embedded.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedDynamoDb.class));
		this.contextRunner.withPropertyValues("dynamo.stream.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedDynamoDb.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "off", "no", "0", "FALSE" })
	void everyWordForFalseSwitchesItOff(String value) {
		this.contextRunner.withPropertyValues("dynamo.stream.embedded.enabled=" + value)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedDynamoDb.class));
		this.contextRunner.withPropertyValues("dynamo.stream.enabled=" + value)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedDynamoDb.class));
	}

	/**
	 * DynamoDB Local is left out, so that the attempt to start it shows.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "true", "on", "yes", "1", "TRUE" })
	void everyWordForTrueSwitchesItOn(String value) {
		this.contextRunner
			.withPropertyValues("dynamo.stream.embedded.enabled=" + value, "dynamo.stream.enabled=" + value)
			.withClassLoader(new FilteredClassLoader("software.amazon.dynamodb.services.local"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MisconfigurationException.class));
	}

	@Test
	void isOffWithoutSdk() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(DynamoDbClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("embeddedDynamoDb"));
	}

	@Test
	void backsOffWhenUserDefinesDetails() {
		this.contextRunner
			.withBean(DynamoStreamConnectionDetails.class,
					() -> DynamoStreamConnectionDetails.dynamoDbLocal(URI.create("http://127.0.0.1:8000")))
			.run((context) -> assertThat(context).hasSingleBean(DynamoStreamConnectionDetails.class)
				.doesNotHaveBean(EmbeddedDynamoDb.class));
	}

	@Test
	void failsWithoutDynamoDbLocal() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("software.amazon.dynamodb.services.local"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MisconfigurationException.class)
				.hasMessageContaining("DynamoDB Local is not on the class path"));
	}

	@Test
	void failsWithoutDynamoDbLocalEvenIfBeansAreLazy() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("software.amazon.dynamodb.services.local"))
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MisconfigurationException.class));
	}

}

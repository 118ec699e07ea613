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

import java.io.UncheckedIOException;
import java.nio.file.Path;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.embedded.EmbeddedDynamoDb;

/**
 * Auto-configuration for a DynamoDB Local inside the application. It is off unless
 * {@code dynamo.stream.embedded.enabled} is {@code true}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = DynamoStreamConnectionAutoConfiguration.class)
@ConditionalOnClass({ DynamoDbClient.class, DynamoDbEnhancedClient.class })
@Conditional({ SwitchCondition.Enabled.class, SwitchCondition.Embedded.class })
@ConditionalOnMissingBean(DynamoStreamConnectionDetails.class)
@EnableConfigurationProperties(DynamoStreamProperties.class)
public final class DynamoStreamEmbeddedAutoConfiguration {

	private static final String DYNAMODB_LOCAL = "software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = DYNAMODB_LOCAL)
	static class PresentConfiguration {

		@Bean
		EmbeddedDynamoDb embeddedDynamoDb(DynamoStreamProperties properties,
				ObjectProvider<LoggingSystem> loggingSystem) {
			loggingSystem.ifAvailable(EmbeddedDynamoDbLogging::quieten);
			Path directory = properties.getEmbedded().getDirectory();
			return (directory != null) ? start(directory) : EmbeddedDynamoDb.start();
		}

		private static EmbeddedDynamoDb start(Path directory) {
			try {
				return EmbeddedDynamoDb.start(directory);
			}
			catch (UncheckedIOException ex) {
				throw new MisconfigurationException(
						"The directory '%s' of 'dynamo.stream.embedded.directory' cannot be created."
							.formatted(directory),
						"Let the application write there, or set 'dynamo.stream.embedded.directory' to another directory.",
						ex);
			}
		}

		@Bean
		DynamoDbLocalConnectionDetails embeddedDynamoDbConnectionDetails(EmbeddedDynamoDb embeddedDynamoDb) {
			return new DynamoDbLocalConnectionDetails(embeddedDynamoDb.endpoint());
		}

		@Bean
		EmbeddedDynamoDbUseCheck embeddedDynamoDbUseCheck(EmbeddedDynamoDb embeddedDynamoDb,
				ObjectProvider<DynamoDbClient> clients) {
			return new EmbeddedDynamoDbUseCheck(embeddedDynamoDb, clients);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass(DYNAMODB_LOCAL)
	static class MissingConfiguration {

		@Bean
		@Lazy(false)
		DynamoStreamConnectionDetails embeddedDynamoDbConnectionDetails() {
			throw new MisconfigurationException(
					"'dynamo.stream.embedded.enabled' is true, but DynamoDB Local is not on the class path.",
					"Add the dependency 'software.amazon.dynamodb:DynamoDBLocal', or set "
							+ "'dynamo.stream.embedded.enabled' to false to read tables of AWS.");
		}

	}

}

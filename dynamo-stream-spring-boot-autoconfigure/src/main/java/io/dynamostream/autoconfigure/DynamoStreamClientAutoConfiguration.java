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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Auto-configuration for the {@link DynamoDbClient} of an application that has none, from
 * {@code dynamo.stream.client} and the default chains of the SDK.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = DynamoStreamConnectionAutoConfiguration.class,
		afterName = "io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration")
@ConditionalOnClass({ DynamoDbClient.class, DynamoDbEnhancedClient.class })
@Conditional(SwitchCondition.Enabled.class)
@ConditionalOnMissingBean(DynamoStreamConnectionDetails.class)
@EnableConfigurationProperties(DynamoStreamProperties.class)
public final class DynamoStreamClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(DynamoDbClient.class)
	PropertiesDynamoStreamConnectionDetails dynamoStreamConnectionDetails(DynamoStreamProperties properties) {
		return new PropertiesDynamoStreamConnectionDetails(properties.getClient());
	}

	@Bean
	@ConditionalOnMissingBean
	DynamoDbClient dynamoDbClient(DynamoStreamConnectionDetails connectionDetails, DynamoStreamProperties properties,
			ObjectProvider<DynamoStreamClientCustomizer> customizers) {
		return new DynamoDbClientFactory(properties, customizers).create(connectionDetails);
	}

	/**
	 * Nested, so that its condition is evaluated before the client above is defined.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(DynamoDbClient.class)
	static class OtherClientConfiguration {

		private static final Log logger = LogFactory.getLog(DynamoStreamClientAutoConfiguration.class);

		OtherClientConfiguration(DynamoStreamProperties properties) {
			if (properties.getClient().hasSettings()) {
				logger
					.warn("'dynamo.stream.client' is ignored, since the application has a DynamoDbClient bean already. "
							+ "Configure that client, or remove the 'dynamo.stream.client' properties.");
			}
		}

	}

}

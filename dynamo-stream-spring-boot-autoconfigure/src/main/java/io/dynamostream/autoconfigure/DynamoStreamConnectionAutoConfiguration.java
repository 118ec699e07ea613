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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Auto-configuration for the {@link DynamoDbClient} of an application that says by a
 * {@link DynamoStreamConnectionDetails} bean where its tables are. It comes before that
 * of Spring Cloud AWS, whose template then uses this client too.
 *
 * @since 0.1.0
 */
@AutoConfiguration(beforeName = "io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration")
@ConditionalOnClass({ DynamoDbClient.class, DynamoDbEnhancedClient.class })
@Conditional(SwitchCondition.Enabled.class)
@ConditionalOnBean(DynamoStreamConnectionDetails.class)
@EnableConfigurationProperties(DynamoStreamProperties.class)
public final class DynamoStreamConnectionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DynamoDbClient dynamoDbClient(DynamoStreamConnectionDetails connectionDetails, DynamoStreamProperties properties,
			ObjectProvider<DynamoStreamClientCustomizer> customizers) {
		return new DynamoDbClientFactory(properties, customizers).create(connectionDetails);
	}

}

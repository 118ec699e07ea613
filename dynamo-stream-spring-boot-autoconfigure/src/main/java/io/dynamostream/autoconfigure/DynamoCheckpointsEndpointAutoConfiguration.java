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
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.actuate.DynamoCheckpointsEndpoint;
import io.dynamostream.actuate.DynamoCheckpointsEndpointWebExtension;

/**
 * Auto-configuration for {@link DynamoCheckpointsEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { DynamoStreamAutoConfiguration.class, EndpointAutoConfiguration.class })
@ConditionalOnClass({ DynamoDbClient.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(DynamoCheckpointsEndpoint.class)
@EnableConfigurationProperties(DynamoCheckpointsEndpointProperties.class)
public final class DynamoCheckpointsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnSingleCandidate(DynamoStreamTemplate.class)
	@ConditionalOnMissingBean
	DynamoCheckpointsEndpoint dynamoCheckpointsEndpoint(DynamoStreamTemplate template,
			EndpointAccessResolver accessResolver, ObjectProvider<SanitizingFunction> sanitizingFunctions,
			DynamoCheckpointsEndpointProperties properties) {
		return new DynamoCheckpointsEndpoint(template.checkpoints(), accessResolver,
				sanitizingFunctions.orderedStream().toList(), properties.getShowValues());
	}

	@Bean
	@ConditionalOnBean(DynamoCheckpointsEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	DynamoCheckpointsEndpointWebExtension dynamoCheckpointsEndpointWebExtension(DynamoCheckpointsEndpoint endpoint,
			DynamoCheckpointsEndpointProperties properties) {
		return new DynamoCheckpointsEndpointWebExtension(endpoint, properties.getShowValues(), properties.getRoles());
	}

}

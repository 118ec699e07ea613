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

import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.ClassUtils;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Makes the client of an application that has none.
 */
final class DynamoDbClientFactory {

	private static final String HTTP_CLIENT = "software.amazon.awssdk.http.apache5.Apache5HttpClient";

	private static final int DEFAULT_CONNECTIONS = SdkHttpConfigurationOption.GLOBAL_HTTP_DEFAULTS
		.get(SdkHttpConfigurationOption.MAX_CONNECTIONS);

	private final DynamoStreamProperties properties;

	private final ObjectProvider<DynamoStreamClientCustomizer> customizers;

	DynamoDbClientFactory(DynamoStreamProperties properties, ObjectProvider<DynamoStreamClientCustomizer> customizers) {
		this.properties = properties;
		this.customizers = customizers;
	}

	DynamoDbClient create(DynamoStreamConnectionDetails details) {
		DynamoDbClientBuilder builder = DynamoDbClient.builder();
		PropertyMapper map = PropertyMapper.get();
		map.from(details::getEndpoint).to(builder::endpointOverride);
		map.from(details::getRegion).to(builder::region);
		map.from(details::getCredentialsProvider).to(builder::credentialsProvider);
		sizePool(builder, this.properties.getClient().getMaxConnections());
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	private void sizePool(DynamoDbClientBuilder builder, @Nullable Integer connections) {
		if (connections != null) {
			limitConnections(builder, connections);
		}
		else {
			fitConnections(builder);
		}
	}

	private static void limitConnections(DynamoDbClientBuilder builder, int connections) {
		check(connections, connections > 0, "It must be 1 or more.");
		check(connections, ClassUtils.isPresent(HTTP_CLIENT, null),
				"It needs the HTTP client 'software.amazon.awssdk:apache5-client', which is not on the class path. "
						+ "Add it, or set the connections of your HTTP client in a DynamoStreamClientCustomizer.");
		Apache5Connections.limit(builder, connections);
	}

	/**
	 * Let as many requests be in flight as properties ask for. Other HTTP clients are
	 * left as they are.
	 */
	private void fitConnections(DynamoDbClientBuilder builder) {
		int asked = Stream.concat(Stream.of(this.properties), this.properties.getScans().values().stream())
			.map(ScanProperties::getMaxConcurrency)
			.filter(Objects::nonNull)
			.mapToInt(Integer::intValue)
			.max()
			.orElse(0);
		if (asked > DEFAULT_CONNECTIONS && ClassUtils.isPresent(HTTP_CLIENT, null)) {
			Apache5Connections.limit(builder, asked);
		}
	}

	private static void check(int connections, boolean valid, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("dynamo.stream.client.max-connections", connections,
					reason);
		}
	}

}

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

import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

import io.dynamostream.embedded.EmbeddedDynamoDb;

/**
 * Refuses to start an application that has an embedded table and reads another one. What
 * counts is the client that the template gets, if that is known.
 */
final class EmbeddedDynamoDbUseCheck implements SmartInitializingSingleton {

	private final EmbeddedDynamoDb embeddedDynamoDb;

	private final ObjectProvider<DynamoDbClient> clients;

	EmbeddedDynamoDbUseCheck(EmbeddedDynamoDb embeddedDynamoDb, ObjectProvider<DynamoDbClient> clients) {
		this.embeddedDynamoDb = embeddedDynamoDb;
		this.clients = clients;
	}

	@Override
	public void afterSingletonsInstantiated() {
		DynamoDbClient client = this.clients.getIfUnique();
		Stream<DynamoDbClient> candidates = (client != null) ? Stream.of(client) : this.clients.stream();
		if (candidates.noneMatch(this::isUsedBy)) {
			throw new MisconfigurationException(
					"'dynamo.stream.embedded.enabled' is true, but the DynamoDbClient bean of the application does not "
							+ "use the embedded DynamoDB Local.",
					"Remove the DynamoDbClient bean where the embedded DynamoDB Local is enabled, make it from the "
							+ "DynamoStreamConnectionDetails bean, or set 'dynamo.stream.embedded.enabled' to false.");
		}
	}

	private boolean isUsedBy(DynamoDbClient client) {
		return Optional.ofNullable(configurationOf(client))
			.flatMap(DynamoDbServiceClientConfiguration::endpointOverride)
			.filter(this.embeddedDynamoDb.endpoint()::equals)
			.isPresent();
	}

	private static @Nullable DynamoDbServiceClientConfiguration configurationOf(DynamoDbClient client) {
		try {
			return client.serviceClientConfiguration();
		}
		catch (UnsupportedOperationException ex) {
			return null;
		}
	}

}

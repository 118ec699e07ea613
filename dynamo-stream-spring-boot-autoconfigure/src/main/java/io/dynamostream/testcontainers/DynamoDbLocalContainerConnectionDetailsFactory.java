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
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.testcontainers.containers.Container;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

import io.dynamostream.autoconfigure.DynamoStreamConnectionDetails;

/**
 * {@link ContainerConnectionDetailsFactory} that gives
 * {@link DynamoStreamConnectionDetails} for a
 * {@link ServiceConnection @ServiceConnection} container of the image
 * {@code amazon/dynamodb-local}.
 */
class DynamoDbLocalContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, DynamoStreamConnectionDetails> {

	private static final List<String> IMAGES = List.of("amazon/dynamodb-local",
			"aws-dynamodb-local/aws-dynamodb-local");

	private static final int PORT = 8000;

	DynamoDbLocalContainerConnectionDetailsFactory() {
		super(IMAGES, "software.amazon.awssdk.services.dynamodb.DynamoDbClient");
	}

	@Override
	protected DynamoStreamConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<Container<?>> source) {
		return new DynamoDbLocalContainerConnectionDetails(source);
	}

	/**
	 * Details of a container, which are asked for only once it runs.
	 */
	private static final class DynamoDbLocalContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements DynamoStreamConnectionDetails {

		private DynamoDbLocalContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public URI getEndpoint() {
			return URI.create("http://%s:%d".formatted(getContainer().getHost(), getContainer().getMappedPort(PORT)));
		}

		@Override
		public @Nullable Region getRegion() {
			return DynamoStreamConnectionDetails.dynamoDbLocal(getEndpoint()).getRegion();
		}

		@Override
		public @Nullable AwsCredentialsProvider getCredentialsProvider() {
			return DynamoStreamConnectionDetails.dynamoDbLocal(getEndpoint()).getCredentialsProvider();
		}

	}

}

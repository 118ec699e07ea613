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

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * Details required to establish a connection to DynamoDB. They are for the
 * {@code DynamoDbClient} that the auto-configuration makes: a client that the application
 * declares is used as it is. A bean of this type replaces
 * {@code dynamo.stream.client.endpoint} and {@code .region}, and the client made from it
 * takes the place of that of Spring Cloud AWS.
 *
 * @since 0.1.0
 */
public interface DynamoStreamConnectionDetails extends ConnectionDetails {

	/**
	 * Return where DynamoDB is reached.
	 * @return the endpoint, or {@code null} (the default) for that of AWS in the region
	 */
	default @Nullable URI getEndpoint() {
		return null;
	}

	/**
	 * Return the region of the tables.
	 * @return the region, or {@code null} (the default) for that of the SDK's default
	 * region chain
	 */
	default @Nullable Region getRegion() {
		return null;
	}

	/**
	 * Return the provider of credentials.
	 * @return the provider, or {@code null} (the default) for the SDK's default
	 * credentials chain
	 */
	default @Nullable AwsCredentialsProvider getCredentialsProvider() {
		return null;
	}

	/**
	 * Create the details of a DynamoDB Local, which takes any credentials and keeps a
	 * database for each of them.
	 * @param endpoint where it is reached
	 * @return details with a region and credentials that mean nothing to AWS
	 */
	static DynamoStreamConnectionDetails dynamoDbLocal(URI endpoint) {
		return new DynamoDbLocalConnectionDetails(endpoint);
	}

}

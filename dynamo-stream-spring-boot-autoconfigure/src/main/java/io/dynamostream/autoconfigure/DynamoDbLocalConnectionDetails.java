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

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * Details of a DynamoDB Local.
 */
final class DynamoDbLocalConnectionDetails implements DynamoStreamConnectionDetails {

	private static final String ANY = "local";

	private final URI endpoint;

	DynamoDbLocalConnectionDetails(URI endpoint) {
		this.endpoint = endpoint;
	}

	@Override
	public URI getEndpoint() {
		return this.endpoint;
	}

	@Override
	public Region getRegion() {
		return Region.of(ANY);
	}

	@Override
	public AwsCredentialsProvider getCredentialsProvider() {
		return StaticCredentialsProvider.create(AwsBasicCredentials.create(ANY, ANY));
	}

}

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

package io.dynamostream.decoder;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items as the SDK reads them: a client of DynamoDB whose HTTP client answers with any
 * text.
 */
final class SdkItems {

	private final CannedHttpClient http = new CannedHttpClient();

	private final DynamoDbClient client = DynamoDbClient.builder()
		.httpClient(this.http)
		.region(Region.EU_CENTRAL_1)
		.endpointOverride(URI.create("http://localhost"))
		.credentialsProvider(AnonymousCredentialsProvider.create())
		.build();

	Map<String, AttributeValue> read(String item) {
		return read(List.of(item)).get(0);
	}

	List<Map<String, AttributeValue>> read(List<String> items) {
		this.http.body = ("{\"Items\":[" + String.join(",", items) + "]}").getBytes(StandardCharsets.UTF_8);
		return this.client.scan((scan) -> scan.tableName("items")).items();
	}

	/**
	 * Answers with a body.
	 */
	private static final class CannedHttpClient implements SdkHttpClient {

		private byte[] body = {};

		@Override
		public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
			return new ExecutableHttpRequest() {

				@Override
				public HttpExecuteResponse call() {
					return answer();
				}

				@Override
				public void abort() {
				}

			};
		}

		private HttpExecuteResponse answer() {
			return HttpExecuteResponse.builder()
				.response(SdkHttpResponse.builder()
					.statusCode(200)
					.putHeader("Content-Type", "application/x-amz-json-1.0")
					.putHeader("Content-Length", String.valueOf(this.body.length))
					.build())
				.responseBody(AbortableInputStream.create(new ByteArrayInputStream(this.body)))
				.build();
		}

		@Override
		public void close() {
		}

	}

}

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

package io.dynamostream.standin;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * An HTTP client that gives the same answer to each request.
 */
public final class CannedHttpClient implements SdkHttpClient {

	private Supplier<InputStream> body = InputStream::nullInputStream;

	private SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder();

	private int requests;

	/**
	 * Answer with a body of text.
	 * @param body the text
	 * @return this client
	 */
	public CannedHttpClient answering(String body) {
		return answering(body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Answer with a body of bytes, their number and their checksum, as DynamoDB does.
	 * @param body the bytes
	 * @return this client
	 */
	public CannedHttpClient answering(byte[] body) {
		CRC32 checksum = new CRC32();
		checksum.update(body);
		return answering(() -> new ByteArrayInputStream(body),
				(response) -> response.putHeader("Content-Length", String.valueOf(body.length))
					.putHeader("x-amz-crc32", String.valueOf(checksum.getValue())));
	}

	/**
	 * Answer with a body and what else there is.
	 * @param body gives the body
	 * @param customizer changes the answer
	 * @return this client
	 */
	public CannedHttpClient answering(Supplier<InputStream> body, Consumer<SdkHttpFullResponse.Builder> customizer) {
		this.body = body;
		this.response = SdkHttpFullResponse.builder()
			.statusCode(200)
			.putHeader("Content-Type", "application/x-amz-json-1.0");
		customizer.accept(this.response);
		return this;
	}

	/**
	 * Return how many requests there have been.
	 * @return number of requests
	 */
	public int requests() {
		return this.requests;
	}

	/**
	 * Create a client of DynamoDB that gets these answers.
	 * @param customizer changes the client
	 * @return a new client
	 */
	public DynamoDbClient client(Consumer<DynamoDbClientBuilder> customizer) {
		DynamoDbClientBuilder builder = DynamoDbClient.builder()
			.httpClient(this)
			.region(Region.EU_CENTRAL_1)
			.endpointOverride(URI.create("http://localhost"))
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.overrideConfiguration((options) -> options.retryStrategy(atOnce()));
		customizer.accept(builder);
		return builder.build();
	}

	/**
	 * Return what repeats a request once and does not wait.
	 */
	static RetryStrategy atOnce() {
		return AwsRetryStrategy.standardRetryStrategy()
			.toBuilder()
			.maxAttempts(2)
			.backoffStrategy(BackoffStrategy.retryImmediately())
			.build();
	}

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
		this.requests++;
		return HttpExecuteResponse.builder()
			.response(this.response.build())
			.responseBody(AbortableInputStream.create(this.body.get()))
			.build();
	}

	@Override
	public void close() {
	}

}

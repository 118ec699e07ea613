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

package io.dynamostream;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.backoff.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInFault;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Retries and throttles are seen, and remain decisions of the client.
 */
@Timeout(60)
@SuppressWarnings({ "deprecation", "removal" })
class RetryObserverTests {

	private final StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("user", 100, 620));

	@AfterEach
	void close() {
		this.dynamoDb.close();
	}

	static Stream<Arguments> clients() {
		return Stream.of(Arguments.of("default", customizer((builder) -> {
		})), Arguments.of("retry mode", customizer(
				(builder) -> builder.overrideConfiguration((options) -> options.retryStrategy(RetryMode.STANDARD)))),
				Arguments.of("adaptive",
						customizer((builder) -> builder
							.overrideConfiguration((options) -> options.retryStrategy(RetryMode.ADAPTIVE_V2)))),
				Arguments.of("strategy",
						customizer((builder) -> builder
							.overrideConfiguration((options) -> options.retryStrategy(AwsRetryStrategy.doNotRetry()
								.toBuilder()
								.maxAttempts(4)
								.retryOnException((ex) -> true)
								.build())))),
				Arguments.of("configurator",
						customizer((builder) -> builder.overrideConfiguration(
								(options) -> options.retryStrategy((retries) -> retries.maxAttempts(5))))),
				Arguments.of("policy",
						customizer((builder) -> builder
							.overrideConfiguration((options) -> options.retryPolicy(RetryPolicy.builder()
								.numRetries(4)
								.backoffStrategy(BackoffStrategy.none())
								.throttlingBackoffStrategy(BackoffStrategy.none())
								.build())))));
	}

	private static Consumer<DynamoDbClientBuilder> customizer(Consumer<DynamoDbClientBuilder> customizer) {
		return customizer;
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("clients")
	void countsRetriesAndThrottles(String name, Consumer<DynamoDbClientBuilder> customizer) {
		this.dynamoDb.fault(1, StandInFault.throughputExceeded());
		this.dynamoDb.fault(2, StandInFault.internalServerError());
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.dynamoDb.client(customizer)).build();
		ScanProgress progress = template.scan(User.class).pageSize(50).forEach((user) -> {
		}).join();
		assertThat(progress.requests().retries()).isEqualTo(2);
		assertThat(progress.requests().throttles()).isOne();
		assertThat(progress.lastError()).satisfies((error) -> {
			assertThat(error.type()).endsWith("InternalServerErrorException");
			assertThat(error.segment()).isZero();
			assertThat(error.message()).isNotBlank();
		});
		assertThat(this.dynamoDb.requestCount()).isEqualTo(2 + 2);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("clients")
	void damagedAnswersAreRetried(String name, Consumer<DynamoDbClientBuilder> customizer) {
		this.dynamoDb.fault(2, StandInFault.Transport.CHECKSUM_WRONG);
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.dynamoDb.client(customizer)).build();
		ScanProgress progress = template.scan(User.class).pageSize(50).forEach((user) -> {
		}).join();
		assertThat(progress.items()).isEqualTo(100);
		assertThat(progress.requests().retries()).isEqualTo(1);
		assertThat(progress.lastError().type()).isEqualTo(Crc32MismatchException.class.getName());
	}

	@Test
	void damagedAnswersAreNotRetriedByAClientThatDoesNotRetry() {
		this.dynamoDb.fault((request) -> true, StandInFault.Transport.CHECKSUM_WRONG);
		ScanExecution execution = DynamoStreamTemplate.builder(this.dynamoDb.clientWithoutRetries())
			.build()
			.scan(User.class)
			.forEach((user) -> {
			});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withCauseInstanceOf(Crc32MismatchException.class);
		assertThat(this.dynamoDb.requestCount()).isEqualTo(1);
	}

	@Test
	void givesUpAsOftenAsTheClientWould() {
		this.dynamoDb.fault((request) -> true, StandInFault.throughputExceeded());
		DynamoDbClient client = this.dynamoDb.client((builder) -> builder
			.overrideConfiguration((options) -> options.retryStrategy((retries) -> retries.maxAttempts(3))));
		ScanExecution execution = DynamoStreamTemplate.builder(client).build().scan(User.class).forEach((user) -> {
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		assertThat(this.dynamoDb.requestCount()).isEqualTo(3);
		assertThat(execution.progress().requests().retries()).isEqualTo(2);
		assertThat(execution.progress().requests().throttles()).isEqualTo(3);
	}

	@Test
	void tellsListeners() {
		this.dynamoDb.fault(2, StandInFault.throughputExceeded());
		RecordingScanListener listener = new RecordingScanListener();
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.dynamoDb.client()).listener(listener).build();
		template.scan(User.class).pageSize(50).forEach((user) -> {
		}).join();
		assertThat(listener.calls())
			.isEqualTo(List.of("started", "requesting 0", "answered 50 50 false", "requesting 0",
					"retrying ProvisionedThroughputExceededException true", "answered 50 50 true", "ended COMPLETED"));
	}

}

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

package io.dynamostream.metrics;

import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamException;
import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanExecution;
import io.dynamostream.ScanListener;
import io.dynamostream.User;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInFault;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tables {@code user} and {@code people} of 100 users each, and a template that scans
 * them with listeners.
 */
final class ScannedTables implements AutoCloseable {

	private final StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("user", 100, 200),
			StandInTable.ofUsers("people", 100, 200));

	private final DynamoDbClient client = this.dynamoDb.client((builder) -> builder
		.overrideConfiguration((configuration) -> configuration.retryStrategy(retriesAtOnce())));

	private final DynamoStreamTemplate template;

	ScannedTables(ScanListener... listeners) {
		DynamoStreamTemplate.Builder builder = DynamoStreamTemplate.builder(this.client);
		for (ScanListener listener : listeners) {
			builder.listener(listener);
		}
		this.template = builder.build();
	}

	private static StandardRetryStrategy retriesAtOnce() {
		return AwsRetryStrategy.standardRetryStrategy()
			.toBuilder()
			.backoffStrategy(BackoffStrategy.retryImmediately())
			.throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
			.build();
	}

	StandInDynamoDb dynamoDb() {
		return this.dynamoDb;
	}

	/**
	 * Scan {@code user} in one segment and pages of 10.
	 */
	ScanSpec<User> users() {
		return this.template.scan(User.class).pageSize(10);
	}

	/**
	 * Scan {@code people} in four segments and pages of 10.
	 */
	ScanSpec<User> people() {
		return this.template.parallelScan(User.class).tableName("people").pageSize(10);
	}

	/**
	 * Start a scan that fails because its table is missing.
	 */
	ScanExecution fail() {
		ScanExecution execution = users().tableName("missing").forEach(ScannedTables::ignore);
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		return execution;
	}

	/**
	 * Start a scan whose first request is answered with an error that asks to slow down.
	 */
	ScanExecution throttled(StandInFault fault) {
		this.dynamoDb.fault((request) -> true, 1, fault);
		ScanExecution execution = users().forEach(ScannedTables::ignore);
		execution.join();
		return execution;
	}

	/**
	 * Start a scan that is cancelled while its first request is in flight.
	 */
	ScanExecution cancelInFlight() {
		this.dynamoDb.hold();
		ScanExecution execution = users().forEach(ScannedTables::ignore);
		this.dynamoDb.awaitHeld(1);
		execution.cancel();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(execution::join);
		this.dynamoDb.releaseAll();
		return execution;
	}

	/**
	 * Read a stream to its end.
	 */
	void stream() {
		try (Stream<User> users = users().stream()) {
			users.forEach(ScannedTables::ignore);
		}
	}

	static void ignore(User user) {
	}

	@Override
	public void close() {
		this.dynamoDb.close();
	}

}

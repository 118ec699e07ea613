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

package io.dynamostream.checkpoint.dynamodb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

import io.dynamostream.checkpoint.LeaseOptions;
import io.dynamostream.checkpoint.ScanCheckpointException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DynamoDbScanCheckpointStore}.
 */
class DynamoDbScanCheckpointStoreTests {

	@ParameterizedTest
	@ValueSource(strings = { "PT59M59S", "PT-1H", "P36501D" })
	void refusesTimeToLiveOutOfRange(Duration timeToLive) {
		assertThatIllegalArgumentException().isThrownBy(() -> builder().timeToLive(timeToLive))
			.withMessage("'timeToLive' must be between 1 hour and 36500 days, but is " + timeToLive);
	}

	@Test
	void refusesBlankName() {
		assertThatIllegalArgumentException().isThrownBy(() -> builder().tableName(" "))
			.withMessage("'tableName' must not be blank");
	}

	@Test
	void saysWhereCheckpointsAre() {
		try (DynamoDbScanCheckpointStore store = builder().build()) {
			assertThat(store).hasToString("DynamoDB table 'dynamo-stream-checkpoints'");
		}
	}

	@Test
	void saysThatDynamoDbCannotBeReached() {
		try (DynamoDbScanCheckpointStore store = builder().build()) {
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.delete("nightly"))
				.withMessage("Checkpoint 'nightly' in DynamoDB table 'dynamo-stream-checkpoints' could not be deleted: "
						+ "DynamoDB has failed (SdkClientException). See that the client can reach it, and that the table "
						+ "has capacity.");
		}
	}

	/**
	 * Connections to a socket that nobody serves are accepted, and then nothing comes.
	 */
	@Test
	@Timeout(60)
	void waitsForNoAnswerLongerThanUntilTheNextRenewal() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				DynamoDbClient client = clientOf(silent);
				DynamoDbScanCheckpointStore store = DynamoDbScanCheckpointStore.builder(client)
					.leases(LeaseOptions.defaults().withDuration(Duration.ofSeconds(5)))
					.build()) {
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.find("nightly"))
				.withMessageContaining("DynamoDB has failed (ApiCallTimeoutException)");
			assertThat(Thread.interrupted()).isFalse();
		}
	}

	private static DynamoDbClient clientOf(ServerSocket server) {
		return DynamoDbClient.builder()
			.endpointOverride(URI.create("http://127.0.0.1:" + server.getLocalPort()))
			.region(Region.of("local"))
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
			.build();
	}

	private static DynamoDbScanCheckpointStore.Builder builder() {
		return DynamoDbScanCheckpointStore.builder(new UnreachableClient());
	}

	/**
	 * A client that reaches nothing.
	 */
	private static final class UnreachableClient implements DynamoDbClient {

		@Override
		public GetItemResponse getItem(GetItemRequest request) {
			throw SdkClientException.create("secret");
		}

		@Override
		public String serviceName() {
			return "dynamodb";
		}

		@Override
		public void close() {
		}

	}

}

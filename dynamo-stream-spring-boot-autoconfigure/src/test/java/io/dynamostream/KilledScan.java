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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.checkpoint.FileScanCheckpointStore;

/**
 * Reads a table of users in a process of its own that will be killed, and prints the id
 * of each. The exit status is 0 if it came to the end. Arguments: endpoint, directory of
 * the checkpoint, interval between saves.
 */
public final class KilledScan {

	/**
	 * After so many items it waits for a byte, so that it is not done before it is
	 * killed.
	 */
	static final int ITEMS_AHEAD = 64;

	private int delivered;

	private KilledScan() {
	}

	public static void main(String[] args) {
		try (DynamoDbClient client = client(URI.create(args[0]))) {
			DynamoStreamTemplate.builder(client)
				.checkpointStore(new FileScanCheckpointStore(Path.of(args[1])))
				.checkpointInterval(Duration.parse(args[2]))
				.build()
				.scan(User.class)
				.tableName("users")
				.named("nightly")
				.segments(8)
				.resumable()
				.forEach(new KilledScan()::deliver)
				.join();
		}
		System.exit(0);
	}

	private void deliver(User user) {
		System.out.println("delivered " + user.getId());
		this.delivered++;
		if (this.delivered % ITEMS_AHEAD == 0) {
			awaitByte();
		}
	}

	private void awaitByte() {
		try {
			System.in.read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static DynamoDbClient client(URI endpoint) {
		return DynamoDbClient.builder()
			.endpointOverride(endpoint)
			.region(Region.US_EAST_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy")))
			.build();
	}

}

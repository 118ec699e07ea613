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
import java.time.Clock;
import java.time.Duration;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Reads a table of users in a process of its own that will be killed, and prints the id
 * of each. The exit status is 0 if it came to the end. Arguments: endpoint, interval
 * between saves, kind and place of the store of its checkpoint, by how much its clock is
 * ahead.
 */
public final class KilledScan {

	/**
	 * After so many items it waits for a byte, so that it is not done before it is
	 * killed.
	 */
	static final int ITEMS_AHEAD = 64;

	private static int printed;

	private KilledScan() {
	}

	public static void main(String[] args) {
		Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(args[4]));
		try (DynamoDbClient client = KilledScanStore.client(URI.create(args[0]))) {
			DynamoStreamTemplate.builder(client)
				.checkpointStore(KilledScanStore.valueOf(args[2]).open(args[3], clock).store())
				.checkpointInterval(Duration.parse(args[1]))
				.build()
				.scan(User.class)
				.tableName("users")
				.named("nightly")
				.segments(8)
				.resumable()
				.forEach((user) -> print("delivered " + user.getId()))
				.join();
		}
		System.exit(0);
	}

	static synchronized void print(String line) {
		System.out.println(line);
		printed++;
		if (printed % ITEMS_AHEAD == 0) {
			awaitByte();
		}
	}

	private static void awaitByte() {
		try {
			System.in.read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

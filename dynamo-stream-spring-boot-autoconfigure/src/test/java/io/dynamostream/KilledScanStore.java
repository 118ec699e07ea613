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

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import org.h2.Driver;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.checkpoint.LeaseOptions;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.dynamodb.DynamoDbScanCheckpointStore;
import io.dynamostream.checkpoint.jdbc.JdbcScanCheckpointStore;

/**
 * Where a scan that will be killed keeps its checkpoint.
 */
enum KilledScanStore {

	FILE {

		@Override
		Opened open(String place, Clock clock) {
			return new Opened(new FileScanCheckpointStore(Path.of(place)), List.of());
		}

	},

	JDBC {

		@Override
		Opened open(String place, Clock clock) {
			JdbcScanCheckpointStore store = JdbcScanCheckpointStore
				.builder(new SimpleDriverDataSource(new Driver(), place))
				.leases(LeaseOptions.defaults().withClock(clock))
				.build();
			return new Opened(store, List.of(store));
		}

	},

	DYNAMODB {

		@Override
		Opened open(String place, Clock clock) {
			DynamoDbClient client = client(URI.create(place));
			DynamoDbScanCheckpointStore store = DynamoDbScanCheckpointStore.builder(client)
				.leases(LeaseOptions.defaults().withClock(clock))
				.createTable(true)
				.build();
			return new Opened(store, List.of(store, client));
		}

	};

	/**
	 * Open the store.
	 * @param place directory, URL of the database, or endpoint
	 * @param clock by which leases expire
	 */
	abstract Opened open(String place, Clock clock);

	static DynamoDbClient client(URI endpoint) {
		return DynamoDbClient.builder()
			.endpointOverride(endpoint)
			.region(Region.US_EAST_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy")))
			.build();
	}

	/**
	 * A store that is open.
	 *
	 * @param store the store
	 * @param resources what to close when it is no longer used
	 */
	record Opened(ScanCheckpointStore store, List<AutoCloseable> resources) implements AutoCloseable {

		@Override
		public void close() throws Exception {
			for (AutoCloseable resource : this.resources) {
				resource.close();
			}
		}

	}

}

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

import java.time.Duration;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.checkpoint.LeaseOptions;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.dynamodb.DynamoDbScanCheckpointStore;

/**
 * The store of checkpoints that is chosen, unless the application has one of its own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(ScanCheckpointStore.class)
@Import({ CheckpointStoreConfiguration.FileConfiguration.class,
		CheckpointStoreConfiguration.DynamoDbConfiguration.class, JdbcCheckpointStoreConfiguration.class })
class CheckpointStoreConfiguration {

	static final String BEAN_NAME = "dynamoStreamCheckpointStore";

	static LeaseOptions leases(DynamoStreamProperties properties) {
		Duration duration = properties.getCheckpoint().getLeaseDuration();
		return CheckedProperty.map(DynamoStreamProperties.PREFIX + ".checkpoint.lease-duration", duration,
				LeaseOptions.defaults()::withDuration);
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(CheckpointStoreCondition.File.class)
	static class FileConfiguration {

		@Bean(name = BEAN_NAME)
		FileScanCheckpointStore dynamoStreamCheckpointStore(DynamoStreamProperties properties) {
			return new FileScanCheckpointStore(properties.getCheckpoint().getDirectory());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(CheckpointStoreCondition.DynamoDb.class)
	static class DynamoDbConfiguration {

		private static final String PREFIX = DynamoStreamProperties.PREFIX + ".checkpoint.dynamodb.";

		@Bean(name = BEAN_NAME)
		DynamoDbScanCheckpointStore dynamoStreamCheckpointStore(DynamoDbClient client,
				DynamoStreamProperties properties) {
			DynamoStreamProperties.Checkpoint.DynamoDb options = properties.getCheckpoint().getDynamodb();
			DynamoDbScanCheckpointStore.Builder builder = DynamoDbScanCheckpointStore.builder(client)
				.leases(leases(properties))
				.createTable(options.isCreateTable());
			CheckedProperty.map(PREFIX + "table-name", options.getTableName(), builder::tableName);
			Duration timeToLive = options.getTimeToLive();
			if (timeToLive != null) {
				CheckedProperty.map(PREFIX + "time-to-live", timeToLive, builder::timeToLive);
			}
			return builder.build();
		}

	}

}

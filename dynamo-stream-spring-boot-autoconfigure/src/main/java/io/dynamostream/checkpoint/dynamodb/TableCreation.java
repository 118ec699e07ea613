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

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

import io.dynamostream.checkpoint.ScanCheckpointException;

/**
 * Creates the table, which is paid for by request, and waits until it can be used. Others
 * may create it at the same time.
 *
 * @param client the client
 * @param table name of the table
 */
record TableCreation(DynamoDbClient client, String table) {

	private static final Log logger = LogFactory.getLog(TableCreation.class);

	private static final Duration LONGEST = Duration.ofMinutes(5);

	void run() {
		try {
			create();
			awaitTable();
		}
		catch (AwsServiceException ex) {
			throw new ScanCheckpointException(
					("Table '%s' of checkpoints could not be created (%s). Allow dynamodb:CreateTable, "
							+ "dynamodb:DescribeTable and dynamodb:UpdateTimeToLive, or create it with the partition key "
							+ "'%s' of type S and no sort key.")
						.formatted(this.table, DynamoDbScanCheckpointStore.summary(ex), CheckpointItem.KEY),
					ex);
		}
		enableTimeToLive();
	}

	private void create() {
		AttributeDefinition attribute = AttributeDefinition.builder()
			.attributeName(CheckpointItem.KEY)
			.attributeType(ScalarAttributeType.S)
			.build();
		KeySchemaElement key = KeySchemaElement.builder()
			.attributeName(CheckpointItem.KEY)
			.keyType(KeyType.HASH)
			.build();
		try {
			this.client.createTable((create) -> create.tableName(this.table)
				.attributeDefinitions(attribute)
				.keySchema(key)
				.billingMode(BillingMode.PAY_PER_REQUEST));
		}
		catch (ResourceInUseException ex) {
			logger.debug("Table '%s' is there or is being created".formatted(this.table));
		}
	}

	private void awaitTable() {
		try (DynamoDbWaiter waiter = DynamoDbWaiter.builder()
			.client(this.client)
			.overrideConfiguration((waiting) -> waiting.waitTimeout(LONGEST)
				.maxAttempts(Integer.MAX_VALUE)
				.backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofSeconds(1))))
			.build()) {
			waiter.waitUntilTableExists((describe) -> describe.tableName(this.table));
		}
	}

	/**
	 * It is enabled already if others have created the table, which DynamoDB refuses as
	 * not valid.
	 */
	private void enableTimeToLive() {
		try {
			this.client.updateTimeToLive((update) -> update.tableName(this.table)
				.timeToLiveSpecification((ttl) -> ttl.enabled(true).attributeName(CheckpointItem.TIME_TO_LIVE)));
		}
		catch (DynamoDbException ex) {
			if (!DynamoDbScanCheckpointStore.summary(ex).startsWith("ValidationException")) {
				logger.warn(("The time to live of table '%s' could not be enabled (%s), so finished checkpoints do not "
						+ "expire. Allow dynamodb:UpdateTimeToLive, and enable it for the attribute '%s'.")
					.formatted(this.table, DynamoDbScanCheckpointStore.summary(ex), CheckpointItem.TIME_TO_LIVE));
			}
		}
	}

}

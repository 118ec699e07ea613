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

import java.time.Duration;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Asks DynamoDB to describe tables, for as long as the client lets a call take, which is
 * a minute if it does not say.
 */
final class TableDescriptions {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

	private TableDescriptions() {
	}

	/**
	 * Ask for the table of what is scanned.
	 * @throws RuntimeException if DynamoDB could not be asked
	 */
	static TableDescription of(DynamoDbClient client, ScanTarget<?> target) {
		DescribeTableRequest.Builder request = DescribeTableRequest.builder().tableName(target.tableName());
		Duration timeout = CallTimeout.of(client, null, DEFAULT_TIMEOUT);
		if (timeout != null) {
			request.overrideConfiguration((options) -> options.apiCallTimeout(timeout));
		}
		return client.describeTable(request.build()).table();
	}

	/**
	 * Return in a sentence why there is no description and what to do about it.
	 */
	static String explain(DynamoDbClient client, ScanPlan<?> plan, RuntimeException cause) {
		return new ScanFailures(client, plan, ScanFailures.Action.DESCRIBE_TABLE).explain(cause);
	}

}

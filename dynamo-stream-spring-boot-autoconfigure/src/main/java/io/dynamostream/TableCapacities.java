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

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughput;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Asks DynamoDB how much read capacity tables and indexes have. Safe for use by several
 * threads.
 */
final class TableCapacities {

	private final DynamoDbClient client;

	TableCapacities(DynamoDbClient client) {
		this.client = client;
	}

	/**
	 * Return the capacity of what is scanned: what is provisioned; where nothing is, the
	 * maximum that its owner has set for on-demand reads; where there is none, its warm
	 * throughput.
	 * @return read capacity units per second, or {@code null} if DynamoDB tells none
	 * @throws RuntimeException if DynamoDB could not be asked
	 */
	@Nullable Double of(ScanTarget<?> target) {
		return of(target, TableDescriptions.of(this.client, target));
	}

	static @Nullable Double of(ScanTarget<?> target, TableDescription table) {
		return indexes(table).filter((index) -> index.indexName().equals(target.indexName()))
			.findFirst()
			.map(TableCapacities::of)
			.orElseGet(() -> of(table))
			.firstKnown();
	}

	private static Stream<GlobalSecondaryIndexDescription> indexes(TableDescription table) {
		return table.globalSecondaryIndexes().stream();
	}

	private static Capacity of(TableDescription table) {
		return new Capacity(provisioned(table.provisionedThroughput()), onDemand(table.onDemandThroughput()),
				(table.warmThroughput() != null) ? table.warmThroughput().readUnitsPerSecond() : null);
	}

	private static Capacity of(GlobalSecondaryIndexDescription index) {
		return new Capacity(provisioned(index.provisionedThroughput()), onDemand(index.onDemandThroughput()),
				(index.warmThroughput() != null) ? index.warmThroughput().readUnitsPerSecond() : null);
	}

	private static @Nullable Long provisioned(@Nullable ProvisionedThroughputDescription throughput) {
		return (throughput != null) ? throughput.readCapacityUnits() : null;
	}

	private static @Nullable Long onDemand(@Nullable OnDemandThroughput throughput) {
		return (throughput != null) ? throughput.maxReadRequestUnits() : null;
	}

	/**
	 * What DynamoDB tells. Where there is no such figure it is absent, 0 or -1.
	 *
	 * @param provisioned provisioned capacity
	 * @param onDemand maximum of on-demand reads
	 * @param warm warm throughput
	 */
	private record Capacity(@Nullable Long provisioned, @Nullable Long onDemand, @Nullable Long warm) {

		@Nullable Double firstKnown() {
			for (Long units : new Long[] { this.provisioned, this.onDemand, this.warm }) {
				if (units != null && units > 0) {
					return units.doubleValue();
				}
			}
			return null;
		}

	}

}

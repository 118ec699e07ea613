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

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * The table of a resumable scan, as DynamoDB describes it.
 *
 * @param identity what no other table has, not even a later one of the same name
 * @param keyNames names of the attributes of a position: the key of the table and, if an
 * index is scanned, that of the index
 * @param size size of what is scanned, {@code null} if the table has no such index
 */
record ScannedTable(String identity, List<String> keyNames, @Nullable TableSize size) {

	/**
	 * Ask DynamoDB for the table of a scan.
	 * @param description asks for its description
	 * @throws DynamoStreamException if it does not tell
	 */
	static ScannedTable of(ScanPlan<?> plan, Supplier<TableDescription> description, Clock clock) {
		try {
			TableDescription table = description.get();
			return new ScannedTable(identity(table), keyNames(plan, table),
					TableSize.of(plan.target(), table, clock.instant()));
		}
		catch (AwsServiceException ex) {
			throw plan.failure(("cannot be resumed, because DynamoDB does not describe the table (%s). Allow "
					+ "dynamodb:DescribeTable and see that the table exists, or leave out resumable().")
				.formatted((ex.awsErrorDetails() != null) ? ex.awsErrorDetails().errorCode()
						: ex.getClass().getSimpleName()),
					ex);
		}
		catch (RuntimeException ex) {
			throw plan
				.failure("cannot be resumed, because DynamoDB could not be asked for the table (%s). Run it again."
					.formatted(ex), ex);
		}
	}

	/**
	 * Emulators may tell less than DynamoDB.
	 */
	private static String identity(TableDescription table) {
		String id = (table.tableId() != null) ? table.tableId() : table.tableArn();
		String created = (table.creationDateTime() != null) ? " created " + table.creationDateTime() : "";
		return ((id != null) ? id : table.tableName()) + created;
	}

	private static List<String> keyNames(ScanPlan<?> plan, TableDescription table) {
		Set<String> names = new LinkedHashSet<>();
		table.keySchema().forEach((key) -> names.add(key.attributeName()));
		String indexName = plan.target().indexName();
		if (indexName != null) {
			Stream.concat(
					keys(table.globalSecondaryIndexes(), (index) -> index.indexName().equals(indexName),
							(index) -> index.keySchema()),
					keys(table.localSecondaryIndexes(), (index) -> index.indexName().equals(indexName),
							(index) -> index.keySchema()))
				.forEach((key) -> names.add(key.attributeName()));
		}
		return List.copyOf(names);
	}

	private static <I> Stream<KeySchemaElement> keys(List<I> indexes, Function<I, Boolean> wanted,
			Function<I, List<KeySchemaElement>> schema) {
		return indexes.stream().filter(wanted::apply).flatMap((index) -> schema.apply(index).stream());
	}

}

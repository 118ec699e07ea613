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

package io.dynamostream.sample;

import java.util.List;
import java.util.stream.IntStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;

import io.dynamostream.ItemTypeResolver;

/**
 * Creates the tables of the sample and fills that of the users, before anything reads it.
 * It does so in the embedded DynamoDB Local and nowhere else, which has a new table at
 * once: one of AWS would have to be waited for. Users that are there already stay.
 */
@Component
@ConditionalOnBooleanProperty({ "sample.seed", "dynamo.stream.embedded.enabled" })
@Order(1)
class UserSeeder implements ApplicationRunner {

	private static final Log logger = LogFactory.getLog(UserSeeder.class);

	private static final int CHUNK = 500;

	private final DynamoDbEnhancedClient client;

	private final ItemTypeResolver itemTypes;

	private final BatchWriter writer;

	private final int users;

	UserSeeder(DynamoDbEnhancedClient client, ItemTypeResolver itemTypes, BatchWriter writer,
			SampleProperties properties) {
		this.client = client;
		this.itemTypes = itemTypes;
		this.writer = writer;
		this.users = properties.users();
	}

	@Override
	public void run(ApplicationArguments args) {
		List.of(User.class, MigratedUser.class, Contact.class, Signup.class).forEach(this::createTable);
		if (table(User.class).scan().items().stream().count() < this.users) {
			logger.info("Seeding %d users".formatted(this.users));
			IntStream.range(0, (this.users + CHUNK - 1) / CHUNK).parallel().forEach(this::writeChunk);
			logger.info("Seeded %d users".formatted(this.users));
		}
	}

	private <T> DynamoDbTable<T> table(Class<T> itemType) {
		return this.client.table(this.itemTypes.tableName(itemType), this.itemTypes.tableSchema(itemType));
	}

	private <T> void createTable(Class<T> itemType) {
		DynamoDbTable<T> table = table(itemType);
		try {
			table.createTable();
		}
		catch (ResourceInUseException ex) {
			logger.info("Table '%s' is there already".formatted(table.tableName()));
		}
	}

	private void writeChunk(int chunk) {
		int first = chunk * CHUNK;
		int end = Math.min(first + CHUNK, this.users);
		this.writer.write(User.class, IntStream.range(first, end).mapToObj(SeedUsers::number).toList());
	}

}

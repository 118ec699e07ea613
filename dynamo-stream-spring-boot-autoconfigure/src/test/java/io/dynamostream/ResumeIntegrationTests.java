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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondarySortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.embedded.EmbeddedDynamoDb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Scans of a DynamoDB Local that go on where they stopped: it refuses a position that is
 * no key of the table, of the index or of the segment.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ResumeIntegrationTests {

	private static final int READINGS = 120;

	private static EmbeddedDynamoDb dynamoDb;

	private static DynamoDbClient client;

	private static DynamoDbTable<Reading> table;

	@TempDir
	private Path directory;

	private final List<String> done = Collections.synchronizedList(new ArrayList<>());

	@BeforeAll
	static void createTable() {
		dynamoDb = EmbeddedDynamoDb.start();
		client = DynamoDbClient.builder()
			.endpointOverride(dynamoDb.endpoint())
			.region(Region.of("local"))
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
			.build();
		table = DynamoDbEnhancedClient.builder()
			.dynamoDbClient(client)
			.build()
			.table("reading", TableSchema.fromBean(Reading.class));
		createReadings();
	}

	private static void createReadings() {
		table.createTable();
		IntStream.range(0, READINGS).mapToObj(Reading::of).forEach(table::putItem);
	}

	@AfterAll
	static void close() {
		client.close();
		dynamoDb.close();
	}

	@ParameterizedTest
	@CsvSource({ "1, , ", "4, , ", "1, by-place, ", "4, by-place, ", "1, , text", "4, by-place, text" })
	void deliversEveryItemOnce(int segments, String indexName, String projection) {
		Random random = new Random(1);
		UnaryOperator<ScanSpec<Reading>> steps = (spec) -> steps(spec.segments(segments), indexName, projection);
		while (!run(steps, 1 + random.nextInt(30))) {
			assertThat(this.done).isNotEmpty();
		}
		assertThat(this.done).doesNotHaveDuplicates().hasSize(READINGS);
	}

	private static ScanSpec<Reading> steps(ScanSpec<Reading> spec, String indexName, String projection) {
		ScanSpec<Reading> steps = (indexName != null) ? spec.indexName(indexName) : spec;
		return (projection != null) ? steps.projectionExpression("#text").expressionName("#text", projection) : steps;
	}

	@Test
	void goesOnBehindItemThatWasDeleted() {
		run(UnaryOperator.identity(), 10);
		table.deleteItem(Reading.of(Integer.parseInt(this.done.get(9))));
		try {
			run(UnaryOperator.identity(), Integer.MAX_VALUE);
			assertThat(this.done).doesNotHaveDuplicates().hasSize(READINGS);
		}
		finally {
			table.putItem(Reading.of(Integer.parseInt(this.done.get(9))));
		}
	}

	@Test
	void refusesTableThatWasCreatedAnew() {
		run(UnaryOperator.identity(), 10);
		table.deleteTable();
		createReadings();
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> template().scan(Reading.class).named("nightly").resumable().stream().toList())
			.withMessageContaining("was saved of another table");
	}

	/**
	 * Run until a number of items are done.
	 * @return whether the scan came to its end
	 */
	private boolean run(UnaryOperator<ScanSpec<Reading>> steps, int items) {
		DynamoStreamTemplate template = template();
		int end = (items == Integer.MAX_VALUE) ? items : this.done.size() + items;
		ScanExecution execution = steps.apply(template.scan(Reading.class).named("nightly").resumable().pageSize(7))
			.forEach((reading) -> {
				this.done.add(reading.getText());
				if (this.done.size() == end) {
					template.executions().findAll().forEach(ScanExecution::cancel);
				}
			});
		return execution.completion().handle((progress, ex) -> progress != null).join();
	}

	private DynamoStreamTemplate template() {
		return DynamoStreamTemplate.builder(client)
			.checkpointStore(new FileScanCheckpointStore(this.directory))
			.build();
	}

	/**
	 * An item with keys of every type.
	 */
	@DynamoDbBean
	public static class Reading {

		private long number;

		private SdkBytes bytes = SdkBytes.fromByteArray(new byte[0]);

		private String place = "";

		private double level;

		private String text = "";

		static Reading of(int number) {
			Reading reading = new Reading();
			reading.setNumber(number % 40);
			reading.setBytes(SdkBytes.fromByteArray(new byte[] { (byte) (number / 40 - 1), 0 }));
			reading.setPlace("Straße " + number % 3);
			reading.setLevel(number / 8.0 - 3);
			reading.setText(String.valueOf(number));
			return reading;
		}

		@DynamoDbPartitionKey
		public long getNumber() {
			return this.number;
		}

		public void setNumber(long number) {
			this.number = number;
		}

		@DynamoDbSortKey
		public SdkBytes getBytes() {
			return this.bytes;
		}

		public void setBytes(SdkBytes bytes) {
			this.bytes = bytes;
		}

		@DynamoDbSecondaryPartitionKey(indexNames = "by-place")
		public String getPlace() {
			return this.place;
		}

		public void setPlace(String place) {
			this.place = place;
		}

		@DynamoDbSecondarySortKey(indexNames = "by-place")
		public double getLevel() {
			return this.level;
		}

		public void setLevel(double level) {
			this.level = level;
		}

		public String getText() {
			return this.text;
		}

		public void setText(String text) {
			this.text = text;
		}

	}

}

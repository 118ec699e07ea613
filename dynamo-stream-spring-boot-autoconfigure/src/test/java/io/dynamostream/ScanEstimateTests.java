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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanEstimate.Figure;
import io.dynamostream.ScanEstimate.Source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ScanEstimate} and the {@link ScanEstimator}.
 */
class ScanEstimateTests {

	private static final Duration HOURS = Duration.ofHours(6);

	private static final long MB = 1024 * 1024;

	private final AtomicInteger described = new AtomicInteger();

	private TableDescription description = description(1_200_000, 600 * MB);

	private RuntimeException failure;

	private final FakeTable table = FakeTable.ofUsers(0).withDescription(this::describe);

	private final DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.table)
		.clock(new SettableClock())
		.namedSettings(Map.of("nightly", ScanSettings.none().indexName("by-day").readCapacityPercent(50)))
		.build();

	private TableDescription describe() {
		this.described.incrementAndGet();
		if (this.failure != null) {
			throw this.failure;
		}
		return this.description;
	}

	private static TableDescription description(long items, long bytes) {
		return FakeTable.description("table-1").copy((table) -> table.itemCount(items).tableSizeBytes(bytes));
	}

	@Test
	void tellsWhatDynamoDbSaysAndWhatFollows() {
		ScanEstimate estimate = estimate((spec) -> spec);
		assertThat(estimate.name()).isEqualTo("user");
		assertThat(estimate.tableName()).isEqualTo("user");
		assertThat(estimate.indexName()).isNull();
		assertThat(estimate.items())
			.isEqualTo(new Figure<>(1_200_000L, Source.DYNAMODB, HOURS, "ItemCount of DescribeTable"));
		assertThat(estimate.bytes())
			.isEqualTo(new Figure<>(600 * MB, Source.DYNAMODB, HOURS, "TableSizeBytes of DescribeTable"));
		assertThat(estimate.segments()).isEqualTo(new Figure<>(1, Source.SETTING, Duration.ZERO, "set or by default"));
		assertThat(estimate.pages()).isEqualTo(new Figure<>(600L, Source.COMPUTED, HOURS, "of up to 1 MB"));
		assertThat(estimate.readCapacity())
			.isEqualTo(new Figure<>(600 * 128.0, Source.COMPUTED, HOURS, "0.5 for 4 KB"));
		assertThat(estimate.timeAtLimit()).isNull();
	}

	@Test
	void sendsDescribeTableAndNothingElse() {
		this.description = this.description
			.copy((table) -> table.provisionedThroughput((throughput) -> throughput.readCapacityUnits(800L)));
		estimate((spec) -> spec.segments("auto").readCapacityPercent(10));
		assertThat(this.described).hasValue(1);
		assertThat(this.table.requests()).isEmpty();
		assertThat(this.template.executions().findAll()).isEmpty();
	}

	@Test
	void isWhatAScanReads() {
		FakeTable users = FakeTable.ofUsers(1000).withUnitsPerItem(0.25);
		users.withDescription(() -> description(1000, 1000 * 2048));
		ScanSpec<User> spec = DynamoStreamTemplate.builder(users).build().scan(User.class).pageSize(100);
		ScanEstimate estimate = spec.estimate();
		ScanProgress read = spec.forEach((user) -> {
		}).join();
		assertThat(estimate.items().value()).isEqualTo(read.scannedItems());
		assertThat(estimate.pages().value()).isEqualTo(read.pages());
		assertThat(estimate.readCapacity().value()).isEqualTo(read.consumedCapacity());
	}

	@Test
	void chargesConsistentReadsTwice() {
		Figure<Double> capacity = estimate((spec) -> spec.consistentRead(true)).readCapacity();
		assertThat(capacity.value()).isEqualTo(600 * 256.0);
		assertThat(capacity.basis()).isEqualTo("1 for 4 KB of a consistent read");
	}

	@Test
	void isNotLessForAFilterOrAProjection() {
		ScanEstimate whole = estimate((spec) -> spec);
		assertThat(estimate((spec) -> spec.filterExpression("attribute_exists(age)"))).isEqualTo(whole);
		assertThat(estimate((spec) -> spec.projectionExpression("age"))).isEqualTo(whole);
	}

	@Test
	void isLessForALimitWithoutAFilter() {
		ScanEstimate estimate = estimate((spec) -> spec.limit(12_000));
		assertThat(estimate.items()).isEqualTo(new Figure<>(12_000L, Source.SETTING, Duration.ZERO, "the limit"));
		assertThat(estimate.bytes())
			.isEqualTo(new Figure<>(6 * MB, Source.COMPUTED, HOURS, "its part of TableSizeBytes of DescribeTable"));
		assertThat(estimate.pages().value()).isEqualTo(6);
		assertThat(estimate.readCapacity().value()).isEqualTo(6 * 128.0);
	}

	@Test
	void countsOnePageForALimitThatOnePageHas() {
		ScanEstimate estimate = estimate((spec) -> spec.limit(10));
		assertThat(estimate.pages().value()).isEqualTo(1);
		assertThat(estimate.pages().basis()).isEqualTo("of up to 1 MB");
		assertThat(estimate.readCapacity().value()).isEqualTo(1);
	}

	@Test
	void isWhatIsReadAtLeastForALimitWithSeveralSegments() {
		ScanEstimate estimate = estimate((spec) -> spec.segments("auto").limit(10));
		assertThat(estimate.pages()).isEqualTo(new Figure<>(1L, Source.COMPUTED, HOURS, "at least, of up to 1 MB"));
		assertThat(estimate.readCapacity())
			.isEqualTo(new Figure<>(1.0, Source.COMPUTED, HOURS, "at least, 0.5 for 4 KB"));
		assertThat(estimate.items().basis()).isEqualTo("at least, the limit");
		assertThat(estimate.bytes().basis()).isEqualTo("at least, its part of TableSizeBytes of DescribeTable");
		assertThat(estimate.segments().value()).isEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "8", "auto" })
	void isNothingForALimitOfNothing(String segments) {
		ScanEstimate estimate = estimate((spec) -> spec.segments(segments).limit(0));
		assertThat(estimate.pages().value()).isZero();
		assertThat(estimate.readCapacity().value()).isZero();
		assertThat(estimate.items().basis()).isEqualTo("the limit");
		assertThat(estimate((spec) -> spec.limit(0).filterExpression("age > age")).pages().value()).isZero();
		this.description = description(0, 0);
		assertThat(estimate((spec) -> spec.segments(segments).limit(0)).pages().value()).isZero();
	}

	@Test
	void countsPagesAsSmallAsALimitToTheItemsWantsThem() {
		this.description = description(3000, 3000 * 600);
		ScanEstimate estimate = estimate((spec) -> spec.itemsPerSecond(1000));
		assertThat(estimate.pages().value()).isEqualTo(12);
		assertThat(estimate.pages().basis()).isEqualTo("as small as itemsPerSecond wants them");
		assertThat(estimate.readCapacity().value()).isEqualTo(12 * 18.5);
		assertThat(estimate((spec) -> spec.itemsPerSecond(1000).pageSize(100)).pages().value()).isEqualTo(30);
		assertThat(estimate((spec) -> spec.itemsPerSecond(1000).filterExpression("age > age")).pages().value())
			.isEqualTo(2);
	}

	@Test
	void countsPagesAsSmallAsALimitToTheReadCapacityWantsThem() {
		this.description = description(4096, 4 * MB);
		ScanEstimate estimate = estimate((spec) -> spec.readCapacity(64));
		assertThat(estimate.pages().value()).isEqualTo(32);
		assertThat(estimate.pages().basis()).isEqualTo("as small as readCapacity wants them");
		assertThat(estimate((spec) -> spec.readCapacity(64).consistentRead(true)).pages().value()).isEqualTo(64);
		assertThat(estimate((spec) -> spec.readCapacity(0.1)).pages().value()).isEqualTo(4096);
		assertThat(estimate((spec) -> spec.readCapacity(512)).pages().value()).isEqualTo(4);
	}

	@Test
	void takesAtMostTheTimeOfAllItemsIfThereIsAFilter() {
		assertThat(estimate((spec) -> spec.filterExpression("age > age").itemsPerSecond(1250)).timeAtLimit())
			.isEqualTo(new Figure<>(Duration.ofSeconds(1000), Source.COMPUTED, HOURS,
					"at most, at itemsPerSecond 1250.0 if the filter leaves all items"));
	}

	@Test
	void readsTheSameWhateverTheLanguageOfTheApplication() {
		ScanEstimate estimate = estimate((spec) -> spec.segments("auto").readCapacity(5));
		String text = estimate.toString();
		Locale before = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("ar-EG"));
			assertThat(estimate).hasToString(text);
			assertThat(text).contains("up to 6 hours old").contains(", in 5 h 28 min (");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void heedsNoLimitWithAFilterOrAboveTheNumberOfItems() {
		ScanEstimate whole = estimate((spec) -> spec);
		assertThat(estimate((spec) -> spec.limit(10).filterExpression("attribute_exists(age)"))).isEqualTo(whole);
		assertThat(estimate((spec) -> spec.limit(1_200_000))).isEqualTo(whole);
	}

	@ParameterizedTest
	@CsvSource({ "100, 12000, 78000", "1, 1200000, 600000", "2000, 600, 76800", "100000, 600, 76800" })
	void countsPagesOfTheirSize(int pageSize, long pages, double capacity) {
		ScanEstimate estimate = estimate((spec) -> spec.pageSize(pageSize));
		assertThat(estimate.pages().value()).isEqualTo(pages);
		assertThat(estimate.pages().basis()).isEqualTo((pages > 600) ? "of pageSize " + pageSize : "of up to 1 MB");
		assertThat(estimate.readCapacity().value()).isEqualTo(capacity);
	}

	@Test
	void countsAPageForEachSegment() {
		this.description = description(10, 1000);
		ScanEstimate estimate = estimate((spec) -> spec.segments(16));
		assertThat(estimate.segments().value()).isEqualTo(16);
		assertThat(estimate.pages().value()).isEqualTo(16);
		assertThat(estimate.readCapacity().value()).isEqualTo(8);
	}

	@Test
	void tellsWhichSegmentsWouldBeChosen() {
		ScanEstimate estimate = estimate((spec) -> spec.segments("auto"));
		assertThat(estimate.segments()).isEqualTo(new Figure<>(10, Source.COMPUTED, HOURS, "by items and bytes"));
		assertThat(estimate.pages().value()).isEqualTo(600);
	}

	@Test
	void tellsThatATableIsDescribedAsEmpty() {
		this.description = description(0, 0);
		ScanEstimate estimate = estimate((spec) -> spec.segments("auto"));
		assertThat(estimate.segments())
			.isEqualTo(new Figure<>(4, Source.SETTING, Duration.ZERO, "default for a table described as empty"));
		assertThat(estimate.items().value()).isZero();
		assertThat(estimate.pages().value()).isEqualTo(4);
		assertThat(estimate.readCapacity().value()).isEqualTo(2);
	}

	@Test
	void tellsTheTimeAtALimitToTheReadCapacity() {
		assertThat(estimate((spec) -> spec.readCapacity(200)).timeAtLimit())
			.isEqualTo(new Figure<>(Duration.ofMillis(400_260), Source.COMPUTED, HOURS, "at readCapacity 200.0"));
		this.description = this.description
			.copy((table) -> table.provisionedThroughput((throughput) -> throughput.readCapacityUnits(800L)));
		assertThat(estimate((spec) -> spec.readCapacityPercent(25)).timeAtLimit())
			.isEqualTo(new Figure<>(Duration.ofMillis(400_260), Source.COMPUTED, HOURS, "at readCapacity 25%"));
		assertThat(estimate((spec) -> spec.readCapacity(200).unlimitedReadCapacity()).timeAtLimit()).isNull();
	}

	@Test
	void tellsTheTimeAtALimitToTheItems() {
		assertThat(estimate((spec) -> spec.itemsPerSecond(1250)).timeAtLimit())
			.isEqualTo(new Figure<>(Duration.ofSeconds(1000), Source.COMPUTED, HOURS, "at itemsPerSecond 1250.0"));
	}

	@ParameterizedTest
	@CsvSource({ "200, 1250, 1000", "50, 1250, 1602" })
	void tellsTheLongerOfTwoTimes(double readCapacity, double itemsPerSecond, long seconds) {
		Figure<Duration> time = estimate((spec) -> spec.readCapacity(readCapacity).itemsPerSecond(itemsPerSecond))
			.timeAtLimit();
		assertThat(time).isNotNull();
		assertThat(time.value().toSeconds()).isEqualTo(seconds);
	}

	@Test
	void isOfTheIndexThatIsScanned() {
		GlobalSecondaryIndexDescription index = GlobalSecondaryIndexDescription.builder()
			.indexName("by-day")
			.itemCount(1000L)
			.indexSizeBytes(2 * MB)
			.provisionedThroughput((throughput) -> throughput.readCapacityUnits(8L))
			.build();
		this.description = this.description.copy((table) -> table.globalSecondaryIndexes(List.of(index)));
		ScanEstimate estimate = this.template.scan(User.class).named("nightly").estimate();
		assertThat(estimate.name()).isEqualTo("nightly");
		assertThat(estimate.indexName()).isEqualTo("by-day");
		assertThat(estimate.items().value()).isEqualTo(1000);
		assertThat(estimate.bytes())
			.isEqualTo(new Figure<>(2 * MB, Source.DYNAMODB, HOURS, "IndexSizeBytes of DescribeTable"));
		assertThat(estimate.timeAtLimit()).extracting(Figure::value).isEqualTo(Duration.ofMillis(86_979));
	}

	@Test
	void saysThatThereIsNoSuchIndex() {
		assertRefused(() -> this.template.scan(User.class).named("nightly").estimate(),
				"Scan 'nightly' of index 'by-day' of table 'user' cannot be estimated, because the table has no such "
						+ "index. Correct indexName(...). It is set by 'dynamo.stream.scans.nightly.index-name'.");
	}

	@Test
	void saysThatDescribeTableIsNotAllowed() {
		this.failure = error("AccessDeniedException", DynamoDbException.builder());
		assertRefused(() -> estimate((spec) -> spec),
				"Scan 'user' of table 'user' cannot be estimated: DynamoDB answered AccessDeniedException: No. Allow the "
						+ "action dynamodb:DescribeTable on the table or index.");
	}

	@Test
	void saysThatThereIsNoSuchTable() {
		this.failure = error("ResourceNotFoundException", ResourceNotFoundException.builder());
		assertRefused(() -> estimate((spec) -> spec),
				"Scan 'user' of table 'user' cannot be estimated: there is no such table. Create it, or set the right "
						+ "name with tableName(...) or 'dynamo.stream.tables.io.dynamostream.User'.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "LimitExceededException", "ThrottlingException", "RequestLimitExceeded" })
	void saysThatTablesAreDescribedOnlySoOften(String code) {
		this.failure = error(code, DynamoDbException.builder());
		assertRefused(() -> estimate((spec) -> spec),
				"Scan 'user' of table 'user' cannot be estimated: DynamoDB answered " + code
						+ ": No. Tables are described only so often. Try again later.");
	}

	@Test
	void saysThatDynamoDbDoesNotAnswerInTime() {
		String text = "Client execution did not complete before the specified timeout configuration: 2000 millis";
		this.failure = SdkClientException.create(text);
		assertRefused(() -> estimate((spec) -> spec), "Scan 'user' of table 'user' cannot be estimated: " + text
				+ ". Check the network, or give the DynamoDbClient more time.");
	}

	@Test
	void saysThatThereAreTooFewConnections() {
		String text = "Unable to execute HTTP request: Timeout waiting for connection from pool";
		this.failure = SdkClientException.create(text);
		assertRefused(() -> estimate((spec) -> spec), "Scan 'user' of table 'user' cannot be estimated: " + text
				+ ". Give the HTTP client of the DynamoDbClient more connections.");
	}

	@Test
	void saysThatDynamoDbHasFailed() {
		this.failure = (RuntimeException) DynamoDbException.builder()
			.awsErrorDetails(AwsErrorDetails.builder().errorCode("InternalServerError").errorMessage("No").build())
			.statusCode(500)
			.build();
		assertRefused(() -> estimate((spec) -> spec),
				"Scan 'user' of table 'user' cannot be estimated: DynamoDB answered InternalServerError: No. The retries "
						+ "of the DynamoDbClient are used up. Try again later.");
	}

	@Test
	void saysThatTheClientCannotDescribeTables() {
		this.failure = new UnsupportedOperationException();
		assertRefused(() -> estimate((spec) -> spec), "Scan 'user' of table 'user' cannot be estimated: the "
				+ "DynamoDbClient cannot describe tables. Use one that can.");
	}

	@Test
	void saysThatDynamoDbCannotBeAsked() {
		this.failure = SdkClientException.create("Unable to load credentials from any provider");
		assertRefused(() -> estimate((spec) -> spec),
				"Scan 'user' of table 'user' cannot be estimated: no AWS credentials were found. Provide them where the "
						+ "SDK's default chain looks (environment, profile, container or instance role), or configure the "
						+ "DynamoDbClient.");
	}

	@Test
	void saysThatThereIsNoCapacityToHaveAShareOf() {
		assertRefused(() -> estimate((spec) -> spec.readCapacityPercent(25)),
				"Scan 'user' of table 'user' cannot be limited to 25% of the read capacity, because DynamoDB tells "
						+ "neither a provisioned capacity nor a maximum of on-demand reads nor a warm throughput. Use "
						+ "readCapacity(...) with units per second.");
	}

	@Test
	void refusesWhatTheScanWouldRefuse() {
		assertThatIllegalArgumentException().isThrownBy(() -> estimate((spec) -> spec.deliveryConcurrency(2)))
			.withMessageContaining("'deliveryConcurrency' is 2, but the scan has only 1 segment(s)");
		assertThat(this.described).hasValue(0);
	}

	private static RuntimeException error(String code, DynamoDbException.Builder error) {
		return (RuntimeException) error
			.awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("No").build())
			.statusCode(400)
			.build();
	}

	private static void assertRefused(Runnable estimate, String message) {
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(estimate::run).withMessage(message);
	}

	@Test
	void readsAsASentence() {
		assertThat(estimate((spec) -> spec.segments("auto").readCapacity(200)))
			.hasToString("Scan 'user' of table 'user' will read 1,200,000 items (ItemCount of DescribeTable, up to 6 "
					+ "hours old), 629,145,600 bytes (TableSizeBytes of DescribeTable, up to 6 hours old), 10 segment(s) (by "
					+ "items and bytes, up to 6 hours old), 1,540 page(s) (as small as readCapacity wants them, up to 6 hours "
					+ "old), 77,000.0 read capacity units (0.5 for 4 KB, up to 6 hours old), in 6 min 41 s (at readCapacity "
					+ "200.0, up to 6 hours old)");
		assertThat(estimate((spec) -> spec.segments(8).limit(1)).toString())
			.contains(" 1 items (at least, the limit), ", " 8 segment(s) (set or by default), ")
			.endsWith(", without a limit");
		assertThat(estimate((spec) -> spec.readCapacity(5)).toString()).contains(", in 5 h 28 min (");
		assertThat(estimate((spec) -> spec.limit(1000).readCapacity(50)).toString()).contains(", in 1.4 s (");
	}

	private ScanEstimate estimate(UnaryOperator<ScanSpec<User>> steps) {
		return steps.apply(this.template.scan(User.class)).estimate();
	}

}

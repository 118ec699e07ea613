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

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.checkpoint.FileScanCheckpointStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AutomaticSegments} and the scans that have them.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith(OutputCaptureExtension.class)
class AutomaticSegmentsTests {

	private static final int USERS = 300;

	private final AtomicInteger described = new AtomicInteger();

	private volatile long items = 600_000;

	private volatile Runnable onDescribe = () -> {
	};

	private final FakeTable table = FakeTable.ofUsers(USERS).withItemsPerPage(13).withDescription(this::describe);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	@TempDir
	private Path directory;

	private TableDescription describe() {
		this.described.incrementAndGet();
		this.onDescribe.run();
		return description(this.items, this.items * 100);
	}

	private static TableDescription description(long items, long bytes) {
		return FakeTable.description("table-1").copy((table) -> table.itemCount(items).tableSizeBytes(bytes));
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "25_000, 1", "25_001, 2", "100_000, 4", "100_001, 4", "500_000, 4", "500_001, 5",
			"1_000_000, 8", "1_500_000, 12", "4_000_000, 32", "16_000_000, 32", "16_000_001, 33", "1_000_000_000, 2000",
			"9_000_000_000_000_000_000, 1_000_000" })
	void areChosenByTheNumberOfItems(String items, String segments) {
		TableSize size = new TableSize(1, number(items), SettableClock.START);
		assertThat(AutomaticSegments.of(size)).isEqualTo((int) number(segments));
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "2_000_000_000, 1", "2_000_000_001, 2", "2_000_000_000_000, 1000",
			"9_000_000_000_000_000_000, 1_000_000" })
	void areOneForEachTwoGigabytesAtLeast(String bytes, String segments) {
		assertThat(AutomaticSegments.of(new TableSize(number(bytes), 0, SettableClock.START)))
			.isEqualTo((int) number(segments));
		assertThat(AutomaticSegments.of(new TableSize(number(bytes), 1000, SettableClock.START)))
			.isEqualTo((int) number(segments));
	}

	private static long number(String text) {
		return Long.parseLong(text.replace("_", ""));
	}

	@Test
	void areTheDefaultIfTheSizeSaysNothing() {
		assertThat(AutomaticSegments.of(null)).isEqualTo(4);
		assertThat(AutomaticSegments.of(new TableSize(0, 0, SettableClock.START))).isEqualTo(4);
	}

	@ParameterizedTest
	@EnumSource
	void areReadInEveryMode(Terminal terminal) {
		List<User> users = terminal.read(this.template.scan(User.class).segments("auto"));
		assertThat(users).extracting(User::getId).containsExactlyInAnyOrderElementsOf(this.table.ids());
		assertThat(totalSegments()).containsOnly(5);
		assertThat(this.described).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource
	void mayBeOne(Terminal terminal) {
		this.items = 300;
		assertThat(terminal.read(this.template.parallelScan(User.class).segments("auto"))).hasSize(USERS);
		assertThat(totalSegments()).containsOnlyNulls();
	}

	@Test
	void readOnePageForTheFirstItemIfTheyAreOne() {
		this.items = 300;
		try (Stream<User> users = this.template.scan(User.class).segments("auto").stream()) {
			assertThat(users.findFirst()).isPresent();
		}
		assertThat(this.table.requests()).hasSize(1);
	}

	@Test
	void areReadAtOnce() {
		CountDownLatch gate = new CountDownLatch(1);
		this.table.onRequest((request) -> awaitZero(gate));
		ScanExecution execution = this.template.scan(User.class).segments("auto").forEach((user) -> {
		});
		await().until(() -> this.table.requestsInFlight() == 5);
		gate.countDown();
		assertThat(execution.join().segments()).isEqualTo(new ScanProgress.Segments(5, 0, 0, 5));
	}

	@Test
	void areAskedForByNothingBeforeTheTerminalOperation() {
		ScanSpec<User> spec = this.template.scan(User.class).segments("auto");
		Publisher<User> publisher = spec.publisher();
		try (Stream<User> users = spec.stream().filter((user) -> user.getAge() > 0)) {
			publisher.subscribe(new BaseSubscriber<>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
				}

			});
			assertThat(this.described).hasValue(0);
			assertThat(users).hasSize(USERS - 1);
		}
		assertThat(this.described).hasValue(1);
	}

	@Test
	void areChosenForEachSubscription() {
		Publisher<User> publisher = this.template.scan(User.class).segments("auto").publisher();
		assertThat(Flux.from(publisher).count().block()).isEqualTo(USERS);
		assertThat(totalSegments()).containsOnly(5);
		this.table.requests().clear();
		this.items = 1_000_000;
		assertThat(Flux.from(publisher).count().block()).isEqualTo(USERS);
		assertThat(totalSegments()).containsOnly(8);
	}

	@Test
	void areThoseOfTheIndexThatIsScanned() {
		GlobalSecondaryIndexDescription index = GlobalSecondaryIndexDescription.builder()
			.indexName("by-tenant")
			.itemCount(50_000L)
			.indexSizeBytes(5_000_000_000L)
			.build();
		this.table.withDescription(
				() -> description(600_000, 1).copy((table) -> table.globalSecondaryIndexes(List.of(index))));
		Terminal.STREAM.read(this.template.scan(User.class).indexName("by-tenant").segments("auto"));
		assertThat(totalSegments()).containsOnly(3);
	}

	@ParameterizedTest
	@EnumSource
	void areTheDefaultIfDynamoDbDoesNotTellTheSize(Terminal terminal, CapturedOutput output) {
		this.onDescribe = AutomaticSegmentsTests::deny;
		assertThat(terminal.read(this.template.scan(User.class).named("nightly").segments("auto"))).hasSize(USERS);
		assertThat(totalSegments()).containsOnly(4);
		assertThat(output).containsOnlyOnce("Scan 'nightly' of table 'user' reads 4 segment(s), the default, since its "
				+ "size is not known: DynamoDB answered AccessDeniedException: No. Allow the action "
				+ "dynamodb:DescribeTable on the table or index. Use segments(...) with a number to have others");
	}

	@Test
	void areNotAskedForAgainWhereThatWasRefused(CapturedOutput output) {
		this.onDescribe = AutomaticSegmentsTests::deny;
		for (int run = 0; run < 3; run++) {
			assertThat(Terminal.STREAM.read(this.template.scan(User.class).segments("auto"))).hasSize(USERS);
		}
		assertThat(this.described).hasValue(1);
		String text = "since its size is not known: dynamodb:DescribeTable was not allowed less than 10 minutes ago. "
				+ "Allow it. Use segments(...)";
		assertThat(output.toString().split(Pattern.quote(text))).hasSize(3);
	}

	@Test
	void areTheDefaultIfDynamoDbDoesNotAnswerInTime(CapturedOutput output) {
		this.onDescribe = () -> {
			throw SdkClientException.create("Unable to execute HTTP request: Read timed out");
		};
		Terminal.STREAM.read(this.template.scan(User.class).segments("auto"));
		assertThat(totalSegments()).containsOnly(4);
		assertThat(output).containsOnlyOnce("reads 4 segment(s), the default, since its size is not known: Unable to "
				+ "execute HTTP request: Read timed out. Check the network, or give the DynamoDbClient more time. Use");
	}

	@Test
	void areTheDefaultIfThereIsNoSuchIndex(CapturedOutput output) {
		Terminal.STREAM.read(this.template.scan(User.class).indexName("by-day").segments("auto"));
		assertThat(output).containsOnlyOnce("since its size is not known: The table has no such index. Use segments");
	}

	private static void deny() {
		throw DynamoDbException.builder()
			.message("no")
			.awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDeniedException").errorMessage("No").build())
			.build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "4" })
	void needOneDescriptionWithACheckpointAndAShareOfTheCapacity(String segments) {
		this.table.withDescription(() -> describe()
			.copy((table) -> table.provisionedThroughput((throughput) -> throughput.readCapacityUnits(400_000L))));
		List<User> users = Terminal.STREAM.read(resumable(segments).readCapacityPercent(50));
		assertThat(users).hasSize(USERS);
		assertThat(this.table.requests()).hasSizeGreaterThan(4);
		assertThat(this.described).hasValue(1);
	}

	@Test
	void areTheDefaultIfDynamoDbDescribesTheTableAsEmpty(CapturedOutput output) {
		this.items = 0;
		assertThat(Terminal.STREAM.read(this.template.scan(User.class).segments("auto"))).hasSize(USERS);
		assertThat(totalSegments()).containsOnly(4);
		assertThat(output).containsOnlyOnce("reads 4 segment(s), the default, since DynamoDB describes it as empty, "
				+ "which it says for hours of one that was filled lately.");
	}

	@Test
	void areToldWithTheirReason(CapturedOutput output) {
		Terminal.FOR_EACH.read(this.template.scan(User.class).segments("auto"));
		assertThat(output).containsOnlyOnce("Scan 'user' of table 'user' started, and chooses its segments")
			.containsOnlyOnce(
					"Scan 'user' of table 'user' reads 5 segment(s), chosen for 600000 items and 60000000 bytes, "
							+ "as DynamoDB describes it");
	}

	@Test
	void areKnownToTheProgressOnceTheyAreChosen() {
		CountDownLatch gate = new CountDownLatch(1);
		this.onDescribe = () -> awaitZero(gate);
		ScanExecution execution = this.template.scan(User.class).segments("auto").forEach((user) -> {
		});
		await().until(() -> this.described.get() == 1);
		assertThat(execution.progress().segments()).isEqualTo(new ScanProgress.Segments(0, 0, 0, 0));
		execution.maxConcurrency(3);
		gate.countDown();
		assertThat(execution.join().segments().total()).isEqualTo(5);
		assertThat(execution.progress().requests().maxConcurrency()).isEqualTo(3);
		assertThat(this.table.maxRequestsInFlight()).isLessThanOrEqualTo(3);
		assertThat(execution.details().options()).containsEntry("segments", "auto");
	}

	@Test
	void areNotWaitedForByAScanThatIsCancelled() {
		CountDownLatch gate = new CountDownLatch(1);
		this.onDescribe = () -> awaitZero(gate);
		ScanExecution execution = this.template.scan(User.class).segments("auto").forEach((user) -> {
		});
		await().until(() -> this.described.get() == 1);
		execution.cancel();
		await().until(() -> execution.progress().state() == ScanProgress.State.CANCELLED);
		gate.countDown();
		assertThat(this.table.requests()).isEmpty();
	}

	@Test
	void areNotToldOfAScanThatIsCancelledMeanwhile(CapturedOutput output) throws InterruptedException {
		CountingExecutor executor = new CountingExecutor();
		CountDownLatch gate = new CountDownLatch(1);
		this.onDescribe = () -> awaitZero(gate);
		ScanExecution execution = DynamoStreamTemplate.builder(this.table)
			.taskExecutor(executor)
			.build()
			.scan(User.class)
			.segments("auto")
			.forEach((user) -> {
			});
		await().until(() -> this.described.get() == 1);
		execution.cancel();
		await().until(() -> execution.progress().state() == ScanProgress.State.CANCELLED);
		gate.countDown();
		executor.awaitIdle();
		assertThat(output).contains("chooses its segments").doesNotContain("segment(s)");
		assertThat(execution.progress().segments().total()).isZero();
	}

	@Test
	void areOfEachSubscriptionWhateverOthersHave() {
		Publisher<User> publisher = this.template.scan(User.class).segments("auto").publisher();
		Iterator<User> first = Flux.from(publisher).toIterable(1).iterator();
		List<String> users = new ArrayList<>(List.of(first.next().getId()));
		this.items = 1_000_000;
		assertThat(Flux.from(publisher).count().block()).isEqualTo(USERS);
		first.forEachRemaining((user) -> users.add(user.getId()));
		assertThat(users).containsExactlyInAnyOrderElementsOf(this.table.ids());
		assertThat(totalSegments()).containsOnly(5, 8);
	}

	@Test
	void boundAConcurrencyThatWasSetBeforeTheyAreChosen() {
		CountDownLatch gate = new CountDownLatch(1);
		CountDownLatch requests = new CountDownLatch(1);
		this.onDescribe = () -> awaitZero(gate);
		this.table.onRequest((request) -> awaitZero(requests));
		ScanExecution execution = this.template.scan(User.class).segments("auto").forEach((user) -> {
		});
		await().until(() -> this.described.get() == 1);
		execution.maxConcurrency(8);
		gate.countDown();
		await().until(() -> this.table.requestsInFlight() == 5);
		assertThat(execution.progress().requests().maxConcurrency()).isEqualTo(5);
		requests.countDown();
		assertThat(execution.join().items()).isEqualTo(USERS);
	}

	@Test
	void areChosenByASizeThatTheProgressIsMeasuredAgainst() {
		ScanExecution execution = this.template.scan(User.class).segments("auto").forEach((user) -> {
		});
		ScanProgress.Estimate estimate = execution.join().estimate();
		assertThat(estimate).isNotNull();
		assertThat(estimate.source()).isNotEqualTo(ScanProgress.Estimate.Source.SEGMENTS);
		assertThat(this.described).hasValue(1);
	}

	@Test
	void areNamedInFailures() {
		this.table.onRequest((request) -> {
			throw new IllegalStateException("broken");
		});
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> Terminal.STREAM.read(this.template.scan(User.class).segments("auto")))
			.withMessageMatching("(?s)Scan 'user' of table 'user', segment \\d of 5, failed .*");
	}

	@Test
	void areDeliveredByAsManyCallsAtOnceAsWanted() {
		CountDownLatch atOnce = new CountDownLatch(5);
		this.template.scan(User.class).segments("auto").deliveryConcurrency(8).forEach((user) -> {
			atOnce.countDown();
			awaitZero(atOnce);
		}).join();
		assertThat(atOnce.getCount()).isZero();
	}

	@Test
	void costNothingForCallsThatAreNotMade() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		ScanSpec<User> spec = this.template.scan(User.class).segments("auto").deliveryConcurrency(1_000_000);
		long before = threads.getCurrentThreadAllocatedBytes();
		ScanExecution execution = spec.forEach((user) -> {
		});
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000_000);
		assertThat(execution.join().items()).isEqualTo(USERS);
	}

	@RepeatedTest(20)
	void haveAsManyCallsAsHaveWholeBatches() {
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.table).eventPublisher((event) -> {
			if (event instanceof ScanEvent.Batch<?> batch) {
				most.accumulateAndGet(calls.incrementAndGet(), Math::max);
				batch.acknowledge();
				calls.decrementAndGet();
			}
		}).build();
		ScanProgress progress = manual(template, 5, 10).maxUnacknowledgedItems(25).toListeners().join();
		assertThat(progress.items()).isEqualTo(USERS);
		assertThat(most).hasValueBetween(1, 2);
	}

	@Test
	void refuseFewerUnacknowledgedItemsThanAreInABatch() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> manual(this.template, 5, 10).maxUnacknowledgedItems(9).toListeners())
			.withMessageContaining("'maxUnacknowledgedItems' is 9, but 1 batch(es) of 10 items are delivered at once. "
					+ "Use maxUnacknowledgedItems(10) or more");
	}

	private static ScanSpec<User> manual(DynamoStreamTemplate template, int callsAtOnce, int batchSize) {
		return template.scan(User.class)
			.segments("auto")
			.deliveryConcurrency(callsAtOnce)
			.batchSize(batchSize)
			.manualAcknowledgment();
	}

	private static void awaitZero(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@ParameterizedTest
	@EnumSource
	void stayThoseOfTheCheckpointWhenTheTableHasGrown(Reader reader, CapturedOutput output) {
		List<String> done = Collections.synchronizedList(new ArrayList<>());
		AtomicInteger left = new AtomicInteger(100);
		assertThat(run(reader, resumable("auto"), (users) -> {
			if (left.get() <= 0) {
				throw new Reader.Stopped();
			}
			users.forEach((user) -> done.add(user.getId()));
			left.addAndGet(-users.size());
		})).isFalse();
		this.items = 4_000_000;
		assertThat(run(reader, resumable("auto"), (users) -> users.forEach((user) -> done.add(user.getId())))).isTrue();
		assertThat(done).containsAll(this.table.ids());
		assertThat(totalSegments()).containsOnly(5);
		assertThat(output).containsOnlyOnce("reads 5 segment(s), those of its checkpoint");
		assertThat(this.described).hasValue(2);
		this.table.requests().clear();
		assertThat(run(reader, resumable("auto"), (users) -> {
		})).isTrue();
		assertThat(totalSegments()).as("segments of a scan that begins anew").containsOnly(32);
	}

	@Test
	void areComparedWithANumberThatIsSaid() {
		run(Reader.STREAM, resumable("auto"), (users) -> {
			throw new Reader.Stopped();
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> Terminal.STREAM.read(resumable("3")))
			.withMessageContaining("was saved with 5 segments but this scan uses 3. Use segments(5)");
	}

	private ScanSpec<User> resumable(String segments) {
		return DynamoStreamTemplate.builder(this.table)
			.eventPublisher(Reader::on)
			.checkpointStore(new FileScanCheckpointStore(this.directory))
			.build()
			.scan(User.class)
			.named("nightly")
			.segments(segments)
			.resumable();
	}

	private static boolean run(Reader reader, ScanSpec<User> spec, Consumer<List<User>> consumer) {
		return reader.completes(spec, consumer);
	}

	private List<Integer> totalSegments() {
		return this.table.requests().stream().map(ScanRequest::totalSegments).toList();
	}

}

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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.retry.RetryPolicy;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of items that cannot be mapped, in every mode, and of those whose consumer
 * fails.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class FailedItemsTests {

	private PoisonedUsers users = PoisonedUsers.of(600, (number) -> number % 7 == 3);

	private FakeTable table = this.users.table();

	private DynamoStreamTemplate template = Terminal.template(this.table);

	private void given(PoisonedUsers users) {
		this.users = users;
		this.table = users.table();
		this.template = Terminal.template(this.table);
	}

	private ScanSpec<User> spec() {
		return this.template.scan(User.class).pageSize(10).skipFailedItems(this.users);
	}

	private ScanProgress progress() {
		return this.template.executions().findAll().get(0).progress();
	}

	@ParameterizedTest
	@EnumSource
	void areSkippedAndRecordedAndNoOtherIsLostWithThem(Terminal terminal) {
		List<User> read = terminal.read(spec().segments(4));
		assertThat(PoisonedUsers.ids(read)).containsExactlyInAnyOrderElementsOf(this.users.healthyIds());
		assertThat(this.users.recordedIds()).containsExactlyInAnyOrderElementsOf(this.users.poisonedIds());
		assertThat(this.users.recordedSegments()).containsExactlyInAnyOrder(0, 1, 2, 3);
		assertThat(progress().state()).isEqualTo(State.COMPLETED);
		assertThat(progress().failedItems()).isEqualTo(this.users.poisonedIds().size());
		assertThat(progress().items()).isEqualTo(read.size());
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PARALLEL_STREAM")
	void leaveTheOrderOfTheOthersAsItIs(Terminal terminal) {
		assertThat(PoisonedUsers.ids(terminal.read(spec()))).isEqualTo(this.users.healthyIds());
		assertThat(this.users.recordedIds()).isEqualTo(this.users.poisonedIds());
	}

	@ParameterizedTest
	@EnumSource
	void mayFillPages(Terminal terminal) {
		given(PoisonedUsers.of(300, (number) -> number < 50 || (number >= 100 && number < 200) || number >= 290));
		assertThat(PoisonedUsers.ids(terminal.read(spec())))
			.containsExactlyInAnyOrderElementsOf(this.users.healthyIds());
		assertThat(this.users.recorded()).hasSize(160);
	}

	@ParameterizedTest
	@EnumSource
	void mayBeAllThereAre(Terminal terminal) {
		given(PoisonedUsers.of(100, (number) -> true));
		assertThat(terminal.read(spec())).isEmpty();
		assertThat(this.users.recorded()).hasSize(100);
	}

	@ParameterizedTest
	@EnumSource
	void countAgainstTheLimit(Terminal terminal) {
		assertThat(terminal.read(spec().limit(20))).hasSize(17);
		assertThat(this.users.recordedIds()).hasSize(3);
	}

	@Test
	void takeNoDemandOfASubscriber() {
		given(PoisonedUsers.of(100, (number) -> number < 55));
		RecordingSubscriber<User> subscriber = RecordingSubscriber.<User>demanding(5, (subscription, item) -> {
		}).subscribedTo(spec().publisher());
		await().until(() -> subscriber.items().size() == 5);
		assertThat(PoisonedUsers.ids(subscriber.items())).isEqualTo(this.users.healthyIds().subList(0, 5));
		assertThat(this.table.requests()).hasSizeLessThanOrEqualTo(7);
		subscriber.subscription().cancel();
	}

	@Test
	void areSkippedByIterators() {
		List<User> read = new ArrayList<>();
		try (Stream<User> stream = spec().stream()) {
			for (Iterator<User> iterator = stream.iterator(); iterator.hasNext();) {
				read.add(iterator.next());
			}
		}
		assertThat(PoisonedUsers.ids(read)).isEqualTo(this.users.healthyIds());
	}

	@Test
	void leaveNoGapsInBatches() {
		List<Integer> sizes = new CopyOnWriteArrayList<>();
		spec().batchSize(50).forEachBatch((batch) -> sizes.add(batch.size())).join();
		assertThat(sizes).hasSize(11).startsWith(50, 50).endsWith(50, 14);
	}

	@Test
	void areDescribedToTheRecorder() {
		given(PoisonedUsers.of(3, (number) -> number == 1));
		ScanExecution execution = this.template.scan(User.class)
			.named("nightly")
			.indexName("by-tenant")
			.skipFailedItems(this.users)
			.forEach((user) -> {
			});
		execution.join();
		ScanEvent.ItemFailed<User> failed = this.users.recorded().get(0);
		assertThat(failed.executionId()).isEqualTo(execution.id());
		assertThat(failed.name()).isEqualTo("nightly");
		assertThat(failed.itemType()).isEqualTo(User.class);
		assertThat(failed.tableName()).isEqualTo("user");
		assertThat(failed.indexName()).isEqualTo("by-tenant");
		assertThat(failed.segment()).isZero();
		assertThat(failed.key()).isEqualTo(Map.of("id", AttributeValue.fromS("user-1")));
		assertThat(failed.item()).isEqualTo(this.table.items().get(1)).containsKey("tenantId");
		assertThat(failed.error()).isInstanceOf(DynamoStreamException.class)
			.hasMessageContaining("attribute 'age' of type S cannot be mapped");
		assertThat(failed.toString()).contains("nightly", "segment=0").doesNotContain("user-1", PoisonedUsers.SECRET);
	}

	@ParameterizedTest
	@EnumSource
	void endTheScanIfTheRecorderThrows(Terminal terminal) {
		IllegalStateException full = new IllegalStateException("Disk is full of " + PoisonedUsers.SECRET);
		ScanSpec<User> spec = this.template.scan(User.class).pageSize(10).skipFailedItems((failed) -> {
			throw full;
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> terminal.read(spec))
			.withMessage("Scan 'user' of table 'user' has a failed item and was ended by the recorder of failed items, "
					+ "which threw java.lang.IllegalStateException. The item is neither delivered nor recorded. Correct "
					+ "the recorder and run the scan again.")
			.withCause(full)
			.satisfies((ex) -> assertThat(ex.segment()).hasValue(0));
		assertThat(progress().state()).isEqualTo(State.FAILED);
		assertThat(progress().failedItems()).isBetween(1L, (terminal == Terminal.PARALLEL_STREAM) ? 86L : 1L);
	}

	@ParameterizedTest
	@EnumSource
	void mayBeAsManyAsTheBudget(Terminal terminal) {
		assertThat(terminal.read(spec().maxFailedItems(86))).hasSize(514);
		assertThat(this.users.poisonedIds()).hasSize(86);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PARALLEL_STREAM")
	void endTheScanBeyondTheBudget(Terminal terminal) {
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> terminal.read(spec().named("nightly").maxFailedItems(5)))
			.withMessageMatching("Scan 'nightly' of table 'user' has 6 failed items besides \\d+ delivered ones, and "
					+ "'maxFailedItems' is 5\\. The last one failed with io.dynamostream.DynamoStreamException. "
					+ "Correct the items, or the type or consumer that they fail, or allow more\\.")
			.withCauseInstanceOf(DynamoStreamException.class);
		assertThat(this.users.recordedIds()).isEqualTo(this.users.poisonedIds().subList(0, 6));
		assertThat(progress().failedItems()).isEqualTo(6);
		assertThat(progress().state()).isEqualTo(State.FAILED);
		assertThat(progress().lastError().message()).doesNotContain("user-", PoisonedUsers.SECRET);
	}

	@ParameterizedTest
	@EnumSource
	void mayBeNoneWithABudgetOfZero(Terminal terminal) {
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> terminal.read(spec().maxFailedItems(0)))
			.withMessageContaining("'maxFailedItems' is 0");
	}

	@Test
	void mayBeAThousandWithoutABudget() {
		given(PoisonedUsers.of(1000, (number) -> true));
		assertThat(Terminal.FOR_EACH.read(spec())).isEmpty();
		given(PoisonedUsers.of(1001, (number) -> true));
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> Terminal.FOR_EACH.read(spec()))
			.withMessageContaining("has 1001 failed items besides 0 delivered ones, and 'maxFailedItems' is 1000.");
	}

	@Test
	void sayWhichPropertySetsTheBudget() {
		DynamoStreamTemplate configured = DynamoStreamTemplate.builder(this.table)
			.namedSettings(Map.of("nightly",
					ScanSettings.none().onItemFailure(ScanSettings.ItemFailurePolicy.SKIP).maxFailedItems(1)))
			.build();
		try (Stream<User> stream = configured.scan(User.class).named("nightly").stream()) {
			assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(stream::toList)
				.withMessageContaining(
						"'maxFailedItems' is 1. It is set by 'dynamo.stream.scans.nightly.max-failed-items'.");
		}
	}

	@ParameterizedTest
	@EnumSource
	void mayBeAsManyPercentAsTheBudget(Terminal terminal) {
		given(PoisonedUsers.of(2000, (number) -> number % 50 == 49));
		assertThat(terminal.read(spec().maxFailedItemsPercent(2.5))).hasSize(1960);
	}

	@ParameterizedTest
	@EnumSource
	void endTheScanBeyondThePercentageOfTheBudget(Terminal terminal) {
		given(PoisonedUsers.of(2000, (number) -> number >= 1000));
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> terminal.read(spec().maxFailedItemsPercent(2.5)))
			.withMessageContaining("'maxFailedItems' is 2.5%");
		assertThat(progress().failedItems()).isBetween(20L, 300L);
	}

	@ParameterizedTest
	@EnumSource
	void areJudgedByPercentageAtTheEndAtTheLatest(Terminal terminal) {
		given(PoisonedUsers.of(99, (number) -> number < 2));
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> terminal.read(spec().maxFailedItemsPercent(1)))
			.withMessage("Scan 'user' of table 'user' has 2 failed items besides 97 delivered ones, and "
					+ "'maxFailedItems' is 1%. Correct the items, or the type or consumer that they fail, or allow "
					+ "more.");
		assertThat(progress().items()).isEqualTo(97);
		assertThat(progress().state()).isEqualTo(State.FAILED);
	}

	@RepeatedTest(20)
	void areCountedExactlyByConcurrentCalls() {
		ScanSpec<User> spec = this.template.parallelScan(User.class)
			.segments(8)
			.deliveryConcurrency(8)
			.pageSize(5)
			.skipFailedItems(this.users);
		assertThat(spec.maxFailedItems(600).forEach(this::refuse).join().failedItems()).isEqualTo(600);
		assertThat(this.users.recordedIds()).doesNotHaveDuplicates().hasSize(600);
		ScanExecution execution = spec.maxFailedItems(599).forEach(this::refuse);
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("has 600 failed items besides 0 delivered ones, and 'maxFailedItems' is 599.");
	}

	private void refuse(User user) {
		throw new IllegalStateException("Refused");
	}

	@Test
	void areThoseWhoseConsumerThrows() {
		given(PoisonedUsers.of(100, (number) -> false));
		IllegalStateException error = new IllegalStateException("Refused");
		List<User> consumed = new CopyOnWriteArrayList<>();
		ScanProgress result = spec().segments(3).forEach((user) -> {
			if (user.getAge() % 10 == 0) {
				throw error;
			}
			consumed.add(user);
		}).join();
		assertThat(consumed).hasSize(90);
		assertThat(this.users.recorded()).hasSize(10)
			.allSatisfy((failed) -> assertThat(failed.error()).isSameAs(error))
			.allSatisfy((failed) -> assertThat(failed.item()).containsOnlyKeys("id", "tenantId", "age"))
			.allSatisfy((failed) -> assertThat(failed.segment())
				.isEqualTo(FakeTable.segmentOf(failed.key().get("id").s(), 3)));
		assertThat(result.items()).isEqualTo(90);
		assertThat(result.failedItems()).isEqualTo(10);
		assertThat(result.state()).isEqualTo(State.COMPLETED);
	}

	@Test
	void areAllItemsOfABatchWhoseConsumerThrows() {
		List<List<User>> consumed = new CopyOnWriteArrayList<>();
		List<List<User>> refused = new CopyOnWriteArrayList<>();
		ScanProgress result = spec().segments(2).batchSize(25).forEachBatch((batch) -> {
			if (consumed.size() > refused.size()) {
				refused.add(batch);
				throw new IllegalStateException("Refused");
			}
			consumed.add(batch);
		}).join();
		List<String> refusedIds = refused.stream().flatMap(List::stream).map(User::getId).toList();
		List<String> failed = new ArrayList<>(this.users.poisonedIds());
		failed.addAll(refusedIds);
		assertThat(refusedIds).hasSizeGreaterThan(200);
		assertThat(this.users.recordedIds()).containsExactlyInAnyOrderElementsOf(failed);
		assertThat(result.failedItems()).isEqualTo(failed.size());
		assertThat(result.items()).isEqualTo(600 - failed.size());
		assertThat(consumed.stream().mapToInt(List::size).sum()).isEqualTo(600 - failed.size());
	}

	@Test
	void areNotThoseOfAStreamWhoseReaderThrows() {
		try (Stream<User> stream = spec().stream()) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> stream.forEach(this::refuse));
		}
		assertThat(this.users.recorded()).isEmpty();
		assertThat(progress().state()).isEqualTo(State.FAILED);
		assertThat(progress().items()).isZero();
	}

	@Test
	void areNotThoseOfAPublisherWhosePipelineThrows() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> Flux.from(spec().publisher()).doOnNext(this::refuse).blockLast());
		assertThat(this.users.recorded()).isEmpty();
	}

	@Test
	void areNotSkippedIfTheVirtualMachineFails() {
		OutOfMemoryError error = new OutOfMemoryError("Simulated");
		ScanExecution execution = spec().forEach((user) -> {
			throw error;
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join).withCause(error);
		assertThat(this.users.recorded()).isEmpty();
	}

	@Test
	void areNotSkippedIfTheThreadIsInterrupted() {
		ScanExecution execution = spec().forEach((user) -> {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted");
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("was ended by its consumer");
		assertThat(this.users.recorded()).isEmpty();
	}

	@Test
	void areNotSkippedByASpecThatSaysSo() {
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> Terminal.FOR_EACH.read(spec().failOnFailedItem()))
			.withMessageContaining("with key id=user-3 that does not fit");
		assertThat(this.users.recorded()).isEmpty();
	}

	@Test
	void areNotRecordedByASpecThatSkipsWithoutRecorder() {
		assertThat(Terminal.FOR_EACH.read(spec().skipFailedItems())).hasSize(514);
		assertThat(this.users.recorded()).isEmpty();
	}

	@Test
	void needASpecThatSkipsThemToHaveABudget() {
		assertThatIllegalArgumentException().isThrownBy(this.template.scan(User.class).maxFailedItems(3)::stream)
			.withMessage("Scan 'user' of table 'user': 'maxFailedItems' is 3, but the first failed item ends the scan. "
					+ "Use skipFailedItems(), or leave it out.");
		DynamoStreamTemplate configured = DynamoStreamTemplate.builder(this.table)
			.settings(ScanSettings.none().maxFailedItems(3))
			.build();
		configured.scan(User.class).stream().close();
		configured.scan(User.class).maxFailedItems(3).failOnFailedItem().stream().close();
	}

	@Test
	void areSkippedByOptionsThatAreShown() {
		ScanSpec<User> spec = spec().maxFailedItemsPercent(20).deliveryRetry(RetryPolicy.withDefaults());
		assertThat(Terminal.FOR_EACH.read(spec)).hasSize(514);
		assertThat(this.template.executions().findAll().get(0).details().options()).isEqualTo(Map.of("segments", 1,
				"pageSize", 10, "onItemFailure", ScanSettings.ItemFailurePolicy.SKIP, "maxFailedItems", "20%"));
	}

	@Test
	void areToldInTheLogWithoutTheirContent(CapturedOutput output) {
		spec().segments(2).forEach((user) -> {
		}).join();
		assertThat(output)
			.containsOnlyOnce("skipped an item that failed with io.dynamostream.DynamoStreamException. "
					+ "Further ones are logged at DEBUG.")
			.contains("600 scanned")
			.contains(", 86 items failed")
			.doesNotContain(PoisonedUsers.SECRET);
	}

	@Test
	void areOfAnyKind() {
		List<Map<String, AttributeValue>> items = new ArrayList<>();
		IntStream.range(0, 10).forEach((number) -> items.add(account(number, "OPEN")));
		items.set(2, account(2, "UNHEARD_OF"));
		items.set(4, Map.of("id", AttributeValue.fromS("4"), "visits", AttributeValue.fromS("many")));
		items.set(6, Map.of("id", AttributeValue.fromS("6"), "status", AttributeValue.fromL(List.of())));
		items.set(8, Map.of("id", AttributeValue.fromS("8"), "visits", AttributeValue.fromNul(true)));
		List<String> recorded = new ArrayList<>();
		try (Stream<Account> accounts = Terminal.template(FakeTable.of(items))
			.scan(Account.class)
			.skipFailedItems((failed) -> recorded.add(failed.key().get("id").toString()))
			.stream()) {
			assertThat(accounts).extracting(Account::getId).containsExactly("0", "1", "3", "5", "7", "8", "9");
		}
		assertThat(recorded).hasSize(3);
	}

	@Test
	void areThoseWithoutTheKeyThatTheirTypeDemands() {
		List<Map<String, AttributeValue>> items = new ArrayList<>();
		IntStream.range(0, 5).forEach((number) -> items.add(Map.of("id", AttributeValue.fromS("ticket-" + number))));
		items.set(3, Map.of("name", AttributeValue.fromS("without key")));
		List<ScanEvent.ItemFailed<Ticket>> recorded = new ArrayList<>();
		try (Stream<Ticket> tickets = Terminal.template(FakeTable.of(items))
			.scan(Ticket.class)
			.skipFailedItems(recorded::add)
			.stream()) {
			assertThat(tickets).hasSize(4);
		}
		assertThat(recorded).singleElement().satisfies((failed) -> {
			assertThat(failed.key()).isEmpty();
			assertThat(failed.item()).containsOnlyKeys("name");
		});
	}

	private static Map<String, AttributeValue> account(int number, String status) {
		return Map.of("id", AttributeValue.fromS(String.valueOf(number)), "status", AttributeValue.fromS(status));
	}

	/**
	 * A type with an enumeration and a primitive.
	 */
	@DynamoDbBean
	public static class Account {

		private String id;

		private State status;

		private int visits;

		@DynamoDbPartitionKey
		public String getId() {
			return this.id;
		}

		public void setId(String id) {
			this.id = id;
		}

		public State getStatus() {
			return this.status;
		}

		public void setStatus(State status) {
			this.status = status;
		}

		public int getVisits() {
			return this.visits;
		}

		public void setVisits(int visits) {
			this.visits = visits;
		}

		/**
		 * What has become of an account.
		 */
		public enum State {

			OPEN

		}

	}

	/**
	 * A type that demands its key.
	 */
	@DynamoDbImmutable(builder = Ticket.Builder.class)
	public static final class Ticket {

		private final String id;

		private Ticket(Builder builder) {
			this.id = Objects.requireNonNull(builder.id);
		}

		@DynamoDbPartitionKey
		public String id() {
			return this.id;
		}

		public static Builder builder() {
			return new Builder();
		}

		/**
		 * Builds a ticket.
		 */
		public static final class Builder {

			private String id;

			public Builder id(String id) {
				this.id = id;
				return this;
			}

			public Ticket build() {
				return new Ticket(this);
			}

		}

	}

}

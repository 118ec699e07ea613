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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.TaskRejectedException;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for scans whose listeners acknowledge items themselves. Tasks run when a test
 * says so: what has not been delivered when none is left waits for an acknowledgment.
 */
@Timeout(60)
class ManualAcknowledgmentTests {

	private final FakeTable table = FakeTable.ofUsers(100).withItemsPerPage(10).withDescription();

	private final ManualExecutor executor = ManualExecutor.inOrder();

	private final List<ScanEvent<?>> events = new ArrayList<>();

	private Consumer<ScanEvent<?>> listener = (event) -> {
	};

	private final DynamoStreamTemplate.Builder builder = DynamoStreamTemplate.builder(this.table)
		.taskExecutor(this.executor)
		.eventPublisher((event) -> {
			this.events.add((ScanEvent<?>) event);
			this.listener.accept((ScanEvent<?>) event);
		});

	@ParameterizedTest
	@CsvSource({ "1, 1, 1", "7, 1, 1", "7, 7, 1", "8, 2, 4", "30, 7, 4" })
	void deliverNoMoreThanTheMaximumUntilSomeAreAcknowledged(int max, int batchSize, int callsAtOnce) {
		ScanExecution execution = spec().segments(4)
			.batchSize(batchSize)
			.deliveryConcurrency(callsAtOnce)
			.maxUnacknowledgedItems(max)
			.toListeners();
		this.executor.runAll();
		List<ScanEvent<?>> open = new ArrayList<>(deliveries());
		while (!execution.progress().state().hasEnded()) {
			int delivered = items(open);
			assertThat(delivered).isLessThanOrEqualTo(max);
			assertThat(execution.progress().unacknowledgedItems()).isBetween((long) delivered, (long) max);
			assertThat(execution.progress().items()).isEqualTo(items(deliveries()) - delivered);
			int before = deliveries().size();
			acknowledge(open.remove(open.size() - 1));
			this.executor.runAll();
			open.addAll(deliveries().subList(before, deliveries().size()));
		}
		assertThat(execution.progress()).returns(State.COMPLETED, ScanProgress::state)
			.returns(100L, ScanProgress::items)
			.returns(0L, ScanProgress::unacknowledgedItems);
		assertThat(ids()).containsExactlyInAnyOrderElementsOf(this.table.ids());
	}

	@Test
	void readNoMorePagesWhileTheyWait() {
		spec().maxUnacknowledgedItems(5).toListeners();
		this.executor.runAll();
		assertThat(deliveries()).hasSize(5);
		assertThat(this.table.requests()).hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void deliverAThousandItemsIfNobodySaysHowMany() {
		FakeTable large = FakeTable.ofUsers(1500);
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(large)
			.taskExecutor(this.executor)
			.eventPublisher((event) -> this.events.add((ScanEvent<?>) event))
			.build();
		template.scan(User.class).manualAcknowledgment().toListeners();
		this.executor.runAll();
		assertThat(deliveries()).hasSize(1000);
		this.events.clear();
		template.scan(User.class).manualAcknowledgment().batchSize(1200).toListeners();
		this.executor.runAll();
		assertThat(deliveries()).hasSize(1);
	}

	@Test
	void areCompletedWhenAllIsAcknowledged() {
		ScanExecution execution = spec().batchSize(40).toListeners();
		this.executor.runAll();
		List<ScanEvent<?>> deliveries = deliveries();
		assertThat(deliveries).hasSize(3);
		assertThat(execution.progress()).returns(State.RUNNING, ScanProgress::state)
			.returns(100L, ScanProgress::unacknowledgedItems);
		acknowledge(deliveries.get(2));
		acknowledge(deliveries.get(0));
		this.executor.runAll();
		assertThat(execution.progress()).returns(State.RUNNING, ScanProgress::state)
			.returns(40L, ScanProgress::unacknowledgedItems)
			.returns(60L, ScanProgress::items);
		acknowledge(deliveries.get(1));
		this.executor.runAll();
		assertThat(execution.join().state()).isEqualTo(State.COMPLETED);
		assertThat(this.events.get(4)).isInstanceOf(ScanEvent.Completed.class);
	}

	@Test
	void countAnAcknowledgmentOnce() {
		ScanExecution execution = spec().maxUnacknowledgedItems(3).toListeners();
		this.executor.runAll();
		ScanEvent<?> first = deliveries().get(0);
		acknowledge(first);
		acknowledge(first);
		fail(first, new IllegalStateException("Late"));
		this.executor.runAll();
		assertThat(deliveries()).hasSize(4);
		assertThat(execution.progress()).returns(1L, ScanProgress::items)
			.returns(3L, ScanProgress::unacknowledgedItems)
			.returns(0L, ScanProgress::failedItems)
			.returns(State.RUNNING, ScanProgress::state);
	}

	@Test
	void mayBeAcknowledgedInTheCallItself() {
		this.listener = ManualAcknowledgmentTests::acknowledge;
		ScanExecution execution = spec().maxUnacknowledgedItems(1).toListeners();
		this.executor.runAll();
		assertThat(execution.join().items()).isEqualTo(100);
	}

	@Test
	void failWithAnItemThatIsSaidToHaveFailed() {
		ScanExecution execution = spec().toListeners();
		this.executor.runAll();
		acknowledge(deliveries().get(0));
		IllegalStateException error = new IllegalStateException("Refused");
		fail(deliveries().get(1), error);
		this.executor.runAll();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessage("Scan 'nightly' of table 'user' was ended by its consumer, which let an item fail with "
					+ "java.lang.IllegalStateException after 1 items. Correct the consumer, or skip such items with "
					+ "skipFailedItems().")
			.withCause(error);
		assertThat(execution.progress().failedItems()).isOne();
	}

	@Test
	void failWithAnItemThatAnExecutorHasRefused() {
		ScanExecution execution = spec().skipFailedItems().toListeners();
		this.executor.runAll();
		fail(deliveries().get(0), new TaskRejectedException("Full"));
		this.executor.runAll();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageEndingWith("Such an item is never skipped, since it was not worked on. Let the executor that "
					+ "refused it queue more, or use maxUnacknowledgedItems(...) of at most what it queues.");
		assertThat(execution.progress().failedItems()).isZero();
	}

	@Test
	void failWithAnItemThatAnInterruptedThreadLetsFail() {
		ScanExecution execution = spec().skipFailedItems().toListeners();
		this.executor.runAll();
		Thread.currentThread().interrupt();
		fail(deliveries().get(0), new IllegalStateException("Interrupted"));
		assertThat(Thread.interrupted()).isTrue();
		this.executor.runAll();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageEndingWith("Such an item is never skipped, since its thread was interrupted or had an error of "
					+ "the virtual machine. Run the scan again.");
	}

	@Test
	void failWithACallThatAnExecutorRefuses() {
		this.listener = (event) -> {
			if (event instanceof ScanEvent.Item) {
				throw new TaskRejectedException("Full");
			}
		};
		ScanExecution execution = spec().skipFailedItems().toListeners();
		this.executor.runAll();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageEndingWith("Let the executor queue more, use maxUnacknowledgedItems(...) of at most what it "
					+ "queues, or use deliveryRetry(...).");
		assertThat(execution.progress().failedItems()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 20 })
	void skipAndRecordItemsThatAreSaidToHaveFailed(int batchSize) {
		List<ScanEvent.ItemFailed<User>> failed = new ArrayList<>();
		ScanExecution execution = spec().batchSize(batchSize).skipFailedItems(failed::add).toListeners();
		this.executor.runAll();
		IllegalStateException error = new IllegalStateException("Refused");
		deliveries().stream().skip(1).forEach(ManualAcknowledgmentTests::acknowledge);
		fail(deliveries().get(0), error);
		fail(deliveries().get(0), error);
		acknowledge(deliveries().get(0));
		this.executor.runAll();
		assertThat(execution.join()).returns(100L - batchSize, ScanProgress::items)
			.returns((long) batchSize, ScanProgress::failedItems);
		assertThat(failed).hasSize(batchSize)
			.allMatch((item) -> item.error() == error)
			.extracting((item) -> item.item().get("age").n())
			.containsExactlyElementsOf(IntStream.range(0, batchSize).mapToObj(String::valueOf).toList());
		assertThat(this.events).filteredOn((event) -> event instanceof ScanEvent.ItemFailed).hasSize(batchSize);
	}

	@Test
	void failBeyondTheBudgetOfFailedItems() {
		ScanExecution execution = spec().skipFailedItems().maxFailedItems(2).toListeners();
		this.executor.runAll();
		deliveries().stream().limit(3).forEach((event) -> fail(event, new IllegalStateException("Refused")));
		this.executor.runAll();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("has 3 failed items besides 0 delivered ones, and 'maxFailedItems' is 2.");
	}

	@Test
	void judgeAPercentageOfFailedItemsWhenAllIsAcknowledged() {
		ScanExecution execution = spec().skipFailedItems().maxFailedItemsPercent(3).toListeners();
		this.executor.runAll();
		deliveries().stream().limit(3).forEach((event) -> fail(event, new IllegalStateException("Refused")));
		this.executor.runAll();
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
		deliveries().stream().skip(3).forEach(ManualAcknowledgmentTests::acknowledge);
		this.executor.runAll();
		assertThat(execution.join()).returns(97L, ScanProgress::items);
	}

	@Test
	void failIfTheRecorderThrowsWhoeverSaysThatAnItemHasFailed() {
		ScanExecution execution = spec().skipFailedItems((failed) -> {
			throw new IllegalArgumentException("Full");
		}).toListeners();
		this.executor.runAll();
		assertThatCode(() -> fail(deliveries().get(0), new IllegalStateException("Refused")))
			.doesNotThrowAnyException();
		this.executor.runAll();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("was ended by the recorder of failed items");
	}

	@Test
	void leaveRoomForOthersWhenItemsCannotBeMapped() {
		FakeTable poisoned = PoisonedUsers.of(50, (number) -> number % 3 == 0).table();
		this.listener = ManualAcknowledgmentTests::acknowledge;
		ScanExecution execution = DynamoStreamTemplate.builder(poisoned)
			.taskExecutor(this.executor)
			.eventPublisher((event) -> this.listener.accept((ScanEvent<?>) event))
			.build()
			.scan(User.class)
			.manualAcknowledgment()
			.maxUnacknowledgedItems(2)
			.skipFailedItems()
			.toListeners();
		this.executor.runAll();
		assertThat(execution.join()).returns(33L, ScanProgress::items).returns(17L, ScanProgress::failedItems);
	}

	@Test
	void skipItemsWhoseListenerThrows() {
		this.listener = (event) -> {
			if (event instanceof ScanEvent.Item<?> item && ((User) item.item()).getAge() == 5) {
				throw new IllegalStateException("Refused");
			}
			acknowledge(event);
		};
		ScanExecution execution = spec().maxUnacknowledgedItems(1).skipFailedItems().toListeners();
		this.executor.runAll();
		assertThat(execution.join()).returns(99L, ScanProgress::items).returns(1L, ScanProgress::failedItems);
	}

	@Test
	void countAnItemOnceThatFailsAndWhoseListenerThrows() {
		this.listener = (event) -> {
			if (event instanceof ScanEvent.Item<?> item && ((User) item.item()).getAge() == 5) {
				IllegalStateException error = new IllegalStateException("Refused");
				item.fail(error);
				throw error;
			}
			acknowledge(event);
		};
		ScanExecution execution = spec().skipFailedItems().toListeners();
		this.executor.runAll();
		assertThat(execution.join()).returns(99L, ScanProgress::items).returns(1L, ScanProgress::failedItems);
	}

	@Test
	void failIfAListenerThrowsThoughItHasAcknowledged() {
		this.listener = (event) -> {
			if (event instanceof ScanEvent.Item<?> item) {
				item.acknowledge();
				throw new IllegalStateException("Refused");
			}
		};
		ScanExecution execution = spec().toListeners();
		this.executor.runAll();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("which threw java.lang.IllegalStateException after 0 items");
		assertThat(execution.progress()).returns(0L, ScanProgress::items).returns(1L, ScanProgress::failedItems);
	}

	@Test
	void deliverAgainWhatAListenerHasAcknowledgedAndAnotherThrownAt() {
		MemoryStore store = new MemoryStore((checkpoint) -> {
		});
		DynamoStreamTemplate template = this.builder.checkpointStore(store).checkpointInterval(Duration.ZERO).build();
		this.listener = (event) -> {
			if (event instanceof ScanEvent.Item<?> item) {
				item.acknowledge();
				throw new IllegalStateException("Refused");
			}
		};
		manual(template).resumable().toListeners();
		this.executor.runAll();
		assertThat(deliveries()).hasSize(1);
		assertThat(store.checkpoint().items()).isZero();
		this.listener = ManualAcknowledgmentTests::acknowledge;
		ScanExecution execution = manual(template).resumable().toListeners();
		this.executor.runAll();
		assertThat(deliveries()).hasSize(101);
		assertThat(execution.join().items()).isEqualTo(100);
	}

	@Test
	void countAnItemAsFailedThatIsAcknowledgedAndWhoseListenerThrows() {
		List<ScanEvent.ItemFailed<User>> failed = new ArrayList<>();
		this.listener = (event) -> {
			acknowledge(event);
			if (event instanceof ScanEvent.Item<?> item && ((User) item.item()).getAge() == 5) {
				throw new IllegalStateException("Refused");
			}
		};
		ScanExecution execution = spec().skipFailedItems(failed::add).toListeners();
		this.executor.runAll();
		assertThat(execution.join()).returns(99L, ScanProgress::items).returns(1L, ScanProgress::failedItems);
		assertThat(failed).hasSize(1);
	}

	@RepeatedTest(10)
	void recordOnceWhatIsSaidToHaveFailedElsewhereWhileItsListenerThrows() throws Exception {
		Map<String, Integer> recorded = new ConcurrentHashMap<>();
		ExecutorService workers = Executors.newFixedThreadPool(2);
		try {
			ScanExecution execution = DynamoStreamTemplate.builder(FakeTable.ofUsers(300).withItemsPerPage(30))
				.eventPublisher((event) -> {
					if (event instanceof ScanEvent.Item<?> item) {
						IllegalStateException error = new IllegalStateException("Refused");
						workers.execute(() -> item.fail(error));
						throw error;
					}
				})
				.build()
				.scan(User.class)
				.manualAcknowledgment()
				.skipFailedItems((failed) -> recorded.merge(failed.key().get("id").s(), 1, Integer::sum))
				.toListeners();
			assertThat(execution.join()).returns(300L, ScanProgress::failedItems).returns(0L, ScanProgress::items);
			assertThat(recorded).hasSize(300).allSatisfy((id, times) -> assertThat(times).isOne());
		}
		finally {
			workers.shutdownNow();
		}
	}

	@Test
	void heedWhatIsSaidOnceTheCallHasReturned() {
		List<Long> items = new ArrayList<>();
		List<ScanExecution> executions = new ArrayList<>();
		this.listener = (event) -> {
			if (event instanceof ScanEvent.Item<?> item) {
				item.acknowledge();
				item.fail(new IllegalStateException("Late"));
				items.add(executions.get(0).progress().items());
			}
		};
		executions.add(spec().limit(3).toListeners());
		this.executor.runAll();
		assertThat(items).containsExactly(0L, 1L, 2L);
		assertThat(executions.get(0).join()).returns(3L, ScanProgress::items).returns(0L, ScanProgress::failedItems);
	}

	@Test
	void doNotRepeatACallWhoseItemIsSaidToHaveFailed() {
		List<ScanEvent.ItemFailed<User>> failed = new ArrayList<>();
		IllegalStateException error = new IllegalStateException("Refused");
		this.listener = (event) -> {
			if (event instanceof ScanEvent.Item<?> item) {
				item.fail(error);
				throw new TaskRejectedException("Full");
			}
		};
		ScanExecution execution = spec().limit(1)
			.skipFailedItems(failed::add)
			.deliveryRetry(RetryPolicy.builder().maxRetries(3).delay(Duration.ofDays(1)).build())
			.toListeners();
		this.executor.runAll();
		assertThat(deliveries()).hasSize(1);
		assertThat(failed).singleElement().returns(error, ScanEvent.ItemFailed::error);
		assertThat(execution.join().failedItems()).isOne();
	}

	@Test
	void repeatACallThatThrowsThoughItHasAcknowledged() {
		this.listener = (event) -> {
			acknowledge(event);
			if (event instanceof ScanEvent.Item<?> && deliveries().size() == 1) {
				throw new IllegalStateException("Busy");
			}
		};
		ScanExecution execution = spec().limit(1)
			.deliveryRetry(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build())
			.toListeners();
		this.executor.runAll();
		assertThat(deliveries()).hasSize(2);
		assertThat(execution.join()).returns(1L, ScanProgress::items).returns(0L, ScanProgress::failedItems);
	}

	@Test
	void acknowledgeARepeatedCallOnce() {
		this.listener = (event) -> {
			if (event instanceof ScanEvent.Item<?> && deliveries().size() == 1) {
				throw new IllegalStateException("Busy");
			}
		};
		ScanExecution execution = spec().maxUnacknowledgedItems(1)
			.deliveryRetry(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO).build())
			.toListeners();
		this.executor.runAll();
		assertThat(deliveries()).hasSize(2);
		assertThat(deliveries().get(0)).isEqualTo(deliveries().get(1));
		acknowledge(deliveries().get(0));
		acknowledge(deliveries().get(1));
		this.executor.runAll();
		assertThat(execution.progress()).returns(1L, ScanProgress::items)
			.returns(1L, ScanProgress::unacknowledgedItems);
	}

	@Test
	void endWithoutAcknowledgmentsWhenCancelled() {
		ScanExecution execution = spec().maxUnacknowledgedItems(5).toListeners();
		this.executor.runAll();
		execution.cancel();
		this.executor.runAll();
		assertThat(execution.progress()).returns(State.CANCELLED, ScanProgress::state)
			.returns(5L, ScanProgress::unacknowledgedItems);
		assertThat(this.events).last().isInstanceOf(ScanEvent.Cancelled.class);
	}

	@Test
	void heedNothingAfterTheEnd() {
		List<ScanEvent.ItemFailed<User>> failed = new ArrayList<>();
		ScanExecution execution = spec().maxUnacknowledgedItems(5).skipFailedItems(failed::add).toListeners();
		this.executor.runAll();
		execution.cancel();
		this.executor.runAll();
		ScanProgress end = execution.progress();
		acknowledge(deliveries().get(0));
		fail(deliveries().get(1), new IllegalStateException("Late"));
		this.executor.runAll();
		assertThat(execution.progress()).isEqualTo(end);
		assertThat(failed).isEmpty();
		assertThat(deliveries()).hasSize(5);
	}

	@Test
	void waitWhilePausedWhateverIsAcknowledged() {
		ScanExecution execution = spec().maxUnacknowledgedItems(5).toListeners();
		this.executor.runAll();
		execution.pause();
		List.copyOf(deliveries()).forEach(ManualAcknowledgmentTests::acknowledge);
		this.executor.runAll();
		assertThat(deliveries()).hasSize(5);
		execution.resume();
		this.executor.runAll();
		assertThat(deliveries()).hasSize(10);
	}

	@Test
	void areNotCompletedWhilePaused() {
		ScanExecution execution = spec().toListeners();
		this.executor.runAll();
		execution.pause();
		deliveries().forEach(ManualAcknowledgmentTests::acknowledge);
		this.executor.runAll();
		assertThat(execution.progress().state()).isEqualTo(State.PAUSED);
		execution.resume();
		this.executor.runAll();
		assertThat(execution.join().items()).isEqualTo(100);
	}

	@Test
	void endAsInterruptedWhenAllIsAcknowledged() {
		DynamoStreamTemplate template = this.builder.build();
		ScanExecution execution = manual(template).batchSize(3).maxUnacknowledgedItems(8).toListeners();
		this.executor.runAll();
		assertThat(deliveries()).hasSize(2);
		template.stop();
		this.executor.runAll();
		acknowledge(deliveries().get(1));
		this.executor.runAll();
		assertThat(execution.completion()).isNotDone();
		acknowledge(deliveries().get(0));
		this.executor.runAll();
		assertThat(execution.progress()).returns(State.INTERRUPTED, ScanProgress::state)
			.returns(6L, ScanProgress::items)
			.returns(0L, ScanProgress::unacknowledgedItems);
	}

	@Test
	void doNotWaitForItemsThatNobodyWasGiven() {
		DynamoStreamTemplate template = this.builder.build();
		this.listener = (event) -> {
			if (event instanceof ScanEvent.Item<?> && deliveries().size() == 3) {
				template.stop();
				throw new TaskRejectedException("Closed");
			}
		};
		ScanExecution execution = manual(template).toListeners();
		this.executor.runAll();
		assertThat(execution.completion()).isNotDone();
		deliveries().stream().limit(2).forEach(ManualAcknowledgmentTests::acknowledge);
		this.executor.runAll();
		assertThat(execution.progress()).returns(State.INTERRUPTED, ScanProgress::state)
			.returns(2L, ScanProgress::items)
			.returns(1L, ScanProgress::unacknowledgedItems);
	}

	@ParameterizedTest
	@ValueSource(strings = { "destroy", "cancel" })
	void endAsInterruptedWhenNobodyWaitsAnyLonger(String how) {
		DynamoStreamTemplate template = this.builder.build();
		ScanExecution execution = manual(template).maxUnacknowledgedItems(8).toListeners();
		this.executor.runAll();
		template.stop();
		this.executor.runAll();
		assertThat(execution.completion()).isNotDone();
		if (how.equals("destroy")) {
			template.destroy();
		}
		else {
			execution.cancel();
		}
		this.executor.runAll();
		assertThat(execution.progress()).returns(State.INTERRUPTED, ScanProgress::state)
			.returns(8L, ScanProgress::unacknowledgedItems);
	}

	@Test
	void refuseAcknowledgmentIfTheyAcknowledgeByThemselves() {
		this.builder.build().scan(User.class).limit(1).toListeners();
		this.executor.runAll();
		String message = "Scan 'user' of table 'user' acknowledges items by itself when the call to their listener "
				+ "returns. Use manualAcknowledgment() if they are done later, or do not call acknowledge() and "
				+ "fail(...).";
		assertThatIllegalStateException().isThrownBy(() -> acknowledge(deliveries().get(0))).withMessage(message);
		assertThatIllegalStateException().isThrownBy(() -> fail(deliveries().get(0), new IllegalStateException()))
			.withMessage(message);
	}

	@Test
	void areRefusedInModesThatAcknowledgeByThemselves() {
		Map<String, Runnable> terminals = Map.of("stream()", () -> spec().stream(), "publisher()",
				() -> spec().publisher(), "forEach(...)", () -> spec().forEach(User::getId), "forEachBatch(...)",
				() -> spec().forEachBatch(List::size));
		terminals.forEach((terminal, start) -> assertThatIllegalArgumentException().isThrownBy(start::run)
			.withMessage("Scan 'nightly' of table 'user': manualAcknowledgment() has no effect on %s, which "
				.formatted(terminal)
					+ "acknowledges by itself. Leave it out, or use toListeners() or acknowledgedPublisher()."));
	}

	@Test
	void areManualBySettingsOfTheirName() {
		DynamoStreamTemplate template = this.builder.settings(ScanSettings.none().maxUnacknowledgedItems(6))
			.namedSettings(Map.of("nightly", ScanSettings.none().manualAcknowledgment(true)))
			.build();
		template.scan(User.class).named("nightly").toListeners();
		this.executor.runAll();
		assertThat(deliveries()).hasSize(6);
		assertThat(template.scan(User.class).stream()).isNotNull();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> template.scan(User.class).named("nightly").forEach(User::getId))
			.withMessageEndingWith(" It is set by 'dynamo.stream.scans.nightly.manual-acknowledgment'.");
	}

	@Test
	void refuseAMaximumThatHasNoEffect() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.builder.build().scan(User.class).maxUnacknowledgedItems(5).toListeners())
			.withMessage("Scan 'user' of table 'user': 'maxUnacknowledgedItems' has no effect on a scan that "
					+ "acknowledges by itself. Use manualAcknowledgment(), or leave it out.");
	}

	@Test
	void refuseAMaximumBelowWhatIsDeliveredAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> spec().segments(4).batchSize(50).deliveryConcurrency(3).maxUnacknowledgedItems(149).toListeners())
			.withMessage("Scan 'nightly' of table 'user': 'maxUnacknowledgedItems' is 149, but 3 batch(es) of 50 items "
					+ "are delivered at once. Use maxUnacknowledgedItems(150) or more, or a smaller batchSize(...).");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void refuseEventsThatCannotBeAcknowledged(int batchSize) {
		ScanEventMappings<User> mappings = ScanEventMappings.of(User.class)
			.itemAsItself()
			.batch(Users.class, (users) -> new Users(users, null));
		assertThatIllegalArgumentException().isThrownBy(() -> spec().batchSize(batchSize).toListeners(mappings))
			.withMessage(
					"Scan 'nightly' of table 'user': listeners of %s could not acknowledge, because their events are "
						.formatted((batchSize == 1) ? User.class.getName() : Users.class.getName())
							+ "made of items alone. Map events with %s(...), or leave out manualAcknowledgment()."
								.formatted((batchSize == 1) ? "itemEvent" : "batchEvent"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void acknowledgeByEventsOfOtherTypes(int batchSize) {
		List<Users> heard = new ArrayList<>();
		ScanExecution execution = DynamoStreamTemplate.builder(this.table)
			.taskExecutor(this.executor)
			.eventPublisher((event) -> {
				if (event instanceof Users users) {
					heard.add(users);
				}
			})
			.build()
			.scan(User.class)
			.manualAcknowledgment()
			.limit(6)
			.batchSize(batchSize)
			.toListeners(ScanEventMappings.of(User.class)
				.itemEvent(Users.class, (item) -> new Users(List.of(item.item()), item.acknowledgment()))
				.batchEvent(Users.class, (batch) -> new Users(batch.items(), batch.acknowledgment())));
		this.executor.runAll();
		assertThat(heard).hasSize(6 / batchSize);
		assertThat(execution.completion()).isNotDone();
		heard.forEach((users) -> users.acknowledgment().acknowledge());
		this.executor.runAll();
		assertThat(execution.join().items()).isEqualTo(6);
	}

	@Test
	void failIfNoTaskIsAcceptedForWhatIsAcknowledged() {
		ScanExecution execution = spec().maxUnacknowledgedItems(5).toListeners();
		this.executor.runAll();
		this.executor.rejectFromNowOn();
		assertThatCode(() -> acknowledge(deliveries().get(0))).doesNotThrowAnyException();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("its task executor takes no more tasks");
	}

	@Test
	void eventsOfTestsMayBeAcknowledged() {
		User user = new User();
		ScanEvent.Item<User> item = new ScanEvent.Item<>("id", "nightly", User.class, user);
		item.acknowledge();
		item.fail(new IllegalStateException());
		assertThat(item)
			.isEqualTo(new ScanEvent.Item<>("id", "nightly", User.class, user, new AutomaticAcknowledgment("")))
			.isNotEqualTo(new ScanEvent.Item<>("other", "nightly", User.class, user))
			.hasSameHashCodeAs(new ScanEvent.Item<>("id", "nightly", User.class, user))
			.hasToString("Item[executionId=id, name=nightly, itemType=class io.dynamostream.User, item=%s]", user);
		ScanEvent.Batch<User> batch = new ScanEvent.Batch<>("id", "nightly", User.class, List.of(user));
		batch.acknowledge();
		batch.fail(new IllegalStateException());
		assertThat(batch)
			.isEqualTo(
					new ScanEvent.Batch<>("id", "nightly", User.class, List.of(user), new AutomaticAcknowledgment("")))
			.isNotEqualTo(new ScanEvent.Batch<>("id", "nightly", User.class, List.of(user, user)))
			.hasSameHashCodeAs(new ScanEvent.Batch<>("id", "nightly", User.class, List.of(user)))
			.hasToString("Batch[executionId=id, name=nightly, itemType=class io.dynamostream.User, items=[%s]]", user);
	}

	private ScanSpec<User> spec() {
		return manual(this.builder.build());
	}

	private static ScanSpec<User> manual(DynamoStreamTemplate template) {
		return template.scan(User.class).named("nightly").manualAcknowledgment();
	}

	private List<ScanEvent<?>> deliveries() {
		return this.events.stream()
			.filter((event) -> event instanceof ScanEvent.Item || event instanceof ScanEvent.Batch)
			.toList();
	}

	private List<String> ids() {
		return deliveries().stream()
			.flatMap((event) -> itemsOf(event).stream())
			.map((item) -> ((User) item).getId())
			.toList();
	}

	private static int items(List<ScanEvent<?>> deliveries) {
		return deliveries.stream().mapToInt((event) -> itemsOf(event).size()).sum();
	}

	private static List<?> itemsOf(ScanEvent<?> event) {
		return (event instanceof ScanEvent.Batch<?> batch) ? batch.items()
				: List.of(((ScanEvent.Item<?>) event).item());
	}

	static void acknowledge(ScanEvent<?> event) {
		if (event instanceof ScanEvent.Item<?> item) {
			item.acknowledge();
		}
		if (event instanceof ScanEvent.Batch<?> batch) {
			batch.acknowledge();
		}
	}

	private static void fail(ScanEvent<?> event, Throwable error) {
		if (event instanceof ScanEvent.Item<?> item) {
			item.fail(error);
		}
		if (event instanceof ScanEvent.Batch<?> batch) {
			batch.fail(error);
		}
	}

	/**
	 * An event of an application.
	 *
	 * @param users the users
	 * @param acknowledgment their acknowledgment
	 */
	record Users(List<User> users, ScanEvent.Acknowledgment acknowledgment) {

	}

}

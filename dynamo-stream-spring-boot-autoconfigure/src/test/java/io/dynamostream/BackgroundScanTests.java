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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;

import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * How scans in the background deliver and end.
 */
@Timeout(60)
class BackgroundScanTests {

	private static final Consumer<Object> NOTHING = (item) -> {
	};

	private final FakeTable table = FakeTable.ofUsers(1000);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	@Test
	void completesWithItsFinalProgress() {
		ScanExecution execution = this.template.parallelScan(User.class).forEach(NOTHING);
		assertThat(execution.join()).isEqualTo(execution.progress()).isEqualTo(execution.completion().join());
		assertThat(execution.completion()).isSameAs(execution.completion()).isCompleted();
		assertThat(execution.progress().state()).isEqualTo(State.COMPLETED);
	}

	@Test
	void completesAfterTheLastCallHasReturned() throws Exception {
		CountDownLatch inCall = new CountDownLatch(1);
		CountDownLatch letReturn = new CountDownLatch(1);
		ScanExecution execution = this.template.scan(User.class).batchSize(1000).forEachBatch((users) -> {
			inCall.countDown();
			await(letReturn);
		});
		inCall.await();
		assertThat(execution.completion()).isNotDone();
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
		letReturn.countDown();
		execution.completion().get();
	}

	@Test
	void deliversBatchesThatCannotBeModifiedAndTheLastOneShorter() {
		List<List<User>> batches = new ArrayList<>();
		this.template.parallelScan(User.class).pageSize(13).batchSize(300).forEachBatch(batches::add).join();
		assertThat(batches).extracting(List::size).containsExactly(300, 300, 300, 100);
		assertThat(batches).flatExtracting((batch) -> batch).extracting(User::getId).doesNotHaveDuplicates();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> batches.get(0).clear());
	}

	@Test
	void failsWithWhatTheConsumerThrew() {
		IllegalStateException cause = new IllegalStateException("Disk is full");
		ScanExecution execution = this.template.scan(User.class).named("export").forEach((user) -> {
			if (user.getAge() == 42) {
				throw cause;
			}
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessage("Scan 'export' of table 'user' was ended by its consumer, which threw "
					+ "java.lang.IllegalStateException after 42 items. Correct the consumer, let it catch what one "
					+ "item may cause, or skip such items with skipFailedItems().")
			.withCause(cause)
			.satisfies((ex) -> assertThat(ex.tableName()).isEqualTo("user"))
			.satisfies((ex) -> assertThat(ex.segment()).isEmpty());
		assertThat(execution.progress().items()).isEqualTo(42);
		assertThat(execution.progress().state()).isEqualTo(State.FAILED);
	}

	@Test
	void failsWithAnErrorOfTheConsumer() {
		ScanExecution execution = this.template.scan(User.class).forEach((user) -> {
			throw new AssertionError("Unexpected");
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withCauseInstanceOf(AssertionError.class);
	}

	@Test
	void namesItselfWhenItsConsumerFailsBecauseOfAnotherScan() {
		ScanExecution execution = this.template.scan(User.class)
			.named("outer")
			.forEach((user) -> this.template.scan(User.class).named("inner").forEach((other) -> {
				throw new IllegalStateException("Disk is full");
			}).join());
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageStartingWith("Scan 'outer' of table 'user' was ended by its consumer")
			.havingCause()
			.withMessageStartingWith("Scan 'inner' of table 'user' was ended by its consumer");
	}

	@Test
	void failsAtAnItemThatDoesNotFitAfterThoseBeforeIt() {
		FakeTable damaged = FakeTable.of(List.of(FakeTable.user(0), FakeTable.user(1),
				Map.of("id", AttributeValue.fromS("user-2"), "age", AttributeValue.fromS("old")), FakeTable.user(3)));
		List<String> received = new ArrayList<>();
		ScanExecution execution = Terminal.template(damaged)
			.scan(User.class)
			.forEach((user) -> received.add(user.getId()));
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("id=user-2")
			.withMessageContaining("attribute 'age' of type S")
			.withMessageNotContaining("old")
			.satisfies((ex) -> assertThat(ex.segment()).hasValue(0));
		assertThat(received).containsExactly("user-0", "user-1");
	}

	@Test
	void theFirstFailureWins() throws Exception {
		CountDownLatch bothRequested = new CountDownLatch(2);
		CountDownLatch firstFailed = new CountDownLatch(1);
		this.table.onRequest((request) -> {
			bothRequested.countDown();
			await(bothRequested);
			if (request.segment() == 0) {
				awaitIgnoringInterrupts(firstFailed);
			}
			throw InternalServerErrorException.builder().message("Segment " + request.segment()).build();
		});
		ScanExecution execution = this.template.parallelScan(User.class).segments(2).forEach(NOTHING);
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.satisfies((ex) -> assertThat(ex.segment()).hasValue(1));
		firstFailed.countDown();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(execution.completion()::get)
			.havingCause()
			.withMessageContaining("segment 1 of 2");
		assertThat(execution.progress().state()).isEqualTo(State.FAILED);
	}

	@Test
	void aFailureStopsTheCallsForOtherSegments() throws Exception {
		CyclicBarrier bothInCall = new CyclicBarrier(2);
		List<Integer> ages = new CopyOnWriteArrayList<>();
		AtomicReference<ScanExecution> execution = new AtomicReference<>();
		CountDownLatch known = new CountDownLatch(1);
		CountDownLatch failed = new CountDownLatch(1);
		execution.set(this.template.parallelScan(User.class).segments(2).deliveryConcurrency(2).forEach((user) -> {
			await(known);
			ages.add(user.getAge());
			if (await(bothInCall) == 0) {
				failed.countDown();
				throw new IllegalStateException("Disk is full");
			}
			await(failed);
			while (execution.get().progress().state() == State.RUNNING && !isEnding(execution.get())) {
				Thread.onSpinWait();
			}
		}));
		known.countDown();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution.get()::join);
		assertThat(ages).hasSize(2);
	}

	private static boolean isEnding(ScanExecution execution) {
		try {
			execution.resume();
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void joinThrowsWhatEndedTheScan(boolean parallel) {
		ScanExecution execution = (parallel ? this.template.parallelScan(User.class) : this.template.scan(User.class))
			.forEach((user) -> {
				throw new IllegalStateException("Disk is full");
			});
		DynamoStreamException first = failure(execution);
		assertThat(failure(execution)).isSameAs(first);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(execution.completion()::get).withCause(first);
	}

	private static DynamoStreamException failure(ScanExecution execution) {
		return catchThrowableOfType(DynamoStreamException.class, execution::join);
	}

	@Test
	void joinSaysThatTheScanWasCancelled() {
		Gate gate = Gate.before(this.table);
		ScanExecution execution = this.template.scan(User.class).forEach(NOTHING);
		gate.awaitWaiting(1);
		execution.cancel();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(execution::join);
		assertThat(execution.completion()).isCancelled();
		gate.awaitWaiting(0);
	}

	@Test
	void joinEndsWhenTheWaitingThreadIsInterrupted() throws Exception {
		Gate gate = Gate.before(this.table);
		ScanExecution execution = this.template.scan(User.class).forEach(NOTHING);
		gate.awaitWaiting(1);
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		Thread waiting = new Thread(() -> thrown.complete(interruptedFailure(execution)));
		waiting.start();
		waiting.interrupt();
		assertThat(thrown.get()).isInstanceOf(DynamoStreamException.class)
			.hasMessage("Scan 'user' of table 'user' goes on, but the thread that waited for its end was interrupted. "
					+ "cancel() ends it.");
		assertThat(execution.completion()).isNotDone();
		gate.open(100);
		assertThat(execution.join().items()).isEqualTo(1000);
	}

	private static Throwable interruptedFailure(ScanExecution execution) {
		DynamoStreamException thrown = failure(execution);
		return Thread.currentThread().isInterrupted() ? thrown : new IllegalStateException("No interrupt");
	}

	static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int await(CyclicBarrier barrier) {
		try {
			return barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void awaitIgnoringInterrupts(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

}

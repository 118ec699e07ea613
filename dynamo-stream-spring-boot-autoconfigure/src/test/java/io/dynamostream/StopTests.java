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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Streams and publishers that are stopped from outside end as they were stopped, whoever
 * notices first.
 */
@Timeout(60)
class StopTests {

	private final ExecutorService readers = Executors.newCachedThreadPool();

	private final FakeTable table = FakeTable.ofUsers(2000);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	@AfterEach
	void stopReaders() {
		this.readers.shutdownNow();
	}

	@RepeatedTest(300)
	void cancelledStreamEndsAsCancelled() throws Exception {
		CountDownLatch begun = new CountDownLatch(10);
		CompletableFuture<Boolean> reading = CompletableFuture.supplyAsync(() -> read(begun), this.readers);
		begun.await();
		latest().cancel();
		State expected = reading.get() ? State.COMPLETED : State.CANCELLED;
		assertThat(latest().progress().state()).isEqualTo(expected);
	}

	@RepeatedTest(100)
	void interruptedStreamEndsAsInterrupted() throws Exception {
		CountDownLatch begun = new CountDownLatch(10);
		CompletableFuture<Boolean> reading = CompletableFuture.supplyAsync(() -> read(begun), this.readers);
		begun.await();
		ScanExecution execution = latest();
		this.template.stop();
		State expected = reading.get() ? State.COMPLETED : State.INTERRUPTED;
		assertThat(execution.progress().state()).isEqualTo(expected);
	}

	/**
	 * Return whether everything was read, since a fast reader is done before it can be
	 * stopped.
	 */
	private boolean read(CountDownLatch begun) {
		try (Stream<User> users = this.template.scan(User.class).pageSize(1000).stream()) {
			users.forEach((user) -> begun.countDown());
			return true;
		}
		catch (DynamoStreamException ex) {
			return false;
		}
	}

	@RepeatedTest(300)
	void cancelledPublisherEndsAsCancelled() throws Exception {
		CountDownLatch begun = new CountDownLatch(10);
		CompletableFuture<State> ended = new CompletableFuture<>();
		Flux.from(this.template.scan(User.class).pageSize(1000).publisher())
			.subscribe((user) -> begun.countDown(), (error) -> ended.complete(State.CANCELLED),
					() -> ended.complete(State.COMPLETED));
		begun.await();
		latest().cancel();
		State expected = ended.get();
		assertThat(latest().progress().state()).isEqualTo(expected);
	}

	@Test
	void pausedPublisherThatNobodyHoldsIsNotAbandoned() {
		AtomicInteger received = new AtomicInteger();
		CompletableFuture<Void> end = new CompletableFuture<>();
		Flux.from(this.template.scan(User.class).pageSize(10).publisher()).subscribe((user) -> {
			if (received.incrementAndGet() == 15) {
				latest().pause();
			}
		}, end::completeExceptionally, () -> end.complete(null));
		await().until(() -> latest().progress().requests().inFlight() == 0 && received.get() == 15);
		for (int i = 0; i < 5; i++) {
			this.table.pagesHeld();
			assertThat(latest().progress().state()).isEqualTo(State.PAUSED);
		}
		latest().resume();
		assertThat(end).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(received).hasValue(2000);
	}

	@Test
	void cancelWakesTheReaderOfAPausedStreamThatHasAllItWants() throws Exception {
		CountDownLatch pausing = new CountDownLatch(1);
		CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
			try (Stream<User> users = this.template.scan(User.class).pageSize(10).limit(40).stream()) {
				users.forEach((user) -> {
					if (user.getAge() == 24) {
						await().until(() -> latest().progress().pages() == 4);
						latest().pause();
						pausing.countDown();
					}
				});
			}
		}, this.readers);
		pausing.await();
		latest().cancel();
		assertThat(reading).failsWithin(30, TimeUnit.SECONDS)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(DynamoStreamException.class)
			.withMessageContaining("was cancelled");
		assertThat(latest().progress().state()).isEqualTo(State.CANCELLED);
	}

	@Test
	void readerThatThrowsHasNotReceivedItsItem() {
		try (Stream<User> users = this.template.scan(User.class).stream()) {
			assertThatIllegalStateException().isThrownBy(() -> users.forEach((user) -> {
				throw new IllegalStateException("Full");
			}));
		}
		assertThat(latest().progress().items()).isZero();
		assertThat(latest().progress().failedItems()).isOne();
	}

	@Test
	void startIsToldBeforeTheEndThoughAListenerCancelsInBetween() {
		List<String> calls = new ArrayList<>();
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.table).listener(new ScanListener() {

			@Override
			public void started(ScanExecution execution) {
				execution.cancel();
			}

		}).listener(new ScanListener() {

			@Override
			public void started(ScanExecution execution) {
				calls.add("started");
			}

			@Override
			public void ended(ScanExecution execution, @Nullable Throwable error) {
				calls.add("ended " + execution.progress().state());
			}

		}).build();
		try (Stream<User> users = template.scan(User.class).stream()) {
			assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(users::toList);
		}
		assertThat(calls).containsExactly("started", "ended CANCELLED");
	}

	private ScanExecution latest() {
		return this.template.executions().findAll().get(0);
	}

}

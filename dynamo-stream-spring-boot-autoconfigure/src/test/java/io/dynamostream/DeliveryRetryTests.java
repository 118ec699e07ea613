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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.backoff.BackOffExecution;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for calls to a consumer that are repeated.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class DeliveryRetryTests {

	private static final RetryPolicy TWICE = RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build();

	private final FakeTable table = FakeTable.ofUsers(100);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	private final ScanSpec<User> spec = this.template.scan(User.class).pageSize(10);

	private final PoisonedUsers recorder = PoisonedUsers.of(0, (number) -> false);

	private final List<Integer> calls = new CopyOnWriteArrayList<>();

	private final CountDownLatch waiting = new CountDownLatch(1);

	/**
	 * Fail the first calls for users whose age ends with 5.
	 */
	private Consumer<User> failing(int times) {
		AtomicInteger failures = new AtomicInteger();
		return (user) -> {
			this.calls.add(user.getAge());
			if (user.getAge() % 10 == 5 && failures.incrementAndGet() % (times + 1) != 0) {
				throw new IllegalStateException("Refused user-secret");
			}
		};
	}

	@Test
	void deliverWhatWasRefusedAtFirst() {
		ScanProgress result = this.spec.deliveryRetry(TWICE).skipFailedItems(this.recorder).forEach(failing(2)).join();
		assertThat(result.items()).isEqualTo(100);
		assertThat(result.failedItems()).isZero();
		assertThat(this.recorder.recorded()).isEmpty();
		assertThat(this.calls).hasSize(120).startsWith(0, 1, 2, 3, 4, 5, 5, 5, 6);
	}

	@Test
	void areGivenUpAfterTheLastOne() {
		ScanExecution execution = this.spec.deliveryRetry(TWICE).forEach(failing(3));
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining(
					"was ended by its consumer, which threw java.lang.IllegalStateException after 5 items");
		assertThat(this.calls).containsExactly(0, 1, 2, 3, 4, 5, 5, 5);
		assertThat(execution.progress().failedItems()).isOne();
	}

	@Test
	void comeBeforeItemsAreSkipped() {
		ScanProgress result = this.spec.segments(3)
			.deliveryConcurrency(3)
			.deliveryRetry(TWICE)
			.skipFailedItems(this.recorder)
			.forEach((user) -> {
				this.calls.add(user.getAge());
				if (user.getAge() % 10 == 5) {
					throw new IllegalStateException("Refused");
				}
			})
			.join();
		assertThat(result.items()).isEqualTo(90);
		assertThat(result.failedItems()).isEqualTo(10);
		assertThat(this.recorder.recorded()).hasSize(10);
		assertThat(this.calls).hasSize(120);
	}

	@Test
	void areOfWholeBatches() {
		List<List<User>> batches = new ArrayList<>();
		ScanProgress result = this.spec.deliveryRetry(TWICE).batchSize(30).forEachBatch((batch) -> {
			batches.add(batch);
			if (batches.size() % 2 == 1) {
				throw new IllegalStateException("Refused");
			}
		}).join();
		assertThat(batches).extracting(List::size).containsExactly(30, 30, 30, 30, 30, 30, 10, 10);
		assertThat(batches.get(0)).isEqualTo(batches.get(1));
		assertThat(result.items()).isEqualTo(100);
	}

	@Test
	void areOfEventsToo() {
		try (AnnotationConfigApplicationContext context = ListeningContext.of(this.table, new SimpleAsyncTaskExecutor(),
				Moody.class)) {
			ScanProgress result = ListeningContext.template(context)
				.scan(User.class)
				.deliveryRetry(TWICE)
				.toListeners()
				.join();
			assertThat(result.items()).isEqualTo(100);
			assertThat(context.getBean(Moody.class).calls).hasValue(200);
		}
	}

	@Test
	void waitAsTheBackOffSays() {
		List<String> told = new CopyOnWriteArrayList<>();
		RetryPolicy policy = RetryPolicy.builder().backOff(() -> {
			told.add("start");
			return () -> {
				told.add("next");
				return (told.size() % 4 != 0) ? 0 : BackOffExecution.STOP;
			};
		}).build();
		ScanProgress result = this.spec.deliveryRetry(policy).skipFailedItems().limit(16).forEach((user) -> {
			if (user.getAge() % 10 == 5) {
				throw new IllegalStateException("Refused");
			}
		}).join();
		assertThat(result.failedItems()).isEqualTo(2);
		assertThat(told).containsExactly("start", "next", "next", "next", "start", "next", "next", "next");
	}

	@Test
	void areOnlyOfErrorsThatThePolicyNames() {
		RetryPolicy policy = RetryPolicy.builder()
			.includes(UncheckedIOException.class)
			.maxRetries(1)
			.delay(Duration.ZERO)
			.build();
		this.spec.deliveryRetry(policy).skipFailedItems().forEach((user) -> {
			this.calls.add(user.getAge());
			switch (user.getAge()) {
				case 3 -> throw new UncheckedIOException(new IOException("Reset"));
				case 5 -> throw new IllegalStateException("Refused");
			}
		}).join();
		assertThat(this.calls).hasSize(101).startsWith(0, 1, 2, 3, 3, 4, 5, 6);
	}

	@ParameterizedTest
	@CsvSource({ "0, 3600, 6", "15, 0, 3" })
	void timeoutCountsDelaysAndCallsButNoPause(int secondsOfCall, int secondsOfPause, int calls) {
		AtomicLong time = new AtomicLong();
		RetryPolicy policy = RetryPolicy.builder()
			.maxRetries(Long.MAX_VALUE)
			.delay(Duration.ofSeconds(10))
			.timeout(Duration.ofSeconds(50))
			.build();
		DeliveryRetry retry = new DeliveryRetry(plan(policy),
				(delay) -> time.addAndGet(delay.plusSeconds(secondsOfPause).toNanos()), time::get);
		Throwable error = retry.call(() -> {
			this.calls.add(1);
			time.addAndGet(Duration.ofSeconds(secondsOfCall).toNanos());
			throw new IllegalStateException();
		});
		assertThat(error).isInstanceOf(IllegalStateException.class);
		assertThat(this.calls).hasSize(calls);
	}

	private static ScanPlan<User> plan(RetryPolicy policy) {
		ScanSettings settings = ScanSettings.none().deliveryRetry(policy);
		ScanTarget<User> target = ScanTarget.of(User.class, ItemTypeResolver.annotated("", ""), settings);
		return ScanPlan.of(target, new ScanLayers(settings, Map.of()), OptionalInt.empty());
	}

	@Test
	void endWithTheTimeoutOfThePolicy() {
		RetryPolicy policy = RetryPolicy.builder().delay(Duration.ofHours(2)).timeout(Duration.ofHours(1)).build();
		ScanExecution execution = this.spec.deliveryRetry(policy).forEach(failing(1));
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		assertThat(this.calls).endsWith(4, 5);
	}

	@Test
	void areNotOfFailuresOfTheVirtualMachine() {
		OutOfMemoryError error = new OutOfMemoryError("Simulated");
		ScanExecution execution = this.spec.deliveryRetry(TWICE).forEach((user) -> {
			this.calls.add(user.getAge());
			throw error;
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join).withCause(error);
		assertThat(this.calls).hasSize(1);
	}

	@RepeatedTest(20)
	void endWithTheScanThatIsCancelled() throws InterruptedException {
		ScanExecution execution = startAndAwaitBackOff();
		execution.cancel();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(execution::join);
		assertNotDelivered(execution, State.CANCELLED);
	}

	@RepeatedTest(20)
	void endWithTheApplication() throws InterruptedException {
		ScanExecution execution = startAndAwaitBackOff();
		this.template.stop();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("the application context is closing");
		assertNotDelivered(execution, State.INTERRUPTED);
	}

	@RepeatedTest(20)
	void endWithTheScanThatFailsElsewhere() throws InterruptedException {
		CountDownLatch fails = new CountDownLatch(1);
		this.table.onRequest((request) -> {
			if (request.hasExclusiveStartKey()) {
				BackgroundScanTests.await(fails);
				throw new IllegalStateException("Down");
			}
		});
		ScanExecution execution = startAndAwaitBackOff();
		fails.countDown();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		assertNotDelivered(execution, State.FAILED);
	}

	@Test
	void endOnAThreadThatIsInterrupted() throws InterruptedException {
		AtomicReference<Thread> thread = new AtomicReference<>();
		ScanExecution execution = start((user) -> {
			thread.set(Thread.currentThread());
			throw new IllegalStateException("Refused");
		});
		this.waiting.await();
		thread.get().interrupt();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessage("Scan 'user' of table 'user' was interrupted while it waited to call its consumer again. The "
					+ "items of that call were not delivered. Run it again.");
		assertNotDelivered(execution, State.FAILED);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void waitUntilTheScanIsResumed(boolean cancelled) throws InterruptedException {
		AtomicReference<ScanExecution> execution = new AtomicReference<>();
		AtomicBoolean resumed = new AtomicBoolean();
		CountDownLatch started = new CountDownLatch(1);
		execution.set(this.spec.deliveryRetry(signalling(1)).forEach((user) -> {
			BackgroundScanTests.await(started);
			this.calls.add(user.getAge());
			if (this.calls.size() == 1) {
				execution.get().pause();
				throw new IllegalStateException("Refused");
			}
			assertThat(resumed).isTrue();
		}));
		started.countDown();
		this.waiting.await();
		assertThat(execution.get().progress().state()).isEqualTo(State.PAUSED);
		if (cancelled) {
			execution.get().cancel();
			assertThatExceptionOfType(CancellationException.class).isThrownBy(execution.get()::join);
			assertThat(this.calls).hasSize(1);
		}
		else {
			resumed.set(true);
			execution.get().resume();
			assertThat(execution.get().join().items()).isEqualTo(100);
		}
	}

	@Test
	void areToldInTheLogWithoutContent(CapturedOutput output) {
		this.spec.deliveryRetry(TWICE).forEach(failing(1)).join();
		assertThat(output)
			.containsOnlyOnce("Scan 'user' of table 'user' calls its consumer again in 1 ms, since it threw "
					+ "java.lang.IllegalStateException. Further calls are logged at DEBUG.")
			.doesNotContain("user-secret");
	}

	private ScanExecution startAndAwaitBackOff() throws InterruptedException {
		ScanExecution execution = start((user) -> {
			throw new IllegalStateException("Refused");
		});
		this.waiting.await();
		return execution;
	}

	private ScanExecution start(Consumer<User> action) {
		return this.spec.deliveryRetry(signalling(Duration.ofHours(1).toMillis()))
			.skipFailedItems(this.recorder)
			.forEach(action);
	}

	/**
	 * Return a policy that tells when the back-off begins.
	 */
	private RetryPolicy signalling(long delay) {
		return RetryPolicy.builder().backOff(() -> () -> {
			this.waiting.countDown();
			return delay;
		}).build();
	}

	private void assertNotDelivered(ScanExecution execution, State state) {
		assertThat(execution.progress().state()).isEqualTo(state);
		assertThat(execution.progress().items()).isZero();
		assertThat(execution.progress().failedItems()).isZero();
		assertThat(this.recorder.recorded()).isEmpty();
	}

	static class Moody {

		private final AtomicInteger calls = new AtomicInteger();

		@EventListener
		void on(ScanEvent.Item<User> event) {
			if (this.calls.incrementAndGet() % 2 == 1) {
				throw new IllegalStateException("Refused");
			}
		}

	}

}

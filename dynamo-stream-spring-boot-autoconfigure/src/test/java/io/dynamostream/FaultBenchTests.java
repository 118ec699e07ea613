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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInFault;
import io.dynamostream.standin.StandInRequest;
import io.dynamostream.standin.StandInTable;
import io.dynamostream.standin.StandInTable.EmptyLastPage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Scans of every mode over a server that throttles, fails, resets, truncates, damages and
 * does not answer, while they are paused, resumed and cancelled. All choices come from a
 * seed, whose number is in the name of a test that fails:
 * {@code -Ddynamo.stream.fault-seed=42} runs it alone, and
 * {@code -Ddynamo.stream.fault-seeds=5000} runs more of them.
 */
@Timeout(60)
class FaultBenchTests {

	private static final List<StandInFault> FAULTS = List.of(StandInFault.throughputExceeded(),
			StandInFault.throughputExceeded("TableReadKeyRangeThroughputExceeded"), StandInFault.throttled(),
			StandInFault.internalServerError(), StandInFault.serviceUnavailable(),
			StandInFault.Transport.CONNECTION_CLOSED, StandInFault.Transport.BODY_TRUNCATED,
			StandInFault.Transport.CHECKSUM_WRONG);

	static IntStream seeds() {
		Integer seed = Integer.getInteger("dynamo.stream.fault-seed");
		return (seed != null) ? IntStream.of(seed)
				: IntStream.rangeClosed(1, Integer.getInteger("dynamo.stream.fault-seeds", 300));
	}

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void deliversEveryItemOnceWhateverFails(int seed) throws Exception {
		try (Bench bench = new Bench(new Random(seed))) {
			bench.run();
		}
	}

	/**
	 * A table, its faults, and a scan of it.
	 */
	private static final class Bench implements AutoCloseable {

		private final Random random;

		private final int items;

		private final double faults;

		private final boolean hangs;

		private final boolean cancels;

		private final Terminal terminal;

		private final StandInDynamoDb dynamoDb;

		private final DynamoDbClient client;

		private final CountingExecutor executor = new CountingExecutor();

		private final Map<Integer, Integer> attempts = new ConcurrentHashMap<>();

		private final Map<String, Integer> attemptsOfPages = new ConcurrentHashMap<>();

		private final DynamoStreamTemplate template;

		Bench(Random random) {
			this.random = random;
			this.items = random.nextInt(300);
			this.faults = random.nextDouble() * 0.4;
			this.hangs = random.nextInt(30) == 0;
			this.cancels = random.nextInt(5) == 0;
			this.terminal = Terminal.values()[random.nextInt(Terminal.values().length)];
			this.dynamoDb = StandInDynamoDb
				.start(StandInTable.of("user", IntStream.range(0, this.items).mapToObj(FakeTable::user).toList())
					.withEmptyLastPage(EmptyLastPage.values()[random.nextInt(EmptyLastPage.values().length)]));
			this.client = this.dynamoDb.client((builder) -> builder.overrideConfiguration((options) -> {
				options.retryStrategy(patiently());
				if (this.hangs) {
					options.apiCallAttemptTimeout(Duration.ofMillis(300));
				}
			}));
			SkippedTime time = new SkippedTime();
			this.template = Terminal.builder(this.client, this.executor).delays(time).budgets(time.budgets()).build();
			scheduleFaults(random.nextLong());
		}

		/**
		 * Retry what the SDK retries, at once, and so often that no request fails for
		 * good.
		 */
		private static RetryStrategy patiently() {
			return AwsRetryStrategy.standardRetryStrategy()
				.toBuilder()
				.maxAttempts(1000)
				.backoffStrategy(BackoffStrategy.retryImmediately())
				.throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
				.circuitBreakerEnabled(false)
				.build();
		}

		/**
		 * Let the attempts of each page fail as the seed says, whenever they come.
		 */
		private void scheduleFaults(long seed) {
			List<StandInFault> faults = new ArrayList<>(FAULTS);
			if (this.hangs) {
				faults.add(StandInFault.Transport.NO_ANSWER);
			}
			for (StandInFault fault : faults) {
				this.dynamoDb.fault((request) -> faultOf(request, seed, faults) == fault, fault);
			}
		}

		private @Nullable StandInFault faultOf(StandInRequest request, long seed, List<StandInFault> faults) {
			if (!request.operation().equals("Scan")) {
				return null;
			}
			String page = request.segment() + " " + request.exclusiveStartKey();
			int attempt = this.attempts.computeIfAbsent(request.number(),
					(number) -> this.attemptsOfPages.merge(page, 1, Integer::sum));
			Random random = new Random(seed + 31L * page.hashCode() + attempt);
			random.nextInt();
			return (random.nextDouble() < this.faults) ? faults.get(random.nextInt(faults.size())) : null;
		}

		void run() throws Exception {
			ScanSpec<User> spec = limited(this.template.scan(User.class)).segments(1 + this.random.nextInt(12))
				.maxConcurrency(1 + this.random.nextInt(8))
				.pageSize(1 + this.random.nextInt(60));
			CompletableFuture<List<User>> reading = CompletableFuture.supplyAsync(() -> this.terminal.read(spec),
					new SimpleAsyncTaskExecutor("reading-"));
			steer(reading);
			List<User> users = result(reading);
			if (users != null) {
				assertThat(users).extracting(User::getId)
					.containsExactlyInAnyOrderElementsOf(FakeTable.ofUsers(this.items).ids());
			}
			assertNothingIsLeft();
		}

		private ScanSpec<User> limited(ScanSpec<User> spec) {
			return switch (this.random.nextInt(4)) {
				case 0 -> spec.readCapacity(1 + this.random.nextInt(50));
				case 1 -> spec.itemsPerSecond(1 + this.random.nextInt(500));
				default -> spec;
			};
		}

		/**
		 * Pause, resume and at last cancel the scan, if it does not end before.
		 */
		private void steer(CompletableFuture<?> reading) {
			int pauses = this.random.nextInt(4);
			for (int i = 0; i < pauses && awaitPages(reading, i); i++) {
				attempt(ScanExecution::pause);
				attempt(ScanExecution::resume);
			}
			if (this.cancels && awaitPages(reading, pauses)) {
				attempt(ScanExecution::cancel);
			}
		}

		private boolean awaitPages(CompletableFuture<?> reading, int pages) {
			await().pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(1))
				.atMost(Duration.ofSeconds(50))
				.until(() -> reading.isDone() || this.template.executions()
					.findAll()
					.stream()
					.anyMatch((execution) -> execution.progress().pages() >= pages));
			return !reading.isDone();
		}

		private void attempt(Consumer<ScanExecution> action) {
			try {
				action.accept(this.template.executions().findAll().get(0));
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessageContaining("has ended or is ending");
			}
		}

		/**
		 * Return what was read, or {@code null} if the scan was cancelled.
		 */
		private @Nullable List<User> result(CompletableFuture<List<User>> reading) {
			try {
				return reading.get(50, TimeUnit.SECONDS);
			}
			catch (ExecutionException ex) {
				if (!this.cancels) {
					throw new CompletionException(ex.getCause());
				}
				assertThat(this.template.executions().findAll().get(0).progress().state()).isEqualTo(State.CANCELLED);
				return null;
			}
			catch (Exception ex) {
				throw new IllegalStateException("Hangs: " + this.template.executions().findAll(), ex);
			}
		}

		private void assertNothingIsLeft() throws InterruptedException {
			this.executor.awaitIdle();
			assertThat(this.template.executions().findAll())
				.allMatch((execution) -> execution.progress().state().hasEnded()
						&& execution.progress().requests().inFlight() == 0
						&& execution.progress().requests().bufferedPages() == 0);
		}

		@Override
		public void close() {
			this.client.close();
			this.dynamoDb.close();
		}

	}

	/**
	 * Time that passes as soon as somebody waits for it.
	 */
	private static final class SkippedTime implements SimulatedTime {

		private final AtomicLong now = new AtomicLong();

		@Override
		public long nanoTime() {
			return this.now.get();
		}

		@Override
		public void after(Duration delay, Runnable task) {
			this.now.accumulateAndGet(this.now.get() + delay.toNanos(), Math::max);
			task.run();
		}

	}

}

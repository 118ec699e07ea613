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

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Scans end well on small, full and closed task executors.
 */
@Timeout(60)
class TaskExecutorTests {

	private static final String NO_MORE_TASKS = "Scan 'user' of table 'user' could not go on, because its task executor "
			+ "takes no more tasks. It may be shut down or too small.";

	private static final Consumer<Object> NOTHING = (item) -> {
	};

	private final FakeTable table = FakeTable.ofUsers(300);

	private final List<Object> events = new CopyOnWriteArrayList<>();

	@Test
	void refusesAScanThatTheExecutorDoesNotTake() {
		ManualExecutor executor = ManualExecutor.inOrder();
		executor.rejectFromNowOn();
		DynamoStreamTemplate template = template(executor);
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> template.scan(User.class).forEach(NOTHING))
			.withMessage(NO_MORE_TASKS);
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> template.scan(User.class).toListeners())
			.withMessage(NO_MORE_TASKS);
		assertThat(this.events).isEmpty();
		assertStops(template);
	}

	private static void assertStops(DynamoStreamTemplate template) {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		template.stop(() -> stopped.complete(null));
		assertThat(stopped).isCompleted();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 })
	void failsAScanWhoseNextTaskTheExecutorDoesNotTake(int tasks) {
		ManualExecutor executor = ManualExecutor.inOrder();
		ScanExecution execution = template(executor).parallelScan(User.class).pageSize(10).toListeners();
		executor.run(tasks);
		executor.rejectFromNowOn();
		executor.runAll();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join).withMessage(NO_MORE_TASKS);
		assertThat(execution.progress().state()).isEqualTo(State.FAILED);
		assertThat(this.events.get(0)).isInstanceOf(ScanEvent.Started.class);
		assertThat(this.events.get(this.events.size() - 1)).isInstanceOf(ScanEvent.Failed.class);
	}

	@Test
	void failsAScanWhoseExecutorIsClosed() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		CountDownLatch closed = new CountDownLatch(1);
		ScanExecution execution = template(executor).parallelScan(User.class)
			.pageSize(1)
			.forEach((user) -> BackgroundScanTests.await(closed));
		executor.close();
		closed.countDown();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join).withMessage(NO_MORE_TASKS);
	}

	@Test
	void oneThreadIsEnoughForScansOfEveryKindAtOnce() throws Exception {
		assertEveryTerminalReadsAll(threadPool(1, Integer.MAX_VALUE));
	}

	@Test
	void aFullExecutorThatLetsTheCallerRunIsEnough() throws Exception {
		assertEveryTerminalReadsAll(threadPool(1, 0));
	}

	private void assertEveryTerminalReadsAll(ThreadPoolTaskExecutor executor) throws Exception {
		ExecutorService readers = Executors.newFixedThreadPool(Terminal.values().length);
		try {
			ScanSpec<User> spec = Terminal.template(this.table, executor)
				.parallelScan(User.class)
				.pageSize(10)
				.deliveryConcurrency(4);
			List<CompletableFuture<List<User>>> reads = Arrays.stream(Terminal.values())
				.filter((terminal) -> terminal != Terminal.LISTENERS_BATCHED)
				.map((terminal) -> CompletableFuture.supplyAsync(() -> terminal.read(spec), readers))
				.toList();
			for (CompletableFuture<List<User>> read : reads) {
				assertThat(read.get()).extracting(User::getId).doesNotHaveDuplicates().hasSize(300);
			}
		}
		finally {
			readers.shutdownNow();
			executor.shutdown();
		}
	}

	private static ThreadPoolTaskExecutor threadPool(int threads, int queue) {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setCorePoolSize(threads);
		executor.setMaxPoolSize(threads);
		executor.setQueueCapacity(queue);
		executor.setRejectedExecutionHandler(new CallerRunsPolicy());
		executor.initialize();
		return executor;
	}

	@Test
	void refusesAnExecutorThatLetsSubmittingThreadsWait() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		executor.setConcurrencyLimit(2);
		assertThatIllegalArgumentException().isThrownBy(() -> template(executor))
			.withMessage(
					"'taskExecutor' must not have a concurrency limit, because scans would wait for themselves when "
							+ "it is reached. Leave out the limit, or use a ThreadPoolTaskExecutor.");
	}

	private DynamoStreamTemplate template(AsyncTaskExecutor executor) {
		return DynamoStreamTemplate.builder(this.table).taskExecutor(executor).eventPublisher(this.events::add).build();
	}

}

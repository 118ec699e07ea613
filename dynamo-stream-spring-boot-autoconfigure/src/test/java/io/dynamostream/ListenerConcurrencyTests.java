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
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import io.dynamostream.DynamoStreamOperations.ScanSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How many calls are made to listeners at once, and how many pages wait for them.
 */
@Timeout(60)
class ListenerConcurrencyTests {

	static final List<Long> seeds = new Random(6).longs(120).boxed().toList();

	private final List<AnnotationConfigApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void close() {
		this.contexts.forEach(AnnotationConfigApplicationContext::close);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7 })
	void aListenerThatIsNotThreadSafeCountsRightWithEightSegments(int batchSize) {
		UnsafeCounter counter = new UnsafeCounter();
		spec(FakeTable.ofUsers(3000), new SimpleAsyncTaskExecutor(), counter::count).segments(8)
			.pageSize(5)
			.batchSize(batchSize)
			.toListeners()
			.join();
		assertThat(counter.items).isEqualTo(3000);
		assertThat(counter.overlaps).hasValue(0);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 1", "3, 1", "8, 1", "3, 4", "8, 5" })
	void makesAsManyCallsAtOnceAsAllowedAndNeverMore(int calls, int batchSize) {
		AtomicInteger atOnce = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CyclicBarrier all = new CyclicBarrier(calls);
		AtomicInteger meetings = new AtomicInteger(3 * calls);
		spec(FakeTable.ofUsers(1000), new SimpleAsyncTaskExecutor(), (users) -> {
			most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
			if (meetings.getAndDecrement() > 0) {
				meet(all);
			}
			Thread.yield();
			atOnce.decrementAndGet();
		}).segments(8).pageSize(5).batchSize(batchSize).deliveryConcurrency(calls).toListeners().join();
		assertThat(most).hasValue(calls);
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@FieldSource("seeds")
	void keepsTheOrderWithinASegment(long seed) {
		Random random = new Random(seed);
		int segments = 1 + random.nextInt(10);
		FakeTable table = FakeTable.ofUsers(random.nextInt(500)).withItemsPerPage(1 + random.nextInt(25));
		BySegment received = new BySegment(segments);
		spec(table, new SimpleAsyncTaskExecutor(), received::receive).segments(segments)
			.maxConcurrency(1 + random.nextInt(segments))
			.bufferedPages(random.nextInt(6))
			.deliveryConcurrency(1 + random.nextInt(segments))
			.batchSize(1 + random.nextInt(40))
			.toListeners()
			.join();
		assertThat(received.overlaps).isEmpty();
		assertThat(received.ages.values()).allSatisfy((ages) -> assertThat(ages).isSorted().doesNotHaveDuplicates());
		assertThat(received.ages.values().stream().mapToInt(List::size).sum()).isEqualTo(table.ids().size());
	}

	@ParameterizedTest
	@CsvSource({ "1, 1, 0", "1, 1, 1", "1, 1, 5", "4, 4, 4", "16, 4, 4", "16, 3, 10", "16, 4, 0" })
	void readsAsManyPagesAsItsBoundWhileAListenerIsInItsCall(int segments, int maxConcurrency, int bufferedPages) {
		FakeTable table = FakeTable.ofUsers(2000);
		ManualExecutor executor = ManualExecutor.inOrder();
		List<Integer> requests = new ArrayList<>();
		ScanExecution execution = spec(table, executor, (users) -> {
			if (requests.size() < 5) {
				executor.runAll();
				requests.add(table.requests().size());
			}
		}).segments(segments).maxConcurrency(maxConcurrency).bufferedPages(bufferedPages).pageSize(10).toListeners();
		executor.runAll();
		assertThat(requests).hasSize(5).containsOnly(maxConcurrency + bufferedPages);
		assertThat(execution.join().items()).isEqualTo(2000);
	}

	@Test
	void stopsReadingWhileAListenerIsBlockedAndGoesOnAfterwards() {
		FakeTable table = FakeTable.ofUsers(2000);
		CountDownLatch blocked = new CountDownLatch(1);
		ScanExecution execution = spec(table, new SimpleAsyncTaskExecutor(),
				(users) -> BackgroundScanTests.await(blocked))
			.segments(16)
			.maxConcurrency(4)
			.bufferedPages(3)
			.pageSize(10)
			.toListeners();
		await().until(() -> table.requests().size() == 7 && table.requestsInFlight() == 0);
		assertThat(execution.progress().items()).isZero();
		blocked.countDown();
		assertThat(execution.join().items()).isEqualTo(2000);
		assertThat(table.requests()).hasSizeGreaterThan(200);
	}

	private ScanSpec<User> spec(FakeTable table, AsyncTaskExecutor executor, Consumer<List<User>> action) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(Listener.class, () -> new Listener(action));
		this.contexts.add(ListeningContext.start(context, table, executor));
		return ListeningContext.template(context).scan(User.class);
	}

	static class Listener {

		private final Consumer<List<User>> action;

		Listener(Consumer<List<User>> action) {
			this.action = action;
		}

		@EventListener
		void on(ScanEvent.Item<User> event) {
			this.action.accept(List.of(event.item()));
		}

		@EventListener
		void on(ScanEvent.Batch<User> event) {
			this.action.accept(event.items());
		}

	}

	/**
	 * Counts as a listener does that knows of one thread only.
	 */
	static class UnsafeCounter {

		private final AtomicInteger overlaps = new AtomicInteger();

		private final AtomicInteger calls = new AtomicInteger();

		private int items;

		void count(List<User> users) {
			if (this.calls.incrementAndGet() > 1) {
				this.overlaps.incrementAndGet();
			}
			int before = this.items;
			Thread.yield();
			this.items = before + users.size();
			this.calls.decrementAndGet();
		}

	}

	/**
	 * Keeps what it receives by segments, and notes where calls overlap.
	 */
	static class BySegment {

		private final int segments;

		private final Map<Integer, List<Integer>> ages = new ConcurrentHashMap<>();

		private final ConcurrentSkipListSet<Integer> inCall = new ConcurrentSkipListSet<>();

		private final ConcurrentSkipListSet<Integer> overlaps = new ConcurrentSkipListSet<>();

		BySegment(int segments) {
			this.segments = segments;
		}

		void receive(List<User> users) {
			List<Integer> segments = users.stream().map(this::segment).distinct().toList();
			segments.stream().filter((segment) -> !this.inCall.add(segment)).forEach(this.overlaps::add);
			users.forEach((user) -> this.ages.computeIfAbsent(segment(user), (segment) -> new ArrayList<>())
				.add(user.getAge()));
			Thread.yield();
			this.inCall.removeAll(segments);
		}

		private int segment(User user) {
			return FakeTable.segmentOf(user.getId(), this.segments);
		}

	}

}

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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests to several segments are in flight together, within the bounds.
 */
@Timeout(60)
class ParallelReadTests {

	private final FakeTable table = FakeTable.ofUsers(2000);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	@Test
	void hasExactlyMaxConcurrencyRequestsInFlight() {
		Gate gate = Gate.before(this.table);
		ScanExecution execution = this.template.parallelScan(User.class)
			.segments(16)
			.maxConcurrency(3)
			.pageSize(10)
			.forEach((user) -> {
			});
		for (int answered = 0; answered < 100; answered++) {
			gate.awaitWaiting(3);
			gate.open(1);
		}
		gate.open(10_000);
		assertThat(execution.join().items()).isEqualTo(2000);
		assertThat(this.table.maxRequestsInFlight()).isEqualTo(3);
	}

	@Test
	void readsAllSegmentsAtOnceByDefault() {
		Gate gate = Gate.before(this.table);
		ScanExecution execution = this.template.parallelScan(User.class).segments(8).forEach((user) -> {
		});
		gate.awaitWaiting(8);
		gate.open(10_000);
		execution.join();
		assertThat(this.table.requests()).extracting(ScanRequest::totalSegments).containsOnly(8);
	}

	@ParameterizedTest
	@EnumSource(names = { "STREAM", "PUBLISHER", "FOR_EACH" })
	void readsAllSegmentsAtOnceThoughALimitIsNotMet(Terminal terminal) throws Exception {
		this.table.withFilter((item) -> false);
		Gate gate = Gate.before(this.table);
		FutureTask<List<User>> reading = new FutureTask<>(() -> terminal.read(this.template.parallelScan(User.class)
			.filterExpression("attribute_exists(id)")
			.segments(8)
			.pageSize(5)
			.limit(10)));
		new Thread(reading).start();
		gate.awaitWaiting(1);
		gate.open(1);
		gate.awaitWaiting(8);
		gate.open(10_000);
		assertThat(reading.get()).isEmpty();
	}

	@Test
	void startsNoMoreTasksForIdleCallsThanThereArePages() {
		ManualExecutor executor = ManualExecutor.inOrder();
		ScanExecution execution = Terminal.template(this.table, executor)
			.parallelScan(User.class)
			.segments(64)
			.maxConcurrency(2)
			.deliveryConcurrency(64)
			.pageSize(10)
			.forEach((user) -> {
			});
		int tasks = 0;
		while (executor.waiting() > 0) {
			executor.runOne();
			tasks++;
		}
		assertThat(execution.join().items()).isEqualTo(2000);
		assertThat(tasks).isLessThan(5 * this.table.requests().size());
	}

	@Test
	void usesFourSegmentsUnlessToldOtherwise() {
		Terminal.STREAM.read(this.template.parallelScan(User.class));
		assertThat(this.table.requests()).extracting(ScanRequest::totalSegments).containsOnly(4);
		assertThat(this.table.requests()).extracting(ScanRequest::segment).contains(0, 1, 2, 3);
	}

	@Test
	void readsOneSegmentWithoutSegmentParametersByDefault() {
		Terminal.STREAM.read(this.template.scan(User.class));
		assertThat(this.table.requests()).extracting(ScanRequest::totalSegments).containsOnlyNulls();
	}

	@Test
	void aSlowSegmentDelaysOnlyItself() {
		CountDownLatch slow = new CountDownLatch(1);
		this.table.onRequest((request) -> awaitIf(request.segment() == 2, slow));
		ScanExecution execution = this.template.parallelScan(User.class).pageSize(10).forEach((user) -> {
		});
		await().atMost(Duration.ofSeconds(20)).until(() -> execution.progress().segments().done() == 3);
		slow.countDown();
		assertThat(execution.join().items()).isEqualTo(2000);
	}

	private static void awaitIf(boolean condition, CountDownLatch latch) {
		try {
			assertThat(!condition || latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void startsSegmentsInShuffledOrder() {
		List<Integer> order = IntStream.range(0, 64).boxed().toList();
		Terminal.STREAM.read(this.template.parallelScan(User.class).segments(64).maxConcurrency(1));
		assertThat(this.table.requests()).extracting(ScanRequest::segment).containsAll(order).isNotEqualTo(order);
	}

	@Test
	void holdsNoMorePagesThanItsBoundForASlowConsumer() {
		try (Stream<User> users = this.template.parallelScan(User.class)
			.segments(64)
			.maxConcurrency(4)
			.pageSize(5)
			.stream()) {
			Iterator<User> iterator = users.iterator();
			iterator.next();
			awaitIdleAfterRequests(8);
			IntStream.range(0, 5).forEach((item) -> iterator.next());
			awaitIdleAfterRequests(9);
		}
	}

	@Test
	void holdsAsManyPagesAsItIsToldTo() {
		try (Stream<User> users = this.template.parallelScan(User.class)
			.segments(64)
			.maxConcurrency(4)
			.bufferedPages(20)
			.pageSize(5)
			.stream()) {
			users.iterator().next();
			awaitIdleAfterRequests(24);
		}
	}

	@Test
	void readsWithTheLargestBuffer() {
		assertThat(Terminal.STREAM.read(this.template.parallelScan(User.class).bufferedPages(Integer.MAX_VALUE)))
			.hasSize(2000);
	}

	private void awaitIdleAfterRequests(int requests) {
		await().atMost(Duration.ofSeconds(20))
			.until(() -> this.table.requests().size() >= requests && this.table.requestsInFlight() == 0);
		assertThat(this.table.requests()).hasSize(requests);
	}

	@Test
	void parallelStreamRunsItsStagesOnSeveralThreads() throws Exception {
		ForkJoinPool pool = new ForkJoinPool(4);
		try {
			pool.submit(() -> {
				CountDownLatch threads = new CountDownLatch(3);
				ThreadLocal<Boolean> counted = ThreadLocal.withInitial(() -> count(threads));
				try (Stream<User> users = this.template.parallelScan(User.class).pageSize(5).stream()) {
					users.parallel().forEach((user) -> awaitIf(counted.get(), threads));
				}
			}).get();
		}
		finally {
			pool.shutdown();
		}
	}

	private static boolean count(CountDownLatch threads) {
		threads.countDown();
		return true;
	}

	@Test
	void parallelStreamGroupsRight() {
		try (Stream<User> users = this.template.parallelScan(User.class).pageSize(20).stream()) {
			Map<String, Long> byTenant = users.parallel()
				.collect(Collectors.groupingByConcurrent(User::getTenantId, Collectors.counting()));
			assertThat(byTenant).hasSize(7).containsEntry("tenant-0", 286L).containsEntry("tenant-6", 285L);
		}
	}

}

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Pages are held until they are delivered, and not longer.
 */
@Timeout(120)
class PageRetentionTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final FakeTable table = FakeTable.ofUsers(100);

	private final CountingExecutor executor = new CountingExecutor();

	private final DynamoStreamTemplate template = Terminal.template(this.table, this.executor);

	@Test
	void keepsNothingOfAbandonedStreams() throws Exception {
		List<String> ids = IntStream.range(0, 1000).mapToObj((number) -> abandon(number % 2 == 0)).toList();
		await().atMost(LONG).until(() -> this.table.pagesHeld() == 0);
		this.executor.awaitIdle();
		assertThat(this.table.requestsInFlight()).isZero();
		await().atMost(LONG)
			.until(() -> this.template.executions()
				.findAll()
				.stream()
				.allMatch((execution) -> execution.progress().state() == State.ABANDONED));
		assertThat(this.template.executions().findAll()).hasSize(100);
		assertThat(ids).doesNotHaveDuplicates();
	}

	/**
	 * Read one item and forget the stream.
	 */
	private String abandon(boolean parallel) {
		Stream<User> users = (parallel ? this.template.parallelScan(User.class) : this.template.scan(User.class))
			.pageSize(10)
			.stream();
		Iterator<User> iterator = users.iterator();
		iterator.next();
		return this.template.executions().findAll().get(0).id();
	}

	@Test
	void keepsNothingOfAbandonedSubscriptions() throws Exception {
		Flux.from(this.template.parallelScan(User.class).pageSize(10).publisher()).subscribe(new OneItem());
		await().atMost(LONG).until(() -> this.table.pagesHeld() == 0);
		await().atMost(LONG)
			.until(() -> this.template.executions().findAll().get(0).progress().state() == State.ABANDONED);
		this.executor.awaitIdle();
	}

	@Test
	void keepsNoPageThatIsUsedUpWhileAStreamWaits() throws Exception {
		Gate gate = Gate.before(this.table);
		try (Stream<User> users = this.template.scan(User.class).pageSize(10).stream()) {
			CompletableFuture<Long> count = CompletableFuture.supplyAsync(
					() -> users.filter((user) -> user.getAge() >= 0).count(), Executors.newSingleThreadExecutor());
			gate.awaitWaiting(1);
			gate.open(1);
			gate.awaitWaiting(1);
			await().atMost(LONG).until(() -> this.table.pagesHeld() == 0);
			gate.open(100);
			assertThat(count.get()).isEqualTo(100);
		}
	}

	@Test
	void keepsNoPageOfACompletedScan() throws Exception {
		ScanExecution execution = this.template.parallelScan(User.class)
			.segments(8)
			.deliveryConcurrency(8)
			.pageSize(5)
			.forEach((user) -> {
			});
		execution.join();
		this.executor.awaitIdle();
		await().atMost(LONG).until(() -> this.table.pagesHeld() == 0);
		assertThat(execution.progress().items()).isEqualTo(100);
	}

	@Test
	void keepsNoPageOfACancelledScan() throws Exception {
		CountDownLatch reached = new CountDownLatch(1);
		AtomicReference<ScanExecution> execution = new AtomicReference<>();
		CountDownLatch known = new CountDownLatch(1);
		execution.set(this.template.parallelScan(User.class).pageSize(5).batchSize(3).forEachBatch((users) -> {
			await().until(() -> known.getCount() == 0);
			execution.get().cancel();
			reached.countDown();
		}));
		known.countDown();
		reached.await();
		this.executor.awaitIdle();
		await().atMost(LONG).until(() -> this.table.pagesHeld() == 0);
		assertThat(execution.get().progress().state()).isEqualTo(State.CANCELLED);
	}

	/**
	 * Asks for one item and no more.
	 */
	private static final class OneItem extends BaseSubscriber<User> {

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(1);
		}

		@Override
		protected void hookOnNext(User user) {
		}

	}

}

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
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.core.task.AsyncTaskExecutor;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A paused scan sends and delivers nothing, and goes on where it stopped.
 */
@Timeout(60)
class BackgroundScanPauseTests {

	static final List<Long> seeds = new Random(5).longs(300).boxed().toList();

	private static final Consumer<Object> NOTHING = (item) -> {
	};

	private final FakeTable table = FakeTable.ofUsers(100);

	private final ManualExecutor executor = ManualExecutor.inOrder();

	private final DynamoStreamTemplate stepped = template(this.table, this.executor);

	private final List<Integer> received = new ArrayList<>();

	private final AtomicReference<ScanExecution> execution = new AtomicReference<>();

	@ParameterizedTest
	@FieldSource("seeds")
	void losesAndRepeatsNothingWhereverItIsPaused(long seed) {
		Random random = new Random(seed);
		FakeTable table = FakeTable.ofUsers(random.nextInt(200));
		ManualExecutor executor = ManualExecutor.inAnyOrder(random);
		ScanSpec<User> spec = spec(template(table, executor), random);
		ScanExecution execution = spec
			.forEachBatch((users) -> users.forEach((user) -> this.received.add(user.getAge())));
		while (executor.waiting() > 0) {
			executor.run(random.nextInt(Math.min(4, executor.waiting() + 1)));
			if (!execution.progress().state().hasEnded()) {
				assertNothingHappensWhilePaused(execution, table, executor);
			}
		}
		assertThat(execution.progress().state()).isEqualTo(State.COMPLETED);
		assertThat(this.received).doesNotHaveDuplicates().hasSameSizeAs(table.ids());
	}

	private static ScanSpec<User> spec(DynamoStreamTemplate template, Random random) {
		int segments = 1 + random.nextInt(6);
		return template.scan(User.class)
			.segments(segments)
			.maxConcurrency(1 + random.nextInt(4))
			.bufferedPages(random.nextInt(4))
			.deliveryConcurrency(1 + random.nextInt(segments))
			.pageSize(1 + random.nextInt(20))
			.batchSize(1 + random.nextInt(15));
	}

	private void assertNothingHappensWhilePaused(ScanExecution execution, FakeTable table, ManualExecutor executor) {
		execution.pause();
		int requests = table.requests().size();
		int items = this.received.size();
		executor.runAll();
		assertThat(table.requests()).hasSize(requests);
		assertThat(this.received).hasSize(items);
		assertThat(execution.progress().state()).isEqualTo(State.PAUSED);
		execution.resume();
	}

	@Test
	void stopsInTheMiddleOfAPageAfterTheCallInHand() {
		run(this.stepped.scan(User.class).pageSize(40), (user) -> pauseAt(user, 25));
		assertThat(this.received).hasSize(26);
		assertThat(this.execution.get().progress().items()).isEqualTo(26);
		this.execution.get().resume();
		this.executor.runAll();
		assertThat(this.received).hasSize(100).isSorted();
	}

	@Test
	void stopsInTheMiddleOfABatch() {
		this.table.withItemsPerPage(10);
		ScanExecution execution = this.stepped.scan(User.class)
			.bufferedPages(0)
			.batchSize(25)
			.forEachBatch((users) -> users.forEach((user) -> this.received.add(user.getAge())));
		this.executor.run(3);
		execution.pause();
		this.executor.runAll();
		assertThat(this.received).isEmpty();
		execution.resume();
		this.executor.runAll();
		assertThat(this.received).hasSize(100).isSorted();
	}

	@Test
	void staysPausedAfterItsLastItem() {
		run(this.stepped.scan(User.class), (user) -> pauseAt(user, 99));
		assertThat(this.received).hasSize(100);
		assertThat(this.execution.get().progress().state()).isEqualTo(State.PAUSED);
		this.execution.get().resume();
		this.executor.runAll();
		assertThat(this.execution.get().progress().state()).isEqualTo(State.COMPLETED);
	}

	@Test
	void staysPausedAfterItsLastBatch() {
		this.execution.set(this.stepped.scan(User.class)
			.batchSize(75)
			.forEachBatch((users) -> users.forEach((user) -> pauseAt(user, 99))));
		this.executor.runAll();
		assertThat(this.received).hasSize(100);
		assertThat(this.execution.get().progress().state()).isEqualTo(State.PAUSED);
		this.execution.get().resume();
		this.executor.runAll();
		assertThat(this.execution.get().progress().state()).isEqualTo(State.COMPLETED);
		assertThat(this.received).hasSize(100);
	}

	@Test
	void keepsThePageThatWasRequestedBefore() throws Exception {
		Gate gate = Gate.before(this.table);
		ScanExecution execution = template(this.table, new CountingExecutor()).scan(User.class)
			.pageSize(60)
			.forEach((user) -> this.received.add(user.getAge()));
		gate.awaitWaiting(1);
		execution.pause();
		gate.open(1);
		gate.awaitWaiting(0);
		assertThat(this.received).isEmpty();
		execution.resume();
		gate.awaitWaiting(1);
		gate.open(1);
		execution.join();
		assertThat(this.received).hasSize(100).isSorted();
		assertThat(this.table.requests()).hasSize(2);
	}

	@Test
	void doesNotWaitForTheCallInHand() throws Exception {
		CountDownLatch inCall = new CountDownLatch(1);
		CountDownLatch letReturn = new CountDownLatch(1);
		CountingExecutor executor = new CountingExecutor();
		ScanExecution execution = template(this.table, executor).scan(User.class).forEach((user) -> {
			this.received.add(user.getAge());
			inCall.countDown();
			BackgroundScanTests.await(letReturn);
		});
		inCall.await();
		execution.pause();
		letReturn.countDown();
		executor.awaitIdle();
		assertThat(this.received).hasSize(1);
		execution.resume();
		execution.join();
		assertThat(this.received).hasSize(100).isSorted();
	}

	@Test
	void doesNothingTheSecondTime() {
		ScanExecution execution = this.stepped.scan(User.class).forEach((user) -> this.received.add(user.getAge()));
		execution.resume();
		execution.pause();
		execution.pause();
		this.executor.runAll();
		assertThat(this.received).isEmpty();
		execution.resume();
		execution.resume();
		this.executor.runAll();
		assertThat(this.received).hasSize(100);
	}

	@Test
	void isRefusedAfterTheEnd() {
		ScanExecution execution = this.stepped.scan(User.class).named("export").forEach(NOTHING);
		this.executor.runAll();
		assertThatIllegalStateException().isThrownBy(execution::pause)
			.withMessage("Scan 'export' of table 'user' cannot be paused, because it has ended or is ending "
					+ "(COMPLETED). Start a new one.");
		assertThatIllegalStateException().isThrownBy(execution::resume)
			.withMessage("Scan 'export' of table 'user' cannot be resumed, because it has ended or is ending "
					+ "(COMPLETED). Start a new one.");
		assertThat(execution.progress().state()).isEqualTo(State.COMPLETED);
	}

	@Test
	void isRefusedAfterCancelEvenBeforeTheScanHasEnded() {
		ScanExecution execution = this.stepped.scan(User.class).forEach(NOTHING);
		execution.cancel();
		assertThatIllegalStateException().isThrownBy(execution::pause).withMessageContaining("(CANCELLED)");
		this.executor.runAll();
		assertThatIllegalStateException().isThrownBy(execution::resume).withMessageContaining("(CANCELLED)");
	}

	@Test
	void isRefusedAfterAFailure() {
		ScanExecution execution = this.stepped.scan(User.class).forEach((user) -> {
			throw new IllegalStateException("Disk is full");
		});
		this.executor.runAll();
		assertThatIllegalStateException().isThrownBy(execution::pause).withMessageContaining("(FAILED)");
	}

	private void run(ScanSpec<User> spec, Consumer<User> action) {
		this.execution.set(spec.forEach(action));
		this.executor.runAll();
	}

	private void pauseAt(User user, int age) {
		this.received.add(user.getAge());
		if (user.getAge() == age) {
			this.execution.get().pause();
		}
	}

	private static DynamoStreamTemplate template(FakeTable table, AsyncTaskExecutor executor) {
		return DynamoStreamTemplate.builder(table).taskExecutor(executor).build();
	}

}

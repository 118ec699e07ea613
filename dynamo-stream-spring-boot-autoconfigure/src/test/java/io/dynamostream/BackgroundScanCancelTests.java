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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A scan can be cancelled whenever.
 */
@Timeout(60)
class BackgroundScanCancelTests {

	private static final Consumer<Object> NOTHING = (item) -> {
	};

	private final FakeTable table = FakeTable.ofUsers(100);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	private final ManualExecutor executor = ManualExecutor.inOrder();

	private final DynamoStreamTemplate stepped = DynamoStreamTemplate.builder(this.table)
		.taskExecutor(this.executor)
		.build();

	private final List<Integer> received = new ArrayList<>();

	private final AtomicReference<ScanExecution> execution = new AtomicReference<>();

	@Test
	void readsNothingWhenItIsCancelledBeforeItRuns() {
		ScanExecution execution = this.stepped.scan(User.class).forEach(this::receive);
		execution.cancel();
		this.executor.runAll();
		assertCancelled(execution);
		assertThat(this.table.requests()).isEmpty();
		assertThat(this.received).isEmpty();
	}

	@Test
	void abortsTheRequestsInFlight() {
		Gate gate = Gate.before(this.table);
		ScanExecution execution = this.template.parallelScan(User.class).forEach(NOTHING);
		gate.awaitWaiting(4);
		execution.cancel();
		gate.awaitWaiting(0);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(execution::join);
		assertThat(this.table.requests()).hasSize(4);
	}

	@Test
	void stopsAfterTheCallThatCancels() {
		this.execution.set(this.stepped.scan(User.class).pageSize(40).forEach((user) -> cancelAt(user, 50)));
		this.executor.runAll();
		assertThat(this.received).hasSize(51);
		assertCancelled(this.execution.get());
		assertThat(this.execution.get().progress().items()).isEqualTo(51);
	}

	@Test
	void dropsABatchThatIsNotFull() {
		this.execution.set(this.stepped.scan(User.class)
			.pageSize(10)
			.batchSize(25)
			.forEachBatch((users) -> users.forEach((user) -> cancelAt(user, 49))));
		this.executor.runAll();
		assertThat(this.received).hasSize(50);
		assertCancelled(this.execution.get());
	}

	@Test
	void waitsForTheCallInHand() throws Exception {
		CountDownLatch inCall = new CountDownLatch(1);
		CountDownLatch letReturn = new CountDownLatch(1);
		ScanExecution execution = this.template.scan(User.class).forEach((user) -> {
			receive(user);
			inCall.countDown();
			BackgroundScanTests.await(letReturn);
		});
		CompletableFuture<Boolean> ended = execution.completion().handle((progress, error) -> true);
		inCall.await();
		execution.cancel();
		assertThat(ended).isNotDone();
		letReturn.countDown();
		assertThat(ended.get()).isTrue();
		assertThat(this.received).hasSize(1);
		assertCancelled(execution);
	}

	@Test
	void endsAPausedScan() {
		ScanExecution execution = this.stepped.scan(User.class).pageSize(40).bufferedPages(0).forEach(this::receive);
		this.executor.run(3);
		execution.pause();
		this.executor.runAll();
		execution.cancel();
		this.executor.runAll();
		assertCancelled(execution);
		assertThat(this.received).hasSize(40);
	}

	@Test
	void doesNothingTheSecondTime() {
		ScanExecution execution = this.stepped.scan(User.class).forEach(NOTHING);
		execution.cancel();
		execution.cancel();
		this.executor.runAll();
		execution.cancel();
		assertCancelled(execution);
		assertThat(this.executor.waiting()).isZero();
	}

	@Test
	void doesNothingAfterTheEnd() {
		ScanExecution execution = this.template.scan(User.class).forEach(NOTHING);
		ScanProgress completed = execution.join();
		execution.cancel();
		assertThat(execution.completion().cancel(true)).isFalse();
		assertThat(execution.join()).isEqualTo(completed).isEqualTo(execution.progress());
	}

	@Test
	void cancellingTheCompletionCancelsTheScan() {
		ScanExecution execution = this.stepped.scan(User.class).pageSize(10).bufferedPages(0).forEach(this::receive);
		this.executor.run(3);
		assertThat(execution.completion().cancel(false)).isTrue();
		this.executor.runAll();
		assertCancelled(execution);
		assertThat(this.received).hasSize(10);
		assertThat(this.table.requests()).hasSizeLessThanOrEqualTo(2);
	}

	private void receive(User user) {
		this.received.add(user.getAge());
	}

	private void cancelAt(User user, int age) {
		receive(user);
		if (user.getAge() == age) {
			this.execution.get().cancel();
		}
	}

	private static void assertCancelled(ScanExecution execution) {
		assertThat(execution.progress().state()).isEqualTo(State.CANCELLED);
		assertThat(execution.completion()).isCancelled();
	}

}

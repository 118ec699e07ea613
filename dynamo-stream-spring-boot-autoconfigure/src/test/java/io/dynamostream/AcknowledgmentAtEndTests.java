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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import io.dynamostream.ScanProgress.State;
import io.dynamostream.checkpoint.ScanCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for scans that wait for acknowledgments when they end, are stopped or paused.
 */
@Timeout(60)
class AcknowledgmentAtEndTests {

	private final FakeTable table = FakeTable.ofUsers(100).withItemsPerPage(10).withDescription();

	private final ManualExecutor executor = ManualExecutor.inOrder();

	private final List<ScanEvent.Item<?>> open = new CopyOnWriteArrayList<>();

	private Consumer<ScanCheckpoint> onSave = (checkpoint) -> {
	};

	private final MemoryStore store = new MemoryStore((checkpoint) -> this.onSave.accept(checkpoint));

	private final DynamoStreamTemplate.Builder builder = DynamoStreamTemplate.builder(this.table)
		.taskExecutor(this.executor)
		.checkpointStore(this.store)
		.checkpointInterval(Duration.ofHours(1))
		.eventPublisher((event) -> {
			if (event instanceof ScanEvent.Item<?> item) {
				this.open.add(item);
			}
		});

	@Test
	void positionIsSavedWhenTemplateIsDestroyed() {
		DynamoStreamTemplate template = this.builder.build();
		ScanExecution execution = start(template);
		this.open.get(0).acknowledge();
		template.stop();
		this.executor.runAll();
		template.destroy();
		assertThat(execution.progress().state()).isEqualTo(State.INTERRUPTED);
		assertThat(this.store.checkpoint().items()).isEqualTo(1);
	}

	@Test
	void destroyWaitsForTheThreadThatSaves() throws Exception {
		CountDownLatch saving = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		this.onSave = (checkpoint) -> {
			saving.countDown();
			awaitQuietly(goOn);
		};
		DynamoStreamTemplate template = this.builder.taskExecutor(new SimpleAsyncTaskExecutor()).build();
		start(template);
		await().until(() -> this.open.size() == 5);
		template.stop();
		this.open.forEach(ScanEvent.Item::acknowledge);
		saving.await();
		AtomicBoolean saved = new AtomicBoolean();
		Thread destroying = new Thread(() -> {
			template.destroy();
			saved.set(this.store.saved().isPresent());
		});
		destroying.start();
		await().until(() -> !destroying.isAlive() || destroying.getState() == Thread.State.TIMED_WAITING);
		goOn.countDown();
		destroying.join();
		assertThat(saved).isTrue();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void failureWhileItWaitsFailsTheScan() {
		DynamoStreamTemplate template = this.builder.build();
		ScanExecution execution = start(template);
		template.stop();
		this.executor.runAll();
		this.open.get(0).fail(new IllegalStateException("Refused"));
		this.executor.runAll();
		assertThat(execution.progress().state()).isEqualTo(State.FAILED);
		assertThat(execution.progress().lastError()).isNotNull();
		assertThat(execution.completion()).isCompletedExceptionally();
	}

	@Test
	void completesThoughNoTaskIsAcceptedAnyMore() {
		ScanExecution execution = manual(this.builder.build()).maxUnacknowledgedItems(200).toListeners();
		this.executor.runAll();
		this.executor.rejectFromNowOn();
		this.open.forEach(ScanEvent.Item::acknowledge);
		assertThat(execution.progress()).returns(100L, ScanProgress::items)
			.returns(State.COMPLETED, ScanProgress::state);
	}

	@Test
	void publisherCompletesWhenItIsResumed() {
		RecordingSubscriber<ScanEvent.Item<User>> subscriber = RecordingSubscriber.unbounded();
		DynamoStreamTemplate template = this.builder.build();
		ScanExecution execution = subscribe(template, subscriber);
		execution.pause();
		new ArrayList<>(subscriber.items()).forEach(ScanEvent.Item::acknowledge);
		this.executor.runAll();
		assertThat(execution.progress().state()).isEqualTo(State.PAUSED);
		assertThat(subscriber.completions()).isZero();
		execution.resume();
		this.executor.runAll();
		assertThat(execution.progress().state()).isEqualTo(State.COMPLETED);
		assertThat(subscriber.completions()).isOne();
	}

	@Test
	void publisherThatEndsCannotBePaused() {
		RecordingSubscriber<ScanEvent.Item<User>> subscriber = RecordingSubscriber.unbounded();
		DynamoStreamTemplate template = this.builder.build();
		ScanExecution execution = subscribe(template, subscriber);
		template.stop();
		this.executor.runAll();
		assertThatIllegalStateException().isThrownBy(execution::pause)
			.withMessageContaining("cannot be paused, because it is ending (INTERRUPTED). Start a new one.");
	}

	@Test
	void failureWhileItWaitsFailsThePublisher() {
		RecordingSubscriber<ScanEvent.Item<User>> subscriber = RecordingSubscriber.unbounded();
		DynamoStreamTemplate template = this.builder.build();
		ScanExecution execution = subscribe(template, subscriber);
		template.stop();
		this.executor.runAll();
		subscriber.items().get(0).fail(new IllegalStateException("Refused"));
		this.executor.runAll();
		assertThat(execution.progress().state()).isEqualTo(State.FAILED);
	}

	private ScanExecution subscribe(DynamoStreamTemplate template,
			RecordingSubscriber<ScanEvent.Item<User>> subscriber) {
		subscriber.subscribedTo(manual(template).maxUnacknowledgedItems(200).acknowledgedPublisher());
		this.executor.runAll();
		return template.executions().findAll().get(0);
	}

	private ScanExecution start(DynamoStreamTemplate template) {
		ScanExecution execution = manual(template).resumable().maxUnacknowledgedItems(5).toListeners();
		this.executor.runAll();
		return execution;
	}

	private static DynamoStreamOperations.ScanSpec<User> manual(DynamoStreamTemplate template) {
		return template.scan(User.class).named("nightly").manualAcknowledgment();
	}

}

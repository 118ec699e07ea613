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
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.task.support.TaskExecutorAdapter;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.Mode;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for publishers whose subscribers acknowledge items.
 */
@Timeout(60)
class AcknowledgedPublisherTests {

	private final FakeTable table = FakeTable.ofUsers(100).withItemsPerPage(10);

	private final ManualExecutor executor = ManualExecutor.inOrder();

	private final DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.table)
		.taskExecutor(this.executor)
		.build();

	private final RecordingSubscriber<ScanEvent.Item<User>> subscriber = RecordingSubscriber.unbounded();

	@Test
	void emitNoMoreThanTheMaximumUntilSomeAreAcknowledged() {
		subscribe(spec().maxUnacknowledgedItems(7));
		for (int acknowledged = 0; acknowledged < 100; acknowledged++) {
			assertThat(this.subscriber.items()).hasSize(Math.min(100, acknowledged + 7));
			assertThat(this.subscriber.completions()).isZero();
			assertThat(progress()).returns((long) acknowledged, ScanProgress::items)
				.returns(Math.min(100L - acknowledged, 7L), ScanProgress::unacknowledgedItems);
			item(acknowledged).acknowledge();
			this.executor.runAll();
		}
		assertThat(this.subscriber.completions()).isOne();
		assertThat(this.subscriber.overlaps()).isZero();
		assertThat(progress()).returns(State.COMPLETED, ScanProgress::state)
			.returns(Mode.PUBLISHER, ScanProgress::mode);
		assertThat(this.subscriber.items()).extracting((event) -> event.item().getId())
			.containsExactlyInAnyOrderElementsOf(this.table.ids());
	}

	@Test
	void emitNoMoreThanIsDemandedWhateverIsAcknowledged() {
		RecordingSubscriber<ScanEvent.Item<User>> subscriber = RecordingSubscriber.<ScanEvent.Item<User>>passive()
			.subscribedTo(spec().maxUnacknowledgedItems(5).acknowledgedPublisher());
		subscriber.subscription().request(3);
		this.executor.runAll();
		assertThat(subscriber.items()).hasSize(3);
		subscriber.items().forEach(ScanEvent.Item::acknowledge);
		this.executor.runAll();
		assertThat(subscriber.items()).hasSize(3);
		subscriber.subscription().request(10);
		this.executor.runAll();
		assertThat(subscriber.items()).hasSize(8);
	}

	@Test
	void readNoMorePagesWhileTheyWait() {
		subscribe(spec().maxUnacknowledgedItems(5));
		assertThat(this.subscriber.items()).hasSize(5);
		assertThat(this.table.requests()).hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void mayBeAcknowledgedInOnNext() {
		List<String> ids = new ArrayList<>();
		Flux.from(spec().maxUnacknowledgedItems(1).acknowledgedPublisher())
			.doOnNext((item) -> ids.add(item.item().getId()))
			.subscribe(ScanEvent.Item::acknowledge);
		this.executor.runAll();
		assertThat(ids).containsExactlyInAnyOrderElementsOf(this.table.ids());
		assertThat(progress().state()).isEqualTo(State.COMPLETED);
	}

	@Test
	void startNoTaskForAnItemThatIsAcknowledgedInOnNext() {
		AtomicInteger tasks = new AtomicInteger();
		AtomicInteger items = new AtomicInteger();
		Flux.from(DynamoStreamTemplate.builder(FakeTable.ofUsers(500).withItemsPerPage(100))
			.taskExecutor(new TaskExecutorAdapter((task) -> {
				tasks.incrementAndGet();
				this.executor.execute(task);
			}))
			.build()
			.scan(User.class)
			.acknowledgedPublisher())
			.doOnNext((item) -> items.incrementAndGet())
			.subscribe(ScanEvent.Item::acknowledge);
		this.executor.runAll();
		assertThat(items).hasValue(500);
		assertThat(tasks).hasValueLessThan(20);
	}

	@Test
	void startNoTaskForAnItemThatIsAcknowledgedWhileThereIsRoom() {
		RecordingSubscriber<ScanEvent.Item<User>> slow = RecordingSubscriber.<ScanEvent.Item<User>>passive()
			.subscribedTo(spec().maxUnacknowledgedItems(5).acknowledgedPublisher());
		this.executor.runAll();
		slow.subscription().request(3);
		this.executor.runAll();
		slow.items().forEach(ScanEvent.Item::acknowledge);
		assertThat(this.executor.waiting()).isZero();
	}

	@Test
	void failWithAnItemThatIsSaidToHaveFailed() {
		subscribe(spec());
		IllegalStateException error = new IllegalStateException("Refused");
		item(3).fail(error);
		this.executor.runAll();
		assertThat(this.subscriber.errors()).singleElement()
			.isInstanceOf(DynamoStreamException.class)
			.returns(error, Throwable::getCause);
		assertThat(progress()).returns(State.FAILED, ScanProgress::state).returns(1L, ScanProgress::failedItems);
	}

	@Test
	void skipAndRecordItemsThatAreSaidToHaveFailed() {
		List<ScanEvent.ItemFailed<User>> failed = new ArrayList<>();
		subscribe(spec().maxUnacknowledgedItems(100).skipFailedItems(failed::add));
		item(3).fail(new IllegalStateException("Refused"));
		this.subscriber.items().forEach(ScanEvent.Item::acknowledge);
		this.executor.runAll();
		assertThat(this.subscriber.completions()).isOne();
		assertThat(failed).singleElement()
			.satisfies((item) -> assertThat(item.key().get("id").s()).isEqualTo(item(3).item().getId()))
			.satisfies((item) -> assertThat(item.item()).containsKey("age"));
		assertThat(progress()).returns(99L, ScanProgress::items).returns(1L, ScanProgress::failedItems);
	}

	@Test
	void skipItemsThatCannotBeMapped() {
		PoisonedUsers users = PoisonedUsers.of(50, (number) -> number % 3 == 0);
		subscribe(DynamoStreamTemplate.builder(users.table())
			.taskExecutor(this.executor)
			.build()
			.scan(User.class)
			.maxUnacknowledgedItems(1)
			.skipFailedItems(users));
		for (int i = 0; i < users.healthyIds().size(); i++) {
			this.executor.runAll();
			item(i).acknowledge();
		}
		this.executor.runAll();
		assertThat(this.subscriber.completions()).isOne();
		assertThat(users.recordedIds()).isEqualTo(users.poisonedIds());
	}

	@Test
	void heedNothingAfterTheSubscriberHasCancelled() {
		subscribe(spec().maxUnacknowledgedItems(5));
		this.subscriber.subscription().cancel();
		this.executor.runAll();
		ScanProgress end = this.template.executions().findAll().get(0).progress();
		item(0).acknowledge();
		item(1).fail(new IllegalStateException("Late"));
		this.executor.runAll();
		assertThat(progress()).isEqualTo(end).returns(State.CANCELLED, ScanProgress::state);
		assertThat(this.subscriber.errors()).isEmpty();
	}

	@Test
	void heedWhatIsSaidBeforeTheSubscriberCancelsInOnNext() {
		Flux.from(spec().acknowledgedPublisher())
			.doOnNext(ScanEvent.Item::acknowledge)
			.takeUntil((item) -> true)
			.subscribe();
		this.executor.runAll();
		assertThat(progress()).returns(State.CANCELLED, ScanProgress::state).returns(1L, ScanProgress::items);
	}

	@Test
	void doNotCountWhatASubscriberHasAcknowledgedThatThrows() {
		Flux.from(spec().acknowledgedPublisher()).subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnNext(ScanEvent.Item<User> item) {
				item.acknowledge();
				throw new OutOfMemoryError("Refused");
			}

		});
		assertThatCode(this.executor::runAll).doesNotThrowAnyException();
		assertThat(progress()).returns(State.FAILED, ScanProgress::state).returns(0L, ScanProgress::items);
	}

	@Test
	void endWithoutAcknowledgmentsWhenCancelled() {
		subscribe(spec().maxUnacknowledgedItems(5));
		this.template.executions().findAll().get(0).cancel();
		this.executor.runAll();
		assertThat(this.subscriber.errors()).hasSize(1);
		assertThat(progress().state()).isEqualTo(State.CANCELLED);
	}

	@Test
	void waitWhilePausedWhateverIsAcknowledged() {
		subscribe(spec().maxUnacknowledgedItems(5));
		ScanExecution execution = this.template.executions().findAll().get(0);
		execution.pause();
		List.copyOf(this.subscriber.items()).forEach(ScanEvent.Item::acknowledge);
		this.executor.runAll();
		assertThat(this.subscriber.items()).hasSize(5);
		execution.resume();
		this.executor.runAll();
		assertThat(this.subscriber.items()).hasSize(10);
	}

	@Test
	void endAsInterruptedWhenAllIsAcknowledged() {
		subscribe(spec().maxUnacknowledgedItems(2));
		this.template.stop();
		this.executor.runAll();
		item(1).acknowledge();
		this.executor.runAll();
		assertThat(this.subscriber.errors()).isEmpty();
		item(0).acknowledge();
		this.executor.runAll();
		assertThat(this.subscriber.errors()).singleElement().asString().contains("was interrupted");
		assertThat(this.subscriber.items()).hasSize(2);
		assertThat(progress()).returns(State.INTERRUPTED, ScanProgress::state).returns(2L, ScanProgress::items);
	}

	@Test
	void endAsInterruptedWhenNobodyWaitsAnyLonger() {
		subscribe(spec().maxUnacknowledgedItems(2));
		this.template.stop();
		this.executor.runAll();
		assertThat(progress().state()).isEqualTo(State.RUNNING);
		this.template.destroy();
		this.executor.runAll();
		assertThat(this.subscriber.errors()).hasSize(1);
		assertThat(progress().state()).isEqualTo(State.INTERRUPTED);
	}

	private ScanSpec<User> spec() {
		return this.template.scan(User.class).named("nightly").manualAcknowledgment();
	}

	private void subscribe(ScanSpec<User> spec) {
		this.subscriber.subscribedTo(spec.acknowledgedPublisher());
		this.executor.runAll();
	}

	private ScanEvent.Item<User> item(int index) {
		return this.subscriber.items().get(index);
	}

	private ScanProgress progress() {
		return this.template.executions().findAll().get(0).progress();
	}

}

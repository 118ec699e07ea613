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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The publisher reads as its subscriber demands.
 */
@Timeout(60)
class ScanPublisherTests {

	private final FakeTable table = FakeTable.ofUsers(1000);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	private final ManualExecutor executor = ManualExecutor.inOrder();

	private final DynamoStreamTemplate stepped = DynamoStreamTemplate.builder(this.table)
		.taskExecutor(this.executor)
		.build();

	@Test
	void readsNothingBeforeItIsAskedTo() {
		RecordingSubscriber<User> subscriber = subscribe(this.stepped.parallelScan(User.class).publisher());
		this.executor.runAll();
		assertThat(this.table.requests()).isEmpty();
		assertThat(subscriber.items()).isEmpty();
	}

	@Test
	void readsOnePageForADemandOfOne() {
		RecordingSubscriber<User> subscriber = subscribe(this.stepped.scan(User.class).pageSize(10).publisher());
		request(subscriber, 1);
		assertThat(subscriber.items()).hasSize(1);
		assertThat(this.table.requests()).hasSize(1);
	}

	@Test
	void readsNoSecondPageBeforeAnItemBeyondTheFirstIsDemanded() {
		RecordingSubscriber<User> subscriber = subscribe(this.stepped.scan(User.class).pageSize(10).publisher());
		request(subscriber, 4);
		request(subscriber, 6);
		assertThat(subscriber.items()).hasSize(10);
		assertThat(this.table.requests()).hasSize(1);
	}

	@Test
	void readsOnePageAheadFromTheSecondOn() {
		RecordingSubscriber<User> subscriber = subscribe(this.stepped.scan(User.class).pageSize(10).publisher());
		request(subscriber, 11);
		assertThat(this.table.requests()).hasSize(3);
		request(subscriber, 9);
		assertThat(this.table.requests()).hasSize(3);
		request(subscriber, 1);
		assertThat(this.table.requests()).hasSize(4);
		assertThat(subscriber.items()).hasSize(21);
	}

	@Test
	void eachSubscriptionIsAScanOfItsOwn() throws InterruptedException {
		Publisher<User> publisher = this.template.parallelScan(User.class).pageSize(50).publisher();
		RecordingSubscriber<User> first = RecordingSubscriber.<User>unbounded().subscribedTo(publisher);
		RecordingSubscriber<User> second = RecordingSubscriber.<User>oneAtATime().subscribedTo(publisher);
		assertComplete(first, 1000);
		assertComplete(second, 1000);
		assertThat(this.table.requests()).filteredOn((request) -> !request.hasExclusiveStartKey()).hasSize(8);
	}

	@Test
	void readsSegmentsTogetherForAnUnboundedDemand() throws InterruptedException {
		Gate gate = Gate.before(this.table);
		RecordingSubscriber<User> subscriber = RecordingSubscriber.<User>unbounded()
			.subscribedTo(this.template.parallelScan(User.class).segments(8).maxConcurrency(5).publisher());
		gate.awaitWaiting(5);
		gate.open(1000);
		assertComplete(subscriber, 1000);
		assertThat(this.table.maxRequestsInFlight()).isEqualTo(5);
	}

	@Test
	void readsSegmentsTogetherForADemandOfManyPages() {
		Gate gate = Gate.before(this.table);
		RecordingSubscriber<User> subscriber = subscribe(
				this.template.parallelScan(User.class).segments(8).pageSize(10).publisher());
		subscriber.subscription().request(30);
		gate.awaitWaiting(3);
		subscriber.subscription().cancel();
		gate.awaitWaiting(0);
	}

	@Test
	void readsNoMoreThanItsBoundOfPagesForASlowSubscriber() {
		RecordingSubscriber<User> subscriber = RecordingSubscriber.demanding(1, (subscription, user) -> {
		});
		subscriber.subscribedTo(this.stepped.parallelScan(User.class).pageSize(5).publisher());
		this.executor.runAll();
		request(subscriber, 5);
		assertThat(subscriber.items()).hasSize(6);
		assertThat(this.table.requests()).hasSize(3);
		assertThat(this.executor.waiting()).isZero();
	}

	@Test
	void addsUpDemandsWithoutOverflow() throws InterruptedException {
		RecordingSubscriber<User> subscriber = subscribe(this.template.parallelScan(User.class).publisher());
		subscriber.subscription().request(1);
		subscriber.subscription().request(Long.MAX_VALUE - 1);
		subscriber.subscription().request(Long.MAX_VALUE - 1);
		subscriber.subscription().request(Long.MAX_VALUE);
		assertComplete(subscriber, 1000);
	}

	@Test
	void completesWithoutDemandBeyondTheLastItem() {
		RecordingSubscriber<User> subscriber = subscribe(this.stepped.scan(User.class).publisher());
		request(subscriber, 999);
		assertThat(subscriber.completions()).isZero();
		request(subscriber, 1);
		assertThat(subscriber.items()).hasSize(1000);
		assertThat(subscriber.completions()).isOne();
	}

	@Test
	void readsAnEmptyTableOnlyOnDemand() {
		FakeTable empty = FakeTable.ofUsers(0);
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(empty).taskExecutor(this.executor).build();
		RecordingSubscriber<User> subscriber = subscribe(template.parallelScan(User.class).publisher());
		assertThat(subscriber.completions()).isZero();
		request(subscriber, 1);
		assertThat(subscriber.completions()).isOne();
		assertThat(empty.requests()).hasSize(4);
	}

	@Test
	void emitsManyItemsToASubscriberThatAsksOneAtATimeWithoutRecursion() throws InterruptedException {
		DynamoStreamTemplate large = Terminal.template(FakeTable.ofUsers(100_000));
		RecordingSubscriber<User> subscriber = RecordingSubscriber.<User>oneAtATime()
			.subscribedTo(large.parallelScan(User.class).publisher());
		assertComplete(subscriber, 100_000);
	}

	@Test
	void takeReadsNoMoreThanItNeeds() {
		List<User> users = Flux.from(this.template.scan(User.class).pageSize(10).publisher())
			.take(10)
			.collectList()
			.block();
		assertThat(users).hasSize(10);
		assertThat(this.table.requests()).hasSize(1);
	}

	@Test
	void worksWithFlatMapAndPublishOn() {
		AtomicInteger atOnce = new AtomicInteger();
		List<Integer> most = new CopyOnWriteArrayList<>();
		Long count = Flux.from(this.template.parallelScan(User.class).pageSize(20).publisher())
			.publishOn(Schedulers.parallel(), 16)
			.flatMap((user) -> Mono.fromCallable(() -> {
				most.add(atOnce.incrementAndGet());
				atOnce.decrementAndGet();
				return user;
			}).subscribeOn(Schedulers.boundedElastic()), 3)
			.count()
			.block();
		assertThat(count).isEqualTo(1000);
		assertThat(most).allMatch((calls) -> calls <= 3);
	}

	@Test
	void limitRateKeepsTheReadsBehindTheConsumer() {
		List<Integer> requestsSeen = new ArrayList<>();
		Flux.from(this.stepped.scan(User.class).pageSize(10).publisher())
			.limitRate(10)
			.subscribe((user) -> requestsSeen.add(this.table.requests().size()));
		this.executor.runAll();
		assertThat(requestsSeen).hasSize(1000);
		assertThat(requestsSeen.get(0)).isOne();
		assertThat(requestsSeen.get(500)).isLessThanOrEqualTo(53);
	}

	private static RecordingSubscriber<User> subscribe(Publisher<User> publisher) {
		return RecordingSubscriber.<User>passive().subscribedTo(publisher);
	}

	private void request(RecordingSubscriber<User> subscriber, long items) {
		subscriber.subscription().request(items);
		this.executor.runAll();
	}

	private static void assertComplete(RecordingSubscriber<User> subscriber, int items) throws InterruptedException {
		subscriber.awaitEnd();
		assertThat(subscriber.errors()).isEmpty();
		assertThat(subscriber.items()).extracting(User::getId).doesNotHaveDuplicates().hasSize(items);
		assertThat(subscriber.completions()).isOne();
		assertThat(subscriber.overlaps()).isZero();
	}

}

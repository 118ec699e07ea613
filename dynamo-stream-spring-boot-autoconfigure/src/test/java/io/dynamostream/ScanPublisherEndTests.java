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

import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * How subscriptions end, and that they leave nothing behind.
 */
@Timeout(60)
class ScanPublisherEndTests {

	private final FakeTable table = FakeTable.ofUsers(1000);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	private final ManualExecutor executor = ManualExecutor.inOrder();

	private final DynamoStreamTemplate stepped = DynamoStreamTemplate.builder(this.table)
		.taskExecutor(this.executor)
		.build();

	@Test
	void cancelAbortsTheRequestsInFlight() {
		Gate gate = Gate.before(this.table);
		gate.open(1);
		RecordingSubscriber<User> subscriber = RecordingSubscriber.<User>unbounded()
			.subscribedTo(this.template.parallelScan(User.class).pageSize(10).publisher());
		gate.awaitWaiting(4);
		subscriber.subscription().cancel();
		gate.awaitWaiting(0);
		assertThat(this.table.requests()).hasSize(5);
		assertThat(subscriber.errors()).isEmpty();
		assertThat(subscriber.completions()).isZero();
	}

	@Test
	void cancelWithinASignalStopsEmissionAtOnce() {
		RecordingSubscriber<User> subscriber = RecordingSubscriber.demanding(Long.MAX_VALUE,
				(subscription, user) -> cancelAt(subscription, user, 12));
		subscriber.subscribedTo(this.stepped.scan(User.class).pageSize(10).publisher());
		this.executor.runAll();
		assertThat(subscriber.items()).hasSize(13);
		assertThat(subscriber.completions()).isZero();
		assertThat(this.table.requests()).hasSizeLessThanOrEqualTo(4);
	}

	private static void cancelAt(Subscription subscription, User user, int age) {
		if (user.getAge() == age) {
			subscription.cancel();
			subscription.cancel();
			subscription.request(10);
		}
	}

	@Test
	void dropsAPageThatComesAfterCancel() {
		RecordingSubscriber<User> subscriber = subscribe(this.stepped.scan(User.class).pageSize(10).publisher());
		this.table.onRequest((request) -> subscriber.subscription().cancel());
		request(subscriber, 100);
		assertThat(subscriber.items()).isEmpty();
		assertThat(subscriber.completions()).isZero();
		assertThat(this.table.requests()).hasSize(1);
	}

	@Test
	void cancelBeforeAnyDemandReadsNothing() {
		RecordingSubscriber<User> subscriber = subscribe(this.stepped.scan(User.class).publisher());
		subscriber.subscription().cancel();
		request(subscriber, 10);
		assertThat(this.table.requests()).isEmpty();
		assertThat(subscriber.items()).isEmpty();
	}

	@Test
	void signalsAFailureOnceAndStopsTheOtherSegments() throws InterruptedException {
		this.table.onRequest((request) -> {
			if (request.segment() > 1) {
				throw InternalServerErrorException.builder().message("Out of order").build();
			}
		});
		RecordingSubscriber<User> subscriber = RecordingSubscriber.<User>unbounded()
			.subscribedTo(this.stepped.parallelScan(User.class).pageSize(1).publisher());
		this.executor.runAll();
		assertThat(subscriber.awaitEnd().errors()).singleElement()
			.isInstanceOf(DynamoStreamException.class)
			.extracting(Throwable::getMessage)
			.asString()
			.startsWith("Scan 'user' of table 'user', segment ")
			.contains("failed at page 1");
		assertThat(subscriber.completions()).isZero();
	}

	@Test
	void signalsAnItemThatDoesNotFitAfterThoseBeforeIt() {
		FakeTable damaged = FakeTable.of(List.of(FakeTable.user(0), FakeTable.user(1),
				Map.of("id", AttributeValue.fromS("user-2"), "age", AttributeValue.fromS("old")), FakeTable.user(3)));
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(damaged).taskExecutor(this.executor).build();
		RecordingSubscriber<User> subscriber = subscribe(template.scan(User.class).publisher());
		request(subscriber, 10);
		assertThat(subscriber.items()).extracting(User::getId).containsExactly("user-0", "user-1");
		assertThat(subscriber.errors()).singleElement().asString().contains("id=user-2", "attribute 'age' of type S");
		assertThat(subscriber.completions()).isZero();
	}

	@Test
	void signalsAnErrorThatIsThrownByAnItemType() {
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.table).taskExecutor(this.executor).build();
		RecordingSubscriber<Faulty> subscriber = RecordingSubscriber.<Faulty>unbounded()
			.subscribedTo(template.scan(Faulty.class).publisher());
		this.executor.runAll();
		assertThat(subscriber.errors()).singleElement()
			.isInstanceOf(DynamoStreamException.class)
			.asInstanceOf(InstanceOfAssertFactories.THROWABLE)
			.hasMessageContaining("LinkageError")
			.hasCauseInstanceOf(LinkageError.class);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void answersADemandBelowOneWithAnError(long demand) {
		RecordingSubscriber<User> subscriber = subscribe(this.stepped.scan(User.class).publisher());
		request(subscriber, 10);
		request(subscriber, demand);
		request(subscriber, 10);
		assertThat(subscriber.items()).hasSize(10);
		assertThat(subscriber.errors()).singleElement()
			.isInstanceOf(IllegalArgumentException.class)
			.extracting(Throwable::getMessage)
			.isEqualTo("The demand must be 1 or more, but is %d (rule 3.9)".formatted(demand));
	}

	@Test
	void answersABadDemandThatIsTheFirst() {
		RecordingSubscriber<User> subscriber = RecordingSubscriber.demanding(-1, (subscription, user) -> {
		});
		subscriber.subscribedTo(this.stepped.scan(User.class).publisher());
		this.executor.runAll();
		assertThat(subscriber.errors()).singleElement().isInstanceOf(IllegalArgumentException.class);
		assertThat(this.table.requests()).isEmpty();
	}

	@Test
	void endsTheScanOfASubscriberThatThrows() {
		RecordingSubscriber<User> subscriber = RecordingSubscriber.demanding(Long.MAX_VALUE, (subscription, user) -> {
			throw new IllegalStateException("Not allowed by rule 2.13");
		});
		subscriber.subscribedTo(this.stepped.parallelScan(User.class).pageSize(1).publisher());
		runAllDespiteErrors();
		assertThat(subscriber.items()).hasSize(1);
		assertThat(this.table.requests()).hasSizeLessThanOrEqualTo(8);
	}

	private void runAllDespiteErrors() {
		while (this.executor.waiting() > 0) {
			try {
				this.executor.runOne();
			}
			catch (RuntimeException ex) {
				assertThat(ex).hasStackTraceContaining("rule 2.13");
			}
		}
	}

	@Test
	void refusesNoSubscriber() {
		assertThatNullPointerException().isThrownBy(() -> this.template.scan(User.class).publisher().subscribe(null))
			.withMessage("'subscriber' must not be null");
	}

	@Test
	void refusesToStartWhenItsTaskExecutorTakesNoTasks() {
		RecordingSubscriber<User> subscriber = subscribe(this.stepped.scan(User.class).publisher());
		this.executor.rejectFromNowOn();
		request(subscriber, 10);
		assertThat(subscriber.errors()).singleElement()
			.isInstanceOf(DynamoStreamException.class)
			.extracting(Throwable::getMessage)
			.isEqualTo("Scan 'user' of table 'user' could not go on, because its task executor takes no more tasks. "
					+ "It may be shut down or too small.");
	}

	@Test
	void endsWithAnErrorWhenItsTaskExecutorTakesNoMoreTasks() {
		RecordingSubscriber<User> subscriber = subscribe(this.stepped.scan(User.class).pageSize(10).publisher());
		request(subscriber, 15);
		this.executor.rejectFromNowOn();
		request(subscriber, 100);
		assertThat(subscriber.errors()).singleElement().isInstanceOf(DynamoStreamException.class);
		assertThat(subscriber.completions()).isZero();
	}

	@Test
	void refusesSubscribersWhileTheContextCloses() {
		Publisher<User> publisher = this.stepped.scan(User.class).publisher();
		this.stepped.stop();
		RecordingSubscriber<User> subscriber = RecordingSubscriber.<User>unbounded().subscribedTo(publisher);
		assertThat(subscriber.errors()).singleElement()
			.isInstanceOf(IllegalStateException.class)
			.extracting(Throwable::getMessage)
			.isEqualTo("No scan can be started, because the application context is closing. Start scans before that.");
		assertThatIllegalStateException().isThrownBy(() -> Flux.from(publisher).blockFirst());
		assertThat(this.table.requests()).isEmpty();
	}

	private static RecordingSubscriber<User> subscribe(Publisher<User> publisher) {
		return RecordingSubscriber.<User>passive().subscribedTo(publisher);
	}

	private void request(RecordingSubscriber<User> subscriber, long items) {
		subscriber.subscription().request(items);
		this.executor.runAll();
	}

	/**
	 * An item type that cannot be made.
	 */
	@DynamoDbBean
	public static class Faulty {

		private String id;

		@DynamoDbPartitionKey
		public String getId() {
			return this.id;
		}

		public void setId(String id) {
			this.id = id;
			throw new LinkageError("Built against another version");
		}

	}

}

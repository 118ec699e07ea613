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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.ScanDetails.Segment;
import io.dynamostream.ScanProgress.Mode;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Scans of every mode are known while they run and for some time after, and can be
 * steered.
 */
@Timeout(60)
class ScanExecutionsTests {

	private final FakeTable table = FakeTable.ofUsers(1000);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	private final ScanExecutions executions = this.template.executions();

	@ParameterizedTest
	@EnumSource
	void knowsScansOfEveryMode(Terminal terminal) {
		terminal.read(this.template.parallelScan(User.class).named("nightly"));
		ScanProgress progress = latest().progress();
		assertThat(progress.mode()).isEqualTo(switch (terminal) {
			case STREAM, PARALLEL_STREAM -> Mode.STREAM;
			case PUBLISHER, PUBLISHER_ONE_AT_A_TIME -> Mode.PUBLISHER;
			case FOR_EACH, FOR_EACH_BATCH -> Mode.CALLBACK;
			case LISTENERS, LISTENERS_BATCHED -> Mode.LISTENERS;
		});
		assertThat(progress.state()).isEqualTo(State.COMPLETED);
		assertThat(progress.items()).isEqualTo(1000);
		assertThat(progress.fractionDone()).isEqualTo(1);
		assertThat(progress.requests().inFlight()).isZero();
		assertThat(latest().completion()).isCompletedWithValue(progress);
		assertThat(latest().join()).isSameAs(progress);
	}

	@ParameterizedTest
	@EnumSource
	void sumOfSegmentsIsTheWhole(Terminal terminal) {
		terminal.read(this.template.parallelScan(User.class).segments(8).pageSize(30).deliveryConcurrency(3));
		ScanDetails details = latest().details();
		ScanProgress whole = details.progress();
		assertThat(details.segments()).extracting(Segment::number).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
		assertThat(details.segments()).allMatch(Segment::done).allMatch((segment) -> segment.position() == null);
		assertThat(details.segments().stream().mapToLong(Segment::items).sum()).isEqualTo(whole.items())
			.isEqualTo(1000);
		assertThat(details.segments().stream().mapToLong(Segment::pages).sum()).isEqualTo(whole.pages())
			.isEqualTo(this.table.requests().size());
		assertThat(details.segments().stream().mapToLong(Segment::scannedItems).sum()).isEqualTo(whole.scannedItems());
		assertThat(details.segments().stream().mapToDouble(Segment::consumedCapacity).sum())
			.isEqualTo(whole.consumedCapacity());
	}

	@Test
	void countsSegmentsBeyondANumberAsAWhole() {
		this.template.parallelScan(User.class).segments(5000).maxConcurrency(4).forEach((user) -> {
		}).join();
		assertThat(latest().progress().items()).isEqualTo(1000);
		assertThat(latest().progress().segments().done()).isEqualTo(5000);
		assertThat(latest().details().segments()).isEmpty();
	}

	@Test
	void findsByIdAndByName() {
		ScanExecution first = this.template.scan(User.class).named("a").forEach((user) -> {
		});
		ScanExecution second = this.template.scan(User.class).named("b").forEach((user) -> {
		});
		ScanExecution third = this.template.scan(User.class).named("a").forEach((user) -> {
		});
		assertThat(this.executions.findAll()).containsExactly(third, second, first);
		assertThat(this.executions.findByName("a")).containsExactly(third, first);
		assertThat(this.executions.findById(second.id())).containsSame(second);
		assertThat(this.executions.findById("none")).isEmpty();
		Stream.of(first, second, third).forEach(ScanExecution::join);
		assertThat(this.executions.findAll()).containsExactly(third, second, first);
	}

	@Test
	void doesNotKnowStreamsThatHaveNotBegun() {
		try (Stream<User> users = this.template.scan(User.class).stream()) {
			assertThat(this.executions.findAll()).isEmpty();
			users.iterator().next();
			assertThat(this.executions.findAll()).singleElement()
				.satisfies((execution) -> assertThat(execution.progress().state()).isEqualTo(State.RUNNING));
		}
		assertThat(latest().progress().state()).isEqualTo(State.CANCELLED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7 })
	void keepsTheLastOnesThatEnded(int historySize) {
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(FakeTable.ofUsers(1))
			.historySize(historySize)
			.build();
		try (Stream<User> running = template.scan(User.class).named("running").stream()) {
			running.iterator().next();
			for (int i = 0; i < 10; i++) {
				template.scan(User.class).named("scan" + i).stream().toList();
			}
			List<String> names = template.executions().findAll().stream().map(ScanExecution::name).toList();
			assertThat(names).hasSize(historySize + 1).last().isEqualTo("running");
			assertThat(names.subList(0, historySize))
				.allMatch((name) -> name.compareTo("scan" + (10 - historySize)) >= 0);
		}
	}

	@Test
	void isBoundedAfterTenThousandScans() {
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(FakeTable.ofUsers(1)).build();
		for (int i = 0; i < 10_000; i++) {
			template.scan(User.class).stream().toList();
		}
		assertThat(template.executions().findAll()).hasSize(100);
	}

	@Test
	void refusesNegativeHistorySize() {
		assertThatIllegalArgumentException().isThrownBy(() -> DynamoStreamTemplate.builder(this.table).historySize(-1))
			.withMessage("'historySize' must be 0 or more, but is -1");
	}

	@Test
	void pausesAndResumesAStream() throws Exception {
		List<Integer> read = new CopyOnWriteArrayList<>();
		FutureTask<Integer> reading = new FutureTask<>(() -> {
			try (Stream<User> users = this.template.scan(User.class).pageSize(10).stream()) {
				users.forEach((user) -> {
					read.add(user.getAge());
					if (user.getAge() == 14) {
						latest().pause();
					}
				});
			}
			return read.size();
		});
		Thread reader = new Thread(reading);
		reader.start();
		await().until(() -> read.size() == 20 && reader.getState() == Thread.State.WAITING);
		assertThat(latest().progress().state()).isEqualTo(State.PAUSED);
		int requests = this.table.requests().size();
		assertThat(requests).isLessThanOrEqualTo(4);
		latest().resume();
		assertThat(reading.get()).isEqualTo(1000);
		assertThat(latest().progress().state()).isEqualTo(State.COMPLETED);
	}

	@Test
	void cancelsAStream() {
		try (Stream<User> users = this.template.parallelScan(User.class).pageSize(10).stream()) {
			assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> users.skip(14).forEach((user) -> {
				latest().cancel();
				assertThat(latest().progress().items()).isEqualTo(15);
			})).withMessage("Scan 'user' of table 'user' was cancelled. Start a new one.");
		}
		assertThat(latest().progress().state()).isEqualTo(State.CANCELLED);
		assertThat(latest().progress().items()).isEqualTo(15);
		assertThat(latest().completion()).isCancelled();
		latest().cancel();
		assertThatIllegalStateException().isThrownBy(latest()::pause)
			.withMessage("Scan 'user' of table 'user' cannot be paused, because it has ended or is ending (CANCELLED). "
					+ "Start a new one.");
	}

	@Test
	void pausesResumesAndCancelsAPublisher() throws Exception {
		Publisher<User> publisher = this.template.scan(User.class).pageSize(10).publisher();
		RecordingSubscriber<User> subscriber = RecordingSubscriber
			.<User>demanding(Long.MAX_VALUE, (subscription, user) -> {
				if (user.getAge() == 14) {
					latest().pause();
					CompletableFuture.runAsync(() -> latest().resume(), (task) -> new Thread(task).start());
				}
				if (user.getAge() == 30) {
					latest().cancel();
				}
			})
			.subscribedTo(publisher);
		assertThat(subscriber.awaitEnd().errors()).singleElement()
			.satisfies((error) -> assertThat(error)
				.hasMessage("Scan 'user' of table 'user' was cancelled. Subscribe again."));
		assertThat(latest().progress().state()).isEqualTo(State.CANCELLED);
		assertThat(latest().progress().items()).isEqualTo(31);
	}

	@Test
	void changesTheNumberOfRequestsInFlight() {
		Gate gate = Gate.before(this.table);
		ScanExecution execution = this.template.parallelScan(User.class)
			.segments(16)
			.maxConcurrency(2)
			.pageSize(5)
			.forEach((user) -> {
			});
		gate.awaitWaiting(2);
		execution.maxConcurrency(8);
		gate.awaitWaiting(8);
		assertThat(execution.progress().requests().maxConcurrency()).isEqualTo(8);
		assertThat(execution.details().options()).containsEntry("maxConcurrency", 8);
		assertThat(execution.progress().requests().inFlight()).isEqualTo(8);
		execution.maxConcurrency(3);
		gate.open(5);
		gate.awaitWaiting(3);
		gate.open(20);
		gate.awaitWaiting(3);
		gate.open(10_000);
		assertThat(execution.join().items()).isEqualTo(1000);
		assertThatIllegalStateException().isThrownBy(() -> execution.maxConcurrency(2))
			.withMessage("Scan 'user' of table 'user' cannot change its concurrency, because it has ended or is ending "
					+ "(COMPLETED). Start a new one.");
	}

	@Test
	void refusesConcurrencyThatCannotBe() {
		ScanExecution execution = this.template.scan(User.class).forEach((user) -> {
		});
		assertThatIllegalArgumentException().isThrownBy(() -> execution.maxConcurrency(0))
			.withMessage("'maxConcurrency' must be 1 or more, but is 0");
	}

	@Test
	void tellsPositionsOptionsAndExpressions() {
		Stream<User> users = this.template.scan(User.class)
			.pageSize(10)
			.filterExpression("#age > :min")
			.expressionName("#age", "age")
			.expressionValue(":min", 1)
			.stream();
		users.iterator().next();
		ScanDetails details = latest().details();
		assertThat(details.segments()).singleElement().satisfies((segment) -> {
			assertThat(segment.done()).isFalse();
			assertThat(segment.items()).isOne();
			assertThat(segment.position()).containsOnlyKeys("id");
		});
		assertThat(details.options()).containsEntry("pageSize", 10)
			.containsEntry("filterExpression", "#age > :min")
			.doesNotContainKeys("expressionName", "expressionValue");
		assertThat(details.expressionNames()).isEqualTo(Map.of("#age", "age"));
		assertThat(details.expressionValues()).isEqualTo(Map.of(":min", AttributeValue.fromN("1")));
		users.close();
	}

	private ScanExecution latest() {
		return this.executions.findAll().get(0);
	}

}

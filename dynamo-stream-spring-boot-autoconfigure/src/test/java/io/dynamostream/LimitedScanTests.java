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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;

import io.dynamostream.ScanProgress.State;
import io.dynamostream.budget.BucketScanBudgets;
import io.dynamostream.budget.ScanBudget;
import io.dynamostream.budget.ScanBudgets;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInFault;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What happens around a scan whose reads are put off.
 */
@Timeout(60)
class LimitedScanTests {

	private static final ThreadLocal<String> CONTEXT = new ThreadLocal<>();

	private final HeldTime time = new HeldTime();

	@Test
	void whatARequestIsGivenBackLetsTheNextOneGo() throws Exception {
		CountDownLatch answer = new CountDownLatch(1);
		FakeTable table = FakeTable.ofUsers(100).withUnitsPerItem(0.005).onRequest((request) -> hold(answer));
		held(table).build().scan(User.class).segments(2).readCapacity(200).forEach((user) -> {
		});
		await().until(() -> table.requests().size() == 1 && this.time.isWaitedFor());
		this.time.advance(Duration.ofMillis(10));
		answer.countDown();
		await().until(() -> table.requests().size() > 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "100000", "none" })
	void changeOfALimitIsNotUndoneByARefusalUnderWay(String limit) throws Exception {
		CountDownLatch refused = new CountDownLatch(1);
		CountDownLatch changed = new CountDownLatch(1);
		AtomicInteger refusals = new AtomicInteger();
		ScanBudgets budgets = (name, perSecond) -> new ForwardingBudget(new BucketScanBudgets().open(name, perSecond)) {

			@Override
			public Duration charge(double amount) {
				Duration delay = super.charge(amount);
				if (!delay.isZero() && refusals.getAndIncrement() == 0) {
					refused.countDown();
					hold(changed);
				}
				return delay;
			}

		};
		ScanExecution execution = DynamoStreamTemplate.builder(FakeTable.ofUsers(500))
			.budgets(budgets)
			.build()
			.scan(User.class)
			.readCapacity(0.01)
			.forEach((user) -> {
			});
		refused.await();
		execution.readCapacity(limit);
		changed.countDown();
		assertThat(execution.completion()).succeedsWithin(30, TimeUnit.SECONDS);
	}

	@Test
	void answersOfNoUseAreCharged() {
		DoubleAdder charged = new DoubleAdder();
		ScanBudgets budgets = (name, perSecond) -> new ScanBudget() {

			@Override
			public Duration charge(double amount) {
				charged.add(amount);
				return Duration.ZERO;
			}

			@Override
			public void settle(double difference) {
				charged.add(difference);
			}

			@Override
			public void limit(double perSecond) {
			}

		};
		try (StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("user", 100, 620))) {
			dynamoDb.fault((request) -> request.operation().equals("Scan") && request.number() % 2 == 0,
					StandInFault.Transport.CHECKSUM_WRONG);
			ScanProgress progress = DynamoStreamTemplate.builder(dynamoDb.client())
				.budgets(budgets)
				.build()
				.scan(User.class)
				.pageSize(5)
				.readCapacity(50)
				.forEach((user) -> {
				})
				.join();
			assertThat(progress.requests().retries()).isGreaterThan(5);
			assertThat(charged.sum())
				.isGreaterThanOrEqualTo(progress.consumedCapacity() + 0.5 * (progress.requests().retries() - 1));
		}
	}

	@Test
	void throttledRequestsAreNotCharged() {
		DoubleAdder charged = new DoubleAdder();
		ScanBudgets budgets = (name, perSecond) -> new ForwardingBudget(new BucketScanBudgets().open(name, perSecond)) {

			@Override
			public Duration charge(double amount) {
				Duration delay = super.charge(amount);
				charged.add(delay.isZero() ? amount : 0);
				return delay;
			}

			@Override
			public void settle(double difference) {
				super.settle(difference);
				charged.add(difference);
			}

		};
		try (StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("user", 20, 620))) {
			dynamoDb.fault((request) -> true, StandInFault.throughputExceeded());
			ScanExecution execution = DynamoStreamTemplate.builder(dynamoDb.clientWithoutRetries())
				.budgets(budgets)
				.build()
				.scan(User.class)
				.readCapacity(50)
				.forEach((user) -> {
				});
			assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
			assertThat(charged.sum()).isZero();
		}
	}

	@Test
	void contextIsKeptWhileReadsArePutOff() {
		TaskDecorator decorator = (task) -> {
			String context = CONTEXT.get();
			return () -> {
				CONTEXT.set(context);
				task.run();
			};
		};
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		executor.setTaskDecorator(decorator);
		Map<String, Integer> seen = new ConcurrentHashMap<>();
		CONTEXT.set("mine");
		try {
			DynamoStreamTemplate.builder(FakeTable.ofUsers(200))
				.taskExecutor(executor)
				.taskDecorator(decorator)
				.build()
				.scan(User.class)
				.pageSize(10)
				.readCapacity(500)
				.forEach((user) -> seen.merge(String.valueOf(CONTEXT.get()), 1, Integer::sum))
				.join();
		}
		finally {
			CONTEXT.remove();
		}
		assertThat(seen).containsOnly(Map.entry("mine", 200));
	}

	@Test
	void goesOnWhileTheCommonPoolIsBusy() {
		CountDownLatch done = new CountDownLatch(1);
		for (int i = 0; i < 100; i++) {
			ForkJoinPool.commonPool().execute(() -> hold(done));
		}
		try {
			ScanExecution execution = DynamoStreamTemplate.builder(FakeTable.ofUsers(100))
				.build()
				.scan(User.class)
				.pageSize(10)
				.readCapacity(200)
				.forEach((user) -> {
				});
			assertThat(execution.completion()).succeedsWithin(30, TimeUnit.SECONDS);
		}
		finally {
			done.countDown();
		}
	}

	@Test
	void budgetThatFailsFailsTheScan() {
		assertBudgetFails((name, perSecond) -> {
			throw new IllegalStateException("no connection");
		});
		assertBudgetFails((name, perSecond) -> new ForwardingBudget(new BucketScanBudgets().open(name, perSecond)) {

			@Override
			public Duration charge(double amount) {
				throw new IllegalStateException("no connection");
			}

		});
		assertBudgetFails((name, perSecond) -> new ForwardingBudget(new BucketScanBudgets().open(name, perSecond)) {

			@Override
			public void settle(double difference) {
				throw new IllegalStateException("no connection");
			}

		});
	}

	private static void assertBudgetFails(ScanBudgets budgets) {
		ScanExecution execution = DynamoStreamTemplate.builder(FakeTable.ofUsers(200))
			.budgets(budgets)
			.build()
			.scan(User.class)
			.named("nightly")
			.readCapacity(50)
			.forEach((user) -> {
			});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessage("Scan 'nightly' of table 'user' could not charge its budget 'nightly': "
					+ "java.lang.IllegalStateException: no connection. Check what is behind the ScanBudgets, "
					+ "and run the scan again.");
	}

	@Test
	void closedStreamsReadNoMoreWhenTheirTimeComes() {
		FakeTable table = FakeTable.ofUsers(100);
		try (Stream<User> users = held(table).build().scan(User.class).readCapacity(10).stream()) {
			assertThat(users.findFirst()).isPresent();
			await().until(() -> table.requestsInFlight() == 0);
		}
		int requests = table.requests().size();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(table.requests()).hasSize(requests);
	}

	@Test
	void contextCloseEndsScansThatArePutOff() {
		DynamoStreamTemplate template = held(FakeTable.ofUsers(100)).build();
		ScanExecution execution = template.scan(User.class).readCapacity(10).forEach((user) -> {
		});
		CompletableFuture<Long> reading = CompletableFuture.supplyAsync(() -> {
			try (Stream<User> users = template.scan(User.class).readCapacity(10).stream()) {
				return users.count();
			}
		});
		await().until(() -> template.executions().findAll().size() == 2 && template.executions()
			.findAll()
			.stream()
			.allMatch((scan) -> scan.progress().pages() == 1 && scan.progress().requests().inFlight() == 0));
		template.stop();
		await().until(() -> execution.progress().state() == State.INTERRUPTED);
		assertThat(reading).failsWithin(30, TimeUnit.SECONDS);
	}

	private DynamoStreamTemplate.Builder held(FakeTable table) {
		return DynamoStreamTemplate.builder(table).delays(this.time).budgets(this.time.budgets());
	}

	private static void hold(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A budget that does what another one does.
	 */
	private static class ForwardingBudget implements ScanBudget {

		private final ScanBudget budget;

		ForwardingBudget(ScanBudget budget) {
			this.budget = budget;
		}

		@Override
		public Duration charge(double amount) {
			return this.budget.charge(amount);
		}

		@Override
		public void settle(double difference) {
			this.budget.settle(difference);
		}

		@Override
		public void limit(double perSecond) {
			this.budget.limit(perSecond);
		}

	}

}

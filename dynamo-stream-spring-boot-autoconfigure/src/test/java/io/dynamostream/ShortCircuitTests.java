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
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Streams that end before their table: the JDK gives up the other splits of a parallel
 * stream once it has its answer.
 */
@Timeout(60)
class ShortCircuitTests {

	private final FakeTable table = FakeTable.ofUsers(1000);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	@ParameterizedTest
	@ValueSource(ints = { 2, 4, 16 })
	void parallelStreamFindsWhatAllThreadsFindAtOnce(int threads) throws Exception {
		CyclicBarrier all = new CyclicBarrier(2);
		assertThat(inPool(threads, () -> {
			try (Stream<User> users = this.template.scan(User.class).pageSize(10).stream()) {
				return users.parallel().filter((user) -> meet(all)).findAny();
			}
		})).isPresent();
	}

	private static boolean meet(CyclicBarrier all) {
		try {
			all.await(50, TimeUnit.MILLISECONDS);
			return true;
		}
		catch (Exception ex) {
			return true;
		}
	}

	@RepeatedTest(30)
	void parallelStreamsStopAtTheirLimit() throws Exception {
		for (int threads : List.of(2, 3, 4, 16)) {
			assertThat(inPool(threads, () -> {
				try (Stream<User> users = this.template.scan(User.class).pageSize(10).stream()) {
					return users.parallel().limit(25).toList();
				}
			})).hasSize(25);
		}
	}

	@RepeatedTest(100)
	void parallelStreamLooksAtEveryItemAndCountsIt() throws Exception {
		assertThat(inPool(16, () -> {
			try (Stream<User> users = this.template.parallelScan(User.class).pageSize(10).stream()) {
				return users.parallel().anyMatch((user) -> user.getAge() > 1000);
			}
		})).isFalse();
		ScanProgress progress = this.template.executions().findAll().get(0).progress();
		assertThat(progress.state()).isEqualTo(ScanProgress.State.COMPLETED);
		assertThat(progress.items()).isEqualTo(1000);
	}

	@RepeatedTest(100)
	void parallelStreamThatThrowsAtItsLastItemHasFailed() {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> inPool(8, () -> {
			try (Stream<User> users = this.template.scan(User.class).pageSize(10).stream()) {
				return users.parallel().anyMatch(this::throwsAtTheLastOne);
			}
		}));
		assertThat(this.template.executions().findAll().get(0).progress().state()).isEqualTo(ScanProgress.State.FAILED);
	}

	private boolean throwsAtTheLastOne(User user) {
		Assert.state(user.getAge() != 999, "The last one");
		return false;
	}

	@Test
	void readsOnWithoutABufferWhereItsReaderChangesPace() throws Exception {
		AtomicInteger read = new AtomicInteger();
		inPool(1, () -> {
			try (Stream<User> users = this.template.scan(User.class).pageSize(10).bufferedPages(0).stream()) {
				Spliterator<User> spliterator = users.spliterator();
				spliterator.tryAdvance((user) -> read.incrementAndGet());
				spliterator.forEachRemaining((user) -> read.incrementAndGet());
			}
			return read;
		});
		assertThat(read).hasValue(1000);
	}

	@Test
	void keepsTheOrderWhereItsReaderChangesPace() {
		List<Integer> read = new ArrayList<>();
		try (Stream<User> users = this.template.scan(User.class).pageSize(10).stream()) {
			Spliterator<User> spliterator = users.spliterator();
			for (int i = 0; i < 15; i++) {
				spliterator.tryAdvance((user) -> read.add(user.getAge()));
			}
			spliterator.forEachRemaining((user) -> read.add(user.getAge()));
		}
		assertThat(read).hasSize(1000).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void completesWhereSplitsAdvanceInBothWays() {
		List<Integer> read = new ArrayList<>();
		try (Stream<User> users = this.template.scan(User.class).pageSize(10).stream()) {
			Spliterator<User> first = users.parallel().spliterator();
			Spliterator<User> second = first.trySplit();
			second.tryAdvance((user) -> read.add(user.getAge()));
			first.forEachRemaining((user) -> read.add(user.getAge()));
			second.forEachRemaining((user) -> read.add(user.getAge()));
			assertThat(this.template.executions().findAll()).singleElement()
				.satisfies((execution) -> assertThat(execution.progress().state())
					.isEqualTo(ScanProgress.State.COMPLETED));
		}
		assertThat(read).hasSize(1000).doesNotHaveDuplicates();
	}

	@Test
	void saysThatThereIsNoMoreAfterTheEndEvenIfClosed() {
		Stream<User> users = this.template.scan(User.class).stream();
		Iterator<User> iterator = users.iterator();
		iterator.forEachRemaining((user) -> {
		});
		users.close();
		assertThat(iterator.hasNext()).isFalse();
	}

	private static <V> V inPool(int threads, Callable<V> task) throws Exception {
		ForkJoinPool pool = new ForkJoinPool(threads);
		try {
			return pool.submit(task).get(30, TimeUnit.SECONDS);
		}
		finally {
			pool.shutdownNow();
		}
	}

}

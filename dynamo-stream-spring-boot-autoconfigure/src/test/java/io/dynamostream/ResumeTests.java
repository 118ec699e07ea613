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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpoints.SavedCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for scans that go on where the last one of their name stopped.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ResumeTests {

	private static final int USERS = 300;

	private static final int SEGMENTS = 3;

	private FakeTable table = FakeTable.ofUsers(USERS).withItemsPerPage(13).withDescription();

	@TempDir
	private Path directory;

	private Duration interval = Duration.ofHours(1);

	private Consumer<ScanCheckpoint> onSave = (checkpoint) -> {
	};

	private final List<String> lost = Collections.synchronizedList(new ArrayList<>());

	private final List<String> done = Collections.synchronizedList(new ArrayList<>());

	@ParameterizedTest
	@MethodSource("readersAndStops")
	void goesOnWhereItStopped(Reader reader, Stop stop) {
		Random random = new Random(42);
		int runs = 0;
		while (!run(reader, stop, 1 + random.nextInt(60), UnaryOperator.identity())) {
			runs++;
		}
		assertThat(this.done).containsAll(this.table.ids());
		assertThat(runs).isPositive();
		assertThat(repeated()).as("items delivered again in %d runs", runs)
			.isLessThanOrEqualTo((int) Math.min(Integer.MAX_VALUE, (long) runs * stop.repeated(reader)));
	}

	static Stream<Arguments> readersAndStops() {
		return Stream.of(Reader.values())
			.flatMap((reader) -> Stream.of(Stop.values()).map((stop) -> Arguments.of(reader, stop)));
	}

	@ParameterizedTest
	@EnumSource
	void deliversAllOnceIfNotStopped(Reader reader) {
		this.table.withEmptyLastPage(true);
		assertThat(run(reader, Stop.FAIL, Integer.MAX_VALUE, UnaryOperator.identity())).isTrue();
		assertThat(this.done).containsExactlyInAnyOrderElementsOf(this.table.ids());
		assertThat(checkpoint().finished()).isTrue();
		assertThat(checkpoint().items()).isEqualTo(USERS);
	}

	/**
	 * Whole pages are skipped, and the last items of others.
	 */
	@ParameterizedTest
	@EnumSource
	void positionsPassItemsThatAreSkipped(Reader reader) {
		List<Map<String, AttributeValue>> users = new ArrayList<>();
		for (int number = 0; number < USERS; number++) {
			Map<String, AttributeValue> user = FakeTable.user(number);
			if (number % 40 > 20) {
				user.put("age", AttributeValue.fromS("old"));
			}
			users.add(user);
		}
		this.table = FakeTable.of(users).withItemsPerPage(3).withDescription();
		AtomicReference<ScanCheckpoint> last = new AtomicReference<>();
		this.onSave = (checkpoint) -> last.set(checkpoint.finished() ? last.get() : checkpoint);
		this.interval = Duration.ZERO;
		List<String> skipped = Collections.synchronizedList(new ArrayList<>());
		assertThat(run(reader, Stop.FAIL, Integer.MAX_VALUE,
				(spec) -> spec.skipFailedItems((failed) -> skipped.add(failed.key().get("id").s()))))
			.isTrue();
		assertThat(skipped).doesNotHaveDuplicates().hasSize(USERS - this.done.size());
		assertThat(this.done).doesNotHaveDuplicates().hasSizeBetween(100, 200);
		assertThat(last.get().items()).isGreaterThan(USERS - 60L);
	}

	@ParameterizedTest
	@EnumSource
	void goesOnBehindEveryPositionSaved(Reader reader) {
		this.interval = Duration.ZERO;
		this.table.withItemsPerPage(2).withEmptyLastPage(true);
		Random random = new Random(7);
		while (!run(reader, Stop.CANCEL, 1 + random.nextInt(40), (spec) -> spec.maxConcurrency(2))) {
			assertThat(checkpoint().items()).isLessThanOrEqualTo(new HashSet<>(this.done).size());
		}
		assertThat(this.done).containsAll(this.table.ids());
	}

	@ParameterizedTest
	@EnumSource
	void neverSavesPositionBehindItemThatIsNotDone(Reader reader) {
		this.interval = Duration.ZERO;
		this.table.withItemsPerPage(5);
		this.onSave = (checkpoint) -> {
			List<String> covered = covered(checkpoint);
			if (!checkpoint.finished() && covered.size() != checkpoint.items()) {
				this.lost.add("%d items where there are %d".formatted(checkpoint.items(), covered.size()));
			}
			covered.removeAll(Set.copyOf(this.done));
			this.lost.addAll(covered);
		};
		Random random = new Random(3);
		while (!run(reader, Stop.values()[random.nextInt(3)], 1 + random.nextInt(150), UnaryOperator.identity())) {
			assertThat(this.lost).isEmpty();
		}
		assertThat(this.lost).isEmpty();
		assertThat(this.done).containsAll(this.table.ids());
	}

	/**
	 * Return the items before the positions of a checkpoint.
	 */
	private static List<String> covered(ScanCheckpoint checkpoint) {
		List<String> covered = new ArrayList<>();
		checkpoint.positions().forEach((segment, position) -> {
			List<String> ids = idsOf(segment);
			int end = (position instanceof ScanCheckpoint.AtKey at) ? ids.indexOf(at.key().get("id").s()) + 1
					: ids.size();
			covered.addAll(ids.subList(0, end));
		});
		return covered;
	}

	private static List<String> idsOf(int segment) {
		return IntStream.range(0, USERS)
			.mapToObj((number) -> "user-" + number)
			.filter((id) -> FakeTable.segmentOf(id, SEGMENTS) == segment)
			.toList();
	}

	@Test
	void readsNothingAgainThatIsBeforeItsPositions() {
		Map<Integer, ScanCheckpoint.Position> positions = Map.of();
		while (!run(Reader.FOR_EACH, Stop.CANCEL, 50, (spec) -> spec.maxConcurrency(1))) {
			assertFirstRequests(positions);
			this.table.requests().clear();
			positions = checkpoint().positions();
		}
		assertFirstRequests(positions);
		assertThat(positions).containsValue(new ScanCheckpoint.Done());
		assertThat(this.done).containsExactlyInAnyOrderElementsOf(this.table.ids());
	}

	private void assertFirstRequests(Map<Integer, ScanCheckpoint.Position> positions) {
		Map<Integer, ScanRequest> first = new HashMap<>();
		this.table.requests().forEach((request) -> first.putIfAbsent(request.segment(), request));
		assertThat(first).allSatisfy((segment, request) -> {
			ScanCheckpoint.Position position = positions.get(segment);
			assertThat(position).isNotEqualTo(new ScanCheckpoint.Done());
			assertThat(request.exclusiveStartKey())
				.isEqualTo((position instanceof ScanCheckpoint.AtKey at) ? at.key() : Map.of());
		});
	}

	/**
	 * A thread of a parallel stream may find no more pages while another one still works
	 * on the last item.
	 */
	@Test
	void isFinishedOnlyWhenEveryThreadIsDoneWithItsItem() {
		this.table = FakeTable.ofUsers(2).withDescription();
		try (Stream<User> users = spec(template()).segments(1).stream()) {
			Spliterator<User> first = users.spliterator();
			Spliterator<User> second = Objects.requireNonNull(first.trySplit());
			assertThat(first.tryAdvance(this::done)).isTrue();
			assertThat(second.tryAdvance(this::done)).isTrue();
			assertThat(first.tryAdvance(this::done)).isFalse();
			assertThat(store().findAll()).noneMatch((entry) -> entry.checkpoint().finished());
			assertThat(second.tryAdvance(this::done)).isFalse();
			assertThat(checkpoint().finished()).isTrue();
			assertThat(checkpoint().items()).isEqualTo(2);
		}
	}

	/**
	 * Run until a number of items are done.
	 * @return whether the scan came to its end
	 */
	private boolean run(Reader reader, Stop stop, int items, UnaryOperator<ScanSpec<User>> steps) {
		DynamoStreamTemplate template = template();
		AtomicInteger left = new AtomicInteger(items);
		return reader.completes(steps.apply(spec(template)), (users) -> {
			if (stop == Stop.FAIL && left.get() <= 0) {
				throw new Reader.Stopped();
			}
			users.forEach(this::done);
			if (left.addAndGet(-users.size()) <= 0) {
				stop.stop(template);
			}
		});
	}

	private void done(User user) {
		this.done.add(user.getId());
	}

	private DynamoStreamTemplate template() {
		return DynamoStreamTemplate.builder(this.table)
			.eventPublisher(Reader::on)
			.checkpointStore(new ObservedStore(store(), this.onSave))
			.checkpointInterval(this.interval)
			.build();
	}

	private static ScanSpec<User> spec(DynamoStreamTemplate template) {
		return template.scan(User.class).named("nightly").segments(SEGMENTS).resumable();
	}

	private FileScanCheckpointStore store() {
		return new FileScanCheckpointStore(this.directory);
	}

	private ScanCheckpoint checkpoint() {
		List<SavedCheckpoint> checkpoints = store().findAll();
		assertThat(checkpoints).hasSize(1);
		return checkpoints.get(0).checkpoint();
	}

	private int repeated() {
		return this.done.size() - new HashSet<>(this.done).size();
	}

	/**
	 * How a scan is stopped by its consumer.
	 */
	enum Stop {

		FAIL {

			@Override
			void stop(DynamoStreamTemplate template) {
			}

		},

		CANCEL {

			@Override
			void stop(DynamoStreamTemplate template) {
				template.executions().findByName("nightly").forEach(ScanExecution::cancel);
			}

		},

		CLOSE {

			@Override
			void stop(DynamoStreamTemplate template) {
				template.stop();
			}

		};

		abstract void stop(DynamoStreamTemplate template);

		/**
		 * Return how many items may repeat: one that is stopped while the consumer works
		 * on it is acknowledged by nobody, unless its call returns before the scan ends.
		 */
		int repeated(Reader reader) {
			return (reader == Reader.STREAM && this != FAIL) ? 1 : reader.repeated();
		}

	}

}

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
import java.time.Instant;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;

import io.dynamostream.ScanProgress.Segments;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The progress of a scan is real at every moment.
 */
@Timeout(60)
class BackgroundScanProgressTests {

	private static final Instant START = SettableClock.START;

	private static final Consumer<Object> NOTHING = (item) -> {
	};

	private final FakeTable table = FakeTable.ofUsers(100);

	private final ManualExecutor executor = ManualExecutor.inOrder();

	private final SettableClock clock = new SettableClock();

	private final DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.table)
		.taskExecutor(this.executor)
		.clock(this.clock)
		.build();

	@Test
	void tellsWhatIsScanned() {
		ScanExecution execution = this.template.scan(User.class)
			.named("nightly")
			.tableName("people")
			.indexName("by-tenant")
			.forEach(NOTHING);
		ScanProgress progress = execution.progress();
		assertThat(progress.id()).isEqualTo(execution.id()).isNotBlank();
		assertThat(progress.name()).isEqualTo(execution.name()).isEqualTo("nightly");
		assertThat(progress.tableName()).isEqualTo("people");
		assertThat(progress.indexName()).isEqualTo("by-tenant");
		assertThat(progress.itemType()).isEqualTo(User.class);
	}

	@Test
	void isNamedByItsTableAndHasAnIdOfItsOwn() {
		ScanExecution execution = this.template.scan(User.class).forEach(NOTHING);
		ScanExecution other = this.template.scan(User.class).forEach(NOTHING);
		assertThat(execution.name()).isEqualTo("user");
		assertThat(execution.id()).isNotEqualTo(other.id());
		assertThat(execution.progress().indexName()).isNull();
	}

	@Test
	void isPendingUntilItsTaskRuns() {
		ScanExecution execution = this.template.parallelScan(User.class).forEach(NOTHING);
		this.clock.advance(Duration.ofSeconds(1));
		assertLife(execution, State.PENDING, null, null);
		assertThat(execution.progress().segments()).isEqualTo(new Segments(4, 4, 0, 0));
		assertThat(this.table.requests()).isEmpty();
	}

	@Test
	void countsWhileItRuns() {
		ScanExecution execution = this.template.scan(User.class).pageSize(40).bufferedPages(0).forEach(NOTHING);
		this.clock.advance(Duration.ofSeconds(1));
		this.executor.runOne();
		assertLife(execution, State.RUNNING, START.plusSeconds(1), null);
		assertCounts(execution, new Segments(1, 1, 0, 0), 0, 0, 0);
		this.executor.runOne();
		assertCounts(execution, new Segments(1, 0, 1, 0), 1, 0, 40);
		this.executor.runOne();
		assertCounts(execution, new Segments(1, 0, 1, 0), 1, 40, 40);
		// reads, asks for the size of the table, delivers
		this.executor.run(3);
		assertCounts(execution, new Segments(1, 0, 1, 0), 2, 80, 80);
		this.clock.advance(Duration.ofSeconds(1));
		this.executor.runAll();
		assertLife(execution, State.COMPLETED, START.plusSeconds(1), START.plusSeconds(2));
		assertCounts(execution, new Segments(1, 0, 0, 1), 3, 100, 100);
	}

	@Test
	void countsSegmentsByTheirState() {
		ScanExecution execution = this.template.parallelScan(User.class)
			.segments(3)
			.maxConcurrency(1)
			.pageSize(20)
			.forEach(NOTHING);
		int requests = 0;
		while (this.executor.waiting() > 0) {
			this.executor.runOne();
			Segments segments = execution.progress().segments();
			assertThat(segments.pending() + segments.reading() + segments.done()).isEqualTo(segments.total())
				.isEqualTo(3);
			assertThat(execution.progress().pages()).isEqualTo(this.table.requests().size())
				.isGreaterThanOrEqualTo(requests);
			requests = this.table.requests().size();
		}
		assertThat(execution.progress().segments()).isEqualTo(new Segments(3, 0, 0, 3));
	}

	@Test
	void countsPagesThatTheFilterLeavesEmptyAndTheItemsItDrops() {
		this.table.withFilter((item) -> item.get("id").s().equals("user-99"));
		ScanExecution execution = this.template.scan(User.class)
			.filterExpression("id = :id")
			.expressionValue(":id", "user-99")
			.pageSize(10)
			.forEach(NOTHING);
		this.executor.runAll();
		assertCounts(execution, new Segments(1, 0, 0, 1), 10, 1, 100);
	}

	@Test
	void isPausedAndRunsAgain() {
		ScanExecution execution = this.template.scan(User.class).pageSize(40).forEach(NOTHING);
		this.executor.runOne();
		execution.pause();
		this.clock.advance(Duration.ofSeconds(1));
		this.executor.runAll();
		assertLife(execution, State.PAUSED, START, null);
		execution.resume();
		assertLife(execution, State.RUNNING, START, null);
		this.executor.runAll();
		assertLife(execution, State.COMPLETED, START, START.plusSeconds(1));
	}

	@Test
	void startsWhenItIsResumedIfItWasPausedBefore() {
		ScanExecution execution = this.template.scan(User.class).forEach(NOTHING);
		execution.pause();
		assertLife(execution, State.PAUSED, null, null);
		this.executor.runAll();
		assertThat(this.table.requests()).isEmpty();
		this.clock.advance(Duration.ofSeconds(1));
		execution.resume();
		this.executor.runAll();
		assertThat(execution.progress().startedAt()).isNotNull();
		assertThat(execution.progress().state()).isEqualTo(State.COMPLETED);
		assertThat(execution.progress().items()).isEqualTo(100);
	}

	@Test
	void isPendingAgainIfItIsResumedBeforeItsTaskRuns() {
		ScanExecution execution = this.template.scan(User.class).forEach(NOTHING);
		execution.pause();
		execution.resume();
		assertLife(execution, State.PENDING, null, null);
		this.executor.runAll();
		assertLife(execution, State.COMPLETED, START, START);
	}

	@Test
	void runsAfterItWasResumedWhenItsTaskRanWhilePaused() {
		ScanExecution execution = this.template.scan(User.class).forEach(NOTHING);
		execution.pause();
		this.executor.runAll();
		execution.resume();
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
		this.executor.runOne();
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
		assertThat(execution.progress().startedAt()).isEqualTo(START);
	}

	@Test
	void countsUntilItFailed() {
		this.table.onRequest((request) -> {
			if (this.table.requests().size() == 3) {
				throw InternalServerErrorException.builder().message("Out of order").build();
			}
		});
		ScanExecution execution = this.template.scan(User.class).pageSize(10).bufferedPages(0).forEach(NOTHING);
		this.executor.runAll();
		assertLife(execution, State.FAILED, START, START);
		assertCounts(execution, new Segments(1, 0, 1, 0), 2, 20, 20);
	}

	@Test
	void countsUntilItWasCancelled() {
		ScanExecution execution = this.template.scan(User.class).pageSize(10).bufferedPages(0).forEach(NOTHING);
		this.executor.run(3);
		execution.cancel();
		this.executor.runAll();
		assertLife(execution, State.CANCELLED, START, START);
		assertCounts(execution, new Segments(1, 0, 1, 0), 1, 10, 10);
	}

	@Test
	void countsUntilItWasInterrupted() {
		ScanExecution execution = this.template.scan(User.class).pageSize(10).bufferedPages(0).forEach(NOTHING);
		this.executor.run(3);
		this.template.stop();
		this.executor.runAll();
		assertLife(execution, State.INTERRUPTED, START, START);
		assertCounts(execution, new Segments(1, 0, 1, 0), 1, 10, 10);
	}

	@Test
	void countsNoPageThatComesAfterTheEnd() {
		ScanExecution execution = this.template.scan(User.class).forEach(NOTHING);
		this.table.onRequest((request) -> {
			execution.cancel();
			this.executor.runAll();
			assertThat(execution.completion()).isCancelled();
		});
		this.executor.runAll();
		assertThat(this.table.requests()).hasSize(1);
		assertCounts(execution, new Segments(1, 1, 0, 0), 0, 0, 0);
	}

	@Test
	void snapshotsDoNotChange() {
		ScanExecution execution = this.template.scan(User.class).forEach(NOTHING);
		ScanProgress before = execution.progress();
		this.executor.runAll();
		assertThat(before.state()).isEqualTo(State.PENDING);
		assertThat(before.items()).isZero();
	}

	private static void assertLife(ScanExecution execution, State state, @Nullable Instant startedAt,
			@Nullable Instant endedAt) {
		ScanProgress progress = execution.progress();
		assertThat(progress.state()).isEqualTo(state);
		assertThat(progress.startedAt()).isEqualTo(startedAt);
		assertThat(progress.endedAt()).isEqualTo(endedAt);
	}

	private static void assertCounts(ScanExecution execution, Segments segments, long pages, long items,
			long scannedItems) {
		ScanProgress progress = execution.progress();
		assertThat(progress.segments()).isEqualTo(segments);
		assertThat(progress.pages()).isEqualTo(pages);
		assertThat(progress.items()).isEqualTo(items);
		assertThat(progress.scannedItems()).isEqualTo(scannedItems);
		assertThat(progress.consumedCapacity()).isEqualTo(scannedItems * 0.5);
	}

}

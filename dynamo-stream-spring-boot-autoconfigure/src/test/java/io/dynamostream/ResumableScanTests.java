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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.ScanSettings.Restart;
import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpoints.SavedCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a resumable scan saves, where it begins and when it is refused.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ResumableScanTests {

	private FakeTable table = FakeTable.ofUsers(100).withItemsPerPage(10).withDescription();

	private final SettableClock clock = new SettableClock();

	@TempDir
	private Path directory;

	private final List<String> done = Collections.synchronizedList(new ArrayList<>());

	@Test
	void needsName() {
		assertThatIllegalArgumentException().isThrownBy(() -> template().scan(User.class).resumable().stream())
			.withMessage("Scan 'user' of table 'user': a resumable scan needs a name, under which the next one finds "
					+ "where to go on. Use named(\"...\").");
	}

	@Test
	void refusesRestartOfScanThatIsNotResumable() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> template().scan(User.class).named("nightly").restart(Restart.ALWAYS).stream())
			.withMessage("Scan 'nightly' of table 'user': 'restart' has no effect on a scan that is not resumable. Use "
					+ "resumable(), or leave out restart(...).");
	}

	@Test
	void writesNothingForOtherScans() {
		FakeTable undescribed = FakeTable.ofUsers(100);
		DynamoStreamTemplate template = builder(undescribed).build();
		assertThat(template.scan(User.class).named("nightly").stream()).hasSize(100);
		template.scan(User.class).named("nightly").forEach(this::done).join();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void writesNothingBeforeTheFirstPageIsWanted() {
		try (Stream<User> users = nightly().stream()) {
			nightly().publisher();
			assertThat(users).isNotNull();
			assertThat(this.directory).isEmptyDirectory();
		}
		assertThat(this.directory).isEmptyDirectory();
		assertThat(this.table.requests()).isEmpty();
	}

	@Test
	void isResumableBySettingsOfItsName() {
		DynamoStreamTemplate template = builder(this.table)
			.namedSettings(Map.of("nightly", ScanSettings.none().resumable(true).restart(Restart.NEVER)))
			.build();
		template.scan(User.class).named("nightly").forEach(this::done).join();
		assertThat(checkpoint().finished()).isTrue();
		assertFails(template.scan(User.class).named("nightly"), "has finished");
	}

	@Test
	void savesAtMostOncePerInterval() {
		List<ScanCheckpoint> saved = new ArrayList<>();
		ScanExecution execution = template(new ObservedStore(store(), saved::add)).scan(User.class)
			.named("nightly")
			.resumable()
			.forEach((user) -> this.clock.advance(Duration.ofMillis(100)));
		execution.join();
		// Fewer than 10 if the thread that reads takes its time to save one.
		assertThat(saved).hasSizeBetween(4, 12);
		assertThat(saved).last().returns(true, ScanCheckpoint::finished).returns(100L, ScanCheckpoint::items);
	}

	@Test
	void savesEachAcknowledgmentIfIntervalIsZero() {
		List<Long> saved = new ArrayList<>();
		builder(this.table).checkpointStore(new ObservedStore(store(), (checkpoint) -> saved.add(checkpoint.items())))
			.checkpointInterval(Duration.ZERO)
			.build()
			.scan(User.class)
			.named("nightly")
			.resumable()
			.forEach(this::done)
			.join();
		assertThat(saved).contains(1L, 2L, 50L, 99L, 100L);
	}

	@Test
	void savesWhenPausedAndTheCallInHandAsWell() throws InterruptedException {
		CountDownLatch inCall = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		ScanExecution execution = nightly().forEach((user) -> {
			done(user);
			if (this.done.size() == 15) {
				inCall.countDown();
				awaitQuietly(goOn);
			}
		});
		inCall.await();
		execution.pause();
		assertThat(checkpoint().items()).isEqualTo(14);
		goOn.countDown();
		await().until(() -> checkpoint().items() == 15);
		execution.resume();
		execution.join();
		assertThat(checkpoint().items()).isEqualTo(100);
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
	void savesPositionsThatMoveWithoutDelivery() {
		List<ScanCheckpoint> saved = Collections.synchronizedList(new ArrayList<>());
		this.table.withFilter((user) -> false).onRequest((request) -> this.clock.advance(Duration.ofSeconds(2)));
		template(new ObservedStore(store(), saved::add)).scan(User.class)
			.named("nightly")
			.resumable()
			.filterExpression("age > age")
			.forEach(this::done)
			.join();
		assertThat(saved).hasSizeGreaterThan(5);
		assertThat(saved.get(2).positions().get(0)).isInstanceOf(ScanCheckpoint.AtKey.class);
		assertThat(checkpoint()).returns(0L, ScanCheckpoint::items).returns(true, ScanCheckpoint::finished);
	}

	@Test
	void savesKeyOfLastAcknowledgedItem() {
		stopAfter(13, nightly());
		assertThat(checkpoint().positions())
			.containsOnly(Map.entry(0, new ScanCheckpoint.AtKey(Map.of("id", FakeTable.user(12).get("id")))));
	}

	@Test
	void goesOnFromPageThatEndsSegmentWithoutItems() {
		this.table.withEmptyLastPage(true);
		DynamoStreamTemplate template = template();
		template.scan(User.class).named("nightly").resumable().bufferedPages(0).forEach((user) -> {
			done(user);
			if (this.done.size() == 100) {
				template.executions().findAll().forEach(ScanExecution::cancel);
			}
		}).completion().exceptionally((ex) -> null).join();
		assertThat(checkpoint().finished()).isFalse();
		goOn(nightly());
		assertThat(this.done).hasSize(100);
		assertThat(checkpoint()).returns(true, ScanCheckpoint::finished).returns(100L, ScanCheckpoint::items);
	}

	@Test
	void repeatsBatchThatWasNotAcknowledged() {
		List<List<User>> batches = new ArrayList<>();
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> nightly().batchSize(7).forEachBatch((users) -> {
				batches.add(users);
				if (batches.size() == 3) {
					throw new IllegalStateException();
				}
			}).join());
		nightly().batchSize(9).forEachBatch(batches::add).join();
		assertThat(batches.get(3)).extracting(User::getId)
			.startsWith(batches.get(2).stream().map(User::getId).toArray(String[]::new));
		assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(100 + 7);
	}

	@Test
	void mapsOnlyWhatIsProjected() {
		this.table.withProjection();
		ScanSpec<User> projected = nightly().projectionExpression("age, #tenant").expressionName("#tenant", "tenantId");
		List<User> users = Collections.synchronizedList(new ArrayList<>());
		projected.forEach((user) -> {
			users.add(user);
			if (users.size() == 13) {
				throw new IllegalStateException();
			}
		}).completion().exceptionally((ex) -> null).join();
		projected.forEach(users::add).join();
		assertThat(users).extracting(User::getId).containsOnlyNulls();
		assertThat(users).extracting(User::getTenantId).doesNotContainNull();
		assertThat(users.stream().mapToInt(User::getAge).distinct()).hasSize(100);
		assertThat(users).hasSize(101);
	}

	@Test
	void sendsProjectionThatHasTheKeyAsItIs() {
		this.table.withProjection();
		goOn(nightly().projectionExpression("age,#key").expressionName("#key", "id"));
		assertThat(this.table.requests()).extracting(ScanRequest::projectionExpression).containsOnly("age,#key");
		assertThat(this.done).doesNotContainNull().hasSize(100);
	}

	@Test
	void positionInIndexHasKeysOfTableAndIndex() {
		stopAfter(13, nightly().indexName("by-tenant"));
		goOn(nightly().indexName("by-tenant"));
		assertThat(this.table.requests()).filteredOn(ScanRequest::hasExclusiveStartKey)
			.last()
			.satisfies((request) -> assertThat(request.exclusiveStartKey()).containsKey("id"));
		assertThat(this.table.requests()).filteredOn(ScanRequest::hasExclusiveStartKey)
			.anySatisfy((request) -> assertThat(request.exclusiveStartKey()).containsOnlyKeys("id", "tenantId"));
		assertThat(this.done).containsExactlyInAnyOrderElementsOf(this.table.ids());
	}

	@ParameterizedTest
	@EnumSource
	void limitCountsOverAllRuns(Reader reader) {
		ScanSpec<User> limited = nightly().segments(3).limit(40);
		List<String> first = new ArrayList<>();
		reader.completes(limited, (users) -> {
			if (first.size() >= 15) {
				throw new Reader.Stopped();
			}
			synchronized (first) {
				users.forEach((user) -> first.add(user.getId()));
			}
		});
		long acknowledged = checkpoint().items();
		assertThat(reader.completes(limited, (users) -> users.forEach(this::done))).isTrue();
		assertThat(this.done).hasSize(40 - (int) acknowledged);
		assertThat(checkpoint()).returns(true, ScanCheckpoint::finished).returns(40L, ScanCheckpoint::items);
	}

	@Test
	void finishedLimitIsFinished() {
		goOn(nightly().limit(15).restart(Restart.NEVER));
		assertThat(this.done).hasSize(15);
		assertFails(nightly().limit(15).restart(Restart.NEVER), "has finished");
	}

	@Test
	void beginsAnewWhenFinished() {
		goOn(nightly());
		goOn(nightly());
		assertThat(this.done).hasSize(200);
	}

	@Test
	void beginsAnewAfterEndWithOtherSegments() {
		goOn(nightly());
		goOn(nightly().segments(5));
		assertThat(this.done).hasSize(200);
	}

	@Test
	void beginsAnewEachTimeIfToldSo() {
		stopAfter(13, nightly());
		goOn(nightly().segments(4).restart(Restart.ALWAYS));
		assertThat(this.done).hasSize(113);
		assertThat(checkpoint().items()).isEqualTo(100);
	}

	@Test
	void refusesToBeginAnewIfToldSo() {
		stopAfter(13, nightly().restart(Restart.NEVER));
		goOn(nightly().restart(Restart.NEVER));
		assertThat(this.done).hasSize(100);
		assertFails(nightly().restart(Restart.NEVER),
				"Scan 'nightly' of table 'user' has finished at 2026-01-01T00:00:00Z with 100 items, and is not to begin "
						+ "anew. Delete checkpoint 'nightly' in directory '%s', or use restart(WHEN_FINISHED) or "
							.formatted(this.directory)
						+ "restart(ALWAYS).");
	}

	@Test
	void beginsAnewOnceItsCheckpointIsDeleted() {
		stopAfter(13, nightly());
		assertThat(store().delete("nightly")).isTrue();
		goOn(nightly());
		assertThat(this.done).hasSize(113);
	}

	@Test
	void refusesOtherNumberOfSegments() {
		stopAfter(13, nightly().segments(4));
		assertRefused(nightly().segments(8),
				"Checkpoint 'nightly' was saved with 4 segments but this scan uses 8. Use segments(4), delete the "
						+ "checkpoint in directory '%s', or use restart(ALWAYS) once.".formatted(this.directory));
	}

	@Test
	void refusesOtherTable() {
		stopAfter(13, nightly());
		this.table.withDescription(() -> FakeTable.description("table-2"));
		assertRefused(nightly(),
				"was saved of another table (table-1 created 2026-01-01T00:00:00Z) than this scan reads "
						+ "(table-2 created 2026-01-01T00:00:00Z). Read that table");
	}

	@Test
	void refusesOtherIndex() {
		stopAfter(13, nightly().indexName("by-tenant"));
		assertRefused(nightly(), "was saved with index 'by-tenant' but this scan has no index. Use the same");
	}

	@Test
	void refusesOtherFilter() {
		stopAfter(13, nightly());
		assertRefused(nightly().filterExpression("age < age"),
				"was saved with no filter but this scan has filter 'age < age'. Use the same");
	}

	@Test
	void refusesOtherValueOfFilterWithoutNamingIt() throws IOException {
		stopAfter(13, nightly().filterExpression("age >= :min").expressionValue(":min", -4711));
		assertRefused(nightly().filterExpression("age >= :min").expressionValue(":min", -4712),
				"was saved with other names or values of the filter's placeholders. Use the same");
		assertThat(Files.readString(this.directory.resolve("nightly.checkpoint"))).doesNotContain("4711");
	}

	@Test
	void refusesOtherProjection() {
		stopAfter(13, nightly().projectionExpression("id, age"));
		assertRefused(nightly().projectionExpression("id"),
				"was saved with projection 'id, age' but this scan has projection 'id'. Use the same");
	}

	@Test
	void otherOptionsMayChange() {
		stopAfter(13, nightly().segments(3));
		goOn(nightly().segments(3)
			.maxConcurrency(2)
			.bufferedPages(1)
			.pageSize(5)
			.batchSize(4)
			.consistentRead(true)
			.deliveryConcurrency(2));
		assertThat(this.done).containsExactlyInAnyOrderElementsOf(this.table.ids());
	}

	@Test
	void refusesDamagedCheckpointAndKeepsIt() throws IOException {
		Path file = this.directory.resolve("nightly.checkpoint");
		Files.writeString(file, "damaged");
		assertFails(nightly(), "Scan 'nightly' of table 'user' cannot be resumed. Checkpoint file '%s' cannot be read"
			.formatted(file));
		assertFails(nightly().restart(Restart.ALWAYS), "Restore it, or delete it to begin anew.");
		assertThat(file).hasContent("damaged");
		assertThat(this.table.requests()).isEmpty();
	}

	@Test
	void refusesSecondScanOfSameName() throws InterruptedException {
		CountDownLatch inCall = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		ScanExecution execution = nightly().forEach((user) -> {
			inCall.countDown();
			awaitQuietly(goOn);
		});
		inCall.await();
		assertFails(nightly(),
				"Checkpoint 'nightly' is in use by process %d on host '".formatted(ProcessHandle.current().pid()));
		assertFails(nightly(), "since 2026-01-01T00:00:00Z. Wait for that scan to end, close its stream");
		goOn.countDown();
		execution.join();
		goOn(nightly());
	}

	@Test
	void saysThatTableMayNotBeDescribed() {
		this.table.withDescription(() -> {
			throw DynamoDbException.builder()
				.awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDeniedException").build())
				.build();
		});
		assertFails(nightly(),
				"Scan 'nightly' of table 'user' cannot be resumed, because DynamoDB does not describe the table "
						+ "(AccessDeniedException). Allow dynamodb:DescribeTable and see that the table exists, or leave "
						+ "out resumable().");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void doesNotHoldCheckpointAfterFailureOfFirstRequest() {
		this.table.onRequest((request) -> {
			throw new IllegalStateException();
		});
		assertFails(nightly(), "failed");
		this.table.onRequest((request) -> {
		});
		goOn(nightly());
		assertThat(this.done).hasSize(100);
	}

	@Test
	void doesNotHoldCheckpointIfCancelledBeforeItWasOpened() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		this.table.withDescription(() -> {
			asked.countDown();
			awaitQuietly(answer);
			return FakeTable.description("table-1");
		});
		ScanExecution execution = nightly().forEach(this::done);
		asked.await();
		execution.cancel();
		await().until(() -> execution.progress().state() == State.CANCELLED);
		answer.countDown();
		goOn(nightly());
		assertThat(this.done).hasSize(100);
	}

	@Test
	void closingTheContextWaitsForTheLastSave() throws InterruptedException {
		CountDownLatch saving = new CountDownLatch(1);
		CountDownLatch save = new CountDownLatch(1);
		DynamoStreamTemplate template = template(new ObservedStore(store(), (checkpoint) -> {
			saving.countDown();
			awaitQuietly(save);
		}));
		CountDownLatch inCall = new CountDownLatch(1);
		template.scan(User.class).named("nightly").resumable().forEach((user) -> {
			inCall.countDown();
			await().until(() -> !template.isRunning());
		});
		template.start();
		inCall.await();
		CountDownLatch closed = new CountDownLatch(1);
		template.stop(closed::countDown);
		saving.await();
		assertThat(closed.getCount()).isOne();
		save.countDown();
		closed.await();
		assertThat(checkpoint().items()).isEqualTo(1);
	}

	@Test
	void savesPositionOfReaderThatIsInterrupted() {
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> nightly().stream().forEach((user) -> {
			done(user);
			if (this.done.size() == 20) {
				Thread.currentThread().interrupt();
			}
		})).withMessageContaining("was interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(checkpoint().items()).isEqualTo(20);
		goOn(nightly());
		assertThat(this.done).containsExactlyInAnyOrderElementsOf(this.table.ids());
	}

	@Test
	void refusesNameThatIsTooLong() {
		assertFails(template().scan(User.class).named("n".repeat(201)).resumable(),
				"cannot be resumed. The name 'nnnnnnnnnnnnnnnnnnnn...' of a scan is too long for a checkpoint.");
	}

	@Test
	void publisherGoesOnWhenSubscribedAgain() {
		Flux<User> users = Flux.from(nightly().publisher());
		AtomicBoolean failed = new AtomicBoolean();
		users.doOnNext((user) -> {
			if (this.done.size() == 33 && failed.compareAndSet(false, true)) {
				throw new IllegalStateException();
			}
			done(user);
		}).retry(1).blockLast();
		assertThat(this.done).containsExactlyInAnyOrderElementsOf(this.table.ids());
	}

	@Test
	void streamThatIsForgottenSavesItsPosition() {
		forgetStream();
		await().until(() -> {
			System.gc();
			return !store().findAll().isEmpty();
		});
		assertThat(checkpoint().items()).isEqualTo(2);
		goOn(nightly());
		assertThat(this.done).hasSize(101);
	}

	private void forgetStream() {
		Iterator<User> users = nightly().stream().iterator();
		for (int i = 0; i < 3; i++) {
			done(users.next());
		}
	}

	@Test
	void progressCountsSegmentsThatWereDone() {
		stopAfter(90, nightly().segments(4));
		long doneBefore = checkpoint().positions()
			.values()
			.stream()
			.filter(ScanCheckpoint.Done.class::isInstance)
			.count();
		ScanProgress progress = nightly().segments(4).forEach(this::done).join();
		assertThat(doneBefore).isPositive();
		assertThat(progress.segments().done()).isEqualTo(4);
		assertThat(progress.segments().pending()).isZero();
		assertThat(progress.items()).isEqualTo(10);
		assertThat(progress.state()).isEqualTo(State.COMPLETED);
	}

	@Test
	void budgetOfFailedItemsIsOverAllRuns() {
		ScanSpec<User> skipping = nightly().skipFailedItems().maxFailedItems(5);
		assertExceedsBudget(skipping, 6);
		assertThat(checkpoint().failedItems()).isEqualTo(5);
		assertExceedsBudget(skipping, 1);
		goOn(skipping);
		assertThat(this.done).hasSize(95);
		assertThat(checkpoint().finished()).isTrue();
		assertThat(checkpoint().failedItems()).isEqualTo(5);
	}

	private void assertExceedsBudget(ScanSpec<User> spec, int calls) {
		List<User> called = new ArrayList<>();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> spec.forEach((user) -> {
			called.add(user);
			throw new IllegalStateException();
		}).join())
			.withMessageContaining(
					"has 6 failed items besides 0 delivered ones since it began anew, and 'maxFailedItems' is 5.");
		assertThat(called).hasSize(calls);
	}

	/**
	 * The healthy items of a batch keep the position before those that have failed.
	 */
	@Test
	void failedItemsThatAreReadAgainCountOnce() {
		this.table = PoisonedUsers.of(100, (number) -> number < 50).table().withDescription();
		ScanSpec<User> skipping = nightly().skipFailedItems().maxFailedItems(50).batchSize(100);
		for (int run = 0; run < 3; run++) {
			assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> skipping.forEachBatch((users) -> {
				throw new RejectedExecutionException();
			}).join());
			assertThat(checkpoint().failedItems()).isZero();
		}
		skipping.forEachBatch((users) -> users.forEach(this::done)).join();
		assertThat(this.done).hasSize(50);
		assertThat(checkpoint().failedItems()).isEqualTo(50);
	}

	/**
	 * Each reader passes over items that cannot be mapped.
	 */
	@ParameterizedTest
	@EnumSource
	void countsItemsThatCannotBeMappedInEachMode(Reader reader) throws Throwable {
		this.table = PoisonedUsers.of(100, (number) -> number % 4 == 0).table().withDescription();
		ScanSpec<User> skipping = builder(this.table).eventPublisher(Reader::on)
			.build()
			.scan(User.class)
			.named("nightly")
			.segments(3)
			.resumable()
			.skipFailedItems();
		reader.read(skipping, (users) -> users.forEach(this::done));
		assertThat(this.done).hasSize(75);
		assertThat(checkpoint().items()).isEqualTo(100);
		assertThat(checkpoint().failedItems()).isEqualTo(25);
	}

	@Test
	void percentageOfFailedItemsIsOfAllRuns() {
		ScanSpec<User> skipping = nightly().skipFailedItems().maxFailedItemsPercent(10);
		stopAfter(90, nightly());
		ScanProgress progress = skipping.forEach((user) -> {
			throw new IllegalStateException();
		}).join();
		assertThat(progress.failedItems()).isEqualTo(10);
		assertThat(checkpoint().finished()).isTrue();
	}

	@Test
	void goesOnFailingUntilMoreFailedItemsAreAllowed() {
		ScanSpec<User> skipping = nightly().skipFailedItems((failed) -> this.done.add("failed"));
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> skipping.maxFailedItemsPercent(1).forEach(this::doneUnlessFirst).join())
			.withMessageContaining("has 2 failed items besides 98 delivered ones since it began anew");
		assertThat(this.done).hasSize(100);
		this.table.requests().clear();
		assertFails(skipping.maxFailedItemsPercent(1), "has 2 failed items besides 98 delivered ones");
		goOn(skipping.maxFailedItemsPercent(2));
		assertThat(this.done).hasSize(100);
		assertThat(this.table.requests()).isEmpty();
		assertThat(checkpoint().finished()).isTrue();
	}

	private void doneUnlessFirst(User user) {
		if (this.done.size() < 2) {
			throw new IllegalStateException();
		}
		done(user);
	}

	@Test
	void scanThatBeginsAnewHasItsWholeBudget() {
		assertExceedsBudget(nightly().skipFailedItems().maxFailedItems(5), 6);
		assertExceedsBudget(nightly().skipFailedItems().maxFailedItems(5).restart(Restart.ALWAYS), 6);
	}

	private void stopAfter(int items, ScanSpec<User> spec) {
		int[] left = { items };
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> spec.forEach((user) -> {
			if (left[0]-- == 0) {
				throw new IllegalStateException();
			}
			done(user);
		}).join()).withMessageContaining("IllegalStateException");
		this.table.requests().clear();
	}

	private void goOn(ScanSpec<User> spec) {
		spec.forEach(this::done).join();
	}

	private void assertRefused(ScanSpec<User> spec, String message) {
		assertFails(spec, message);
		assertThat(this.table.requests()).isEmpty();
		assertThat(checkpoint().items()).isEqualTo(13);
	}

	private void assertFails(ScanSpec<User> spec, String message) {
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> spec.forEach(this::done).join())
			.withMessageContaining(message);
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> spec.stream().toList())
			.withMessageContaining(message);
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> Flux.from(spec.publisher()).blockLast())
			.withMessageContaining(message);
	}

	private void done(User user) {
		this.done.add(user.getId());
	}

	private ScanSpec<User> nightly() {
		return template().scan(User.class).named("nightly").resumable();
	}

	private DynamoStreamTemplate template() {
		return builder(this.table).build();
	}

	private DynamoStreamTemplate template(ScanCheckpointStore store) {
		return builder(this.table).checkpointStore(store).build();
	}

	private DynamoStreamTemplate.Builder builder(FakeTable table) {
		return DynamoStreamTemplate.builder(table)
			.clock(this.clock)
			.eventPublisher(Reader::on)
			.checkpointStore(store());
	}

	private FileScanCheckpointStore store() {
		return new FileScanCheckpointStore(this.directory);
	}

	private ScanCheckpoint checkpoint() {
		List<SavedCheckpoint> checkpoints = store().findAll();
		assertThat(checkpoints).hasSize(1);
		return checkpoints.get(0).checkpoint();
	}

}

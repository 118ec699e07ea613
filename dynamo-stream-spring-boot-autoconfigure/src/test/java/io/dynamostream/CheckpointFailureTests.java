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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.DynamoStreamTemplate.OnSaveFailure;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.checkpoint.LeaseTime;
import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpointException;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.jdbc.JdbcScanCheckpointStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for scans whose position cannot be saved.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith(OutputCaptureExtension.class)
class CheckpointFailureTests {

	private final FakeTable table = FakeTable.ofUsers(100).withItemsPerPage(10).withDescription();

	@TempDir
	private Path directory;

	private final List<String> done = Collections.synchronizedList(new ArrayList<>());

	@ParameterizedTest
	@EnumSource
	void failsScanThatCannotSave(Reader reader) {
		ScanSpec<User> spec = nightly(OnSaveFailure.FAIL, Duration.ZERO, (checkpoint) -> failAt(checkpoint, 20, 100))
			.segments(3);
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> reader.read(spec, (users) -> users.forEach(this::done)))
			.withMessage(
					"Scan 'nightly' of table 'user' could not save its checkpoint in directory '%s'. The disk is full."
						.formatted(this.directory));
		assertThat(this.done.size()).isBetween(20, reader.isConcurrent() ? 100 : 99);
		goOn(3);
		assertThat(this.done).containsAll(this.table.ids());
	}

	@ParameterizedTest
	@EnumSource
	void failsScanThatCannotSaveThatItIsFinished(Reader reader) {
		ScanSpec<User> spec = nightly(OnSaveFailure.FAIL, Duration.ofHours(1),
				(checkpoint) -> failAt(checkpoint, 100, 100))
			.segments(3);
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> reader.read(spec, (users) -> users.forEach(this::done)))
			.withMessageContaining("could not save its checkpoint");
		assertThat(this.done).hasSize(100);
	}

	@ParameterizedTest
	@EnumSource
	void goesOnAndWarnsOnceIfToldSo(Reader reader, CapturedOutput output) throws Throwable {
		reader.read(
				nightly(OnSaveFailure.CONTINUE, Duration.ZERO, (checkpoint) -> failAt(checkpoint, 20, 80)).segments(3),
				(users) -> users.forEach(this::done));
		assertThat(this.done).containsExactlyInAnyOrderElementsOf(this.table.ids());
		assertThat(output.toString().split("could not save its checkpoint", -1)).hasSize(2);
		assertThat(output).contains("It goes on and tries again.");
		assertThat(store().find("nightly").orElseThrow().checkpoint()).returns(true, ScanCheckpoint::finished);
	}

	@Test
	void warnsOfLastSaveThatFailsIfToldToGoOn(CapturedOutput output) {
		ScanProgress progress = nightly(OnSaveFailure.CONTINUE, Duration.ofHours(1),
				(checkpoint) -> failAt(checkpoint, 100, 100))
			.forEach(this::done)
			.join();
		assertThat(progress.state()).isEqualTo(State.COMPLETED);
		assertThat(output).contains("could not save its checkpoint")
			.contains("What was delivered since its last save will be delivered again.");
	}

	@Test
	void cancelledScanWarnsOfLastSaveThatFails(CapturedOutput output) {
		DynamoStreamTemplate template = template(OnSaveFailure.FAIL, Duration.ofHours(1),
				(checkpoint) -> failAt(checkpoint, 0, 100));
		ScanExecution execution = template.scan(User.class).named("nightly").resumable().forEach((user) -> {
			done(user);
			template.executions().findAll().forEach(ScanExecution::cancel);
		});
		execution.completion().exceptionally((ex) -> null).join();
		assertThat(execution.progress().state()).isEqualTo(State.CANCELLED);
		assertThat(output).contains("could not save its checkpoint");
	}

	@Test
	void failsScanThatCannotSaveWhenPaused() throws InterruptedException {
		CountDownLatch inCall = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		ScanExecution execution = nightly(OnSaveFailure.FAIL, Duration.ofHours(1),
				(checkpoint) -> failAt(checkpoint, 0, 100))
			.forEach((user) -> {
				inCall.countDown();
				awaitQuietly(goOn);
			});
		inCall.await();
		execution.pause();
		goOn.countDown();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("could not save its checkpoint");
		assertThat(execution.progress().state()).isEqualTo(State.FAILED);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@EnumSource
	void failsScanThatHasLostItsLeaseWhateverItIsTold(OnSaveFailure onSaveFailure) {
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> nightly(onSaveFailure, Duration.ZERO, (checkpoint) -> {
				if (checkpoint.items() == 20) {
					this.directory.resolve("nightly.lock").toFile().delete();
				}
			}).forEach(this::done).join())
			.withMessageContaining("another scan may have gone on from checkpoint 'nightly'");
		assertThat(this.done).hasSize(20);
		assertThat(store().find("nightly").orElseThrow().checkpoint()).returns(19L, ScanCheckpoint::items);
	}

	/**
	 * The next save is an hour away.
	 */
	@ParameterizedTest
	@EnumSource
	void failsScanWhenRenewalFindsItsLeaseLost(OnSaveFailure onSaveFailure) {
		LeaseTime time = new LeaseTime();
		DataSource database = new SimpleDriverDataSource(new Driver(),
				"jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcScanCheckpointStore.class))
			.execute(database);
		ScanCheckpointStore store = store(database, time);
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> template(onSaveFailure, Duration.ofHours(1), store).scan(User.class)
				.named("nightly")
				.resumable()
				.forEach((user) -> {
					done(user);
					if (this.done.size() == 20) {
						time.jump(Duration.ofSeconds(30));
						store(database, time).open("nightly", ScanCheckpointStore.Owner.thisProcess(Instant.EPOCH));
						time.pass(Duration.ofSeconds(10));
					}
				})
				.join())
			.withMessageContaining("Checkpoint 'nightly'")
			.withMessageContaining("was taken over by process");
		assertThat(this.done).hasSize(20);
	}

	private static ScanCheckpointStore store(DataSource database, LeaseTime time) {
		return JdbcScanCheckpointStore.builder(database).leases(time.options()).build();
	}

	@Test
	void failureOfStoreOfOtherKindFailsScanAsWell() {
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> nightly(OnSaveFailure.FAIL, Duration.ZERO, (checkpoint) -> {
				throw new IllegalStateException("broken");
			}).forEach(this::done).join())
			.withMessageContaining("could not save its checkpoint")
			.withMessageContaining("broken");
	}

	@Test
	void errorOfStoreDoesNotLeaveScanRunning() {
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> nightly(OnSaveFailure.FAIL, Duration.ofHours(1), (checkpoint) -> {
				throw new NoClassDefFoundError("driver");
			}).forEach(this::done).join())
			.withMessageContaining("could not save its checkpoint")
			.withMessageContaining("driver");
	}

	private void failAt(ScanCheckpoint checkpoint, int from, int to) {
		if (checkpoint.items() >= from && checkpoint.items() <= to) {
			throw new ScanCheckpointException("The disk is full.", null);
		}
	}

	private void goOn(int segments) {
		nightly(OnSaveFailure.FAIL, Duration.ofHours(1), (checkpoint) -> {
		}).segments(segments).forEach(this::done).join();
	}

	private ScanSpec<User> nightly(OnSaveFailure onSaveFailure, Duration interval, Consumer<ScanCheckpoint> onSave) {
		return template(onSaveFailure, interval, onSave).scan(User.class).named("nightly").resumable();
	}

	private DynamoStreamTemplate template(OnSaveFailure onSaveFailure, Duration interval,
			Consumer<ScanCheckpoint> onSave) {
		return template(onSaveFailure, interval, new ObservedStore(store(), onSave));
	}

	private DynamoStreamTemplate template(OnSaveFailure onSaveFailure, Duration interval, ScanCheckpointStore store) {
		return DynamoStreamTemplate.builder(this.table)
			.eventPublisher(Reader::on)
			.checkpointStore(store)
			.checkpointInterval(interval)
			.onCheckpointSaveFailure(onSaveFailure)
			.build();
	}

	private FileScanCheckpointStore store() {
		return new FileScanCheckpointStore(this.directory);
	}

	private void done(User user) {
		this.done.add(user.getId());
	}

}

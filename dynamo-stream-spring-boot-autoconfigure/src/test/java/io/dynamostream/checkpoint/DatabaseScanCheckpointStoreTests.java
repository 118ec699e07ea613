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

package io.dynamostream.checkpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;

import io.dynamostream.checkpoint.InMemoryScanCheckpointStore.Records;
import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpointStore.Owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link DatabaseScanCheckpointStore} and {@link LeaseOptions}.
 */
class DatabaseScanCheckpointStoreTests extends AbstractDatabaseScanCheckpointStoreTests {

	private static final String LEASE_THREAD = "dynamo-stream-lease-";

	private final Records records = new Records();

	@Override
	protected DatabaseScanCheckpointStore store() {
		return store(this.time.options());
	}

	private DatabaseScanCheckpointStore store(LeaseOptions options) {
		return new InMemoryScanCheckpointStore(this.records, options);
	}

	@Override
	protected String text(String key) {
		return this.records.text(key);
	}

	@Override
	protected void text(String key, String text) {
		this.records.text(key, text);
	}

	@Test
	void failuresNameCheckpointPlaceAndRemedy() {
		DatabaseScanCheckpointStore store = store();
		Lease lease = store.open("nightly", OWNER);
		this.records.onAccess(this::fail);
		assertFails(() -> store.open("a b", OWNER), "Checkpoint 'a b' in memory could not be opened");
		assertFails(lease::load, "Checkpoint 'nightly' in memory could not be read");
		assertFails(() -> lease.save(checkpoint("nightly", 1)), "Checkpoint 'nightly' in memory could not be saved");
		assertFails(() -> store.delete("nightly"), "Checkpoint 'nightly' in memory could not be deleted");
		assertFails(store::findAll, "The checkpoints in memory could not be listed");
	}

	private void fail() {
		throw new IllegalStateException("it is broken");
	}

	private static void assertFails(Runnable call, String failure) {
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(call::run)
			.withMessage(failure + ": it is broken. Repair it.")
			.withCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void closingThrowsNothingOverTheFailureOfTheStore(CapturedOutput output) {
		Lease lease = open("nightly");
		lease.save(checkpoint("nightly", 1));
		this.records.onAccess(this::fail);
		assertThatNoException().isThrownBy(lease::close);
		assertThat(output)
			.contains("Checkpoint 'nightly' in memory could not be closed: it is broken. Repair it. It can "
					+ "be opened again in PT30S.");
	}

	@Test
	void renewalsGoOnAfterFailuresWhichAreWarnedOfOnce(CapturedOutput output) {
		try (Lease lease = open("nightly")) {
			this.records.onAccess(this::fail);
			this.time.pass(Duration.ofMinutes(2));
			assertThat(output).containsOnlyOnce("Checkpoint 'nightly' in memory could not be renewed: it is broken. "
					+ "Repair it. It is tried again; if it does not succeed within PT30S");
			this.records.onAccess(() -> {
			});
			this.time.pass(Duration.ofMinutes(2));
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> open("nightly"));
			this.records.onAccess(this::fail);
			this.time.pass(Duration.ofSeconds(10));
			assertThat(output.toString().split("could not be renewed", -1)).hasSize(3);
			this.records.onAccess(() -> {
			});
		}
	}

	@Test
	void saveThatFailsMakesUpForTheRenewalThatItHeldUp() {
		try (Lease lease = open("nightly")) {
			this.records.onAccess(() -> {
				this.records.onAccess(() -> {
				});
				passOnAnotherThread(Duration.ofSeconds(10));
				fail();
			});
			assertThatExceptionOfType(ScanCheckpointException.class)
				.isThrownBy(() -> lease.save(checkpoint("nightly", 1)));
			assertThatExceptionOfType(ScanCheckpointException.InUse.class).isThrownBy(() -> open("nightly"))
				.withMessageContaining("can be opened at 2026-01-01T00:00:40Z");
		}
	}

	private void passOnAnotherThread(Duration duration) {
		CompletableFuture.runAsync(() -> this.time.pass(duration)).join();
	}

	/**
	 * An interrupt while the database works may have had an effect there or not.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tryAgainWhatAnInterruptHasBrokenOff(boolean save) {
		try (Lease lease = open("nightly")) {
			AtomicInteger interrupts = new AtomicInteger();
			this.records.onAccess(() -> {
				if (interrupts.incrementAndGet() <= 2) {
					Thread.currentThread().interrupt();
					throw new IllegalStateException("interrupted");
				}
			});
			if (save) {
				lease.save(checkpoint("nightly", 1));
			}
			else {
				open("other").close();
			}
			assertThat(Thread.interrupted()).isTrue();
			assertThat(interrupts).hasValueGreaterThan(2);
			assertThat(store().findAll()).hasSize(save ? 1 : 0);
		}
	}

	@Test
	void scansThatKnowThatTheirLeaseIsLostAskNoMore() {
		Lease loser = open("nightly");
		this.time.jump(Duration.ofSeconds(30));
		open("nightly");
		assertThatExceptionOfType(ScanCheckpointException.LeaseLost.class)
			.isThrownBy(() -> loser.save(checkpoint("nightly", 1)));
		int accesses = this.records.accesses();
		assertThatExceptionOfType(ScanCheckpointException.LeaseLost.class)
			.isThrownBy(() -> loser.save(checkpoint("nightly", 1)));
		loser.close();
		assertThat(this.records.accesses()).isEqualTo(accesses);
	}

	@Test
	void leasesLastAsLongAsTold() {
		DatabaseScanCheckpointStore store = store(this.time.options().withDuration(Duration.ofMinutes(5)));
		store.open("nightly", OWNER);
		this.time.pass(Duration.ofSeconds(90));
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.open("nightly", OWNER))
			.withMessageContaining("can be opened at 2026-01-01T00:05:00Z");
		this.time.pass(Duration.ofSeconds(10));
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.open("nightly", OWNER))
			.withMessageContaining("can be opened at 2026-01-01T00:06:40Z");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT4.999S", "PT0S", "PT-1S", "PT24H0.001S" })
	void refusesDurationOutOfRange(Duration duration) {
		assertThatIllegalArgumentException().isThrownBy(() -> LeaseOptions.defaults().withDuration(duration))
			.withMessage("'leaseDuration' must be between 5 seconds and 1 day, but is " + duration);
	}

	@Test
	void namesHostsOfAnyCharacters() {
		store().open("nightly", new Owner("bürö😀" + "x".repeat(300), 42, NOW));
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> open("nightly"))
			.withMessageContaining("host 'b?r??" + "x".repeat(250) + "'");
	}

	/**
	 * In real time, since it is about threads.
	 */
	@Test
	void renewsLeasesByDaemonOfItsOwnThatEndsWithTheLastOfThem() {
		LeaseOptions options = LeaseOptions.defaults().withDuration(Duration.ofSeconds(5));
		try (DatabaseScanCheckpointStore store = store(options)) {
			assertThat(leaseThreads()).isZero();
			try (Lease lease = store.open("nightly", OWNER); Lease other = store.open("other", OWNER)) {
				int accesses = this.records.accesses();
				Awaitility.await().until(() -> this.records.accesses() >= accesses + 4);
				assertThat(leaseThreads()).isBetween(1L, 5L);
			}
			Awaitility.await().until(() -> leaseThreads() == 0);
			store.open("nightly", OWNER);
		}
		Awaitility.await().until(() -> leaseThreads() == 0);
	}

	@Test
	void saysThatTheStoreWasClosed() {
		DatabaseScanCheckpointStore store = store(LeaseOptions.defaults());
		store.close();
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.open("nightly", OWNER))
			.withMessage("Checkpoint 'nightly' in memory could not be opened: the store was closed. Open it before, or "
					+ "build another store.");
		open("nightly").close();
	}

	@Test
	void leaseThatTookLongToTakeHasNotExpiredWhenItIsGiven() {
		this.records.onAccess(() -> {
			if (this.records.accesses() == 2) {
				this.time.jump(Duration.ofSeconds(31));
			}
		});
		open("nightly");
		assertThatExceptionOfType(ScanCheckpointException.InUse.class).isThrownBy(() -> open("nightly"))
			.withMessageContaining("can be opened at 2026-01-01T00:01:01Z");
	}

	@Test
	void leaseThatWasTakenOverWhileItWasTakenIsNotGiven() {
		this.records.onAccess(() -> {
			if (this.records.accesses() == 2) {
				this.time.jump(Duration.ofSeconds(31));
				store().open("nightly", OWNER);
			}
		});
		assertThatExceptionOfType(ScanCheckpointException.InUse.class).isThrownBy(() -> open("nightly"));
	}

	/**
	 * As records that were changed by hand are, and collations that take two names for
	 * one.
	 */
	@Test
	@Timeout(60)
	void recordThatSeemsFreeAndIsNotIsTriedSomeTimes() {
		open("nightly").save(checkpoint("nightly", 1));
		this.time.jump(Duration.ofSeconds(30));
		DatabaseScanCheckpointStore store = new RefusingStore(this.records, this.time.options());
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.open("nightly", OWNER))
			.withMessageStartingWith("Checkpoint 'nightly' in memory could not be opened in 10 attempts: ")
			.withMessageEndingWith("delete the record.");
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.delete("nightly"))
			.withMessageStartingWith("Checkpoint 'nightly' in memory could not be deleted in 10 attempts: ");
	}

	@Test
	@Timeout(60)
	void renewalWithoutAnswerHoldsUpNoOther() {
		LeaseOptions options = LeaseOptions.defaults().withDuration(Duration.ofSeconds(5));
		CountDownLatch answer = new CountDownLatch(1);
		try (HangingStore store = new HangingStore(this.records, options, answer)) {
			store.open("hanging", OWNER);
			store.open("sound", OWNER);
			Awaitility.await().until(() -> store.hanging.get() == 1 && store.renewals.get() >= 2);
		}
		finally {
			answer.countDown();
		}
	}

	private static long leaseThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(LEASE_THREAD) && thread.isDaemon())
			.count();
	}

	/**
	 * A store in which renewals of one lease get no answer for a while.
	 */
	private static final class HangingStore extends InMemoryScanCheckpointStore {

		private final CountDownLatch answer;

		private final AtomicInteger hanging = new AtomicInteger();

		private final AtomicInteger renewals = new AtomicInteger();

		HangingStore(Records records, LeaseOptions options, CountDownLatch answer) {
			super(records, options);
			this.answer = answer;
		}

		@Override
		protected boolean extend(String key, Holder holder) {
			if (key.equals("hanging")) {
				this.hanging.incrementAndGet();
				awaitAnswer();
			}
			else {
				this.renewals.incrementAndGet();
			}
			return super.extend(key, holder);
		}

		private void awaitAnswer() {
			try {
				this.answer.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * A store whose writes find no record that is free.
	 */
	private static final class RefusingStore extends InMemoryScanCheckpointStore {

		RefusingStore(Records records, LeaseOptions options) {
			super(records, options);
		}

		@Override
		protected boolean take(String key, Holder holder, Instant now) {
			return false;
		}

		@Override
		protected boolean remove(String key, Instant now) {
			return false;
		}

	}

}

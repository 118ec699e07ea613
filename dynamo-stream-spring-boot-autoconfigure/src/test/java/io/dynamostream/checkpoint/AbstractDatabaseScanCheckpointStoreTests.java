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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpointStore.Owner;
import io.dynamostream.checkpoint.ScanCheckpoints.SavedCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every {@link DatabaseScanCheckpointStore} must do.
 *
 * @since 0.1.0
 */
@ExtendWith(OutputCaptureExtension.class)
public abstract class AbstractDatabaseScanCheckpointStoreTests extends AbstractScanCheckpointStoreTests {

	private static final Owner OTHER = new Owner("there", 7, NOW);

	protected final LeaseTime time = new LeaseTime();

	@Override
	protected abstract DatabaseScanCheckpointStore store();

	@Test
	void saysWhenCheckpointOfDeadProcessCanBeOpened() {
		open("nightly");
		this.time.jump(Duration.ofSeconds(29));
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> open("nightly"))
			.withMessageStartingWith("Checkpoint 'nightly' in " + store())
			.withMessageEndingWith("If that process has died, the checkpoint can be opened at 2026-01-01T00:00:30Z "
					+ "(now it is 2026-01-01T00:00:29Z).");
		this.time.jump(Duration.ofSeconds(1));
		open("nightly").close();
	}

	@Test
	void letsNobodySaveWhoseLeaseWasTakenOver() {
		try (Lease loser = open("nightly")) {
			loser.save(checkpoint("nightly", 1));
			this.time.jump(Duration.ofSeconds(30));
			try (Lease winner = store().open("nightly", OTHER)) {
				assertThat(winner.load()).contains(checkpoint("nightly", 1));
				assertLost(loser);
				assertThat(winner.load()).contains(checkpoint("nightly", 1));
				winner.save(checkpoint("nightly", 2));
				assertLost(loser);
				loser.close();
				winner.save(checkpoint("nightly", 3));
			}
		}
		assertThat(store().findAll()).extracting(SavedCheckpoint::checkpoint).containsExactly(checkpoint("nightly", 3));
	}

	private static void assertLost(Lease loser) {
		assertThatExceptionOfType(ScanCheckpointException.LeaseLost.class)
			.isThrownBy(() -> loser.save(checkpoint("nightly", 9)))
			.withMessageContaining("was taken over by process 7 on host 'there' since 2026-01-01T00:00:00Z, so another "
					+ "scan may have gone on from it")
			.withMessageContaining("not renewed for PT30S")
			.withMessageContaining("set a longer 'dynamo.stream.checkpoint.lease-duration'");
	}

	@Test
	void letsNobodySaveWhoseCheckpointWasTakenOverAndClosedOrDeleted() {
		Lease one = open("one");
		Lease two = open("two");
		two.save(checkpoint("two", 1));
		this.time.jump(Duration.ofSeconds(30));
		store().open("one", OTHER).close();
		assertThat(store().delete("two")).isTrue();
		for (Lease lost : new Lease[] { one, two }) {
			assertThatExceptionOfType(ScanCheckpointException.LeaseLost.class)
				.isThrownBy(() -> lost.save(checkpoint("one", 1)))
				.withMessageContaining("was taken over or deleted");
			lost.close();
		}
		assertThat(store().findAll()).isEmpty();
	}

	@Test
	void savesUnderLeaseThatHasExpiredAndNobodyHasTaken() {
		try (Lease lease = open("nightly")) {
			this.time.jump(Duration.ofHours(1));
			lease.save(checkpoint("nightly", 1));
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> open("nightly"));
		}
	}

	@Test
	void renewsLeaseWhileItIsOpen() {
		try (Lease lease = open("nightly")) {
			this.time.pass(Duration.ofMinutes(10));
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> open("nightly"))
				.withMessageContaining("is in use by process 42")
				.withMessageContaining("can be opened at 2026-01-01T00:10:30Z");
			lease.save(checkpoint("nightly", 1));
			this.time.pass(Duration.ofMinutes(10));
			assertThat(lease.load()).contains(checkpoint("nightly", 1));
		}
		assertThat(this.time.renewed()).isZero();
		open("nightly").close();
	}

	@Test
	void everySaveRenewsTheLease() {
		try (Lease lease = open("nightly")) {
			for (int i = 0; i < 4; i++) {
				this.time.jump(Duration.ofSeconds(20));
				lease.save(checkpoint("nightly", i));
			}
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> open("nightly"))
				.withMessageContaining("can be opened at 2026-01-01T00:01:50Z");
		}
	}

	@Test
	void warnsWhenRenewalFindsLeaseTakenOver(CapturedOutput output) {
		Lease loser = open("nightly");
		loser.save(checkpoint("nightly", 1));
		this.time.jump(Duration.ofSeconds(30));
		try (Lease winner = store().open("nightly", OTHER)) {
			this.time.pass(Duration.ofSeconds(10));
			assertThat(output).containsOnlyOnce("was taken over by process 7");
			assertThat(this.time.renewed()).isEqualTo(1);
			assertLost(loser);
			loser.close();
			winner.save(checkpoint("nightly", 2));
		}
	}

	@Test
	void deletesCheckpointOfDeadProcess() {
		open("nightly").save(checkpoint("nightly", 1));
		assertThat(store().find("nightly").orElseThrow().openedBy()).isEqualTo(OWNER.toString());
		assertThatExceptionOfType(ScanCheckpointException.InUse.class).isThrownBy(() -> store().delete("nightly"))
			.withMessageContaining("If that process has died, the checkpoint can be deleted at 2026-01-01T00:00:30Z");
		this.time.jump(Duration.ofSeconds(30));
		assertThat(store().find("nightly").orElseThrow().openedBy()).isNull();
		assertThat(store().delete("nightly")).isTrue();
		assertThat(store().findAll()).isEmpty();
	}

	@Test
	void deletesWhatIsLeftOfProcessThatDiedBeforeItsFirstSave() {
		open("nightly");
		assertThat(store().delete("nightly")).isFalse();
		assertThatExceptionOfType(ScanCheckpointException.InUse.class).isThrownBy(() -> open("nightly"));
		this.time.jump(Duration.ofSeconds(30));
		assertThat(store().delete("nightly")).isTrue();
		assertThat(store().delete("nightly")).isFalse();
	}

}

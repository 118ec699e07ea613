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

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpointStore.Owner;
import io.dynamostream.checkpoint.ScanCheckpoints.SavedCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every {@link ScanCheckpointStore} must do.
 *
 * @since 0.1.0
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class AbstractScanCheckpointStoreTests {

	protected static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	protected static final Owner OWNER = new Owner("here", 42, NOW);

	private static final int CONTESTS = 200;

	/**
	 * Return a store, as another process has it.
	 */
	protected abstract ScanCheckpointStore store();

	/**
	 * Return the text that is stored.
	 * @param key encoded name of the scan
	 */
	protected abstract String text(String key);

	/**
	 * Store another text.
	 * @param key encoded name of the scan
	 * @param text the text
	 */
	protected abstract void text(String key, String text);

	protected Lease open(String name) {
		return store().open(name, OWNER);
	}

	protected void save(String name) {
		try (Lease lease = open(name)) {
			lease.save(checkpoint(name, 1));
		}
	}

	protected static ScanCheckpoint checkpoint(String name, long items) {
		return new ScanCheckpoint(name, Map.of("segments", "2"),
				Map.of(0, new ScanCheckpoint.AtKey(Map.of("id", AttributeValue.fromS("a\nb ü 😀"))), 1,
						new ScanCheckpoint.Done()),
				items, 0, false, NOW);
	}

	@Test
	void hasNothingBeforeOneIsSaved() {
		assertThat(store().findAll()).isEmpty();
		assertThat(store().delete("nightly")).isFalse();
		open("nightly").close();
		assertThat(store().findAll()).isEmpty();
		assertThat(store().delete("nightly")).isFalse();
	}

	@Test
	void loadsWhatWasSavedLast() {
		try (Lease lease = open("nightly")) {
			assertThat(lease.load()).isEmpty();
			lease.save(checkpoint("nightly", 1));
			lease.save(checkpoint("nightly", 2));
			assertThat(lease.load()).contains(checkpoint("nightly", 2));
		}
		try (Lease lease = open("nightly")) {
			assertThat(lease.load()).contains(checkpoint("nightly", 2));
		}
	}

	@Test
	void findsAllByName() {
		Stream.of("b", "a", "ü/ö").forEach(this::save);
		assertThat(store().findAll()).extracting(SavedCheckpoint::name).containsExactly("a", "b", "ü/ö");
	}

	@Test
	void findsOneByName() {
		Stream.of("b", "a/b").forEach(this::save);
		assertThat(store().find("a/b")).contains(SavedCheckpoint.of(checkpoint("a/b", 1), null));
		assertThat(store().find("a")).isEmpty();
	}

	@Test
	void findsThoseThatAreOpenAndSaysByWhom() {
		try (Lease lease = open("nightly"); Lease other = open("unsaved")) {
			lease.save(checkpoint("nightly", 1));
			SavedCheckpoint saved = SavedCheckpoint.of(checkpoint("nightly", 1), OWNER.toString());
			assertThat(store().findAll()).containsExactly(saved);
			assertThat(store().find("nightly")).contains(saved);
			assertThat(store().find("unsaved")).isEmpty();
		}
		assertThat(store().find("nightly")).contains(SavedCheckpoint.of(checkpoint("nightly", 1), null));
	}

	@Test
	void deletesOneOnce() {
		save("nightly");
		save("other");
		assertThat(store().delete("nightly")).isTrue();
		assertThat(store().delete("nightly")).isFalse();
		assertThat(store().findAll()).extracting(SavedCheckpoint::checkpoint).containsExactly(checkpoint("other", 1));
		try (Lease lease = open("nightly")) {
			assertThat(lease.load()).isEmpty();
		}
	}

	@Test
	void refusesSecondOpener() {
		ScanCheckpointStore store = store();
		try (Lease lease = store.open("nightly", OWNER)) {
			for (ScanCheckpointStore second : List.of(store, store(), store())) {
				assertThatExceptionOfType(ScanCheckpointException.InUse.class)
					.isThrownBy(() -> second.open("nightly", new Owner("there", 7, NOW)))
					.withMessageStartingWith("Checkpoint 'nightly'")
					.withMessageContaining("is in use by process 42 on host 'here' since 2026-01-01T00:00:00Z. "
							+ "Wait for that scan to end, close its stream or cancel it, or give this one another name.");
			}
			lease.save(checkpoint("nightly", 1));
		}
		open("nightly").close();
	}

	@Test
	void refusesToDeleteOneThatIsOpen() {
		try (Lease lease = open("nightly")) {
			lease.save(checkpoint("nightly", 1));
			assertThatExceptionOfType(ScanCheckpointException.InUse.class).isThrownBy(() -> store().delete("nightly"))
				.withMessageContaining("is in use by process 42 on host 'here' since 2026-01-01T00:00:00Z. "
						+ "Cancel that scan or close its stream, and then delete the checkpoint.");
			assertThat(store().findAll()).hasSize(1);
		}
	}

	@Test
	void letsNobodySaveUnderLeaseThatIsClosed() {
		Lease lease = open("nightly");
		lease.save(checkpoint("nightly", 1));
		lease.close();
		lease.close();
		try (Lease next = open("nightly")) {
			lease.close();
			assertThatExceptionOfType(ScanCheckpointException.LeaseLost.class)
				.isThrownBy(() -> lease.save(checkpoint("nightly", 2)));
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> open("nightly"))
				.withMessageContaining("is in use by process 42");
			assertThat(next.load()).contains(checkpoint("nightly", 1));
			next.save(checkpoint("nightly", 3));
		}
		assertThat(store().findAll()).extracting(SavedCheckpoint::checkpoint).containsExactly(checkpoint("nightly", 3));
	}

	@Test
	void worksOnThreadThatIsInterrupted() {
		interrupt();
		try (Lease lease = open("nightly")) {
			interrupt();
			assertThat(lease.load()).isEmpty();
			interrupt();
			lease.save(checkpoint("nightly", 1));
			interrupt();
		}
		interrupt();
		assertThat(store().findAll()).extracting(SavedCheckpoint::checkpoint).containsExactly(checkpoint("nightly", 1));
		interrupt();
		assertThat(store().delete("nightly")).isTrue();
		assertThat(Thread.interrupted()).isTrue();
	}

	private static void interrupt() {
		Thread.interrupted();
		Thread.currentThread().interrupt();
	}

	@Test
	void refusesDamagedCheckpointAndKeepsIt() {
		save("nightly");
		String sound = text("nightly");
		for (int i = 0; i < sound.length(); i++) {
			int position = i;
			assertRefused(
					sound.substring(0, position) + (char) (sound.charAt(position) ^ 1) + sound.substring(position + 1),
					"it is damaged, its checksum does not match");
			assertRefused(sound.substring(0, position), "it is damaged, its checksum does not match");
		}
	}

	@Test
	void refusesCheckpointOfNewerFormatAndKeepsIt() {
		save("nightly");
		String json = text("nightly").split("\n")[0].replace("\"format\":1", "\"format\":2");
		assertRefused(withChecksum(json), "is of format 2, but this version of Dynamo Stream reads format 1. "
				+ "Use the version that has written it. Restore it, or delete it to begin anew.");
	}

	private void assertRefused(String text, String reason) {
		text("nightly", text);
		try (Lease lease = open("nightly")) {
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(lease::load)
				.withMessageContaining("nightly")
				.withMessageContaining("cannot be read: ")
				.withMessageContaining(reason);
		}
		assertThat(store().find("nightly").orElseThrow().error()).contains("nightly", "cannot be read: ", reason);
		assertThat(text("nightly")).isEqualTo(text);
	}

	@Test
	void damagedCheckpointHidesNoOtherAndCanBeDeleted() {
		Stream.of("a", "b", "c").forEach(this::save);
		text("b", "{}");
		assertThat(store().findAll()).extracting(SavedCheckpoint::name).containsExactly("a", "b", "c");
		assertThat(store().findAll()).extracting(SavedCheckpoint::checkpoint)
			.containsExactly(checkpoint("a", 1), null, checkpoint("c", 1));
		assertThat(store().findAll().get(1).error()).contains("it is damaged", "delete it to begin anew");
		assertThat(store().delete("b")).isTrue();
		assertThat(store().findAll()).hasSize(2);
	}

	/**
	 * Return a text with a checksum that is right.
	 * @param json the text
	 */
	protected static String withChecksum(String json) {
		CRC32 checksum = new CRC32();
		checksum.update(json.getBytes(StandardCharsets.UTF_8));
		return json + "\ncrc32 %08x\n".formatted(checksum.getValue());
	}

	@ParameterizedTest
	@ValueSource(strings = { "../up", "..", ".", "/etc/passwd", "a/b", "a\\b", "C:x", "a b", " a", "a ", "%2E", "nul\0",
			"täglich", "日次", "😀", "~", "*", "a.checkpoint", "'; DROP TABLE X --", "#1" })
	void takesNamesOfAnyCharacters(String name) {
		save(name);
		assertThat(store().findAll()).extracting(SavedCheckpoint::checkpoint).containsExactly(checkpoint(name, 1));
		assertThat(store().delete(name)).isTrue();
	}

	@Test
	void tellsNamesApart() {
		List<String> names = List.of("a b", "a%20b", "a_b", "a-b", "ab", "ab ", "AB", "Ab", "ä", "Ä", "a");
		names.forEach(this::save);
		assertThat(store().findAll()).extracting(SavedCheckpoint::name).containsExactlyInAnyOrderElementsOf(names);
	}

	@Test
	void refusesNameThatIsTooLong() {
		save("n".repeat(200));
		assertThatIllegalArgumentException().isThrownBy(() -> open("n".repeat(201)))
			.withMessageContaining("'nnnnnnnnnnnnnnnnnnnn...' of a scan is too long for a checkpoint")
			.withMessageContaining("at most 200");
		assertThatIllegalArgumentException().isThrownBy(() -> open("😀".repeat(17)));
	}

	@Test
	void keepsLargeCheckpointsWholeAsTheyGrowAndShrink() {
		try (Lease lease = open("nightly")) {
			for (int segments : new int[] { 1, 5000, 10, 3000, 5000, 0 }) {
				ScanCheckpoint checkpoint = large(segments);
				lease.save(checkpoint);
				assertThat(lease.load()).contains(checkpoint);
				assertThat(store().findAll()).extracting(SavedCheckpoint::checkpoint).containsExactly(checkpoint);
			}
			lease.save(large(5000));
		}
		assertThat(store().delete("nightly")).isTrue();
		save("nightly");
		assertThat(store().findAll()).extracting(SavedCheckpoint::checkpoint).containsExactly(checkpoint("nightly", 1));
	}

	private static ScanCheckpoint large(int segments) {
		Random random = new Random(segments);
		Map<Integer, ScanCheckpoint.Position> positions = new HashMap<>();
		IntStream.range(0, segments).forEach((segment) -> {
			byte[] bytes = new byte[60];
			random.nextBytes(bytes);
			positions.put(segment, new ScanCheckpoint.AtKey(Map.of("id", AttributeValue.fromS("user-" + segment), "at",
					AttributeValue.fromB(SdkBytes.fromByteArray(bytes)))));
		});
		return new ScanCheckpoint("nightly", Map.of(), positions, segments, 0, false, NOW);
	}

	@Test
	void lastsOverManyContestsThatExactlyOneWins() throws Exception {
		ScanCheckpointStore one = store();
		ScanCheckpointStore two = store();
		CyclicBarrier barrier = new CyclicBarrier(2);
		for (int i = 0; i < CONTESTS; i++) {
			String name = "nightly-" + i / 2;
			CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> contest(two, name, barrier),
					(task) -> new Thread(task).start());
			boolean won = contest(one, name, barrier);
			assertThat(won ^ other.get(1, TimeUnit.MINUTES)).isTrue();
		}
		assertThat(one.findAll()).hasSize(CONTESTS / 2);
	}

	/**
	 * Open, and keep it open until the other one has tried.
	 */
	private static boolean contest(ScanCheckpointStore store, String name, CyclicBarrier barrier) {
		try {
			barrier.await();
			try (Lease lease = store.open(name, OWNER)) {
				lease.save(checkpoint(name, 1));
				barrier.await();
				return true;
			}
			catch (ScanCheckpointException ex) {
				assertThat(ex).hasMessageContaining("is in use by");
				barrier.await();
				return false;
			}
		}
		catch (InterruptedException | BrokenBarrierException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

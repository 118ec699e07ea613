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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpointStore.Owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FileScanCheckpointStore}.
 */
class FileScanCheckpointStoreTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final Owner OWNER = new Owner("here", 42, NOW);

	@TempDir
	private Path parent;

	private Path directory() {
		return this.parent.resolve("store");
	}

	private Lease open(String name) {
		return store().open(name, OWNER);
	}

	private FileScanCheckpointStore store() {
		return new FileScanCheckpointStore(directory());
	}

	private static ScanCheckpoint checkpoint(String name, long items) {
		return new ScanCheckpoint(name, Map.of("segments", "2"), Map.of(0,
				new ScanCheckpoint.AtKey(Map.of("id", AttributeValue.fromS("a\nb"))), 1, new ScanCheckpoint.Done()),
				items, 0, false, NOW);
	}

	@Test
	void createsNothingBeforeOneIsOpened() {
		assertThat(store().findAll()).isEmpty();
		assertThat(store().delete("nightly")).isFalse();
		assertThat(directory()).doesNotExist();
	}

	@Test
	void loadsWhatWasSavedLast() {
		try (Lease lease = open("nightly")) {
			assertThat(lease.load()).isEmpty();
			lease.save(checkpoint("nightly", 1));
			lease.save(checkpoint("nightly", 2));
		}
		try (Lease lease = open("nightly")) {
			assertThat(lease.load()).contains(checkpoint("nightly", 2));
		}
	}

	@Test
	void findsAllByName() {
		Stream.of("b", "a", "ü/ö").forEach(this::save);
		assertThat(store().findAll()).extracting(ScanCheckpoint::name).containsExactly("a", "b", "ü/ö");
	}

	@Test
	void findsThoseThatAreOpen() {
		try (Lease lease = open("nightly")) {
			lease.save(checkpoint("nightly", 1));
			assertThat(store().findAll()).containsExactly(checkpoint("nightly", 1));
		}
	}

	private void save(String name) {
		try (Lease lease = open(name)) {
			lease.save(checkpoint(name, 1));
		}
	}

	@Test
	void deletesOneOnce() {
		save("nightly");
		assertThat(store().delete("nightly")).isTrue();
		assertThat(store().delete("nightly")).isFalse();
		assertThat(store().findAll()).isEmpty();
	}

	@Test
	void refusesSecondOpenerOfSameProcess() {
		try (Lease lease = open("nightly")) {
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> open("nightly"))
					.withMessage(
							"Checkpoint 'nightly' is in use by process 42 on host 'here' since 2026-01-01T00:00:00Z. "
									+ "Wait for that scan to end, close its stream or cancel it, or give this one another name.");
			}
			lease.save(checkpoint("nightly", 1));
		}
		open("nightly").close();
	}

	@Test
	void refusesSecondOpenerThatSeesDirectoryByAnotherPath() throws IOException {
		Path link = this.parent.resolve("link");
		try (Lease lease = open("nightly")) {
			Files.createSymbolicLink(link, directory());
			assertThatExceptionOfType(ScanCheckpointException.class)
				.isThrownBy(() -> new FileScanCheckpointStore(link).open("nightly", OWNER))
				.withMessageContaining("is in use by process 42");
		}
	}

	@Test
	void refusesToDeleteOneThatIsOpen() {
		try (Lease lease = open("nightly")) {
			lease.save(checkpoint("nightly", 1));
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store().delete("nightly"))
				.withMessageContaining("is in use by process 42");
			assertThat(store().findAll()).hasSize(1);
		}
	}

	@Test
	void refusesToSaveUnderLostLock() throws IOException {
		try (Lease lease = open("nightly")) {
			lease.save(checkpoint("nightly", 1));
			Files.delete(directory().resolve("nightly.lock"));
			assertThatExceptionOfType(ScanCheckpointException.LeaseLost.class)
				.isThrownBy(() -> lease.save(checkpoint("nightly", 2)))
				.withMessageContaining("nightly.lock")
				.withMessageContaining("another scan may have gone on from checkpoint 'nightly'");
		}
		assertThat(store().findAll()).containsExactly(checkpoint("nightly", 1));
	}

	@Test
	void savesOnThreadThatIsInterrupted() {
		try (Lease lease = open("nightly")) {
			Thread.currentThread().interrupt();
			lease.save(checkpoint("nightly", 1));
			assertThat(Thread.interrupted()).isTrue();
			lease.save(checkpoint("nightly", 2));
		}
		assertThat(store().findAll()).containsExactly(checkpoint("nightly", 2));
	}

	@Test
	void opensAndLoadsOnThreadThatIsInterrupted() {
		save("nightly");
		Thread.currentThread().interrupt();
		try (Lease lease = open("nightly")) {
			assertThat(lease.load()).isPresent();
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void keepsCheckpointThatCannotBeReplaced() throws IOException {
		try (Lease lease = open("nightly")) {
			lease.save(checkpoint("nightly", 1));
			Files.createDirectory(directory().resolve("nightly.checkpoint.next"));
			assertThatExceptionOfType(ScanCheckpointException.class)
				.isThrownBy(() -> lease.save(checkpoint("nightly", 2)))
				.withMessageContaining("nightly.checkpoint' cannot be written")
				.withMessageContaining("Let the process write there");
			assertThat(lease.load()).contains(checkpoint("nightly", 1));
		}
	}

	@Test
	void takesNoNoticeOfSaveThatWasBrokenOff() throws IOException {
		save("nightly");
		Files.writeString(directory().resolve("nightly.checkpoint.next"), "{\"for");
		try (Lease lease = open("nightly")) {
			assertThat(lease.load()).contains(checkpoint("nightly", 1));
			lease.save(checkpoint("nightly", 2));
			assertThat(lease.load()).contains(checkpoint("nightly", 2));
		}
		assertThat(store().findAll()).hasSize(1);
	}

	@Test
	void refusesDamagedFileAndKeepsIt() throws IOException {
		save("nightly");
		Path file = directory().resolve("nightly.checkpoint");
		byte[] sound = Files.readAllBytes(file);
		for (int i = 0; i < sound.length; i++) {
			byte[] damaged = sound.clone();
			damaged[i] ^= 1;
			assertRefused(file, damaged);
			assertRefused(file, Arrays.copyOf(sound, i));
		}
	}

	private void assertRefused(Path file, byte[] content) throws IOException {
		Files.write(file, content);
		try (Lease lease = open("nightly")) {
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(lease::load)
				.withMessage("Checkpoint file '%s' cannot be read: it is damaged, its checksum does not match. "
					.formatted(file) + "Restore it, or delete it to begin anew.");
		}
		assertThat(file).hasBinaryContent(content);
	}

	@Test
	void refusesFileOfNewerFormatAndKeepsIt() throws IOException {
		save("nightly");
		Path file = directory().resolve("nightly.checkpoint");
		String newer = Files.readString(file).split("\n")[0].replace("\"format\":1", "\"format\":2");
		CRC32 checksum = new CRC32();
		checksum.update(newer.getBytes(StandardCharsets.UTF_8));
		String content = newer + "\ncrc32 %08x\n".formatted(checksum.getValue());
		Files.writeString(file, content);
		try (Lease lease = open("nightly")) {
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(lease::load)
				.withMessageContaining("nightly.checkpoint' cannot be read")
				.withMessageContaining("is of format 2, but this version of Dynamo Stream reads format 1")
				.withMessageContaining("Use the version that has written it");
		}
		assertThat(file).hasContent(content);
	}

	@Test
	void refusesFileOfScanWhoseNameDiffersInCase() throws IOException {
		save("nightly");
		Files.move(directory().resolve("nightly.checkpoint"), directory().resolve("Nightly.checkpoint"));
		try (Lease lease = open("Nightly")) {
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(lease::load)
				.withMessageContaining("is of scan 'nightly', not of 'Nightly'")
				.withMessageContaining("Give one of them another name");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "../up", "..", ".", "/etc/passwd", "a/b", "a\\b", "C:x", "a b", "%2E", "nul\0", "täglich",
			"日次", "😀", "~", "*", "a.checkpoint" })
	void namesCannotLeaveTheDirectory(String name) throws IOException {
		save(name);
		try (Stream<Path> files = Files.list(directory()); Stream<Path> siblings = Files.list(this.parent)) {
			assertThat(files).hasSize(2)
				.allSatisfy((file) -> assertThat(file.getFileName().toString())
					.matches("[A-Za-z0-9_%-]+\\.(checkpoint|lock)"));
			assertThat(siblings).hasSize(1);
		}
		assertThat(store().findAll()).extracting(ScanCheckpoint::name).containsExactly(name);
	}

	@Test
	void differentNamesHaveDifferentFiles() {
		List<String> names = List.of("a b", "a%20b", "a_b", "a-b", "ab");
		names.forEach(this::save);
		assertThat(store().findAll()).extracting(ScanCheckpoint::name).containsExactlyInAnyOrderElementsOf(names);
	}

	@Test
	void refusesNameThatIsTooLongForFile() {
		save("n".repeat(200));
		assertThatIllegalArgumentException().isThrownBy(() -> open("n".repeat(201)))
			.withMessageContaining("'nnnnnnnnnnnnnnnnnnnn...' of a scan is too long for a file")
			.withMessageContaining("at most 200");
		assertThatIllegalArgumentException().isThrownBy(() -> open("😀".repeat(17)));
	}

	@Test
	void saysThatDirectoryCannotBeCreated() throws IOException {
		Files.writeString(directory(), "a file");
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> open("nightly"))
			.withMessageContaining("The directory '%s' for checkpoints cannot be created".formatted(directory()))
			.withMessageContaining("'dynamo.stream.checkpoint.directory'");
	}

	@Test
	void saysWhereCheckpointsAre() {
		assertThat(store()).hasToString("directory '%s'".formatted(directory()));
	}

}

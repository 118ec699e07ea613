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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpoints.SavedCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FileScanCheckpointStore}.
 */
class FileScanCheckpointStoreTests extends AbstractScanCheckpointStoreTests {

	@TempDir
	private Path parent;

	private Path directory() {
		return this.parent.resolve("store");
	}

	@Override
	protected FileScanCheckpointStore store() {
		return new FileScanCheckpointStore(directory());
	}

	@Override
	protected String text(String key) {
		try {
			return Files.readString(file(key));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	protected void text(String key, String text) {
		try {
			Files.writeString(file(key), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path file(String key) {
		return directory().resolve(key + ".checkpoint");
	}

	@Test
	void createsNothingBeforeOneIsOpened() {
		assertThat(store().findAll()).isEmpty();
		assertThat(store().delete("nightly")).isFalse();
		assertThat(directory()).doesNotExist();
	}

	@Test
	void doesNotTakeOneForOpenWhoseProcessHasDied() throws IOException {
		save("nightly");
		Files.writeString(directory().resolve("nightly.lock"), OWNER.toString());
		assertThat(store().find("nightly").orElseThrow().openedBy()).isNull();
		assertThat(directory().resolve("nightly.lock")).hasContent(OWNER.toString());
	}

	@Test
	@Timeout(60)
	void lookingKeepsNobodyFromOpening() throws Exception {
		save("nightly");
		AtomicBoolean done = new AtomicBoolean();
		try (OtherProcess other = OtherProcess.looking(directory())) {
			CompletableFuture<Void> looking = CompletableFuture.runAsync(() -> {
				while (!done.get()) {
					assertThat(store().find("nightly")).isPresent();
				}
			});
			for (int i = 0; i < 300; i++) {
				Files.writeString(directory().resolve("nightly.lock"), OWNER.toString());
				open("nightly").close();
			}
			done.set(true);
			looking.get();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "copy of nightly", "%", "%XX", "", "Nightly" })
	void showsFilesThatAreNotNamedLikeTheirScan(String name) throws IOException {
		save("nightly");
		Files.copy(directory().resolve("nightly.checkpoint"), directory().resolve(name + ".checkpoint"));
		assertThat(store().findAll()).hasSize(2)
			.filteredOn((entry) -> entry.error() != null)
			.singleElement()
			.satisfies((entry) -> assertThat(entry.error())
				.startsWith("Checkpoint file '%s' is of scan 'nightly', not of '"
					.formatted(directory().resolve(name + ".checkpoint"))));
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
	void refusesToSaveUnderLostLock() throws IOException {
		try (Lease lease = open("nightly")) {
			lease.save(checkpoint("nightly", 1));
			Files.delete(directory().resolve("nightly.lock"));
			assertThatExceptionOfType(ScanCheckpointException.LeaseLost.class)
				.isThrownBy(() -> lease.save(checkpoint("nightly", 2)))
				.withMessageContaining("nightly.lock")
				.withMessageContaining("another scan may have gone on from checkpoint 'nightly'");
		}
		assertThat(store().findAll()).extracting(SavedCheckpoint::checkpoint).containsExactly(checkpoint("nightly", 1));
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
		assertThat(store().findAll()).extracting(SavedCheckpoint::name).containsExactly(name);
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

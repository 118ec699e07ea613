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
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Keeps each checkpoint in a file of its own. A checkpoint is replaced as a whole or not
 * at all, and is on the disk when saving returns. While a scan has one open, the
 * operating system holds a lock for its process, so that another process can take over as
 * soon as the first has died. The directory must be on a file system whose locks are seen
 * by all processes that use it.
 * <p>
 * Nothing is created before a checkpoint is opened. A file that is damaged is never
 * overwritten. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class FileScanCheckpointStore implements ScanCheckpointStore {

	private static final String SUFFIX = ".checkpoint";

	private final Path directory;

	/**
	 * Create a store.
	 * @param directory where to keep the files; created when it is needed
	 */
	public FileScanCheckpointStore(Path directory) {
		Assert.notNull(directory, "'directory' must not be null");
		this.directory = directory.toAbsolutePath();
	}

	@Override
	public Lease open(String name, Owner owner) {
		CheckpointFile file = file(name);
		createDirectory();
		return new FileLease(file, CheckpointLock.acquire(lockPath(file), name, owner));
	}

	private void createDirectory() {
		try {
			Files.createDirectories(this.directory);
		}
		catch (IOException ex) {
			throw new ScanCheckpointException(
					("The directory '%s' for checkpoints cannot be created (%s). Let the process write there, or set "
							+ "another one with 'dynamo.stream.checkpoint.directory'.")
						.formatted(this.directory, ex),
					ex);
		}
	}

	@Override
	public List<SavedCheckpoint> findAll() {
		if (!Files.isDirectory(this.directory)) {
			return List.of();
		}
		List<SavedCheckpoint> found = new ArrayList<>();
		try (DirectoryStream<Path> paths = Files.newDirectoryStream(this.directory, "*" + SUFFIX)) {
			paths.forEach((path) -> saved(file(path)).ifPresent(found::add));
		}
		catch (IOException | DirectoryIteratorException ex) {
			throw new ScanCheckpointException(
					"The checkpoints in '%s' cannot be listed (%s). Let the process read there."
						.formatted(this.directory, ex),
					ex);
		}
		found.sort(Comparator.comparing(SavedCheckpoint::name));
		return found;
	}

	private static CheckpointFile file(Path path) {
		String name = CheckpointName.decode(encodedName(path));
		return new CheckpointFile(path, StringUtils.hasText(name) ? name : SUFFIX);
	}

	private static String encodedName(Path path) {
		return StringUtils.stripFilenameExtension(path.getFileName().toString());
	}

	private Optional<SavedCheckpoint> saved(CheckpointFile file) {
		if (!file.exists()) {
			return Optional.empty();
		}
		String openedBy = CheckpointLock.owner(lockPath(file));
		try {
			return file.read().map((checkpoint) -> SavedCheckpoint.of(checkpoint, openedBy));
		}
		catch (ScanCheckpointException ex) {
			return Optional.of(SavedCheckpoint.unreadable(file.name(), ex, openedBy));
		}
	}

	@Override
	public Optional<SavedCheckpoint> find(String name) {
		return saved(file(name));
	}

	@Override
	public boolean delete(String name) {
		CheckpointFile file = file(name);
		if (!file.exists()) {
			return false;
		}
		try (CheckpointLock lock = CheckpointLock.acquire(lockPath(file), name, null)) {
			return file.delete();
		}
	}

	private CheckpointFile file(String name) {
		return new CheckpointFile(this.directory.resolve(CheckpointName.encode(name) + SUFFIX), name);
	}

	private Path lockPath(CheckpointFile file) {
		return realDirectory().resolve(encodedName(file.path()) + ".lock");
	}

	/**
	 * Return the directory by the one path by which this process knows its locks.
	 */
	private Path realDirectory() {
		try {
			return this.directory.toRealPath();
		}
		catch (IOException ex) {
			throw new ScanCheckpointException(
					"The directory '%s' of checkpoints is not accessible (%s). Let the process read and write there."
						.formatted(this.directory, ex),
					ex);
		}
	}

	@Override
	public String toString() {
		return "directory '%s'".formatted(this.directory);
	}

	/**
	 * A checkpoint file under lock.
	 *
	 * @param file the file
	 * @param lock its lock
	 */
	private record FileLease(CheckpointFile file, CheckpointLock lock) implements Lease {

		@Override
		public Optional<ScanCheckpoint> load() {
			return this.file.read();
		}

		@Override
		public void save(ScanCheckpoint checkpoint) {
			this.lock.checkHeld();
			this.file.write(checkpoint);
		}

		@Override
		public void close() {
			this.lock.close();
		}

	}

}

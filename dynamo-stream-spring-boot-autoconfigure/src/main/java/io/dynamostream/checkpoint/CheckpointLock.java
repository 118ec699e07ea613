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
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.dynamostream.checkpoint.ScanCheckpointStore.Owner;

/**
 * A lock that the operating system holds for this process on a file. The file says who
 * holds it, and is left behind, since who deletes it could let two have a lock of that
 * name.
 */
final class CheckpointLock implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(CheckpointLock.class);

	/**
	 * Locks of this process. A process must not even open a file that it has locked:
	 * closing it again would free the lock.
	 */
	private static final Map<Path, String> held = new ConcurrentHashMap<>();

	/**
	 * Where the lock is, far behind the text, which others must be able to read.
	 */
	private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

	/**
	 * How often to try again while somebody just looks whether there is a lock, who may
	 * have to wait for a processor.
	 */
	private static final int TRIES = 100_000;

	private final Path path;

	private final String name;

	private final RandomAccessFile file;

	private final FileLock lock;

	private final @Nullable Object fileKey;

	private final AtomicBoolean closed = new AtomicBoolean();

	private CheckpointLock(Path path, String name, RandomAccessFile file, FileLock lock) throws IOException {
		this.path = path;
		this.name = name;
		this.file = file;
		this.lock = lock;
		this.fileKey = fileKey(path);
	}

	/**
	 * Lock, or fail at once.
	 * @param path real path of the file, whether it exists or not
	 * @param name name of the scan
	 * @param owner who wants it, or {@code null} if it is only to delete the checkpoint
	 */
	static CheckpointLock acquire(Path path, String name, @Nullable Owner owner) {
		String other = held.putIfAbsent(path, (owner != null) ? owner.toString() : "");
		if (other != null) {
			throw inUse(name, other, owner);
		}
		try {
			return lock(path, name, owner);
		}
		catch (IOException ex) {
			held.remove(path);
			throw new ScanCheckpointException(
					"The lock '%s' cannot be had (%s). Let the process write there, or use a file system with locks."
						.formatted(path, ex),
					ex);
		}
		catch (RuntimeException ex) {
			held.remove(path);
			throw ex;
		}
	}

	private static CheckpointLock lock(Path path, String name, @Nullable Owner owner) throws IOException {
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		try {
			FileLock lock = tryLock(file);
			if (lock == null) {
				throw inUse(name, read(file), owner);
			}
			write(file, (owner != null) ? owner.toString() : "");
			return new CheckpointLock(path, name, file, lock);
		}
		catch (IOException | RuntimeException ex) {
			file.close();
			throw ex;
		}
	}

	private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
		FileLock lock = tryLock(file, false);
		for (int i = 0; i < TRIES && lock == null && !isOwned(file); i++) {
			Thread.yield();
			lock = tryLock(file, false);
		}
		return lock;
	}

	/**
	 * Return whether somebody has the lock. Those who look share it, so that they keep
	 * nobody from it who tries again.
	 */
	private static boolean isOwned(RandomAccessFile file) throws IOException {
		try (FileLock shared = tryLock(file, true)) {
			return shared == null;
		}
	}

	private static @Nullable FileLock tryLock(RandomAccessFile file, boolean shared) throws IOException {
		try {
			return file.getChannel().tryLock(LOCKED_BYTE, 1, shared);
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	private static String read(RandomAccessFile file) throws IOException {
		byte[] text = new byte[(int) Math.min(file.length(), 1000)];
		file.readFully(text);
		return new String(text, StandardCharsets.UTF_8);
	}

	private static void write(RandomAccessFile file, String text) throws IOException {
		file.setLength(0);
		file.write(text.getBytes(StandardCharsets.UTF_8));
	}

	private static ScanCheckpointException inUse(String name, String other, @Nullable Owner owner) {
		return new ScanCheckpointException.InUse("Checkpoint '%s' is in use by %s. %s".formatted(name,
				other.isEmpty() ? "another process" : other,
				(owner != null)
						? "Wait for that scan to end, close its stream or cancel it, or give this one another name."
						: "Cancel that scan or close its stream, and then delete the checkpoint."));
	}

	/**
	 * Return who has locked, in words, or {@code null} if nobody has. It keeps nobody
	 * from locking.
	 * @param path real path of the file, whether it exists or not
	 */
	static @Nullable String owner(Path path) {
		AtomicReference<@Nullable String> found = new AtomicReference<>();
		held.compute(path, (key, owner) -> {
			found.set((owner != null) ? owner : ownerElsewhere(key));
			return owner;
		});
		return StringUtils.hasText(found.get()) ? found.get() : null;
	}

	private static @Nullable String ownerElsewhere(Path path) {
		if (!Files.exists(path)) {
			return null;
		}
		try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
			String owner = read(file);
			return (!owner.isEmpty() && isOwned(file)) ? owner : null;
		}
		catch (IOException ex) {
			logger.debug("The lock '%s' could not be looked at".formatted(path), ex);
			return null;
		}
	}

	private static @Nullable Object fileKey(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
	}

	String name() {
		return this.name;
	}

	/**
	 * Fail if somebody else could have locked as well, because the file was removed or
	 * replaced.
	 */
	void checkHeld() {
		boolean isHeld;
		try {
			isHeld = this.lock.isValid() && Objects.equals(this.fileKey, fileKey(this.path));
		}
		catch (IOException ex) {
			throw lost(ex);
		}
		if (!isHeld) {
			throw lost(null);
		}
	}

	private ScanCheckpointException.LeaseLost lost(@Nullable IOException cause) {
		return new ScanCheckpointException.LeaseLost(
				("The lock '%s' was lost, so another scan may have gone on from checkpoint '%s'. Do not remove or "
						+ "replace lock files while scans run.")
					.formatted(this.path, this.name),
				cause);
	}

	/**
	 * Closing it again has no effect, since another may hold the lock by then.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			release();
		}
	}

	private void release() {
		try (RandomAccessFile closed = this.file) {
			if (this.lock.isValid()) {
				write(closed, "");
			}
		}
		catch (IOException ex) {
			logger.debug("The lock '%s' could not be cleared".formatted(this.path), ex);
		}
		finally {
			held.remove(this.path);
		}
	}

}

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

package io.dynamostream.deadletter;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.springframework.util.Assert;

import io.dynamostream.ScanEvent;

/**
 * Keeps items that scans have skipped in a file, one line of JSON for each, from which
 * they can be {@linkplain #read(Path) read} again: <pre class="code">
 * try (DeadLetterFile failed = new DeadLetterFile(Path.of("failed-users.jsonl"), clock)) {
 * 	template.scan(User.class).skipFailedItems(failed).forEach(this::migrate).join();
 * }
 * </pre>
 * <p>
 * The items are in DynamoDB's JSON, in which each value names its type, with binaries in
 * Base64. New lines are appended, each given to the operating system before the scan goes
 * on, so that it survives the end of the process. A file that does not exist is created
 * readable by its owner only, where the file system knows owners, since it holds items.
 * <p>
 * Safe for use by several threads and scans.
 *
 * @since 0.1.0
 */
public final class DeadLetterFile implements Consumer<ScanEvent.ItemFailed<?>>, AutoCloseable {

	private final Path file;

	private final Clock clock;

	/**
	 * Not a channel, which an interrupt of one of the threads would close for all.
	 */
	private final FileOutputStream out;

	private final ReentrantLock lock = new ReentrantLock();

	private boolean endsWithinLine;

	/**
	 * Open a file, and create it and its directories if they do not exist.
	 * @param file the file, in the default file system
	 * @param clock tells when an item was recorded
	 * @throws UncheckedIOException if the file cannot be opened
	 */
	public DeadLetterFile(Path file, Clock clock) {
		Assert.notNull(file, "'file' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.file = file;
		this.clock = clock;
		try {
			create(file.toAbsolutePath());
			this.endsWithinLine = endsWithinLine(file);
			this.out = new FileOutputStream(file.toFile(), true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Dead-letter file '%s' cannot be opened. Name a file in a directory that may be written."
						.formatted(file),
					ex);
		}
	}

	private static void create(Path file) throws IOException {
		Path directory = file.getParent();
		if (directory != null && !Files.isDirectory(directory)) {
			Files.createDirectories(directory);
		}
		try {
			Files.createFile(file, permissions(file));
		}
		catch (FileAlreadyExistsException ex) {
			if (Files.isDirectory(file)) {
				throw new FileSystemException(file.toString(), null, "It is a directory");
			}
		}
	}

	private static FileAttribute<?>[] permissions(Path file) {
		boolean knowsOwners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
		return knowsOwners
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Return whether a process has ended while it wrote the last line, so that the next
	 * one must not go on with it.
	 */
	private static boolean endsWithinLine(Path file) throws IOException {
		try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
			content.seek(Math.max(0, content.length() - 1));
			int last = content.read();
			return last != -1 && last != '\n';
		}
	}

	/**
	 * Append an item.
	 * @param failed the item and its failure
	 * @throws UncheckedIOException if the file cannot be written or is closed, which
	 * fails the scan
	 */
	@Override
	public void accept(ScanEvent.ItemFailed<?> failed) {
		String line = DeadLetterLine.write(DeadLetter.of(failed, this.clock.instant()));
		this.lock.lock();
		try {
			append(line);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Dead-letter file '%s' cannot be written. Check that its disk is not full and that it is not closed."
						.formatted(this.file),
					ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void append(String line) throws IOException {
		byte[] bytes = ((this.endsWithinLine ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8);
		this.endsWithinLine = true;
		this.out.write(bytes);
		this.endsWithinLine = false;
		this.out.getFD().sync();
	}

	/**
	 * Read the items of a file, one at a time and in the order in which they were
	 * recorded. Lines that are damaged, such as one that was being written when a process
	 * was killed, are passed over, and are named by an {@link IllegalStateException} at
	 * the end of the stream, when all others have been read.
	 * @param file the file
	 * @return a stream that the caller closes
	 * @throws UncheckedIOException if the file cannot be opened
	 */
	public static Stream<DeadLetter> read(Path file) {
		Assert.notNull(file, "'file' must not be null");
		try {
			DeadLetterReader reader = new DeadLetterReader(file);
			return StreamSupport
				.stream(Spliterators.spliteratorUnknownSize(reader, Spliterator.ORDERED | Spliterator.NONNULL), false)
				.onClose(reader::close);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Dead-letter file '%s' cannot be opened. Name a file that exists and may be read.".formatted(file),
					ex);
		}
	}

	/**
	 * Close the file. Items that fail afterwards fail their scans.
	 * @throws UncheckedIOException if the file cannot be closed
	 */
	@Override
	public void close() {
		try {
			this.out.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Dead-letter file '%s' cannot be closed".formatted(this.file), ex);
		}
	}

}

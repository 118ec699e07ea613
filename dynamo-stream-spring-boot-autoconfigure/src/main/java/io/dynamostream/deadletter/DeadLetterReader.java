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

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/**
 * Reads the dead letters of a file one after another, and tells of damaged lines when
 * there are no others left.
 */
final class DeadLetterReader implements Iterator<DeadLetter>, AutoCloseable {

	private static final int END = -1;

	private final Path file;

	private final InputStream in;

	private final List<Long> damaged = new ArrayList<>();

	private long line;

	private boolean ended;

	private @Nullable DeadLetter next;

	DeadLetterReader(Path file) throws IOException {
		this.file = file;
		this.in = new BufferedInputStream(Files.newInputStream(file));
	}

	@Override
	public boolean hasNext() {
		while (this.next == null && !this.ended) {
			advance();
		}
		return this.next != null;
	}

	@Override
	public DeadLetter next() {
		DeadLetter letter = hasNext() ? this.next : null;
		if (letter == null) {
			throw new NoSuchElementException();
		}
		this.next = null;
		return letter;
	}

	private void advance() {
		byte[] bytes = nextLine();
		if (bytes != null) {
			this.line++;
			this.next = parse(bytes);
		}
		else {
			this.ended = true;
			throwIfDamaged();
		}
	}

	private byte @Nullable [] nextLine() {
		try {
			ByteArrayOutputStream line = new ByteArrayOutputStream();
			int next = this.in.read();
			boolean read = next != END;
			while (next != END && next != '\n') {
				line.write(next);
				next = this.in.read();
			}
			return read ? line.toByteArray() : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Dead-letter file '%s' cannot be read beyond line %d. Check its disk."
				.formatted(this.file, this.line), ex);
		}
	}

	/**
	 * Parse a line. What its damage is like is of no use, and would quote the item.
	 */
	private @Nullable DeadLetter parse(byte[] line) {
		try {
			return DeadLetterLine.read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString());
		}
		catch (IOException | RuntimeException ex) {
			this.damaged.add(this.line);
			return null;
		}
	}

	private void throwIfDamaged() {
		if (!this.damaged.isEmpty()) {
			throw new IllegalStateException(
					("Dead-letter file '%s' has damaged lines, the items of which could not be read: %s. All others have "
							+ "been. Correct these lines, or remove them.")
						.formatted(this.file, this.damaged));
		}
	}

	@Override
	public void close() {
		try {
			this.in.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Dead-letter file '%s' cannot be closed".formatted(this.file), ex);
		}
	}

}

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

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A file that holds a checkpoint: a line of JSON, and a line with its checksum. It is
 * read and written by streams, since an interrupt closes channels.
 *
 * @param path path of the file
 * @param name name of the scan
 */
record CheckpointFile(Path path, String name) {

	private static final Log logger = LogFactory.getLog(CheckpointFile.class);

	boolean exists() {
		return Files.exists(this.path);
	}

	Optional<ScanCheckpoint> read() {
		try (FileInputStream file = new FileInputStream(this.path.toFile())) {
			return Optional
				.of(CheckpointText.read(new String(file.readAllBytes(), StandardCharsets.UTF_8), this.name, this));
		}
		catch (FileNotFoundException ex) {
			if (exists()) {
				throw unreadable(ex);
			}
			return Optional.empty();
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	private ScanCheckpointException unreadable(IOException cause) {
		return new ScanCheckpointException("%s cannot be read: %s. Let the process read it.".formatted(this, cause),
				cause);
	}

	/**
	 * Replace the file, so that at any time there is the one before or this one on the
	 * disk.
	 */
	void write(ScanCheckpoint checkpoint) {
		boolean interrupted = Thread.interrupted();
		try {
			replace(CheckpointText.write(checkpoint));
		}
		catch (IOException ex) {
			throw new ScanCheckpointException(
					"%s cannot be written (%s). Let the process write there, and see that there is room."
						.formatted(this, ex),
					ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void replace(String text) throws IOException {
		Path next = this.path.resolveSibling(this.path.getFileName() + ".next");
		try (FileOutputStream file = new FileOutputStream(next.toFile())) {
			file.write(text.getBytes(StandardCharsets.UTF_8));
			file.getFD().sync();
		}
		Files.move(next, this.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		syncDirectory();
	}

	/**
	 * Let the move outlast a loss of power, on systems on which a directory can be
	 * opened.
	 */
	private void syncDirectory() {
		try (FileChannel directory = FileChannel.open(this.path.resolveSibling(""), StandardOpenOption.READ)) {
			directory.force(true);
		}
		catch (IOException ex) {
			logger.debug("The directory of %s could not be synced".formatted(this), ex);
		}
	}

	boolean delete() {
		try {
			return Files.deleteIfExists(this.path);
		}
		catch (IOException ex) {
			throw new ScanCheckpointException(
					"%s cannot be deleted (%s). Let the process write to its directory.".formatted(this, ex), ex);
		}
	}

	@Override
	public String toString() {
		return "Checkpoint file '%s'".formatted(this.path);
	}

}

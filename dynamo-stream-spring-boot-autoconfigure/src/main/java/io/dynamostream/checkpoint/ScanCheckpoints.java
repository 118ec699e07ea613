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

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * The checkpoints of resumable scans, as they are kept: those of scans that run, that
 * have stopped and that have finished. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface ScanCheckpoints {

	/**
	 * Return all checkpoints, whether they are open or not. One that cannot be read hides
	 * none of the others.
	 * @return the checkpoints, ordered by name
	 * @throws ScanCheckpointException if they cannot be listed
	 */
	List<SavedCheckpoint> findAll();

	/**
	 * Return the checkpoint of a scan.
	 * @param name name of the scan
	 * @return the checkpoint, or empty if none was saved
	 * @throws ScanCheckpointException if it cannot be looked for
	 * @throws IllegalArgumentException if no scan of that name can have one
	 */
	Optional<SavedCheckpoint> find(String name);

	/**
	 * Delete a checkpoint, whether it can be read or not, so that the next scan of this
	 * name begins anew.
	 * @param name name of the scan
	 * @return whether there was one
	 * @throws ScanCheckpointException if it cannot be deleted.
	 * {@link ScanCheckpointException.InUse} if a scan has it open, which must be
	 * cancelled first
	 * @throws IllegalArgumentException if no scan of that name can have one
	 */
	boolean delete(String name);

	/**
	 * A checkpoint that is kept.
	 *
	 * @param name name of the scan
	 * @param checkpoint what was saved last, or {@code null} if it cannot be read
	 * @param error why it cannot be read, and the remedy, or {@code null}
	 * @param openedBy who has it open, in words, or {@code null} if nobody has
	 */
	record SavedCheckpoint(String name, @Nullable ScanCheckpoint checkpoint, @Nullable String error,
			@Nullable String openedBy) {

		/**
		 * Create a saved checkpoint.
		 * @param name name of the scan
		 * @param checkpoint what was saved last, or {@code null} if it cannot be read
		 * @param error why it cannot be read, and the remedy, or {@code null}
		 * @param openedBy who has it open, in words, or {@code null} if nobody has
		 * @throws IllegalArgumentException if the name is blank, or if there is not
		 * either a checkpoint or an error
		 */
		public SavedCheckpoint {
			Assert.hasText(name, "'name' must not be blank");
			Assert.isTrue((checkpoint != null) != (error != null), "Either 'checkpoint' or 'error' must be null");
		}

		/**
		 * Return a checkpoint that was read.
		 * @param checkpoint the checkpoint
		 * @param openedBy who has it open, in words, or {@code null} if nobody has
		 * @return the saved checkpoint
		 */
		public static SavedCheckpoint of(ScanCheckpoint checkpoint, @Nullable String openedBy) {
			return new SavedCheckpoint(checkpoint.name(), checkpoint, null, openedBy);
		}

		/**
		 * Return a checkpoint that cannot be read.
		 * @param name name of the scan
		 * @param ex why it cannot be read
		 * @param openedBy who has it open, in words, or {@code null} if nobody has
		 * @return the saved checkpoint
		 */
		public static SavedCheckpoint unreadable(String name, ScanCheckpointException ex, @Nullable String openedBy) {
			return new SavedCheckpoint(name, null, String.valueOf(ex.getMessage()), openedBy);
		}

	}

}

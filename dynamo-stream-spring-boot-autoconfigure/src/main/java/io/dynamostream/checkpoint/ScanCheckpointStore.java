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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

import org.springframework.util.Assert;

/**
 * Keeps the checkpoints of scans, by the name of the scan, and lists, shows and deletes
 * them, as {@link ScanCheckpoints} says. Implementations are safe for use by several
 * threads. Their {@link Object#toString()} says where the checkpoints are, for messages.
 *
 * @since 0.1.0
 * @see FileScanCheckpointStore
 */
public interface ScanCheckpointStore extends ScanCheckpoints {

	/**
	 * Open a checkpoint for one scan and for no other until it is closed. If the process
	 * of the owner dies, another one can open it. A store that cannot see at once that a
	 * process has died lets its leases expire, renews them by itself while they are open,
	 * and refuses to save under one that somebody else has taken over.
	 * @param name name of the scan
	 * @param owner who opens it
	 * @return the lease, to be closed by the caller
	 * @throws ScanCheckpointException if the store cannot be reached.
	 * {@link ScanCheckpointException.InUse} if another owner has it, who is named in the
	 * message
	 */
	Lease open(String name, Owner owner);

	/**
	 * The right to save one checkpoint. Used by one thread at a time, but for
	 * {@link #isLost()}.
	 */
	interface Lease extends AutoCloseable {

		/**
		 * Load what was saved last.
		 * @return the checkpoint, or empty if there is none
		 * @throws ScanCheckpointException if there is one and it cannot be read
		 */
		Optional<ScanCheckpoint> load();

		/**
		 * Save a checkpoint in place of the one before. When this returns, it outlasts
		 * the process.
		 * @param checkpoint the checkpoint
		 * @throws ScanCheckpointException if it could not be saved; the one before is
		 * kept. {@link ScanCheckpointException.LeaseLost} if this lease is no longer
		 * valid
		 */
		void save(ScanCheckpoint checkpoint);

		/**
		 * Return whether the store has found that this lease is no longer valid, so that
		 * the scan tries to save, fails with {@link ScanCheckpointException.LeaseLost}
		 * and delivers no more. Asked after each item, by any thread, so it reads nothing
		 * from a store; {@code false} by default.
		 * @return whether it is known to be lost
		 */
		default boolean isLost() {
			return false;
		}

		/**
		 * Let others open the checkpoint.
		 */
		@Override
		void close();

	}

	/**
	 * Who has opened a checkpoint, for messages to those who cannot.
	 *
	 * @param host name of the host
	 * @param pid process id
	 * @param since when it was opened
	 */
	record Owner(String host, long pid, Instant since) {

		/**
		 * Create an owner.
		 * @param host name of the host
		 * @param pid process id
		 * @param since when it was opened
		 */
		public Owner {
			Assert.hasText(host, "'host' must not be blank");
			Assert.notNull(since, "'since' must not be null");
		}

		/**
		 * Return this process as owner.
		 * @param since the time now
		 * @return the owner
		 */
		public static Owner thisProcess(Instant since) {
			return new Owner(hostName(), ProcessHandle.current().pid(), since);
		}

		private static String hostName() {
			try {
				return InetAddress.getLocalHost().getHostName();
			}
			catch (UnknownHostException ex) {
				return "unknown";
			}
		}

		/**
		 * Return the owner in words.
		 */
		@Override
		public String toString() {
			return "process %d on host '%s' since %s".formatted(this.pid, this.host, this.since);
		}

	}

}

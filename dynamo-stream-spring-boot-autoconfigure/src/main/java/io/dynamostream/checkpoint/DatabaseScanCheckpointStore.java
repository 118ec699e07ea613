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

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

/**
 * Base of stores that keep checkpoints as records of a database, where nobody sees at
 * once that a process has died. Who opens a checkpoint gets a lease that expires unless
 * it is renewed, which the store does by itself, on daemon threads of its own. Another
 * process can take over a lease that has expired. The first one, should it still live,
 * then saves nothing more: each write has the condition that the token of the lease is
 * still its own.
 * <p>
 * So it does not depend on clocks that nothing is lost. If those of two hosts differ by
 * more than two thirds of the duration of leases, a checkpoint can be taken from a scan
 * that still runs, which then fails.
 * <p>
 * Subclasses read and write single records, each by one atomic operation. What they throw
 * is turned into a {@link ScanCheckpointException}. Every operation may be called again
 * after it has failed. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public abstract class DatabaseScanCheckpointStore implements ScanCheckpointStore, AutoCloseable {

	/**
	 * How often to read a record and then to find that it has changed.
	 */
	private static final int TURNS = 10;

	private final LeaseOptions options;

	private final TaskScheduler scheduler;

	/**
	 * Create a store.
	 * @param options how leases are kept
	 */
	protected DatabaseScanCheckpointStore(LeaseOptions options) {
		Assert.notNull(options, "'options' must not be null");
		this.options = options;
		this.scheduler = options.scheduler();
	}

	@Override
	public final Lease open(String name, Owner owner) {
		String key = CheckpointName.encode(name);
		String token = UUID.randomUUID().toString();
		call(name, "opened", () -> {
			acquire(name, key, token, owner);
			return true;
		});
		return ExpiringLease.start(this, name, key, holder(token, owner));
	}

	private void acquire(String name, String key, String token, Owner owner) {
		for (int turn = 0; turn < TURNS; turn++) {
			checkFree(name, key, token);
			Instant now = now();
			if (take(key, holder(token, owner), now) && !isRenewalDue(now)) {
				return;
			}
		}
		throw unsettled(name, "opened");
	}

	/**
	 * It is if it took long to take the lease, which counts from before that. Whoever has
	 * it can take it again.
	 */
	private boolean isRenewalDue(Instant taken) {
		return now().isAfter(taken.plus(renewalInterval()));
	}

	private ScanCheckpointException unsettled(String name, String participle) {
		return new ScanCheckpointException(
				("%s could not be %s in %d attempts: its record seems free, and then is not. Either others open it all "
						+ "the time, or the database is very slow, or somebody has changed the record. Try again, and if "
						+ "that does not help, delete the record.")
					.formatted(describe(name), participle, TURNS),
				null);
	}

	private void checkFree(String name, String key, @Nullable String token) {
		Instant now = now();
		read(key).map(Entry::holder)
			.filter((holder) -> !holder.token().equals(token) && !holder.isExpired(now))
			.ifPresent((holder) -> {
				throw inUse(name, holder, now, token == null);
			});
	}

	private ScanCheckpointException inUse(String name, Holder holder, Instant now, boolean deletes) {
		String remedy = deletes ? "Cancel that scan or close its stream, and then delete the checkpoint."
				: "Wait for that scan to end, close its stream or cancel it, or give this one another name.";
		return new ScanCheckpointException.InUse(
				"%s is in use by %s. %s If that process has died, the checkpoint can be %s at %s (now it is %s)."
					.formatted(describe(name), holder.owner(), remedy, deletes ? "deleted" : "opened",
							holder.expiresAt(), now));
	}

	@Override
	public final List<SavedCheckpoint> findAll() {
		List<Entry> entries = translate("The checkpoints in %s could not be listed".formatted(this), this::readAll);
		return entries.stream()
			.flatMap((entry) -> saved(CheckpointName.decode(entry.key()), entry).stream())
			.sorted(Comparator.comparing(SavedCheckpoint::name))
			.toList();
	}

	private Optional<SavedCheckpoint> saved(String name, Entry entry) {
		String text = entry.text();
		if (text == null) {
			return Optional.empty();
		}
		String openedBy = openedBy(entry.holder());
		try {
			return Optional.of(SavedCheckpoint.of(CheckpointText.read(text, name, describe(name)), openedBy));
		}
		catch (ScanCheckpointException ex) {
			return Optional.of(SavedCheckpoint.unreadable(name, ex, openedBy));
		}
	}

	private @Nullable String openedBy(@Nullable Holder holder) {
		return (holder != null && !holder.isExpired(now())) ? holder.owner().toString() : null;
	}

	@Override
	public final Optional<SavedCheckpoint> find(String name) {
		String key = CheckpointName.encode(name);
		return call(name, "read", () -> read(key)).flatMap((entry) -> saved(name, entry));
	}

	@Override
	public final boolean delete(String name) {
		String key = CheckpointName.encode(name);
		return call(name, "deleted", () -> {
			for (int turn = 0; turn < TURNS; turn++) {
				if (read(key).filter(this::isKept).isEmpty()) {
					return false;
				}
				checkFree(name, key, null);
				if (remove(key, now())) {
					return true;
				}
			}
			throw unsettled(name, "deleted");
		});
	}

	/**
	 * A scan that runs and has saved nothing keeps nothing. What is left of one that was
	 * killed before its first save is nobody's.
	 */
	private boolean isKept(Entry entry) {
		return entry.text() != null || openedBy(entry.holder()) == null;
	}

	/**
	 * Stop renewing leases. Those that are open expire, and no other can be opened.
	 */
	@Override
	public void close() {
		if (this.scheduler instanceof LeaseScheduler ownScheduler) {
			ownScheduler.destroy();
		}
	}

	/**
	 * Read a record, and see every write before.
	 * @param key key of the record, of at most 200 ASCII characters: letters, digits,
	 * {@code -}, {@code _} and {@code %}
	 * @return the record, or empty if there is none
	 */
	protected abstract Optional<Entry> read(String key);

	/**
	 * Read all records.
	 * @return the records, in any order
	 */
	protected abstract List<Entry> readAll();

	/**
	 * Take a lease if the record has none, this one or one that has expired. A record
	 * that does not exist is created.
	 * @param key key of the record
	 * @param holder who takes it, until when
	 * @param now what expires now or before has expired
	 * @return whether it was taken; if not, nothing was written
	 */
	protected abstract boolean take(String key, Holder holder, Instant now);

	/**
	 * Extend a lease if its token is still this one.
	 * @param key key of the record
	 * @param holder who has it, until when
	 * @return whether it was; if not, nothing was written
	 */
	protected abstract boolean extend(String key, Holder holder);

	/**
	 * Save a text and extend the lease if its token is still this one.
	 * @param key key of the record
	 * @param holder who has it, until when
	 * @param text the text, in ASCII, of any length
	 * @param finished whether the scan has come to its end
	 * @return whether it was; if not, nothing was written
	 */
	protected abstract boolean save(String key, Holder holder, String text, boolean finished);

	/**
	 * End a lease if its token is still this one. A record without a text is removed.
	 * @param key key of the record
	 * @param holder who has it
	 */
	protected abstract void release(String key, Holder holder);

	/**
	 * Remove a record if it has no lease, or one that has expired.
	 * @param key key of the record
	 * @param now what expires now or before has expired
	 * @return whether it was removed
	 */
	protected abstract boolean remove(String key, Instant now);

	/**
	 * Say in words why an operation has failed, and what to do about it. Do not quote
	 * messages that may hold a value.
	 * @param failure what the operation has thrown
	 * @return the fact and the remedy, as in "the table is missing. Create it."
	 */
	protected abstract String explain(RuntimeException failure);

	Holder holder(String token, Owner owner) {
		return new Holder(token, owner, now().plus(this.options.duration()));
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.options.clock().millis());
	}

	Duration leaseDuration() {
		return this.options.duration();
	}

	TaskScheduler scheduler() {
		return this.scheduler;
	}

	Instant nextRenewal() {
		return this.scheduler.getClock().instant().plus(this.options.renewalInterval());
	}

	Duration renewalInterval() {
		return this.options.renewalInterval();
	}

	String describe(String name) {
		return "Checkpoint '%s' in %s".formatted(name, this);
	}

	<T> T call(String name, String participle, Supplier<T> operation) {
		return translate("%s could not be %s".formatted(describe(name), participle), operation);
	}

	private <T> T translate(String failure, Supplier<T> operation) {
		try {
			return UninterruptedCall.get(operation);
		}
		catch (ScanCheckpointException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new ScanCheckpointException("%s: %s".formatted(failure, explain(ex)), ex);
		}
	}

	/**
	 * A record.
	 *
	 * @param key key of the record
	 * @param text the text that was saved last, or {@code null} if none was
	 * @param holder who has the lease, whether it has expired or not, or {@code null} if
	 * nobody has
	 */
	public record Entry(String key, @Nullable String text, @Nullable Holder holder) {

	}

	/**
	 * Who holds a lease.
	 *
	 * @param token tells this lease from all others, of 36 ASCII characters
	 * @param owner who has opened the checkpoint; its host has at most 255 ASCII
	 * characters
	 * @param expiresAt when the lease expires, in whole milliseconds
	 */
	public record Holder(String token, Owner owner, Instant expiresAt) {

		private static final int LONGEST_HOST = 255;

		/**
		 * Create a holder.
		 * @param token tells this lease from all others
		 * @param owner who has opened the checkpoint; characters of its host that are not
		 * ASCII are replaced
		 * @param expiresAt when the lease expires
		 */
		public Holder {
			owner = new Owner(plain(owner.host()), owner.pid(), owner.since());
		}

		private static String plain(String host) {
			String ascii = host.replaceAll("[^ -~]", "?");
			return ascii.substring(0, Math.min(LONGEST_HOST, ascii.length()));
		}

		boolean isExpired(Instant now) {
			return !this.expiresAt.isAfter(now);
		}

	}

}

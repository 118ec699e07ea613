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

import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.dynamostream.checkpoint.DatabaseScanCheckpointStore.Entry;
import io.dynamostream.checkpoint.DatabaseScanCheckpointStore.Holder;
import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;

/**
 * A lease that is renewed while it is open. It is used by a scan and renewed by a
 * scheduler, never both at once.
 */
final class ExpiringLease implements Lease {

	private static final Log logger = LogFactory.getLog(ExpiringLease.class);

	private final DatabaseScanCheckpointStore store;

	private final String name;

	private final String key;

	private final Holder holder;

	/**
	 * Held while the record is written.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Future<?> renewals;

	private volatile ScanCheckpointException.@Nullable LeaseLost lost;

	/**
	 * Whether it is time to renew it, and neither that nor a save has succeeded since.
	 */
	private volatile boolean due;

	private boolean closed;

	private boolean warned;

	private ExpiringLease(DatabaseScanCheckpointStore store, String name, String key, Holder holder) {
		this.store = store;
		this.name = name;
		this.key = key;
		this.holder = holder;
	}

	static ExpiringLease start(DatabaseScanCheckpointStore store, String name, String key, Holder holder) {
		ExpiringLease lease = new ExpiringLease(store, name, key, holder);
		lease.lock.lock();
		try {
			lease.renewals = store.scheduler()
				.scheduleWithFixedDelay(lease::renew, store.nextRenewal(), store.renewalInterval());
			return lease;
		}
		catch (RejectedExecutionException ex) {
			lease.close();
			throw new ScanCheckpointException(
					"%s could not be opened: the store was closed. Open it before, or build another store."
						.formatted(store.describe(name)),
					ex);
		}
		finally {
			lease.lock.unlock();
		}
	}

	@Override
	public Optional<ScanCheckpoint> load() {
		Optional<Entry> entry = this.store.call(this.name, "read", () -> this.store.read(this.key));
		return entry.map(Entry::text)
			.map((text) -> CheckpointText.read(text, this.name, this.store.describe(this.name)));
	}

	@Override
	public void save(ScanCheckpoint checkpoint) {
		String text = CheckpointText.write(checkpoint);
		this.lock.lock();
		try {
			checkHeld();
			if (!this.store.call(this.name, "saved",
					() -> this.store.save(this.key, extended(), text, checkpoint.finished()))) {
				throw lose();
			}
			renewed();
		}
		finally {
			this.lock.unlock();
			renewIfDue();
		}
	}

	private void renewed() {
		this.due = false;
		this.warned = false;
	}

	/**
	 * Make up for a renewal that found the lock taken by a save, which then has failed.
	 */
	private void renewIfDue() {
		if (this.due) {
			renew();
		}
	}

	private void checkHeld() {
		ScanCheckpointException.LeaseLost lost = this.lost;
		if (lost != null) {
			throw lost;
		}
		if (this.closed) {
			throw new ScanCheckpointException.LeaseLost(
					"%s was closed. Open it again.".formatted(this.store.describe(this.name)), null);
		}
	}

	private Holder extended() {
		return this.store.holder(this.holder.token(), this.holder.owner());
	}

	private ScanCheckpointException.LeaseLost lose() {
		ScanCheckpointException.LeaseLost lost = new ScanCheckpointException.LeaseLost(
				("%s %s, so another scan may have gone on from it. This happens when it was not renewed for %s, or when "
						+ "clocks differ. See that the process is not suspended, reaches the store and has the right time, "
						+ "or set a longer 'dynamo.stream.checkpoint.lease-duration'.")
					.formatted(this.store.describe(this.name), whatHasHappened(), this.store.leaseDuration()),
				null);
		this.lost = lost;
		stopRenewals();
		return lost;
	}

	private String whatHasHappened() {
		try {
			Optional<Entry> entry = this.store.call(this.name, "read", () -> this.store.read(this.key));
			return entry.map(Entry::holder)
				.map((other) -> "was taken over by " + other.owner())
				.orElse("was taken over or deleted");
		}
		catch (RuntimeException ex) {
			logger.debug("It is not known who has it now", ex);
			return "was taken over or deleted";
		}
	}

	/**
	 * Extend the lease, unless a save does just that.
	 */
	private void renew() {
		this.due = true;
		if (this.lock.tryLock()) {
			try {
				renewHeld();
			}
			catch (RuntimeException ex) {
				notRenewed(ex);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void renewHeld() {
		if (this.closed || this.lost != null) {
			return;
		}
		if (this.store.call(this.name, "renewed", () -> this.store.extend(this.key, extended()))) {
			renewed();
		}
		else {
			logger.warn(lose().getMessage());
		}
	}

	private void notRenewed(RuntimeException ex) {
		if (!this.warned) {
			this.warned = true;
			logger.warn("%s It is tried again; if it does not succeed within %s, another process can take it over."
				.formatted(ex.getMessage(), this.store.leaseDuration()));
			logger.debug("Cause of that", ex);
		}
	}

	@Override
	public boolean isLost() {
		return this.lost != null;
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				stopRenewals();
				release();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void stopRenewals() {
		if (this.renewals != null) {
			this.renewals.cancel(false);
		}
	}

	/**
	 * What was saved stays so, whatever becomes of the lease.
	 */
	private void release() {
		if (this.lost != null) {
			return;
		}
		try {
			this.store.call(this.name, "closed", () -> {
				this.store.release(this.key, extended());
				return true;
			});
		}
		catch (RuntimeException ex) {
			logger.warn("%s It can be opened again in %s.".formatted(ex.getMessage(), this.store.leaseDuration()));
			logger.debug("Cause of that", ex);
		}
	}

}

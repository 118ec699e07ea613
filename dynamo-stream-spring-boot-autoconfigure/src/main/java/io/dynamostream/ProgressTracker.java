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

package io.dynamostream;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanProgress.State;

/**
 * Counts what a scan does. Safe for use by several threads.
 */
final class ProgressTracker {

	private final String id = UUID.randomUUID().toString();

	private final ScanPlan<?> plan;

	private final Clock clock;

	private final ReentrantLock lifeLock = new ReentrantLock();

	private volatile Life life = new Life(State.PENDING, null, null);

	private @Nullable ScanProgress result;

	private final AtomicInteger segmentsStarted = new AtomicInteger();

	private final AtomicInteger segmentsDone = new AtomicInteger();

	private final LongAdder pages = new LongAdder();

	private final LongAdder items = new LongAdder();

	private final LongAdder scannedItems = new LongAdder();

	private final DoubleAdder consumedCapacity = new DoubleAdder();

	ProgressTracker(ScanPlan<?> plan, Clock clock) {
		this.plan = plan;
		this.clock = clock;
	}

	String id() {
		return this.id;
	}

	void started() {
		change((life) -> life.started(this.clock.instant()));
	}

	void paused(boolean paused) {
		change((life) -> life.paused(paused));
	}

	/**
	 * End in a state, unless the scan has ended already.
	 * @return whether this call ended it
	 */
	boolean ended(State state) {
		Life before = change((life) -> life.ended(state, this.clock.instant()));
		return !before.state().hasEnded();
	}

	private Life change(UnaryOperator<Life> change) {
		this.lifeLock.lock();
		try {
			Life before = this.life;
			Life after = change.apply(before);
			if (after.state().hasEnded() && !before.state().hasEnded()) {
				this.result = snapshot(after);
			}
			this.life = after;
			return before;
		}
		finally {
			this.lifeLock.unlock();
		}
	}

	void pageRead(Page page) {
		this.pages.increment();
		this.scannedItems.add(page.scannedItems());
		this.consumedCapacity.add(page.consumedCapacity());
		if (page.next().pages() == 1) {
			this.segmentsStarted.incrementAndGet();
		}
		if (page.next().isDone()) {
			this.segmentsDone.incrementAndGet();
		}
	}

	void itemsDelivered(int count) {
		this.items.add(count);
	}

	/**
	 * Return the progress now. It is final once the scan has ended: a page that was in
	 * flight may come later.
	 */
	ScanProgress snapshot() {
		Life life = this.life;
		ScanProgress result = life.state().hasEnded() ? this.result : null;
		return (result != null) ? result : snapshot(life);
	}

	private ScanProgress snapshot(Life life) {
		ScanTarget<?> target = this.plan.target();
		return new ScanProgress(this.id, this.plan.name(), target.tableName(), target.indexName(), target.itemType(),
				life.state(), life.startedAt(), life.endedAt(), segments(), this.pages.sum(), this.items.sum(),
				this.scannedItems.sum(), this.consumedCapacity.sum());
	}

	private ScanProgress.Segments segments() {
		int done = this.segmentsDone.get();
		int started = Math.max(done, this.segmentsStarted.get());
		int total = this.plan.segments();
		return new ScanProgress.Segments(total, total - started, started - done, done);
	}

	/**
	 * The state of a scan and when it came to it.
	 *
	 * @param state the state
	 * @param startedAt when the scan began to read
	 * @param endedAt when the scan ended
	 */
	private record Life(State state, @Nullable Instant startedAt, @Nullable Instant endedAt) {

		Life started(Instant now) {
			return switch (this.state) {
				case PENDING -> new Life(State.RUNNING, now, null);
				case PAUSED -> new Life(State.PAUSED, (this.startedAt != null) ? this.startedAt : now, null);
				default -> this;
			};
		}

		Life paused(boolean paused) {
			return this.state.hasEnded() ? this
					: new Life(paused ? State.PAUSED : resumedState(), this.startedAt, this.endedAt);
		}

		private State resumedState() {
			return (this.startedAt != null) ? State.RUNNING : State.PENDING;
		}

		Life ended(State state, Instant now) {
			return this.state.hasEnded() ? this : new Life(state, this.startedAt, now);
		}

	}

}

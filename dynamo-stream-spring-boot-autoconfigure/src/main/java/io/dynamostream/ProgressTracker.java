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

import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanDetails.Sample;
import io.dynamostream.ScanProgress.LastError;
import io.dynamostream.ScanProgress.Mode;
import io.dynamostream.ScanProgress.Rates;
import io.dynamostream.ScanProgress.Requests;
import io.dynamostream.ScanProgress.State;

/**
 * Counts what a scan does. Safe for use by several threads.
 */
final class ProgressTracker {

	private static final Duration LONG_ENOUGH_TO_MEASURE = Duration.ofSeconds(1);

	private final String id = UUID.randomUUID().toString();

	private final ScanPlan<?> plan;

	private volatile ScanPlan<?> inForce;

	private final Mode mode;

	private final Clock clock;

	private volatile SegmentCounts counts;

	private final AtomicLong failedItems = new AtomicLong();

	private final UnacknowledgedItems unacknowledged;

	private volatile long earlierItems;

	private volatile long earlierFailedItems;

	private final LongAdder retries = new LongAdder();

	private final LongAdder throttles = new LongAdder();

	private volatile @Nullable LastError lastError;

	private volatile @Nullable TableSize size;

	private volatile boolean sizeAnswered;

	/**
	 * Held weakly, because progress is kept after the end, and while a scan may be
	 * abandoned.
	 */
	private volatile WeakReference<PageSource> source = new WeakReference<>(null);

	private final ReentrantLock lock = new ReentrantLock();

	private final RecentSamples samples = new RecentSamples();

	private ScanLife life = ScanLife.PENDING;

	private @Nullable Double fractionDone;

	private @Nullable ScanDetails result;

	ProgressTracker(ScanPlan<?> plan, Mode mode, Clock clock) {
		this.plan = plan;
		this.inForce = plan;
		this.mode = mode;
		this.clock = clock;
		this.counts = new SegmentCounts(plan.segmentNumber().isKnown() ? plan.segments() : 0);
		this.unacknowledged = new UnacknowledgedItems(plan.maxUnacknowledgedItems());
	}

	String id() {
		return this.id;
	}

	/**
	 * Show the options of a plan from now on.
	 */
	void adopt(ScanPlan<?> inForce) {
		this.inForce = inForce;
	}

	/**
	 * Begin with the number of segments that was chosen for a size.
	 * @param size the size of what is scanned, or {@code null} if it cannot be known
	 */
	void begins(@Nullable TableSize size) {
		this.lock.lock();
		try {
			this.counts = new SegmentCounts(this.plan.segments());
		}
		finally {
			this.lock.unlock();
		}
		size(size);
	}

	/**
	 * Go on after earlier runs.
	 * @param doneSegments number of segments that are done
	 * @param items number of items that were delivered or have failed
	 * @param failedItems number of items that have failed
	 */
	void goesOn(int doneSegments, long items, long failedItems) {
		this.earlierItems = items - failedItems;
		this.earlierFailedItems = failedItems;
		this.lock.lock();
		try {
			this.counts.goesOn(doneSegments);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Set who knows about requests and pages in hand.
	 */
	void tracks(PageSource source) {
		this.source = new WeakReference<>(source);
	}

	private PageSource.Holdings holdings() {
		PageSource source = this.source.get();
		return (source != null) ? source.holdings() : new PageSource.Holdings(this.plan.maxConcurrency(), null, 0, 0);
	}

	/**
	 * Start, unless the scan has started already.
	 * @return whether this call started it
	 */
	boolean started() {
		ScanLife before = change(ScanLife::started);
		return before.startedAt() == null && !before.state().hasEnded();
	}

	void paused(boolean paused) {
		change(paused ? ScanLife::paused : ScanLife::resumed);
	}

	/**
	 * End in a state, unless the scan has ended already.
	 * @return whether this call ended it
	 */
	boolean ended(State state, @Nullable DynamoStreamException error) {
		if (state == State.FAILED && error != null && !hasEnded()) {
			failed(error);
		}
		ScanLife before = change((life, now) -> life.ended(state, now));
		return !before.state().hasEnded();
	}

	private void failed(DynamoStreamException error) {
		Throwable cause = (error.getCause() != null) ? error.getCause() : error;
		Integer segment = error.segment().isPresent() ? error.segment().getAsInt() : null;
		this.lastError = new LastError(cause.getClass().getName(), segment, error.messageWithoutItem());
	}

	private ScanLife change(BiFunction<ScanLife, Instant, ScanLife> change) {
		PageSource.Holdings holdings = holdings();
		this.lock.lock();
		try {
			Instant now = this.clock.instant();
			ScanLife before = this.life;
			this.life = change.apply(before, now);
			if (this.life.state() != before.state()) {
				this.samples.measureFrom(sample(now));
			}
			if (this.life.state().hasEnded() && !before.state().hasEnded()) {
				this.result = details(now, holdings.none());
				this.counts.forgetPositions();
			}
			return before;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Count a page. One that comes after the end is not counted.
	 * @return the number of pages read so far
	 */
	long pageRead(Page page) {
		this.lock.lock();
		try {
			if (this.result == null) {
				this.counts.pageRead(page);
				this.samples.add(sample(this.clock.instant()));
			}
			return this.counts.read().work().pages();
		}
		finally {
			this.lock.unlock();
		}
	}

	void itemsDelivered(int segment, int count) {
		this.counts.itemsDelivered(segment, count);
	}

	/**
	 * Count items that have failed.
	 * @return the number of all of them, in all runs
	 */
	long itemsFailed(int count) {
		return this.earlierFailedItems + this.failedItems.addAndGet(count);
	}

	/**
	 * Return the number of items that have failed, in all runs.
	 */
	long failedItems() {
		return this.earlierFailedItems + this.failedItems.get();
	}

	/**
	 * Return the items that the consumer has not acknowledged, if it does that itself.
	 */
	UnacknowledgedItems unacknowledged() {
		return this.unacknowledged;
	}

	/**
	 * Return the number of items delivered, in all runs.
	 */
	long items() {
		return this.earlierItems + this.counts.items();
	}

	void retrying(int segment, Throwable error, boolean throttled) {
		this.retries.increment();
		if (throttled) {
			throttled();
		}
		this.lastError = new LastError(error.getClass().getName(), segment, String.valueOf(error.getMessage()));
	}

	void throttled() {
		this.throttles.increment();
	}

	/**
	 * Take the size of what is scanned, or {@code null} if it cannot be known. Before
	 * that nothing is estimated, since what a few segments tell could be far too much,
	 * and would not be taken back.
	 */
	void size(@Nullable TableSize size) {
		this.size = size;
		this.sizeAnswered = true;
	}

	/**
	 * Return whether it is known how large it is, or that it cannot be known.
	 */
	boolean hasSizeAnswer() {
		return this.sizeAnswered;
	}

	boolean hasEnded() {
		return state().hasEnded();
	}

	State state() {
		this.lock.lock();
		try {
			return this.life.state();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the progress now. It is final once the scan has ended: a page that was in
	 * flight may come later.
	 */
	ScanProgress snapshot() {
		PageSource.Holdings holdings = holdings();
		this.lock.lock();
		try {
			return (this.result != null) ? this.result.progress() : snapshot(this.clock.instant(), holdings);
		}
		finally {
			this.lock.unlock();
		}
	}

	ScanDetails details() {
		PageSource.Holdings holdings = holdings();
		this.lock.lock();
		try {
			return (this.result != null) ? this.result : details(this.clock.instant(), holdings);
		}
		finally {
			this.lock.unlock();
		}
	}

	private ScanDetails details(Instant now, PageSource.Holdings holdings) {
		ScanProgress progress = snapshot(now, holdings);
		ScanExpressions expressions = this.plan.expressions();
		return new ScanDetails(progress, this.counts.details(), this.samples.all(), this.inForce.options(),
				expressions.names(), expressions.values());
	}

	private ScanProgress snapshot(Instant now, PageSource.Holdings holdings) {
		ScanTarget<?> target = this.plan.target();
		Sample sample = sample(now);
		this.samples.add(sample);
		Completeness completeness = completeness(sample);
		Double fraction = fractionDone(completeness);
		return new ScanProgress(this.id, this.plan.name(), target.tableName(), target.indexName(), target.itemType(),
				this.mode, this.life.state(), this.life.startedAt(), this.life.endedAt(), this.counts.byState(),
				requests(holdings), this.counts.read().work().pages(), sample.items(), sample.scannedItems(),
				this.failedItems.get(), this.unacknowledged.count(), sample.consumedCapacity(), rates(sample),
				(completeness != null) ? completeness.estimate() : null, fraction, timeLeft(completeness, sample),
				this.lastError);
	}

	private Sample sample(Instant now) {
		Work work = this.counts.read().work();
		return new Sample(now, this.counts.items(), work.scannedItems(), work.consumedCapacity());
	}

	private Requests requests(PageSource.Holdings holdings) {
		return new Requests(holdings.maxConcurrency(), holdings.readCapacity(), holdings.inFlight(),
				holdings.buffered(), this.retries.sum(), this.throttles.sum());
	}

	private @Nullable Completeness completeness(Sample now) {
		Completeness ofTable = this.sizeAnswered ? Completeness.of(this.counts.read(), this.plan, this.size) : null;
		Completeness ofLimit = this.plan.isLimited() ? Completeness.ofLimit(now.items(), this.plan.limit()) : null;
		return (ofLimit != null && (ofTable == null || ofLimit.fraction() > ofTable.fraction())) ? ofLimit : ofTable;
	}

	/**
	 * Return how much is done, which is never less than was said before, since estimates
	 * change.
	 */
	private @Nullable Double fractionDone(@Nullable Completeness completeness) {
		if (this.life.state() == State.COMPLETED) {
			return 1.0;
		}
		if (completeness != null) {
			this.fractionDone = Math.max((this.fractionDone != null) ? this.fractionDone : 0, completeness.fraction());
		}
		return this.fractionDone;
	}

	private Rates rates(Sample now) {
		Sample start = this.samples.windowStart(now);
		Duration window = this.life.state().hasEnded() ? Duration.ZERO : Duration.between(start.time(), now.time());
		Duration active = this.life.active(now.time());
		return new Rates(RecentSamples.perSecond(now.items() - start.items(), window),
				RecentSamples.perSecond(now.consumedCapacity() - start.consumedCapacity(), window),
				RecentSamples.perSecond(now.items(), active), RecentSamples.perSecond(now.consumedCapacity(), active));
	}

	/**
	 * Return how long the rest takes at the speed of late, unless more was found than
	 * there should be, so that nobody knows how much is left.
	 */
	private @Nullable Duration timeLeft(@Nullable Completeness completeness, Sample now) {
		Sample oldest = this.samples.oldest(now);
		Duration measured = Duration.between(oldest.time(), now.time());
		long scanned = now.scannedItems() - oldest.scannedItems();
		double done = (completeness != null) ? completeness.measured() : 0;
		if (done <= 0 || done > 1 || scanned == 0 || this.life.state() != State.RUNNING
				|| measured.compareTo(LONG_ENOUGH_TO_MEASURE) < 0) {
			return null;
		}
		double left = now.scannedItems() / done - now.scannedItems();
		return Duration.ofMillis(Math.round(measured.toMillis() * left / scanned));
	}

}

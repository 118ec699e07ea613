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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskRejectedException;

/**
 * The pages of a scan, read as the consumer takes them and no further ahead than the plan
 * allows. Reading happens in tasks that never wait for the consumer: room for a page is
 * reserved before it is requested, and a task that finds no room ends. So a source that
 * nobody takes from holds at most its bound of pages, and no thread.
 * <p>
 * Safe for use by several threads. All mutable state is guarded by one lock, which is
 * never held during I/O or calls to the consumer.
 */
final class PageSource {

	private final ScanPlan<?> plan;

	private final PageReader reader;

	private final ScanTasks tasks;

	private final ReadAhead readAhead;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private SegmentCursors cursors;

	private final PageSizes sizes;

	private final ReadSchedule schedule;

	private final Deque<Page> buffered = new ArrayDeque<>();

	private final Set<Read> reads = new HashSet<>();

	private final Map<Integer, Integer> pagesBySegment = new HashMap<>();

	/**
	 * Number of threads that wait for a page or are about to.
	 */
	private final AtomicInteger takers = new AtomicInteger();

	private int handedOut;

	private long pagesTaken;

	private long wanted;

	/**
	 * The plan whose bounds are in force, since the concurrency can be changed.
	 */
	private ScanPlan<?> bounds;

	private boolean paused;

	private boolean stopped;

	private boolean abandoned;

	private boolean drainedBeforeStop;

	private @Nullable DynamoStreamException failure;

	private @Nullable ExecutionCheckpoint checkpoint;

	/**
	 * Says where to begin, as long as that is to be found out.
	 */
	private @Nullable Supplier<ExecutionCheckpoint.Start> start;

	private boolean opening;

	private volatile Runnable onChange = () -> {
	};

	PageSource(ScanPlan<?> plan, PageReader reader, ScanTasks tasks, ReadAhead readAhead) {
		this.plan = plan;
		this.bounds = plan;
		this.reader = reader;
		this.tasks = tasks;
		this.readAhead = readAhead;
		this.cursors = new SegmentCursors(plan.segments());
		this.sizes = new PageSizes(plan);
		this.wanted = plan.limit();
		this.schedule = new ReadSchedule(tasks.delays());
	}

	/**
	 * Go on from a checkpoint, which is opened before the first page is read.
	 */
	void goesOnFrom(ExecutionCheckpoint checkpoint) {
		this.checkpoint = checkpoint;
		beginsWith(checkpoint::open);
	}

	/**
	 * Find out where to begin before the first page is read.
	 * @param start says it, and may block
	 */
	void beginsWith(Supplier<ExecutionCheckpoint.Start> start) {
		this.start = start;
	}

	/**
	 * Set what to call when a page has come, reading has ended or has failed. It must not
	 * block.
	 */
	void onChange(Runnable onChange) {
		this.onChange = onChange;
	}

	/**
	 * Take the next page, and wait for it.
	 * @return the page, or {@code null} after the last one
	 * @throws DynamoStreamException if reading has failed or the wait was interrupted
	 */
	@Nullable Page take() {
		this.takers.incrementAndGet();
		Page page;
		try {
			ask();
			page = awaitPage();
		}
		finally {
			this.takers.decrementAndGet();
		}
		if (page != null && this.takers.get() > 0) {
			ask();
		}
		return page;
	}

	private @Nullable Page awaitPage() {
		try {
			this.lock.lockInterruptibly();
			try {
				while ((this.buffered.isEmpty() || this.paused) && !isOver()) {
					this.changed.await();
				}
				throwIfFailed();
				return handOut((segment) -> true);
			}
			finally {
				this.lock.unlock();
			}
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/**
	 * Fail, because a thread was interrupted while it waited.
	 */
	DynamoStreamException interrupted(InterruptedException cause) {
		Thread.currentThread().interrupt();
		DynamoStreamException failure = this.plan
			.failure("was interrupted while it waited for a page. Run it again if that was not to end it.", cause);
		fail(failure);
		return failure;
	}

	private void throwIfFailed() {
		if (this.failure != null) {
			throw this.failure;
		}
		if (this.stopped && !this.abandoned && !this.drainedBeforeStop) {
			throw this.plan.failure("was closed before its end. Do not read from it after close().", null);
		}
	}

	/**
	 * Take the next page of an accepted segment, without waiting.
	 * @param accepted accepts segments by their number
	 * @return the page, or {@code null} if there is none now
	 */
	@Nullable Page poll(IntPredicate accepted) {
		this.lock.lock();
		try {
			return handOut(accepted);
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Page handOut(IntPredicate accepted) {
		for (Iterator<Page> pages = this.buffered.iterator(); pages.hasNext();) {
			Page page = pages.next();
			if (accepted.test(page.segment())) {
				pages.remove();
				this.handedOut++;
				this.pagesTaken++;
				return page;
			}
		}
		return null;
	}

	/**
	 * Give back a page that was taken and has been delivered, which makes room for
	 * another.
	 */
	void release(Page page) {
		this.lock.lock();
		try {
			this.reader.release(page);
			forgetReleasedIf(this.stopped || isRead() || pagesHeld() > this.bounds.maxPages());
			this.handedOut--;
			removeFromSegment(page.segment());
		}
		finally {
			this.lock.unlock();
		}
		startReads();
	}

	private void forgetReleasedIf(boolean unwanted) {
		if (unwanted) {
			this.reader.forgetReleased();
		}
	}

	private int pagesHeld() {
		return this.reads.size() + this.buffered.size() + this.handedOut;
	}

	/**
	 * Ask for pages, and start the requests that the demand allows.
	 */
	void ask() {
		this.lock.lock();
		try {
			this.readAhead.ask(this.pagesTaken);
		}
		finally {
			this.lock.unlock();
		}
		startReads();
	}

	/**
	 * Start the requests that may be in flight and are not.
	 */
	void startReads() {
		List<Read> started = new ArrayList<>();
		Supplier<ExecutionCheckpoint.Start> opening;
		this.lock.lock();
		try {
			opening = mustOpen() ? this.start : null;
			this.opening = this.opening || opening != null;
			for (Read read = new Read(); assign(read); read = new Read()) {
				started.add(read);
			}
		}
		finally {
			this.lock.unlock();
		}
		started.forEach(this::submit);
		if (opening != null) {
			submitOpening(opening);
		}
	}

	private boolean mustOpen() {
		return this.start != null && !this.opening && mayRead() && this.readAhead.requests(0) > 0;
	}

	private void submitOpening(Supplier<ExecutionCheckpoint.Start> start) {
		try {
			this.tasks.executor().execute(() -> open(start));
		}
		catch (TaskRejectedException ex) {
			fail(this.plan.rejected(ex));
		}
	}

	private void open(Supplier<ExecutionCheckpoint.Start> start) {
		try {
			begin(start.get());
		}
		catch (DynamoStreamException ex) {
			fail(ex);
		}
		catch (Throwable ex) {
			fail(this.plan.failure("failed when it began: " + ex, ex));
			throw ex;
		}
	}

	private void begin(ExecutionCheckpoint.Start start) {
		this.reader.expressions(start.expressions());
		this.lock.lock();
		try {
			this.cursors = new SegmentCursors(this.plan.segments(), start.positions());
			this.wanted = start.wanted();
			this.start = null;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		startReads();
		this.onChange.run();
	}

	private boolean assign(Read read) {
		if (!hasRoom()) {
			return false;
		}
		SegmentCursor cursor = this.cursors
			.next((segment) -> this.pagesBySegment.getOrDefault(segment, 0) < this.bounds.maxPagesPerSegment()
					&& this.schedule.mayStart(segment));
		if (cursor == null) {
			return false;
		}
		this.schedule.asking(this.reader.isLimited());
		read.assign(cursor, this.sizes.next(this.wanted, this.readAhead.countsItems()), this.schedule.epoch());
		this.pagesBySegment.merge(cursor.segment(), 1, Integer::sum);
		this.reads.add(read);
		return true;
	}

	private boolean hasRoom() {
		int held = this.buffered.size() + this.handedOut;
		return this.start == null && mayRead() && this.schedule.mayStart()
				&& this.reads.size() < Math.min(this.bounds.maxConcurrency(), this.readAhead.requests(held))
				&& pagesHeld() < this.bounds.maxPages();
	}

	private boolean mayRead() {
		return !this.stopped && !this.paused && this.wanted > 0;
	}

	/**
	 * Return whether a read may send its request now. If not, its segment is given back.
	 */
	private boolean mayBegin(Read read) {
		this.lock.lock();
		try {
			if (this.paused || read.aborted) {
				this.schedule.asking(false);
				giveBack(read);
				return false;
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void giveBack(Read read) {
		this.reads.remove(read);
		removeFromSegment(read.cursor.segment());
		this.cursors.giveBack(read.cursor);
	}

	/**
	 * Let the next read ask.
	 */
	private void permitted() {
		this.lock.lock();
		try {
			if (!this.schedule.asking(false)) {
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		startReads();
	}

	/**
	 * Start a read later, and with it all others or those of its segment.
	 */
	private void putOff(Read read, ReadPermit refused) {
		this.lock.lock();
		try {
			this.schedule.asking(false);
			this.schedule.putOff(read.cursor.segment(), refused, read.epoch);
			giveBack(read);
		}
		finally {
			this.lock.unlock();
		}
		this.tasks.after(refused.delay(), this::startReads);
		startReads();
	}

	private void submit(Read read) {
		try {
			read.runsAs(this.tasks.executor().submit(read));
		}
		catch (TaskRejectedException ex) {
			fail(this.plan.rejected(ex));
		}
	}

	/**
	 * Take in a page that was read.
	 * @return whether the read has been assigned another page
	 */
	private boolean received(Read read, Page page) {
		this.lock.lock();
		try {
			this.reads.remove(read);
			removeFromSegment(page.segment());
			this.cursors.giveBack(page.next());
			this.schedule.askAgain();
			if (!this.stopped) {
				this.readAhead.read(page.items().size());
				buffer(tracked(page, page.first(this.wanted)));
			}
			forgetReleasedIf(isRead());
			this.changed.signalAll();
			return assign(read);
		}
		finally {
			this.lock.unlock();
		}
	}

	private Page tracked(Page read, Page wanted) {
		return (this.checkpoint != null) ? this.checkpoint.read(wanted, wanted == read) : wanted;
	}

	private void buffer(Page page) {
		if (!page.items().isEmpty()) {
			this.buffered.add(page);
			this.pagesBySegment.merge(page.segment(), 1, Integer::sum);
			this.wanted -= page.items().size();
		}
		if (this.wanted == 0) {
			this.reads.forEach(Read::abort);
		}
	}

	/**
	 * Let positions be saved that move without a delivery, because a filter drops all
	 * items.
	 */
	private void saveIfDue() {
		if (this.checkpoint != null) {
			this.checkpoint.changed();
		}
	}

	private void removeFromSegment(int segment) {
		this.pagesBySegment.computeIfPresent(segment, (key, pages) -> (pages > 1) ? pages - 1 : null);
	}

	/**
	 * Fail, unless reading has stopped before.
	 */
	void fail(DynamoStreamException ex) {
		this.lock.lock();
		try {
			if (!this.stopped && this.wanted > 0 && !isDrained()) {
				this.failure = ex;
				stop();
			}
		}
		finally {
			this.lock.unlock();
		}
		this.onChange.run();
	}

	/**
	 * Stop reading for good, and let who takes from it know why, whatever there was left
	 * to take.
	 */
	void end(DynamoStreamException reason) {
		this.lock.lock();
		try {
			this.failure = (this.failure != null) ? this.failure : reason;
			stop();
		}
		finally {
			this.lock.unlock();
		}
		this.onChange.run();
	}

	/**
	 * Stop reading for good: requests in flight are aborted, buffered pages dropped and
	 * waiting threads woken.
	 */
	void close() {
		this.lock.lock();
		try {
			stop();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stop reading for good because of an error that one consumer reports: for others it
	 * is as if there were no more pages.
	 */
	void abandon() {
		this.lock.lock();
		try {
			this.abandoned = true;
			stop();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void stop() {
		this.drainedBeforeStop = this.drainedBeforeStop || (!this.stopped && isDrained());
		this.stopped = true;
		this.buffered.clear();
		this.reader.forgetReleased();
		this.reads.forEach(Read::abort);
		this.changed.signalAll();
	}

	/**
	 * Pause or resume. What resumes is to {@linkplain #startReads() start reads} after
	 * that.
	 */
	void paused(boolean paused) {
		this.lock.lock();
		try {
			this.paused = paused;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Heed the bounds of a plan from now on.
	 */
	void adopt(ScanPlan<?> bounds) {
		this.lock.lock();
		try {
			this.bounds = bounds;
			this.schedule.reset();
			this.reader.forgetReleased();
		}
		finally {
			this.lock.unlock();
		}
		startReads();
	}

	Holdings holdings() {
		this.lock.lock();
		try {
			return new Holdings(this.bounds.maxConcurrency(), this.reader.unitsPerSecond(), this.reads.size(),
					this.buffered.size());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether a page of an accepted segment waits to be taken.
	 * @param accepted accepts segments by their number
	 */
	boolean hasPage(IntPredicate accepted) {
		this.lock.lock();
		try {
			return this.buffered.stream().anyMatch((page) -> accepted.test(page.segment()));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether every page that is wanted has been read and taken.
	 */
	boolean isDrained() {
		this.lock.lock();
		try {
			return this.failure == null && this.buffered.isEmpty() && isRead();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isRead() {
		return this.wanted == 0 || this.cursors.areDone();
	}

	/**
	 * Return whether every page that is wanted has been read, taken and given back.
	 */
	boolean isDelivered() {
		this.lock.lock();
		try {
			return this.handedOut == 0 && isDrained();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isOver() {
		return this.stopped || isDrained();
	}

	@Nullable DynamoStreamException failure() {
		this.lock.lock();
		try {
			return this.failure;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A task that reads pages, one after another, for as long as there is room.
	 */
	private final class Read implements Runnable {

		private SegmentCursor cursor = SegmentCursor.notStarted(0);

		private @Nullable Integer limit;

		private int epoch;

		private @Nullable Future<?> future;

		private boolean aborted;

		void assign(SegmentCursor cursor, @Nullable Integer limit, int epoch) {
			this.cursor = cursor;
			this.limit = limit;
			this.epoch = epoch;
		}

		@Override
		public void run() {
			boolean more = true;
			while (more && mayBegin(this)) {
				more = readPage();
			}
		}

		private boolean readPage() {
			try {
				ReadPermit permit = PageSource.this.reader.ask(this.cursor, this.limit);
				if (!permit.isGranted()) {
					putOff(this, permit);
					return false;
				}
				permitted();
				Page page = PageSource.this.reader.read(this.cursor, permit);
				boolean more = received(this, page);
				startReads();
				PageSource.this.onChange.run();
				saveIfDue();
				return more;
			}
			catch (DynamoStreamException ex) {
				failed(ex);
				return false;
			}
			catch (Throwable ex) {
				failed(new DynamoStreamException(
						PageSource.this.plan.describe(this.cursor.segment()) + " failed: " + ex,
						PageSource.this.plan.target().tableName(), this.cursor.segment(), ex));
				throw ex;
			}
		}

		private void failed(DynamoStreamException ex) {
			PageSource.this.lock.lock();
			try {
				PageSource.this.reads.remove(this);
				PageSource.this.schedule.asking(false);
			}
			finally {
				PageSource.this.lock.unlock();
			}
			fail(ex);
		}

		void runsAs(Future<?> future) {
			PageSource.this.lock.lock();
			try {
				this.future = future;
				if (this.aborted) {
					future.cancel(true);
				}
			}
			finally {
				PageSource.this.lock.unlock();
			}
		}

		void abort() {
			this.aborted = true;
			if (this.future != null) {
				this.future.cancel(true);
			}
		}

	}

	/**
	 * Requests and pages in hand.
	 *
	 * @param maxConcurrency how many requests may be in flight
	 * @param readCapacity read capacity units per second that may be consumed, or
	 * {@code null} if there is no limit or none is known yet
	 * @param inFlight number of requests in flight
	 * @param buffered number of pages that wait to be taken
	 */
	record Holdings(int maxConcurrency, @Nullable Double readCapacity, int inFlight, int buffered) {

		/**
		 * Return what is in hand after the end: nothing.
		 */
		Holdings none() {
			return new Holdings(this.maxConcurrency, this.readCapacity, 0, 0);
		}

	}

}

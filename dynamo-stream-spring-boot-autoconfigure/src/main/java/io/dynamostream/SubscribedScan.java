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

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.util.Assert;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.ScanProgress.Mode;
import io.dynamostream.ScanProgress.State;

/**
 * A scan that emits as a subscriber demands. Whoever brings demand or a page drains:
 * emits until one of them is used up. One thread drains at a time; others leave it a
 * note, so that there is neither recursion nor waiting.
 *
 * @param <T> the item type
 */
final class SubscribedScan<T> implements ActiveScan, AcknowledgedScan {

	private final ScanEngine engine;

	private final DemandDriven demand;

	private final DefaultScanExecution execution;

	private final ProgressTracker progress;

	private final PageSource source;

	private final FailedItems<T> failedItems;

	private final ScanPlan<T> plan;

	/**
	 * If the subscriber acknowledges what is emitted.
	 */
	private final @Nullable Acknowledgments acknowledgments;

	private final UnacknowledgedItems unacknowledged;

	/**
	 * What was emitted last.
	 */
	private volatile @Nullable ManualAcknowledgment emitted;

	private final AtomicInteger notes = new AtomicInteger();

	private volatile @Nullable Downstream<T> downstream;

	private volatile @Nullable Throwable error;

	private final ReentrantLock steering = new ReentrantLock();

	private volatile @Nullable Stop stop;

	private volatile boolean paused;

	private @Nullable Page page;

	private Iterator<Map<String, AttributeValue>> items = Collections.emptyIterator();

	private int taken;

	SubscribedScan(ScanPlan<T> plan, ScanEngine engine) {
		this.plan = plan;
		this.engine = engine;
		this.demand = new DemandDriven(plan);
		this.execution = engine.execution(plan, Mode.PUBLISHER);
		this.progress = this.execution.tracker();
		this.source = engine.source(plan, this.execution, this.demand);
		this.failedItems = new FailedItems<>(plan, this.progress);
		this.acknowledgments = plan.isAcknowledgedManually()
				? new Acknowledgments(plan, this.execution, this.failedItems, this) : null;
		this.unacknowledged = this.progress.unacknowledged();
		this.source.onChange(this::onChange);
	}

	void begin(Downstream<T> downstream) {
		this.engine.endWhenAbandoned(this, this.execution, this.source);
		this.downstream = downstream;
		downstream.begin(this);
		drain();
	}

	void request(long items) {
		this.execution.started();
		this.demand.add(items);
		drain();
	}

	private void onChange() {
		try {
			this.engine.executor().execute(this::drain);
		}
		catch (TaskRejectedException ex) {
			drain();
		}
	}

	void refuse(Throwable error) {
		this.error = error;
		drain();
	}

	void dispose() {
		this.downstream = null;
		end(State.CANCELLED, null);
		this.source.close();
	}

	@Override
	public void pause(boolean paused) {
		this.steering.lock();
		try {
			Stop stop = this.stop;
			Assert.state(stop == null, () -> ("%s cannot be %s, because it is ending (%s). Start a new one.")
				.formatted(this.plan.describe(), paused ? "paused" : "resumed", stop));
			this.paused = paused;
			this.progress.paused(paused);
			this.source.paused(paused);
			this.execution.holds(paused ? this : null);
		}
		finally {
			this.steering.unlock();
		}
		onChange();
	}

	@Override
	public void adopt(ScanPlan<?> plan) {
		this.source.adopt(plan);
	}

	@Override
	public boolean cancel() {
		return stop(State.CANCELLED, this.plan.failure("was cancelled. Subscribe again.", null));
	}

	@Override
	public void fail(DynamoStreamException failure) {
		stop(State.FAILED, failure);
	}

	@Override
	public void interrupt() {
		if (this.acknowledgments == null) {
			endNow();
			return;
		}
		this.stop = new Stop(State.INTERRUPTED, this.plan.interrupted());
		this.source.close();
		onChange();
	}

	@Override
	public void endNow() {
		stop(State.INTERRUPTED, this.plan.interrupted());
	}

	/**
	 * Let who drains go on, or start a task: who acknowledges is not to emit.
	 */
	@Override
	public void roomMade() {
		if (this.notes.getAndUpdate((notes) -> (notes > 0) ? notes + 1 : 0) == 0) {
			onChange();
		}
	}

	@Override
	public void settled() {
		if (this.stop != null || this.source.isDelivered()) {
			roomMade();
		}
	}

	@Override
	public void endBy(Throwable error) {
		if (awaitsAcknowledgments()) {
			this.stop = new Stop(State.FAILED, failure(error));
		}
		this.error = error;
		onChange();
	}

	private boolean stop(State state, DynamoStreamException reason) {
		this.stop = new Stop(state, reason);
		boolean ended = end(state, reason);
		this.source.close();
		onChange();
		return ended;
	}

	/**
	 * End, and as it was stopped if it was: who drains may notice that first.
	 */
	private boolean end(State state, @Nullable DynamoStreamException error) {
		heedWhatWasSaid();
		Stop stop = this.stop;
		DynamoStreamException reason = (stop != null) ? stop.reason() : error;
		boolean ended = this.execution.ended((stop != null) ? stop.state() : state, reason);
		if (ended) {
			this.execution.complete();
		}
		return ended;
	}

	/**
	 * Heed what a subscriber has said that cancels before it returns from {@code onNext}.
	 */
	private void heedWhatWasSaid() {
		ManualAcknowledgment emitted = this.emitted;
		if (emitted != null) {
			emitted.returned();
		}
	}

	private void drain() {
		int missed = 1;
		if (this.notes.getAndIncrement() == 0) {
			while (missed != 0) {
				drainTo(this.downstream);
				missed = this.notes.addAndGet(-missed);
			}
		}
	}

	private void drainTo(@Nullable Downstream<T> downstream) {
		if (downstream == null) {
			return;
		}
		try {
			emit(downstream);
			endIfOver(downstream);
		}
		catch (Throwable ex) {
			end(downstream, State.FAILED, ex);
		}
	}

	private void emit(Downstream<T> downstream) {
		while (this.downstream != null && this.stop == null && this.error == null && !this.paused
				&& this.demand.isPositive() && this.unacknowledged.hasRoom()) {
			Page page = pageWithItem();
			if (page == null) {
				return;
			}
			Map<String, AttributeValue> attributes = this.items.next();
			this.taken++;
			emit(downstream, page, attributes);
		}
	}

	private void emit(Downstream<T> downstream, Page page, Map<String, AttributeValue> attributes) {
		T item = this.failedItems.map(page.segment(), attributes);
		if (item == null) {
			this.demand.skipped();
			skip(page);
		}
		else if (!emit(downstream, page, item, attributes)) {
			dispose();
		}
	}

	/**
	 * Emit an item.
	 * @return whether the subscriber got it, and not a cancellation that overtook it
	 */
	private boolean emit(Downstream<T> downstream, Page page, T item, Map<String, AttributeValue> attributes) {
		this.demand.emitted();
		if (this.acknowledgments != null) {
			return emit(downstream, item, acknowledgment(this.acknowledgments, page, attributes));
		}
		this.progress.itemsDelivered(page.segment(), 1);
		boolean emitted = downstream.next(this.execution, item, Unheeded.INSTANCE);
		if (emitted) {
			acknowledge(page, 1);
		}
		return emitted;
	}

	private boolean emit(Downstream<T> downstream, T item, ManualAcknowledgment acknowledgment) {
		this.emitted = acknowledgment;
		try {
			boolean emitted = downstream.next(this.execution, item, acknowledgment);
			acknowledgment.returned();
			return emitted;
		}
		catch (Throwable ex) {
			acknowledgment.forget();
			throw ex;
		}
	}

	/**
	 * Only who emits adds items, so there is still room for one.
	 */
	private ManualAcknowledgment acknowledgment(Acknowledgments acknowledgments, Page page,
			Map<String, AttributeValue> attributes) {
		this.unacknowledged.tryAdd();
		return acknowledgments.of(List.of(share(page, 1)), this.plan.skipsFailedItems()
				? List.of(FailedItems.RawItem.detached(page.segment(), attributes)) : List.of(), 1);
	}

	/**
	 * Return the item taken last, or what is left of it if it is skipped.
	 */
	private DeliveryLane.Share share(Page page, int items) {
		return new DeliveryLane.Share(page.segment(), items, page.acknowledgment(), this.taken - 1, this.taken);
	}

	private void acknowledge(Page page, int items) {
		if (this.acknowledgments != null) {
			this.acknowledgments.passOver(List.of(share(page, items)));
			return;
		}
		page.acknowledgment().upTo(this.taken);
		this.execution.acknowledged();
	}

	private void skip(Page page) {
		page.acknowledgment().skipped(this.taken - 1);
		acknowledge(page, 0);
	}

	private @Nullable Page pageWithItem() {
		releaseIfUsedUp();
		if (this.page == null) {
			this.page = this.source.poll((segment) -> true);
			this.taken = 0;
			this.items = (this.page != null) ? this.page.items().iterator() : Collections.emptyIterator();
		}
		return this.page;
	}

	private void releaseIfUsedUp() {
		Page page = this.page;
		if (page != null && !this.items.hasNext()) {
			forgetPage();
			if (this.acknowledgments != null) {
				page.acknowledgment().handedOut();
			}
			this.source.release(page);
		}
	}

	private void forgetPage() {
		this.page = null;
		this.items = Collections.emptyIterator();
	}

	private void endIfOver(Downstream<T> downstream) {
		releaseIfUsedUp();
		Throwable failure = failure();
		if (failure != null) {
			if (!awaitsAcknowledgments()) {
				end(downstream, State.FAILED, failure);
			}
		}
		else if (this.page == null && !this.paused && this.source.isDelivered() && this.unacknowledged.areSettled()) {
			this.failedItems.checkAtEnd();
			end(downstream, State.COMPLETED, null);
		}
		else {
			this.source.startReads();
		}
	}

	/**
	 * When the application shuts down, those who work on items may acknowledge them
	 * before the scan ends.
	 */
	private boolean awaitsAcknowledgments() {
		Stop stop = this.stop;
		return stop != null && stop.state() == State.INTERRUPTED && this.error == null && !this.progress.hasEnded()
				&& !this.unacknowledged.areSettled();
	}

	private @Nullable Throwable failure() {
		Stop stop = this.stop;
		if (stop != null) {
			return stop.reason();
		}
		return (this.error != null) ? this.error : this.source.failure();
	}

	private void end(Downstream<T> downstream, State state, @Nullable Throwable failure) {
		if (this.downstream == null) {
			return;
		}
		this.downstream = null;
		end(state, (failure != null) ? failure(failure) : null);
		this.source.close();
		Stop stop = this.stop;
		Throwable reported = (failure != null) ? failure : this.execution.error();
		if (stop != null && this.progress.state() == stop.state()) {
			downstream.error(stop.reason());
		}
		else if (reported != null) {
			downstream.error(reported);
		}
		else {
			downstream.complete();
		}
	}

	private DynamoStreamException failure(Throwable error) {
		return (error instanceof DynamoStreamException failure) ? failure
				: this.plan.failure("was ended by its subscriber: " + error.getClass().getName(), error);
	}

	/**
	 * Why a scan was stopped from outside.
	 *
	 * @param state the state in which it ends
	 * @param reason what its subscriber is told
	 */
	private record Stop(State state, DynamoStreamException reason) {

		@Override
		public String toString() {
			return this.state.toString();
		}

	}

	/**
	 * Where a scan emits to.
	 *
	 * @param <T> the item type
	 */
	interface Downstream<T> {

		/**
		 * Let demand and cancellation come.
		 */
		void begin(SubscribedScan<T> scan);

		/**
		 * Emit an item.
		 * @return whether the subscriber got it, and not a cancellation that overtook it
		 */
		boolean next(ScanExecution execution, T item, ScanEvent.Acknowledgment acknowledgment);

		void complete();

		void error(Throwable error);

	}

	/**
	 * Lets pages be read for the demand that those at hand do not meet and, from the
	 * second page on, one more. Adding demand is safe for use by several threads; items
	 * are emitted by one at a time; the rest is confined to the lock of the
	 * {@link PageSource}.
	 */
	private static final class DemandDriven implements ReadAhead {

		private final AtomicLong demanded = new AtomicLong();

		/**
		 * Items read that meet no demand.
		 */
		private final AtomicLong skipped = new AtomicLong();

		private final boolean limited;

		private final int pageSize;

		private long emitted;

		private long pagesRead;

		private long itemsRead;

		private long itemsBeforeLastPage;

		DemandDriven(ScanPlan<?> plan) {
			this.limited = plan.isLimited();
			Integer pageSize = plan.settings().get(ScanOption.PAGE_SIZE);
			this.pageSize = (pageSize != null) ? pageSize : PageSizes.LARGEST;
		}

		void add(long items) {
			this.demanded.accumulateAndGet(items, (sum, added) -> (sum + added < 0) ? Long.MAX_VALUE : sum + added);
		}

		boolean isPositive() {
			return this.emitted < this.demanded.get();
		}

		void emitted() {
			this.emitted++;
		}

		void skipped() {
			this.skipped.incrementAndGet();
		}

		@Override
		public void ask(long pagesTaken) {
		}

		@Override
		public void read(int items) {
			this.pagesRead++;
			this.itemsBeforeLastPage = this.itemsRead;
			this.itemsRead += items;
		}

		@Override
		public int requests(int pagesHeld) {
			long demanded = this.demanded.get();
			long skipped = this.skipped.get();
			if (demanded == Long.MAX_VALUE) {
				return (this.limited && this.pagesRead == 0) ? 1 : Integer.MAX_VALUE;
			}
			int ahead = (this.pagesRead > 1 && this.itemsBeforeLastPage - skipped < demanded) ? 1 : 0;
			return ahead + pagesFor(demanded - (this.itemsRead - skipped));
		}

		/**
		 * Return how many pages are needed at least, since none is larger than its limit.
		 */
		private int pagesFor(long items) {
			long pages = (items > 0) ? 1 + (items - 1) / this.pageSize : 0;
			return (int) Math.min(Integer.MAX_VALUE - 1, pages);
		}

		@Override
		public boolean countsItems() {
			return this.demanded.get() != Long.MAX_VALUE;
		}

	}

}

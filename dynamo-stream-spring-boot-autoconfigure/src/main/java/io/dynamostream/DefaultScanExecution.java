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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanProgress.State;

/**
 * What is known of a scan and how it is steered, whatever its mode. It outlives the scan
 * itself. Safe for use by several threads.
 */
final class DefaultScanExecution implements ScanExecution, PageReader.RequestObserver {

	private static final Log logger = LogFactory.getLog(DefaultScanExecution.class);

	/**
	 * A scan that ends before has no need of an estimate, and is not to pay a request for
	 * it.
	 */
	private static final long PAGES_BEFORE_ESTIMATE = 2;

	private final ScanPlan<?> plan;

	private final ProgressTracker progress;

	private final ScanLimits limits;

	private final ScanRegistry registry;

	private final ScanListener listener;

	private final TableSizes sizes;

	private final Completion completion = new Completion();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final ReentrantLock tellLock = new ReentrantLock();

	private volatile Supplier<? extends @Nullable ActiveScan> scan = () -> null;

	/**
	 * Only to be held.
	 */
	@SuppressWarnings("unused")
	private volatile @Nullable ActiveScan held;

	private final ReentrantLock steering = new ReentrantLock();

	private ScanPlan<?> inForce;

	private volatile @Nullable ExecutionCheckpoint checkpoint;

	private volatile @Nullable DynamoStreamException error;

	private volatile boolean begun;

	private boolean tellsStart;

	private @Nullable Runnable endToTell;

	DefaultScanExecution(ScanPlan<?> plan, ProgressTracker progress, ScanLimits limits, ScanEngine engine) {
		this.plan = plan;
		this.inForce = plan;
		this.progress = progress;
		this.limits = limits;
		this.registry = engine.registry();
		this.listener = engine.listener();
		this.sizes = engine.sizes();
	}

	ProgressTracker tracker() {
		return this.progress;
	}

	ScanLimits limits() {
		return this.limits;
	}

	/**
	 * Set where the position is saved.
	 */
	void savesTo(ExecutionCheckpoint checkpoint) {
		this.checkpoint = checkpoint;
	}

	@Nullable ExecutionCheckpoint checkpoint() {
		return this.checkpoint;
	}

	/**
	 * Note that items have been acknowledged.
	 * @throws DynamoStreamException if that could not be saved and the scan is to fail
	 */
	void acknowledged() {
		ExecutionCheckpoint checkpoint = this.checkpoint;
		if (checkpoint != null) {
			checkpoint.changed();
		}
	}

	/**
	 * Note that nothing that was delivered is left to acknowledge.
	 * @throws DynamoStreamException if that could not be saved and the scan is to fail
	 */
	void settled() {
		ExecutionCheckpoint checkpoint = this.checkpoint;
		if (checkpoint != null) {
			checkpoint.settled();
		}
	}

	/**
	 * Return whether nothing that was read is left to acknowledge.
	 */
	boolean isAcknowledged() {
		ExecutionCheckpoint checkpoint = this.checkpoint;
		return checkpoint == null || checkpoint.isAcknowledged();
	}

	/**
	 * Set what is steered.
	 */
	void steers(Supplier<? extends @Nullable ActiveScan> scan) {
		this.scan = scan;
	}

	/**
	 * Hold a scan, or let it go, because nothing else may hold it while it is paused.
	 */
	void holds(@Nullable ActiveScan scan) {
		this.held = this.progress.hasEnded() ? null : scan;
	}

	/**
	 * Begin to read, unless that was said before.
	 */
	void started() {
		if (!this.begun) {
			this.tellLock.lock();
			try {
				if (this.progress.started()) {
					this.registry.add(this);
					tellStart();
				}
				this.begun = true;
			}
			finally {
				this.tellLock.unlock();
			}
		}
	}

	/**
	 * Tell of the start, and then of the end if a listener has ended the scan meanwhile.
	 */
	private void tellStart() {
		this.tellsStart = true;
		this.listener.started(this);
		this.tellsStart = false;
		if (this.endToTell != null) {
			this.endToTell.run();
		}
	}

	@Override
	public ScanListener.PageRequest requesting(int segment, ReadPermit permit) {
		return new CountedRequest(segment, permit, this.progress, this.limits, this.listener.requesting(this, segment));
	}

	@Override
	public void pageRead(Page page) {
		if (this.progress.pageRead(page) == PAGES_BEFORE_ESTIMATE && !this.progress.hasSizeAnswer()) {
			this.sizes.ask(this.plan.target(), this.progress::size);
		}
	}

	/**
	 * Save the position, end and tell so, unless the scan has ended before. What waits
	 * for its completion is told by {@link #complete}. A scan that is complete and could
	 * not save that fails.
	 * @return whether this call ended it
	 */
	boolean ended(State state, @Nullable DynamoStreamException error) {
		this.tellLock.lock();
		try {
			DynamoStreamException notSaved = save(state);
			return (notSaved != null && state == State.COMPLETED) ? end(State.FAILED, notSaved) : end(state, error);
		}
		finally {
			this.tellLock.unlock();
		}
	}

	private @Nullable DynamoStreamException save(State state) {
		ExecutionCheckpoint checkpoint = this.checkpoint;
		this.checkpoint = null;
		return (checkpoint != null) ? checkpoint.close(state == State.COMPLETED) : null;
	}

	private boolean end(State state, @Nullable DynamoStreamException error) {
		boolean ended = this.progress.ended(state, error);
		if (ended) {
			this.error = error;
			this.scan = () -> null;
			this.held = null;
			this.registry.ended(this);
			tellEnd(error);
		}
		return ended;
	}

	/**
	 * Return what made the scan fail or stop, or {@code null}.
	 */
	@Nullable DynamoStreamException error() {
		return this.error;
	}

	private void tellEnd(@Nullable DynamoStreamException error) {
		if (this.tellsStart) {
			this.endToTell = () -> this.listener.ended(this, error);
		}
		else if (progress().startedAt() != null) {
			this.listener.ended(this, error);
		}
	}

	/**
	 * Let go who waits for the end.
	 */
	void complete() {
		this.completion.end(progress(), this.error);
		this.ended.complete(null);
	}

	/**
	 * Return a future that ends after the last call to the consumer has returned, which a
	 * user cannot end before.
	 */
	CompletableFuture<Void> ended() {
		return this.ended;
	}

	@Override
	public String id() {
		return this.progress.id();
	}

	@Override
	public String name() {
		return this.plan.name();
	}

	@Override
	public ScanProgress progress() {
		return this.progress.snapshot();
	}

	@Override
	public ScanDetails details() {
		return this.progress.details();
	}

	@Override
	public CompletableFuture<ScanProgress> completion() {
		return this.completion;
	}

	@Override
	public ScanProgress join() {
		try {
			return this.completion.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.plan
				.failure("goes on, but the thread that waited for its end was interrupted. cancel() ends it.", ex);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof DynamoStreamException failure) ? failure
					: new CompletionException(ex.getCause());
		}
	}

	@Override
	public void pause() {
		steer("be paused", (scan) -> {
			scan.pause(true);
			saveAtPause(scan);
		});
	}

	private void saveAtPause(ActiveScan scan) {
		ExecutionCheckpoint checkpoint = this.checkpoint;
		try {
			if (checkpoint != null) {
				checkpoint.paused(true);
			}
		}
		catch (DynamoStreamException ex) {
			scan.fail(ex);
		}
	}

	@Override
	public void resume() {
		steer("be resumed", (scan) -> {
			ExecutionCheckpoint checkpoint = this.checkpoint;
			if (checkpoint != null) {
				checkpoint.paused(false);
			}
			scan.pause(false);
		});
	}

	@Override
	public void maxConcurrency(int requestsInFlight) {
		change("change its concurrency", (settings) -> settings.maxConcurrency(requestsInFlight));
	}

	@Override
	public void readCapacity(double unitsPerSecond) {
		change(ReadCapacity.units(unitsPerSecond));
	}

	@Override
	public void readCapacityPercent(int percent) {
		change(ReadCapacity.percent(percent));
	}

	@Override
	public void readCapacity(String text) {
		change(ReadCapacity.parse(text));
	}

	@Override
	public void unlimitedReadCapacity() {
		change(ReadCapacity.unlimited());
	}

	private void change(ReadCapacity readCapacity) {
		String what = "change its read capacity";
		ScanOption.READ_CAPACITY.check(readCapacity);
		if (readCapacity.isPercent()) {
			steer(what, (scan) -> this.limits.learnCapacity(readCapacity));
		}
		change(what, (settings) -> settings.with(ScanOption.READ_CAPACITY, readCapacity));
	}

	@Override
	public void itemsPerSecond(double itemsPerSecond) {
		change(ItemsPerSecond.of(itemsPerSecond));
	}

	@Override
	public void itemsPerSecond(String text) {
		change(ItemsPerSecond.parse(text));
	}

	@Override
	public void unlimitedItemsPerSecond() {
		change(ItemsPerSecond.unlimited());
	}

	private void change(ItemsPerSecond itemsPerSecond) {
		change("change its items per second", (settings) -> settings.with(ScanOption.ITEMS_PER_SECOND, itemsPerSecond));
	}

	private void change(String what, UnaryOperator<ScanSettings> change) {
		this.steering.lock();
		try {
			ScanPlan<?> changed = this.inForce.withSettings(change);
			steer(what, (scan) -> {
				this.limits.adopt(changed);
				scan.adopt(changed);
			});
			this.progress.adopt(changed);
			this.inForce = changed;
		}
		finally {
			this.steering.unlock();
		}
	}

	private void steer(String what, Consumer<ActiveScan> action) {
		ActiveScan scan = this.scan.get();
		if (scan == null || this.progress.hasEnded()) {
			throw ended(what, this.progress.state());
		}
		action.accept(scan);
	}

	private IllegalStateException ended(String what, State state) {
		return new IllegalStateException("%s cannot %s, because it has ended or is ending (%s). Start a new one."
			.formatted(this.plan.describe(), what, state));
	}

	@Override
	public void cancel() {
		ActiveScan scan = this.scan.get();
		if (scan != null) {
			scan.cancel();
		}
	}

	void interrupt() {
		ActiveScan scan = this.scan.get();
		if (scan != null) {
			scan.interrupt();
		}
	}

	void endNow() {
		ActiveScan scan = this.scan.get();
		int unacknowledged = this.progress.unacknowledged().count();
		if (scan != null && unacknowledged > 0) {
			logger.warn(("%s ends with %d item(s) that are not acknowledged, because the application context waits no "
					+ "longer. Let it wait longer with 'spring.lifecycle.timeout-per-shutdown-phase'.")
				.formatted(this.plan.describe(), unacknowledged));
		}
		if (scan != null) {
			scan.endNow();
		}
	}

	/**
	 * A request whose retries are counted.
	 *
	 * @param segment number of the segment
	 * @param permit what it was charged
	 * @param progress who counts
	 * @param limits what slows down when requests are throttled
	 * @param observed who else wants to know
	 */
	private record CountedRequest(int segment, ReadPermit permit, ProgressTracker progress, ScanLimits limits,
			ScanListener.PageRequest observed) implements ScanListener.PageRequest {

		@Override
		public void retrying(Throwable error, boolean throttled) {
			this.progress.retrying(this.segment, error, throttled);
			if (throttled) {
				this.limits.throttled(this.segment, error);
			}
			else {
				this.limits.wasted(this.permit);
			}
			this.observed.retrying(error, throttled);
		}

		@Override
		public void answered(ScanListener.PageRead page) {
			this.observed.answered(page);
		}

		@Override
		public void failed(Throwable error) {
			if (RetryObserver.isThrottled(error)) {
				this.limits.giveBack(this.permit);
				this.progress.throttled();
			}
			this.observed.failed(error);
		}

	}

	/**
	 * A future whose cancellation cancels the scan.
	 */
	private final class Completion extends CompletableFuture<ScanProgress> {

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			ActiveScan scan = DefaultScanExecution.this.scan.get();
			return scan != null && scan.cancel() && super.cancel(mayInterruptIfRunning);
		}

		private void end(ScanProgress result, @Nullable DynamoStreamException error) {
			if (result.state() == State.CANCELLED) {
				super.cancel(false);
			}
			else if (error != null) {
				completeExceptionally(error);
			}
			else {
				complete(result);
			}
		}

	}

}

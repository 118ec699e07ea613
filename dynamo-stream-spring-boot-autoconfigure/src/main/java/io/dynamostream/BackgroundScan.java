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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.util.Assert;

import io.dynamostream.ScanProgress.State;

/**
 * A scan that delivers to a consumer in the background. Each of its {@link DeliveryLane}s
 * makes one call to the consumer at a time. A lane runs as a task that ends when there is
 * nothing to deliver and is started again when a page comes, so that no thread waits for
 * DynamoDB. The scan ends when its last task has.
 * <p>
 * Safe for use by several threads. All mutable state is guarded by one lock, which is
 * never held during calls to the consumer.
 *
 * @param <T> the item type
 */
final class BackgroundScan<T> implements ActiveScan, AcknowledgedScan {

	private static final Log logger = LogFactory.getLog(BackgroundScan.class);

	/**
	 * How long to wait for another thread that is saving the last position.
	 */
	private static final long FINISH_SECONDS = 10;

	private static final String RETRY_INTERRUPTED = "was interrupted while it waited to call its consumer again. "
			+ "The items of that call were not delivered. Run it again.";

	private final ScanPlan<T> plan;

	private final PageSource source;

	private final DefaultScanExecution execution;

	private final ProgressTracker progress;

	private final ItemConsumer<T> consumer;

	private final AsyncTaskExecutor executor;

	private final FailedItems<T> failedItems;

	private final DeliveryRetry retry;

	private final ScanEvent.Acknowledgment automatic;

	/**
	 * If the consumer acknowledges what is delivered to it.
	 */
	private final @Nullable Acknowledgments acknowledgments;

	private final UnacknowledgedItems unacknowledged;

	/**
	 * Made when a page comes that no other lane may take.
	 */
	private final List<DeliveryLane<T>> lanes = new CopyOnWriteArrayList<>();

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Signalled when the scan is paused, resumed or to end.
	 */
	private final Condition steered = this.lock.newCondition();

	private int tasks = 1;

	private boolean finishing;

	private volatile boolean paused;

	private volatile @Nullable Ending ending;

	private volatile boolean endsAtOnce;

	private @Nullable Thread finisher;

	BackgroundScan(ScanPlan<T> plan, PageSource source, DefaultScanExecution execution, ItemConsumer<T> consumer,
			AsyncTaskExecutor executor) {
		this.plan = plan;
		this.source = source;
		this.execution = execution;
		this.progress = execution.tracker();
		this.consumer = consumer;
		this.executor = executor;
		this.failedItems = new FailedItems<>(plan, this.progress, consumer::failed);
		this.retry = new DeliveryRetry(plan, this::waitUnlessEnding);
		this.automatic = new AutomaticAcknowledgment(plan.describe());
		this.acknowledgments = plan.isAcknowledgedManually()
				? new Acknowledgments(plan, execution, this.failedItems, this) : null;
		this.unacknowledged = this.progress.unacknowledged();
		source.onChange(this::onChange);
	}

	void start() {
		try {
			this.executor.execute(this::begin);
		}
		catch (TaskRejectedException ex) {
			DynamoStreamException rejected = this.plan.rejected(ex);
			end(new Ending(State.FAILED, rejected));
			taskEnded();
			throw rejected;
		}
	}

	private void begin() {
		try {
			this.execution.started();
			start(this.consumer);
			this.source.ask();
		}
		catch (Throwable ex) {
			fail(ex);
		}
		taskEnded();
	}

	/**
	 * Go on after a page has come, reading has ended or failed, or the scan was resumed.
	 */
	private void onChange() {
		DynamoStreamException failure = this.source.failure();
		if (failure != null) {
			end(new Ending(State.FAILED, failure));
		}
		startLanes();
		if (mayFinish()) {
			finishSoon();
		}
	}

	/**
	 * What is complete does not fail because no task can be started any more.
	 */
	private void finishSoon() {
		try {
			this.executor.execute(this::finishIfLast);
		}
		catch (TaskRejectedException ex) {
			finishIfLast();
		}
	}

	private void startLanes() {
		List<DeliveryLane<T>> started = new ArrayList<>();
		guarded(() -> {
			if (mayDeliver() && this.unacknowledged.hasRoom()) {
				activateLanes(started);
			}
		});
		started.forEach((lane) -> execute(() -> run(lane)));
	}

	private void activateLanes(List<DeliveryLane<T>> started) {
		int pages = this.source.holdings().buffered();
		for (DeliveryLane<T> lane : this.lanes) {
			if (!lane.isActive() && (lane.hasPage() || (pages > 0 && canTakePage(lane)))) {
				pages -= lane.hasPage() ? 0 : 1;
				activate(lane, started);
			}
		}
		addLanes(pages, started);
	}

	private void addLanes(int pages, List<DeliveryLane<T>> started) {
		for (int left = pages; left > 0 && this.lanes.size() < this.plan.deliveryConcurrency(); left--) {
			DeliveryLane<T> lane = lane();
			if (!canTakePage(lane)) {
				return;
			}
			this.lanes.add(lane);
			activate(lane, started);
		}
	}

	private void activate(DeliveryLane<T> lane, List<DeliveryLane<T>> started) {
		lane.active(true);
		this.tasks++;
		started.add(lane);
	}

	private DeliveryLane<T> lane() {
		return new DeliveryLane<>(this, this.failedItems, this.consumer.batchSize(), this.plan.skipsFailedItems());
	}

	private void run(DeliveryLane<T> lane) {
		while (proceed(lane)) {
			failIfThrown(lane::deliver);
		}
		taskEnded();
	}

	private boolean proceed(DeliveryLane<T> lane) {
		this.lock.lock();
		try {
			boolean proceeds = mayDeliver() && this.unacknowledged.hasRoom() && (lane.hasPage() || takePage(lane));
			lane.active(proceeds);
			return proceeds;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean takePage(DeliveryLane<T> lane) {
		Page page = this.source.poll((segment) -> isFreeFor(lane, segment));
		if (page == null) {
			return false;
		}
		lane.take(page);
		return true;
	}

	private boolean canTakePage(DeliveryLane<T> lane) {
		return this.source.hasPage((segment) -> isFreeFor(lane, segment));
	}

	private boolean isFreeFor(DeliveryLane<T> lane, int segment) {
		return this.lanes.stream().noneMatch((other) -> other != lane && other.holds(segment));
	}

	boolean mayDeliver() {
		return this.ending == null && !this.paused;
	}

	/**
	 * Return whether a lane may take an item, which it must either deliver or leave.
	 */
	boolean mayTakeItem() {
		return mayDeliver() && (this.acknowledgments == null || this.unacknowledged.tryAdd());
	}

	/**
	 * Note that an item was taken that is skipped.
	 */
	void leaveItem(Page page, int index) {
		page.acknowledgment().skipped(index);
		leaveItems(1);
	}

	/**
	 * Note that items were taken that will not be delivered.
	 */
	void leaveItems(int items) {
		if (this.acknowledgments != null) {
			this.acknowledgments.leave(items);
		}
	}

	/**
	 * Deliver items to the consumer.
	 * @param items the items
	 * @param shares how many of them are of which segment
	 * @param rawItems the items as they were read, if they may be skipped
	 */
	void deliver(List<T> items, List<DeliveryLane.Share> shares, List<FailedItems.RawItem> rawItems) {
		if (this.acknowledgments != null) {
			deliver(items, rawItems, this.acknowledgments.of(shares, rawItems, items.size()));
			return;
		}
		Throwable error = this.retry.call(() -> this.consumer.accept(this.execution, items, this.automatic));
		if (error == null) {
			shares.forEach((share) -> this.progress.itemsDelivered(share.segment(), share.items()));
			this.consumer.delivered(this.execution);
		}
		else {
			notConsumed(items, rawItems, error);
			shares.forEach(DeliveryLane.Share::failed);
		}
		acknowledge(shares);
	}

	private void deliver(List<T> items, List<FailedItems.RawItem> rawItems, ManualAcknowledgment acknowledgment) {
		Throwable error;
		try {
			error = this.retry.call(() -> this.consumer.accept(this.execution, items, acknowledgment),
					acknowledgment::hasFailed);
		}
		catch (Throwable ex) {
			acknowledgment.forget();
			throw ex;
		}
		if (error == null) {
			acknowledgment.returned();
			this.consumer.delivered(this.execution);
		}
		else if (acknowledgment.hasFailed() && !FailedItems.isOfTheThread(error)) {
			acknowledgment.returned();
		}
		else {
			acknowledgment.thrown(() -> notConsumed(items, rawItems, error));
		}
	}

	private void notConsumed(List<T> items, List<FailedItems.RawItem> rawItems, Throwable error) {
		this.failedItems.notConsumed(items.size(), rawItems, error, () -> consumerFailed(error));
	}

	/**
	 * Note that nothing is left to be done with items, since they were delivered or
	 * skipped.
	 */
	void acknowledge(List<DeliveryLane.Share> shares) {
		if (this.acknowledgments != null) {
			this.acknowledgments.passOver(shares);
			return;
		}
		shares.forEach((share) -> share.acknowledgment().upTo(share.end()));
		this.execution.acknowledged();
	}

	@Override
	public void roomMade() {
		onChange();
	}

	@Override
	public void settled() {
		onChange();
	}

	@Override
	public void endBy(Throwable error) {
		guarded(() -> {
			if (awaitsAcknowledgments()) {
				this.ending = new Ending(State.FAILED, failure(error));
			}
		});
		fail(error);
		onChange();
	}

	/**
	 * Wait before a call is repeated, at least until the scan is no longer paused.
	 * @throws DynamoStreamException if the scan is to end, which was decided before
	 */
	private void waitUnlessEnding(Duration delay) {
		this.lock.lock();
		try {
			awaitDelay(delay.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.plan.failure(RETRY_INTERRUPTED, ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitDelay(long nanos) throws InterruptedException {
		long left = nanos;
		while (this.ending == null && (left > 0 || this.paused)) {
			if (this.paused) {
				this.steered.await();
			}
			else {
				left = this.steered.awaitNanos(left);
			}
		}
		if (this.ending != null) {
			throw this.plan.failure("has ended before it called its consumer again", null);
		}
	}

	void release(Page page) {
		if (this.acknowledgments != null) {
			page.acknowledgment().handedOut();
		}
		this.source.release(page);
		if (!this.source.isDrained()) {
			this.source.ask();
		}
		if (this.plan.deliveryConcurrency() > 1) {
			startLanes();
		}
	}

	/**
	 * Free segments for other lanes.
	 */
	void segmentsFreed(BooleanSupplier change) {
		boolean freed;
		this.lock.lock();
		try {
			freed = change.getAsBoolean();
		}
		finally {
			this.lock.unlock();
		}
		if (freed && this.plan.deliveryConcurrency() > 1) {
			startLanes();
		}
	}

	void guarded(Runnable change) {
		this.lock.lock();
		try {
			change.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void taskEnded() {
		guarded(() -> this.tasks--);
		finishIfLast();
	}

	private boolean mayFinish() {
		this.lock.lock();
		try {
			return this.tasks == 0 && !this.finishing && isOver();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isOver() {
		if (this.ending != null) {
			return !awaitsAcknowledgments();
		}
		return !this.paused && this.source.isDelivered() && (this.unacknowledged.areSettled() || hasBatches());
	}

	private boolean hasBatches() {
		return this.lanes.stream().anyMatch(DeliveryLane::hasBatch);
	}

	/**
	 * When the application shuts down, those who work on items may acknowledge them
	 * before the scan ends.
	 */
	private boolean awaitsAcknowledgments() {
		Ending ending = this.ending;
		return ending != null && ending.state() == State.INTERRUPTED && !this.endsAtOnce
				&& !this.unacknowledged.areSettled();
	}

	private void finishIfLast() {
		boolean last;
		this.lock.lock();
		try {
			last = mayFinish();
			this.finishing = this.finishing || last;
			this.finisher = last ? Thread.currentThread() : this.finisher;
		}
		finally {
			this.lock.unlock();
		}
		if (last) {
			this.lanes.stream().filter((lane) -> mayDeliver()).forEach((lane) -> failIfThrown(lane::flush));
			Ending ending = decideEnding(isCompleted());
			if (ending != null) {
				finish(ending);
			}
			else {
				finishIfLast();
			}
		}
	}

	/**
	 * Return whether nothing is left to be done, unless too many items have failed.
	 */
	private boolean isCompleted() {
		boolean settled = this.unacknowledged.areSettled();
		if (settled && mayDeliver()) {
			failIfThrown(this.failedItems::checkAtEnd);
		}
		return settled;
	}

	/**
	 * Return how the scan ends, or {@code null} if it was paused in its last call, or
	 * waits for acknowledgments.
	 */
	private @Nullable Ending decideEnding(boolean completed) {
		this.lock.lock();
		try {
			if (this.ending == null && completed && !this.paused && !hasBatches()) {
				this.ending = new Ending(State.COMPLETED, null);
			}
			this.finishing = this.ending != null && !awaitsAcknowledgments();
			return this.finishing ? this.ending : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void finish(Ending ending) {
		this.source.close();
		this.lanes.forEach(DeliveryLane::clear);
		this.execution.ended(ending.state(), ending.error());
		tellConsumer(this.progress.snapshot(), this.execution.error());
		this.execution.complete();
	}

	private void failIfThrown(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			fail(ex);
		}
	}

	private void tellConsumer(ScanProgress result, @Nullable Throwable error) {
		if (result.startedAt() == null) {
			return;
		}
		try {
			this.consumer.ended(result, error);
		}
		catch (Throwable ex) {
			logger.warn("%s had ended (%s) when a listener of its end failed".formatted(this.plan.describe(),
					result.state()), ex);
		}
	}

	private void start(ItemConsumer<T> consumer) {
		try {
			consumer.started(this.execution);
		}
		catch (Throwable ex) {
			throw consumerFailed(ex);
		}
	}

	private void fail(Throwable ex) {
		end(new Ending(State.FAILED, failure(ex)));
	}

	private DynamoStreamException failure(Throwable ex) {
		return (ex instanceof DynamoStreamException known) ? known : this.plan.failure("failed: " + ex, ex);
	}

	private DynamoStreamException consumerFailed(Throwable ex) {
		if (ex instanceof RejectedExecutionException) {
			return this.plan.failure(
					("was ended by its consumer, whose task executor took no more tasks. The items of that call were not "
							+ "delivered. Let the executor queue more, %s, or use deliveryRetry(...).")
						.formatted((this.acknowledgments != null)
								? "use maxUnacknowledgedItems(...) of at most what it queues"
								: "deliver less at a time"),
					ex);
		}
		return this.plan
			.failure(("was ended by its consumer, which threw %s after %d items. Correct the consumer, let it "
					+ "catch what one item may cause, or skip such items with skipFailedItems().")
				.formatted(ex.getClass().getName(), this.progress.snapshot().items()), ex);
	}

	/**
	 * Set how the scan ends, unless that is decided.
	 * @return how it ends
	 */
	private Ending end(Ending ending) {
		Ending decided;
		this.lock.lock();
		try {
			decided = (this.ending != null) ? this.ending : ending;
			this.ending = decided;
			this.steered.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		this.source.close();
		return decided;
	}

	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (TaskRejectedException ex) {
			end(new Ending(State.FAILED, this.plan.rejected(ex)));
			task.run();
		}
	}

	@Override
	public void pause(boolean paused) {
		guarded(() -> {
			Assert.state(this.ending == null,
					() -> ("%s cannot be %s, because it has ended or is ending (%s). Start a new one.")
						.formatted(this.plan.describe(), paused ? "paused" : "resumed", this.ending));
			this.paused = paused;
			this.progress.paused(paused);
			this.source.paused(paused);
			this.steered.signalAll();
		});
		this.source.startReads();
		onChange();
	}

	@Override
	public void adopt(ScanPlan<?> plan) {
		this.source.adopt(plan);
	}

	@Override
	public boolean cancel() {
		this.endsAtOnce = true;
		Ending decided = end(new Ending(State.CANCELLED, null));
		onChange();
		return decided.state() == State.CANCELLED;
	}

	@Override
	public void fail(DynamoStreamException failure) {
		this.endsAtOnce = true;
		end(new Ending(State.FAILED, failure));
		onChange();
	}

	@Override
	public void interrupt() {
		end(new Ending(State.INTERRUPTED, this.plan.interrupted()));
		onChange();
	}

	/**
	 * End on this thread, so that the position is saved when this returns, unless a call
	 * to the consumer is still going on.
	 */
	@Override
	public void endNow() {
		this.endsAtOnce = true;
		end(new Ending(State.INTERRUPTED, this.plan.interrupted()));
		finishIfLast();
		awaitFinish();
	}

	private void awaitFinish() {
		if (isFinishedElsewhere()) {
			try {
				this.execution.ended().get(FINISH_SECONDS, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (ExecutionException | TimeoutException ex) {
				logger.warn("%s is still ending".formatted(this.plan.describe()));
			}
		}
	}

	private boolean isFinishedElsewhere() {
		this.lock.lock();
		try {
			return this.finishing && this.finisher != Thread.currentThread() && !this.progress.hasEnded();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How a scan ends.
	 *
	 * @param state the final state
	 * @param error what ended it
	 */
	private record Ending(State state, @Nullable DynamoStreamException error) {

		@Override
		public String toString() {
			return this.state.toString();
		}

	}

}

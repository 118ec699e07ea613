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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

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
final class BackgroundScan<T> implements ScanExecution, ActiveScan {

	private static final Log logger = LogFactory.getLog(BackgroundScan.class);

	private final ScanPlan<T> plan;

	private final PageSource source;

	private final ProgressTracker progress;

	private final ItemConsumer<T> consumer;

	private final AsyncTaskExecutor executor;

	private final List<DeliveryLane<T>> lanes;

	private final Completion completion = new Completion();

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private final ReentrantLock lock = new ReentrantLock();

	private int tasks = 1;

	private boolean finishing;

	private volatile boolean paused;

	private volatile @Nullable Ending ending;

	BackgroundScan(ScanPlan<T> plan, PageSource source, ProgressTracker progress, ItemConsumer<T> consumer,
			AsyncTaskExecutor executor) {
		this.plan = plan;
		this.source = source;
		this.progress = progress;
		this.consumer = consumer;
		this.executor = executor;
		ItemMapper<T> mapper = new ItemMapper<>(plan);
		this.lanes = Stream.generate(() -> new DeliveryLane<>(this, mapper, consumer.batchSize()))
			.limit(plan.deliveryConcurrency())
			.toList();
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
			logger.info("%s started with %d segment(s), %d request(s) at once".formatted(this.plan.describe(),
					this.plan.segments(), this.plan.maxConcurrency()));
			this.progress.started();
			call(() -> this.consumer.started(this));
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
			execute(this::finishIfLast);
		}
	}

	private void startLanes() {
		List<DeliveryLane<T>> started = new ArrayList<>();
		guarded(() -> {
			for (DeliveryLane<T> lane : this.lanes) {
				if (!lane.isActive() && mayDeliver() && (lane.hasPage() || canTakePage(lane))) {
					lane.active(true);
					this.tasks++;
					started.add(lane);
				}
			}
		});
		started.forEach((lane) -> execute(() -> run(lane)));
	}

	private void run(DeliveryLane<T> lane) {
		while (proceed(lane)) {
			try {
				lane.deliver();
			}
			catch (Throwable ex) {
				fail(ex);
			}
		}
		taskEnded();
	}

	private boolean proceed(DeliveryLane<T> lane) {
		this.lock.lock();
		try {
			boolean proceeds = mayDeliver() && (lane.hasPage() || takePage(lane));
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

	void deliver(List<T> items) {
		call(() -> this.consumer.accept(this, items));
		this.progress.itemsDelivered(items.size());
	}

	void release(Page page) {
		this.source.release(page);
		if (!this.source.isDrained()) {
			this.source.ask();
		}
		if (this.lanes.size() > 1) {
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
			boolean over = this.ending != null || (!this.paused && this.source.isDelivered());
			return over && this.tasks == 0 && !this.finishing;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void finishIfLast() {
		boolean last;
		this.lock.lock();
		try {
			last = mayFinish();
			this.finishing = this.finishing || last;
		}
		finally {
			this.lock.unlock();
		}
		if (last) {
			this.lanes.stream().filter((lane) -> mayDeliver()).forEach(this::flush);
			Ending ending = decideEnding();
			if (ending != null) {
				finish(ending);
			}
		}
	}

	/**
	 * Return how the scan ends, or {@code null} if it was paused in its last call.
	 */
	private @Nullable Ending decideEnding() {
		this.lock.lock();
		try {
			if (this.ending == null && !this.paused) {
				this.ending = new Ending(State.COMPLETED, null);
			}
			this.finishing = this.ending != null;
			return this.ending;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void finish(Ending ending) {
		this.source.close();
		this.progress.ended(ending.state());
		ScanProgress result = this.progress.snapshot();
		log(result, ending.error());
		tellConsumer(result, ending.error());
		this.completion.end(ending, result);
		this.ended.complete(null);
	}

	private void flush(DeliveryLane<T> lane) {
		try {
			lane.flush();
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

	private void log(ScanProgress result, @Nullable Throwable error) {
		String message = "%s ended (%s): %d items delivered, %d scanned, %d pages, %s RCU".formatted(
				this.plan.describe(), result.state(), result.items(), result.scannedItems(), result.pages(),
				result.consumedCapacity());
		if (result.state() == State.FAILED) {
			logger.error(message, error);
		}
		else {
			logger.info(message);
		}
	}

	private void call(Runnable consumer) {
		try {
			consumer.run();
		}
		catch (Throwable ex) {
			throw consumerFailed(ex);
		}
	}

	private void fail(Throwable ex) {
		DynamoStreamException failure = (ex instanceof DynamoStreamException known) ? known
				: this.plan.failure("failed: " + ex, ex);
		end(new Ending(State.FAILED, failure));
	}

	private DynamoStreamException consumerFailed(Throwable ex) {
		return this.plan
			.failure(("was ended by its consumer, which threw %s after %d items. Correct the consumer, or let "
					+ "it catch what one item may cause.")
				.formatted(ex.getClass().getName(), this.progress.snapshot().items()), ex);
	}

	/**
	 * Set how the scan ends, unless that is decided.
	 */
	private void end(Ending ending) {
		guarded(() -> this.ending = (this.ending != null) ? this.ending : ending);
		this.source.close();
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
	public CompletableFuture<ScanProgress> completion() {
		return this.completion;
	}

	/**
	 * Return a future that ends after the last call to the consumer has returned, which a
	 * user cannot end before.
	 */
	CompletableFuture<Void> ended() {
		return this.ended;
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
		pause(true);
	}

	@Override
	public void resume() {
		pause(false);
		onChange();
	}

	private void pause(boolean paused) {
		guarded(() -> {
			Assert.state(this.ending == null,
					() -> ("%s cannot be %s, because it has ended or is ending (%s). Start a new one.")
						.formatted(this.plan.describe(), paused ? "paused" : "resumed", this.ending));
			this.paused = paused;
			this.progress.paused(paused);
		});
		this.source.pause(paused);
	}

	@Override
	public void cancel() {
		end(new Ending(State.CANCELLED, null));
		onChange();
	}

	@Override
	public void interrupt() {
		end(new Ending(State.INTERRUPTED, ActiveScans.interrupted(this.plan)));
		onChange();
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

	/**
	 * A future whose cancellation cancels the scan.
	 */
	private final class Completion extends CompletableFuture<ScanProgress> {

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			BackgroundScan.this.cancel();
			return super.cancel(mayInterruptIfRunning);
		}

		private void end(Ending ending, ScanProgress result) {
			if (ending.error() != null) {
				completeExceptionally(ending.error());
			}
			else if (ending.state() == State.CANCELLED) {
				super.cancel(false);
			}
			else {
				complete(result);
			}
		}

	}

}

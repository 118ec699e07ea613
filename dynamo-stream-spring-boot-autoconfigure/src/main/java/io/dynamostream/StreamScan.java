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

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.ScanProgress.State;

/**
 * A scan that is read as a {@link Stream}. Safe for use by the threads of a parallel
 * stream.
 *
 * @param <T> the item type
 */
final class StreamScan<T> implements ActiveScan {

	private final ScanPlan<T> plan;

	private final PageSource source;

	private final DefaultScanExecution execution;

	private final ProgressTracker progress;

	private final FailedItems<T> failedItems;

	private final ReentrantLock steering = new ReentrantLock();

	private volatile @Nullable Stop stop;

	StreamScan(ScanPlan<T> plan, PageSource source, DefaultScanExecution execution) {
		this.plan = plan;
		this.source = source;
		this.execution = execution;
		this.progress = execution.tracker();
		this.failedItems = new FailedItems<>(plan, this.progress);
	}

	Stream<T> open() {
		return StreamSupport.stream(new PageSpliterator<>(this), false).onClose(this::close);
	}

	/**
	 * Take the next page, and wait for it.
	 * @return the page, or {@code null} after the last one
	 */
	@Nullable Page takePage() {
		this.execution.started();
		try {
			Page page = this.source.take();
			if (page == null && this.source.isDelivered() && this.execution.isAcknowledged()) {
				this.failedItems.checkAtEnd();
				end(State.COMPLETED, null);
				throwIfStopped();
				throwIfNotSaved();
			}
			return page;
		}
		catch (DynamoStreamException ex) {
			end(State.FAILED, ex);
			throw ex;
		}
	}

	/**
	 * Do not let a stream look complete that was stopped just before its end.
	 */
	private void throwIfStopped() {
		Stop stop = this.stop;
		if (stop != null && this.progress.state() == stop.state()) {
			throw stop.reason();
		}
	}

	private void throwIfNotSaved() {
		DynamoStreamException error = this.execution.error();
		if (error != null && this.plan.isResumable() && this.progress.state() == State.FAILED) {
			throw error;
		}
	}

	/**
	 * Note that items have been acknowledged.
	 */
	void acknowledged() {
		try {
			this.execution.acknowledged();
		}
		catch (DynamoStreamException ex) {
			end(State.FAILED, ex);
			this.source.abandon();
			throw ex;
		}
	}

	void release(Page page) {
		this.source.release(page);
	}

	/**
	 * Map an item.
	 * @return the mapped item, or {@code null} if it is skipped
	 */
	@Nullable T map(int segment, Map<String, AttributeValue> item) {
		Stop stop = this.stop;
		if (stop != null) {
			throw stop.reason();
		}
		T mapped = this.failedItems.map(segment, item);
		if (mapped != null) {
			this.progress.itemsDelivered(segment, 1);
		}
		return mapped;
	}

	/**
	 * Fail, because a thread was interrupted while it waited.
	 */
	DynamoStreamException interrupted(InterruptedException cause) {
		DynamoStreamException failure = this.source.interrupted(cause);
		end(State.FAILED, failure);
		return failure;
	}

	/**
	 * Fail, because an item could not be delivered.
	 */
	void fail(int segment, Throwable error) {
		if (!(error instanceof DynamoStreamException)) {
			this.progress.itemsDelivered(segment, -1);
			this.progress.itemsFailed(1);
		}
		end(State.FAILED, (error instanceof DynamoStreamException failure) ? failure
				: this.plan.failure("was ended by its reader, which threw " + error.getClass().getName(), error));
		this.source.abandon();
	}

	private void close() {
		end(State.CANCELLED, null);
		this.source.close();
	}

	@Override
	public void pause(boolean paused) {
		this.steering.lock();
		try {
			this.progress.paused(paused);
			this.source.paused(paused);
		}
		finally {
			this.steering.unlock();
		}
		this.source.startReads();
	}

	@Override
	public void adopt(ScanPlan<?> plan) {
		this.source.adopt(plan);
	}

	@Override
	public boolean cancel() {
		return stop(State.CANCELLED, this.plan.failure("was cancelled. Start a new one.", null));
	}

	@Override
	public void fail(DynamoStreamException failure) {
		stop(State.FAILED, failure);
	}

	@Override
	public void interrupt() {
		stop(State.INTERRUPTED, this.plan.interrupted());
	}

	private boolean stop(State state, DynamoStreamException reason) {
		this.stop = new Stop(state, reason);
		boolean ended = end(state, reason);
		if (this.progress.state() != State.COMPLETED) {
			this.source.end(reason);
		}
		return ended;
	}

	/**
	 * End, and as it was stopped if it was: the reader may notice that first.
	 */
	private boolean end(State state, @Nullable DynamoStreamException error) {
		Stop stop = this.stop;
		DynamoStreamException reason = (stop != null) ? stop.reason() : error;
		boolean ended = this.execution.ended((stop != null) ? stop.state() : state, reason);
		if (ended) {
			this.execution.complete();
		}
		return ended;
	}

	/**
	 * Why a scan was stopped from outside.
	 *
	 * @param state the state in which it ends
	 * @param reason what its reader is told
	 */
	private record Stop(State state, DynamoStreamException reason) {

	}

}

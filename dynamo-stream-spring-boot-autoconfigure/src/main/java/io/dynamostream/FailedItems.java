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

import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.decoder.EncodedItem;
import io.dynamostream.decoder.MalformedItemException;

/**
 * Decides what becomes of items that cannot be mapped or whose consumer fails: they end
 * the scan, or are recorded and skipped as long as its budget lasts. Safe for use by
 * several threads.
 *
 * @param <T> the item type
 */
final class FailedItems<T> {

	private static final Log logger = LogFactory.getLog(FailedItems.class);

	private final ScanPlan<T> plan;

	private final ProgressTracker progress;

	private final Consumer<ScanEvent.ItemFailed<T>> listener;

	private final ItemMapper<T> mapper;

	private final FailedItemBudget budget;

	private final AtomicBoolean warned = new AtomicBoolean();

	FailedItems(ScanPlan<T> plan, ProgressTracker progress) {
		this(plan, progress, (failed) -> {
		});
	}

	/**
	 * Create failed items that are told to a listener, which must not throw.
	 */
	FailedItems(ScanPlan<T> plan, ProgressTracker progress, Consumer<ScanEvent.ItemFailed<T>> listener) {
		this.plan = plan;
		this.progress = progress;
		this.listener = listener;
		this.mapper = new ItemMapper<>(plan);
		this.budget = plan.failedItemBudget();
	}

	/**
	 * Map an item.
	 * @return the mapped item, or {@code null} if it is skipped
	 * @throws DynamoStreamException if it cannot be mapped and ends the scan
	 */
	@Nullable T map(int segment, Map<String, AttributeValue> attributes) {
		try {
			return this.mapper.map(segment, attributes);
		}
		catch (DynamoStreamException ex) {
			if (ex.getCause() instanceof MalformedItemException) {
				throw ex;
			}
			failed(1, List.of(new RawItem(segment, attributes)), ex, () -> ex);
			return null;
		}
	}

	/**
	 * Count items whose consumer has failed, and skip them.
	 * @param count how many there are
	 * @param items the items, needed only if the plan says that they may be skipped
	 * @param error what the consumer threw
	 * @param failure what the scan fails with if they are not skipped
	 * @throws DynamoStreamException if they end the scan
	 */
	void notConsumed(int count, List<RawItem> items, Throwable error, Supplier<DynamoStreamException> failure) {
		failed(count, items, error, failure);
	}

	private void failed(int count, List<RawItem> items, Throwable error, Supplier<DynamoStreamException> failure) {
		if (error instanceof RejectedExecutionException) {
			throw failure.get();
		}
		long failed = this.progress.itemsFailed(count);
		if (!this.plan.skipsFailedItems() || isOfTheThread(error)) {
			throw failure.get();
		}
		items.forEach((item) -> record(item, error));
		if (this.budget.isExceeded(failed, this.progress.items())) {
			throw exceeded(failed, error);
		}
	}

	/**
	 * Return whether an error says nothing of the item, since any other would have met it
	 * as well.
	 */
	static boolean isOfTheThread(Throwable error) {
		return error instanceof VirtualMachineError || error instanceof InterruptedException
				|| Thread.currentThread().isInterrupted();
	}

	private void record(RawItem item, Throwable error) {
		ScanEvent.ItemFailed<T> failed = describe(item, error);
		try {
			this.plan.failedItemRecorder().accept(failed);
		}
		catch (Throwable ex) {
			throw recorderFailed(failed, ex);
		}
		log(failed);
		this.listener.accept(failed);
	}

	/**
	 * An item that was delivered may have attributes that its type does not, and that
	 * nobody can decode.
	 */
	private ScanEvent.ItemFailed<T> describe(RawItem item, Throwable error) {
		try {
			return describe(item.segment(), item.attributes(), error);
		}
		catch (MalformedItemException ex) {
			ex.addSuppressed(error);
			throw this.mapper.malformed(item.segment(), ex);
		}
	}

	private ScanEvent.ItemFailed<T> describe(int segment, Map<String, AttributeValue> item, Throwable error) {
		ScanTarget<T> target = this.plan.target();
		return new ScanEvent.ItemFailed<>(this.progress.id(), this.plan.name(), target.itemType(), target.tableName(),
				target.indexName(), segment, target.key(item), item, error);
	}

	private void log(ScanEvent.ItemFailed<T> failed) {
		String skipped = "%s skipped an item that failed with %s".formatted(this.plan.describe(failed.segment()),
				failed.error().getClass().getName());
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(skipped + ". Further ones are logged at DEBUG.");
		}
		else {
			logger.debug(skipped);
		}
	}

	private DynamoStreamException recorderFailed(ScanEvent.ItemFailed<T> failed, Throwable error) {
		return new DynamoStreamException(
				("%s has a failed item and was ended by the recorder of failed items, which threw %s. The item is neither "
						+ "delivered nor recorded. Correct the recorder and run the scan again.")
					.formatted(this.plan.describe(failed.segment()), error.getClass().getName()),
				this.plan.target().tableName(), failed.segment(), error);
	}

	/**
	 * Check the budget once more, since a percentage of few items is judged only when
	 * there are no more.
	 * @throws DynamoStreamException if too many items have failed
	 */
	void checkAtEnd() {
		long failed = this.progress.failedItems();
		if (failed > 0 && this.budget.isExceededAtEnd(failed, this.progress.items())) {
			throw exceeded(failed, null);
		}
	}

	private DynamoStreamException exceeded(long failed, @Nullable Throwable last) {
		return this.plan.failure(
				("has %d failed items besides %d delivered ones%s, and 'maxFailedItems' is %s.%s %sCorrect the items, or the "
						+ "type or consumer that they fail, or allow more.")
					.formatted(failed, this.progress.items(), this.plan.isResumable() ? " since it began anew" : "",
							this.budget, this.plan.origin(ScanOption.MAX_FAILED_ITEMS),
							(last != null) ? "The last one failed with %s. ".formatted(last.getClass().getName()) : ""),
				last);
	}

	/**
	 * An item as DynamoDB returned it.
	 *
	 * @param segment the segment that it is from
	 * @param attributes the item
	 */
	record RawItem(int segment, Map<String, AttributeValue> attributes) {

		/**
		 * Return an item that is held longer than the page that it is of.
		 */
		static RawItem detached(int segment, Map<String, AttributeValue> attributes) {
			return new RawItem(segment, (attributes instanceof EncodedItem item) ? item.detached() : attributes);
		}

	}

}

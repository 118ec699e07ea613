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
import java.util.concurrent.RejectedExecutionException;

import io.dynamostream.ManualAcknowledgment.Delivery;

/**
 * Heeds what the consumer of a scan with manual acknowledgment says of the items that
 * were delivered to it, on whatever thread. What is said after the end of the scan
 * changes nothing. Safe for use by several threads.
 */
final class Acknowledgments {

	private final ScanPlan<?> plan;

	private final DefaultScanExecution execution;

	private final ProgressTracker progress;

	private final UnacknowledgedItems unacknowledged;

	private final FailedItems<?> failedItems;

	private final AcknowledgedScan scan;

	Acknowledgments(ScanPlan<?> plan, DefaultScanExecution execution, FailedItems<?> failedItems,
			AcknowledgedScan scan) {
		this.plan = plan;
		this.execution = execution;
		this.progress = execution.tracker();
		this.unacknowledged = this.progress.unacknowledged();
		this.failedItems = failedItems;
		this.scan = scan;
	}

	/**
	 * Return the acknowledgment of items that are about to be delivered.
	 */
	ManualAcknowledgment of(List<DeliveryLane.Share> shares, List<FailedItems.RawItem> rawItems, int items) {
		this.unacknowledged.given(items);
		return new ManualAcknowledgment(new Delivery(this, shares, rawItems, items));
	}

	void acknowledged(Delivery delivery) {
		if (!this.progress.hasEnded()) {
			delivery.shares().forEach((share) -> this.progress.itemsDelivered(share.segment(), share.items()));
			passOver(delivery.shares());
		}
		settle(delivery);
	}

	void failed(Delivery delivery, Throwable error) {
		if (!this.progress.hasEnded()) {
			try {
				this.failedItems.notConsumed(delivery.items(), delivery.rawItems(), error, () -> failure(error));
				delivery.shares().forEach(DeliveryLane.Share::failed);
				passOver(delivery.shares());
			}
			catch (Throwable ex) {
				this.scan.endBy(ex);
			}
		}
		settle(delivery);
	}

	private DynamoStreamException failure(Throwable error) {
		return this.plan.failure("was ended by its consumer, which let an item fail with %s after %d items. %s"
			.formatted(error.getClass().getName(), this.progress.snapshot().items(), remedy(error)), error);
	}

	private static String remedy(Throwable error) {
		if (error instanceof RejectedExecutionException) {
			return "Such an item is never skipped, since it was not worked on. Let the executor that refused it queue "
					+ "more, or use maxUnacknowledgedItems(...) of at most what it queues.";
		}
		if (FailedItems.isOfTheThread(error)) {
			return "Such an item is never skipped, since its thread was interrupted or had an error of the virtual "
					+ "machine. Run the scan again.";
		}
		return "Correct the consumer, or skip such items with skipFailedItems().";
	}

	void skipped(Delivery delivery) {
		delivery.shares().forEach(DeliveryLane.Share::failed);
		passOver(delivery.shares());
		settle(delivery);
	}

	/**
	 * Move the position, since nothing is left to be done with items. There is room for
	 * others when what is saved has passed these.
	 */
	void passOver(List<DeliveryLane.Share> shares) {
		shares.forEach((share) -> share.acknowledgment().items(share.start(), share.end()));
		int passed = shares.stream().mapToInt(this::passed).sum();
		endIfThrown(this.execution::acknowledged);
		leave(passed);
	}

	/**
	 * Save where it is time, and end if that fails.
	 */
	private void endIfThrown(Runnable save) {
		try {
			save.run();
		}
		catch (DynamoStreamException ex) {
			this.scan.endBy(ex);
		}
	}

	/**
	 * Return how many items will not be delivered again now that a share is acknowledged.
	 * Those of a resumable scan will, until all before them are acknowledged as well.
	 */
	private int passed(DeliveryLane.Share share) {
		ExecutionCheckpoint checkpoint = this.execution.checkpoint();
		return (checkpoint != null) ? checkpoint.takePassed(share.segment()) : share.items();
	}

	/**
	 * Note that it is known what became of items. This comes after their position has
	 * moved, so that the scan is not complete before.
	 */
	void settle(Delivery delivery) {
		if (this.unacknowledged.settled(delivery.items())) {
			endIfThrown(this.execution::settled);
			this.scan.settled();
		}
	}

	/**
	 * Count items no longer that will not be delivered again, or never were.
	 */
	void leave(int items) {
		if (this.unacknowledged.remove(items)) {
			this.scan.roomMade();
		}
	}

}

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
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Delivers the items of a {@link BackgroundScan} one call after another. While items of a
 * segment are in the hands of a lane no other lane may take a page of it, so that the
 * items of a segment keep their order. Used by one task at a time; what other tasks ask
 * is guarded by the lock of the scan.
 *
 * @param <T> the item type
 */
final class DeliveryLane<T> {

	private final BackgroundScan<T> scan;

	private final FailedItems<T> failedItems;

	private final int batchSize;

	private final boolean keepsRawItems;

	private boolean active;

	private @Nullable Page page;

	private Iterator<Map<String, AttributeValue>> items = Collections.emptyIterator();

	private List<T> batch = new ArrayList<>();

	private List<FailedItems.RawItem> rawItems = new ArrayList<>();

	private int taken;

	private int shared;

	private int ofPage;

	private final List<Share> shares = new ArrayList<>(1);

	private final Set<Integer> segments = new HashSet<>();

	/**
	 * Create a lane.
	 * @param scan the scan whose lane it is
	 * @param failedItems what maps items or skips them
	 * @param batchSize number of items of a call
	 * @param keepsRawItems whether the items of a failed call must be known
	 */
	DeliveryLane(BackgroundScan<T> scan, FailedItems<T> failedItems, int batchSize, boolean keepsRawItems) {
		this.scan = scan;
		this.failedItems = failedItems;
		this.batchSize = batchSize;
		this.keepsRawItems = keepsRawItems;
	}

	boolean isActive() {
		return this.active;
	}

	void active(boolean active) {
		this.active = active;
	}

	boolean holds(int segment) {
		return this.segments.contains(segment);
	}

	boolean hasBatch() {
		return !this.batch.isEmpty();
	}

	boolean hasPage() {
		return this.page != null;
	}

	void take(Page page) {
		this.page = page;
		this.items = page.items().iterator();
		this.taken = 0;
		this.shared = 0;
		this.segments.add(page.segment());
	}

	/**
	 * Deliver the page in hand, as far as the scan lets.
	 */
	void deliver() {
		Page page = this.page;
		while (page != null && this.items.hasNext() && this.scan.mayTakeItem()) {
			this.taken++;
			add(page, this.items.next());
			if (this.batch.size() == this.batchSize) {
				deliverBatch();
			}
		}
		if (page != null && !this.items.hasNext()) {
			release(page);
		}
	}

	/**
	 * Add an item to the batch, unless it is skipped.
	 */
	private void add(Page page, Map<String, AttributeValue> attributes) {
		T item = this.failedItems.map(page.segment(), attributes);
		if (item == null) {
			this.scan.leaveItem(page, this.taken - 1);
			return;
		}
		this.batch.add(item);
		this.ofPage++;
		if (this.keepsRawItems) {
			this.rawItems.add(FailedItems.RawItem.detached(page.segment(), attributes));
		}
	}

	private void release(Page page) {
		addShare();
		forgetPage();
		if (this.batch.isEmpty()) {
			this.scan.acknowledge(takeShares());
			this.scan.guarded(this.segments::clear);
		}
		this.scan.release(page);
	}

	private void forgetPage() {
		this.page = null;
		this.items = Collections.emptyIterator();
	}

	/**
	 * Forget what will not be delivered.
	 */
	void clear() {
		forgetPage();
		this.scan.leaveItems(this.batch.size());
		this.batch = new ArrayList<>();
		this.rawItems = new ArrayList<>();
	}

	/**
	 * Deliver what is left over, at the end of the scan.
	 */
	void flush() {
		if (!this.batch.isEmpty()) {
			deliverBatch();
		}
	}

	private void deliverBatch() {
		List<T> items = takeBatch();
		addShare();
		List<Share> shares = takeShares();
		List<FailedItems.RawItem> rawItems = this.rawItems;
		this.rawItems = this.keepsRawItems ? new ArrayList<>() : rawItems;
		this.scan.deliver(items, shares, rawItems);
		freeSegments();
	}

	private List<T> takeBatch() {
		if (this.batchSize == 1) {
			List<T> single = Collections.singletonList(this.batch.get(0));
			this.batch.clear();
			return single;
		}
		List<T> taken = Collections.unmodifiableList(this.batch);
		this.batch = new ArrayList<>(Math.min(this.batchSize, taken.size()));
		return taken;
	}

	/**
	 * Most batches have a single item, of a single page. A list of one is made without an
	 * array, and its {@code forEach} without an iterator.
	 */
	private List<Share> takeShares() {
		List<Share> taken = (this.shares.size() == 1) ? Collections.singletonList(this.shares.get(0))
				: List.copyOf(this.shares);
		this.shares.clear();
		return taken;
	}

	/**
	 * Free the segments that the lane has no items of any more.
	 */
	private void freeSegments() {
		Page page = this.page;
		if (page == null || this.segments.size() > 1) {
			this.scan
				.segmentsFreed(() -> this.segments.removeIf((segment) -> page == null || segment != page.segment()));
		}
	}

	private void addShare() {
		Page page = this.page;
		if (page != null && this.taken > this.shared) {
			this.shares.add(new Share(page.segment(), this.ofPage, page.acknowledgment(), this.shared, this.taken));
			this.ofPage = 0;
			this.shared = this.taken;
		}
	}

	/**
	 * The part of a batch that is of one page, and what was skipped before it.
	 *
	 * @param segment number of the segment
	 * @param items number of items
	 * @param acknowledgment what of the page the consumer is done with
	 * @param start how many items of the page there are before this part
	 * @param end how many items of the page there are up to the last one of this part
	 */
	record Share(int segment, int items, PageAcknowledgment acknowledgment, int start, int end) {

		/**
		 * Note that its items have failed.
		 */
		void failed() {
			this.acknowledgment.failed(this.start, this.end);
		}

	}

}

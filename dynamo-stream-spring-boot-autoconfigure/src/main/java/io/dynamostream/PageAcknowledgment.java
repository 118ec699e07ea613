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

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.decoder.EncodedItem;

/**
 * What of a page has been acknowledged: the consumer is done with it. Only the unbroken
 * run of items from the first one on counts, so that nothing before a position is lost.
 * Those who hold a page either acknowledge it in order, by one thread at a time, or item
 * by item.
 */
class PageAcknowledgment {

	/**
	 * For scans that keep no position.
	 */
	static final PageAcknowledgment NONE = new PageAcknowledgment();

	private PageAcknowledgment() {
	}

	/**
	 * Acknowledge the items before an index, and no later one.
	 */
	void upTo(int index) {
	}

	/**
	 * Acknowledge an item, in any order.
	 */
	final void item(int index) {
		items(index, index + 1);
	}

	/**
	 * Acknowledge the items from one index up to another one, in any order.
	 */
	void items(int start, int end) {
	}

	/**
	 * Note that an item has failed and was skipped before anybody got it.
	 */
	void skipped(int index) {
	}

	/**
	 * Note that the items from one index up to another one have failed.
	 */
	void failed(int start, int end) {
	}

	/**
	 * Let go the items of a page that is in nobody's hands any more and will be
	 * acknowledged in any order, except for what may become a position.
	 */
	void handedOut() {
	}

	/**
	 * Let go the items of a page that has been delivered, if all are acknowledged and
	 * only the last one may become a position.
	 * @return whether they are let go
	 */
	boolean delivered() {
		return true;
	}

	/**
	 * Keeps count of a page.
	 */
	static final class Counted extends PageAcknowledgment {

		private final boolean whole;

		private final Collection<String> keyNames;

		private final Runnable whenComplete;

		private final int size;

		private final ReentrantLock lock = new ReentrantLock();

		private @Nullable List<Map<String, AttributeValue>> items;

		private @Nullable BitSet later;

		private @Nullable BitSet skipped;

		private @Nullable BitSet failed;

		/**
		 * Number of items of the run that somebody got.
		 */
		private int given;

		private long absorbedGiven;

		private long absorbedFailed;

		private long told;

		/**
		 * Keys of the items before those that are not acknowledged, once the items are
		 * let go.
		 */
		private @Nullable Map<Integer, Map<String, AttributeValue>> keys;

		private volatile int run;

		private SegmentCursor.Position end;

		private long absorbed;

		/**
		 * Create an acknowledgment of no item.
		 * @param page the page
		 * @param whole whether the scan wants all items of the page
		 * @param keyNames names of the attributes of a position
		 * @param whenComplete called when the last item has been acknowledged
		 */
		Counted(Page page, boolean whole, Collection<String> keyNames, Runnable whenComplete) {
			this.whole = whole;
			this.keyNames = keyNames;
			this.items = page.items();
			this.size = page.items().size();
			this.whenComplete = whenComplete;
			this.end = page.next().position();
		}

		@Override
		void upTo(int index) {
			if (index > this.run) {
				this.run = index;
				completeIfLast();
			}
		}

		@Override
		void items(int start, int end) {
			this.lock.lock();
			try {
				BitSet acknowledged = acknowledged();
				acknowledged.set(start, end);
				int run = acknowledged.nextClearBit(this.run);
				this.given += run - this.run - skipped(this.run, run);
				this.run = run;
				forgetKeysBefore(start, end);
			}
			finally {
				this.lock.unlock();
			}
			completeIfLast();
		}

		private int skipped(int start, int end) {
			return (this.skipped != null) ? this.skipped.get(start, end).cardinality() : 0;
		}

		@Override
		void skipped(int index) {
			this.lock.lock();
			try {
				BitSet skipped = (this.skipped != null) ? this.skipped : new BitSet(this.size);
				skipped.set(index);
				this.skipped = skipped;
			}
			finally {
				this.lock.unlock();
			}
			failed(index, index + 1);
		}

		@Override
		void failed(int start, int end) {
			this.lock.lock();
			try {
				BitSet failed = (this.failed != null) ? this.failed : new BitSet(this.size);
				failed.set(start, end);
				this.failed = failed;
			}
			finally {
				this.lock.unlock();
			}
		}

		private BitSet acknowledged() {
			BitSet acknowledged = (this.later != null) ? this.later : new BitSet(this.size);
			this.later = acknowledged;
			return acknowledged;
		}

		private void forgetKeysBefore(int start, int end) {
			Map<Integer, Map<String, AttributeValue>> keys = this.keys;
			if (keys != null) {
				for (int index = start; index < end; index++) {
					keys.remove(index - 1);
				}
			}
		}

		@Override
		void handedOut() {
			this.lock.lock();
			try {
				List<Map<String, AttributeValue>> items = this.items;
				if (items != null) {
					this.keys = keys(items);
					this.items = null;
				}
			}
			finally {
				this.lock.unlock();
			}
		}

		@Override
		boolean delivered() {
			this.lock.lock();
			try {
				List<Map<String, AttributeValue>> items = this.items;
				if (items != null && isAcknowledged()) {
					this.keys = new HashMap<>(Map.of(this.size - 1, key(items.get(this.size - 1))));
					this.items = null;
				}
				return this.items == null;
			}
			finally {
				this.lock.unlock();
			}
		}

		private Map<Integer, Map<String, AttributeValue>> keys(List<Map<String, AttributeValue>> items) {
			BitSet acknowledged = acknowledged();
			Map<Integer, Map<String, AttributeValue>> keys = new HashMap<>();
			for (int open = acknowledged.nextClearBit(0); open < this.size; open = acknowledged
				.nextClearBit(open + 1)) {
				if (open > 0) {
					keys.put(open - 1, key(items.get(open - 1)));
				}
			}
			keys.put(this.size - 1, key(items.get(this.size - 1)));
			return keys;
		}

		private Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
			if (item instanceof EncodedItem encoded) {
				return encoded.attributes(this.keyNames);
			}
			Map<String, AttributeValue> key = new HashMap<>(item);
			key.keySet().retainAll(this.keyNames);
			return key;
		}

		private void completeIfLast() {
			if (isAcknowledged()) {
				this.whenComplete.run();
			}
		}

		/**
		 * Return whether nothing of the page is left to acknowledge.
		 */
		boolean isAcknowledged() {
			return this.run == this.size;
		}

		/**
		 * Return whether nothing of the page is left to acknowledge and the segment goes
		 * on behind it.
		 */
		boolean isComplete() {
			return this.whole && isAcknowledged();
		}

		/**
		 * Take the place of a complete page behind this one, which is complete as well,
		 * and let go the items.
		 */
		void absorb(Counted next) {
			this.end = next.end;
			this.absorbed += next.count();
			this.absorbedGiven += next.given();
			this.absorbedFailed += next.failedCount();
			forgetItems();
		}

		/**
		 * Return the number of items of a complete page and of those that it absorbed.
		 */
		long count() {
			return this.size + this.absorbed;
		}

		/**
		 * Return how many of them have failed.
		 */
		long failedCount() {
			this.lock.lock();
			try {
				return failedBefore(this.size) + this.absorbedFailed;
			}
			finally {
				this.lock.unlock();
			}
		}

		private int failedBefore(int end) {
			return (this.failed != null) ? this.failed.get(0, end).cardinality() : 0;
		}

		/**
		 * Return how many items that somebody got are before the position and were not
		 * told before. Not for use by several threads.
		 */
		int tellGiven() {
			long given = given();
			int untold = (int) (given - this.told);
			this.told = given;
			return untold;
		}

		private long given() {
			this.lock.lock();
			try {
				return this.given + this.absorbedGiven;
			}
			finally {
				this.lock.unlock();
			}
		}

		/**
		 * Return where the segment goes on behind the page.
		 */
		SegmentCursor.Position end() {
			return this.end;
		}

		/**
		 * Return the items before the position.
		 */
		Run run() {
			this.lock.lock();
			try {
				int run = this.run;
				return new Run(run, failedBefore(run), (run > 0) ? lastOf(run) : null);
			}
			finally {
				this.lock.unlock();
			}
		}

		private @Nullable Map<String, AttributeValue> lastOf(int run) {
			List<Map<String, AttributeValue>> items = this.items;
			if (items != null) {
				return key(items.get(run - 1));
			}
			return (this.keys != null) ? this.keys.get(run - 1) : null;
		}

		/**
		 * Let go the items of a complete page.
		 */
		void forgetItems() {
			this.items = null;
			this.keys = null;
		}

		/**
		 * An unbroken run of acknowledged items from the first one on.
		 *
		 * @param items number of items
		 * @param failedItems number of those that have failed
		 * @param key key of the last one, {@code null} if there is none or the page is
		 * complete
		 */
		record Run(int items, int failedItems, @Nullable Map<String, AttributeValue> key) {

			static final Run NONE = new Run(0, 0, null);

		}

	}

}

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
	void item(int index) {
	}

	/**
	 * Keeps count of a page.
	 */
	static final class Counted extends PageAcknowledgment {

		private final boolean whole;

		private final Runnable whenComplete;

		private final int size;

		private final ReentrantLock lock = new ReentrantLock();

		private @Nullable List<Map<String, AttributeValue>> items;

		private @Nullable BitSet later;

		private volatile int run;

		private SegmentCursor.Position end;

		private long absorbed;

		/**
		 * Create an acknowledgment of no item.
		 * @param page the page
		 * @param whole whether the scan wants all items of the page
		 * @param whenComplete called when the last item has been acknowledged
		 */
		Counted(Page page, boolean whole, Runnable whenComplete) {
			this.whole = whole;
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
		void item(int index) {
			this.lock.lock();
			try {
				BitSet acknowledged = (this.later != null) ? this.later : new BitSet(this.size);
				acknowledged.set(index);
				this.later = acknowledged;
				this.run = acknowledged.nextClearBit(this.run);
			}
			finally {
				this.lock.unlock();
			}
			completeIfLast();
		}

		private void completeIfLast() {
			if (isAcknowledged()) {
				this.whenComplete.run();
			}
		}

		/**
		 * Return how many items there are before the position.
		 */
		int run() {
			return this.run;
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
			this.items = null;
		}

		/**
		 * Return the number of items of a complete page and of those that it absorbed.
		 */
		long count() {
			return this.size + this.absorbed;
		}

		/**
		 * Return where the segment goes on behind the page.
		 */
		SegmentCursor.Position end() {
			return this.end;
		}

		/**
		 * Return the last item of a run that has some.
		 */
		@Nullable Map<String, AttributeValue> lastOf(int run) {
			List<Map<String, AttributeValue>> items = this.items;
			return (items != null && run > 0) ? items.get(run - 1) : null;
		}

		/**
		 * Let go the items of a complete page.
		 */
		void forgetItems() {
			this.items = null;
		}

	}

}

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

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A page from which several threads take items, and the next one when it is used up. A
 * page is given back when all its items are {@linkplain #done done} and somebody wants
 * more. Safe for use by several threads.
 */
final class SharedPage {

	private final StreamScan<?> scan;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable InHand current;

	SharedPage(StreamScan<?> scan) {
		this.scan = scan;
	}

	/**
	 * Take the next item, and wait for its page.
	 * @return the item, or {@code null} after the last one
	 */
	@Nullable Item next() {
		try {
			this.lock.lockInterruptibly();
		}
		catch (InterruptedException ex) {
			throw this.scan.interrupted(ex);
		}
		try {
			Item item = poll();
			return (item != null) ? item : firstOfNextPage();
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Item firstOfNextPage() {
		Page page = this.scan.takePage();
		this.current = (page != null) ? new InHand(page) : null;
		return poll();
	}

	/**
	 * Take the next item of the page in hand, and leave the page if it is used up.
	 * @return the item, or {@code null} if the page is used up
	 */
	@Nullable Item poll() {
		this.lock.lock();
		try {
			InHand page = this.current;
			Item item = (page != null) ? page.poll() : null;
			if (page != null && item == null) {
				this.current = null;
				releaseIfLast(page);
			}
			return item;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Note that an item has been delivered. Takes no lock, since who waits for a page
	 * holds it.
	 */
	void done(Item item) {
		releaseIfLast(item.page());
	}

	private void releaseIfLast(InHand page) {
		if (page.letGo()) {
			this.scan.release(page.page());
		}
	}

	/**
	 * An item, not mapped yet.
	 *
	 * @param page the page that it is of
	 * @param segment number of the segment that it is from
	 * @param index where in the page it is
	 * @param attributes the item
	 */
	record Item(InHand page, int segment, int index, Map<String, AttributeValue> attributes) {

		PageAcknowledgment acknowledgment() {
			return this.page.page().acknowledgment();
		}

	}

	/**
	 * A page whose items are being delivered. Items are taken under the lock.
	 */
	private static final class InHand {

		private final Page page;

		/**
		 * Who holds the page: each item, and the next one to be taken.
		 */
		private final AtomicInteger holds;

		private final Iterator<Map<String, AttributeValue>> items;

		private int taken;

		InHand(Page page) {
			this.page = page;
			this.holds = new AtomicInteger(page.items().size() + 1);
			this.items = page.items().iterator();
		}

		Page page() {
			return this.page;
		}

		@Nullable Item poll() {
			return this.items.hasNext() ? new Item(this, this.page.segment(), this.taken++, this.items.next()) : null;
		}

		/**
		 * Let go one hold.
		 * @return whether it was the last one
		 */
		boolean letGo() {
			return this.holds.decrementAndGet() == 0;
		}

	}

}

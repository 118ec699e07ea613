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

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many items a scan with manual acknowledgment has taken for its consumer and would
 * deliver again, of which there is a maximum, and how many of them are in the hands of
 * the consumer. Safe for use by several threads.
 */
final class UnacknowledgedItems {

	private final int max;

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicInteger open = new AtomicInteger();

	UnacknowledgedItems(int max) {
		this.max = max;
	}

	boolean hasRoom() {
		return this.count.get() < this.max;
	}

	/**
	 * Add an item if there is room for it.
	 */
	boolean tryAdd() {
		int before = this.count.get();
		while (before < this.max) {
			if (this.count.compareAndSet(before, before + 1)) {
				return true;
			}
			before = this.count.get();
		}
		return false;
	}

	/**
	 * Remove items that will not be delivered again, or never were.
	 * @return whether there was no room before
	 */
	boolean remove(int items) {
		return this.count.getAndAdd(-items) >= this.max && items > 0;
	}

	/**
	 * Note that items are given to the consumer.
	 */
	void given(int items) {
		this.open.addAndGet(items);
	}

	/**
	 * Note that it is known what became of items that were given to the consumer.
	 * @return whether these were the last ones
	 */
	boolean settled(int items) {
		return this.open.addAndGet(-items) == 0;
	}

	boolean areSettled() {
		return this.open.get() == 0;
	}

	int count() {
		return this.count.get();
	}

}

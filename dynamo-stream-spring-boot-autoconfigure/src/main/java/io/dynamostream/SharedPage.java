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

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A page from which several threads take items, and the next one when it is used up. Safe
 * for use by several threads.
 */
final class SharedPage {

	private final StreamScan<?> scan;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Page page;

	private Iterator<Map<String, AttributeValue>> items = Collections.emptyIterator();

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
			Page page = currentPage();
			return (page != null) ? new Item(page.segment(), this.items.next()) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take the next item of the page in hand.
	 * @return the item, or {@code null} if the page is used up
	 */
	@Nullable Item poll() {
		this.lock.lock();
		try {
			Page page = this.page;
			return (page != null && this.items.hasNext()) ? new Item(page.segment(), this.items.next()) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Page currentPage() {
		if (!this.items.hasNext()) {
			release();
			this.page = this.scan.takePage();
			this.items = (this.page != null) ? this.page.items().iterator() : Collections.emptyIterator();
		}
		return this.page;
	}

	private void release() {
		Page usedUp = this.page;
		this.page = null;
		this.items = Collections.emptyIterator();
		if (usedUp != null) {
			this.scan.release(usedUp);
		}
	}

	/**
	 * An item, not mapped yet.
	 *
	 * @param segment number of the segment that it is from
	 * @param attributes the item
	 */
	record Item(int segment, Map<String, AttributeValue> attributes) {

	}

}

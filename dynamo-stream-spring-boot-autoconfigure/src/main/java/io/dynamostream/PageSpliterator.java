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
import java.util.Spliterator;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Traverses the pages of a {@link StreamScan}. Splits share its pages: each takes the
 * next one when it has used up its own, so that a split that waits for a thread holds no
 * page, and none is left with more work than another. Splits that advance item by item
 * may be given up by a stream that has found what it wanted, and would take a page of
 * their own with them, so they share one page.
 *
 * @param <T> the item type
 */
final class PageSpliterator<T> implements Spliterator<T> {

	private static final int SPLITS_PER_THREAD = 4;

	private final StreamScan<T> scan;

	private int shares;

	private final SharedPage sharedPage;

	/**
	 * The item that was delivered last, which is acknowledged when the next one is asked
	 * for: whoever iterates over the stream works on it until then.
	 */
	private PageAcknowledgment last = PageAcknowledgment.NONE;

	private int lastIndex;

	PageSpliterator(StreamScan<T> scan) {
		this(scan, 0, new SharedPage(scan));
	}

	private PageSpliterator(StreamScan<T> scan, int shares, SharedPage sharedPage) {
		this.scan = scan;
		this.shares = shares;
		this.sharedPage = sharedPage;
	}

	@Override
	public boolean tryAdvance(Consumer<? super T> action) {
		boolean delivered = false;
		SharedPage.Item item = nextItem();
		while (item != null) {
			delivered = deliver(action, item);
			item = delivered ? null : nextItem();
		}
		return delivered;
	}

	private SharedPage.@Nullable Item nextItem() {
		acknowledgeLast();
		return this.sharedPage.next();
	}

	private void acknowledgeLast() {
		if (this.last != PageAcknowledgment.NONE) {
			this.last.item(this.lastIndex);
			this.last = PageAcknowledgment.NONE;
			this.scan.acknowledged();
		}
	}

	private boolean deliver(Consumer<? super T> action, SharedPage.Item item) {
		boolean delivered = accept(action, item.segment(), item.attributes());
		this.last = item.acknowledgment();
		if (!delivered) {
			this.last.skipped(item.index());
		}
		this.lastIndex = item.index();
		this.sharedPage.done(item);
		return delivered;
	}

	@Override
	public void forEachRemaining(Consumer<? super T> action) {
		acknowledgeLast();
		for (SharedPage.Item item = this.sharedPage.poll(); item != null; item = this.sharedPage.poll()) {
			deliver(action, item);
			acknowledgeLast();
		}
		boolean more = true;
		while (more) {
			more = deliverPage(action) || tryAdvance(action);
		}
	}

	private boolean deliverPage(Consumer<? super T> action) {
		Page page = this.scan.takePage();
		if (page == null) {
			return false;
		}
		int taken = 0;
		for (Map<String, AttributeValue> item : page.items()) {
			if (!accept(action, page.segment(), item)) {
				page.acknowledgment().skipped(taken);
			}
			page.acknowledgment().upTo(++taken);
			this.scan.acknowledged();
		}
		this.scan.release(page);
		return true;
	}

	/**
	 * Give an item to the action, unless it is skipped.
	 */
	private boolean accept(Consumer<? super T> action, int segment, Map<String, AttributeValue> item) {
		try {
			T mapped = this.scan.map(segment, item);
			if (mapped != null) {
				action.accept(mapped);
			}
			return mapped != null;
		}
		catch (Throwable ex) {
			this.scan.fail(segment, ex);
			throw ex;
		}
	}

	@Override
	public @Nullable Spliterator<T> trySplit() {
		if (this.shares == 0) {
			this.shares = SPLITS_PER_THREAD * parallelism();
		}
		if (this.shares == 1) {
			return null;
		}
		int given = this.shares / 2;
		this.shares -= given;
		return new PageSpliterator<>(this.scan, given, this.sharedPage);
	}

	private static int parallelism() {
		ForkJoinPool pool = ForkJoinTask.getPool();
		return Math.max(1, (pool != null) ? pool.getParallelism() : ForkJoinPool.getCommonPoolParallelism());
	}

	@Override
	public long estimateSize() {
		return Long.MAX_VALUE;
	}

	@Override
	public int characteristics() {
		return NONNULL;
	}

}

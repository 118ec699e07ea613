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
import java.util.Spliterator;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Traverses the pages of a {@link StreamScan}. Splits share its pages: each takes the
 * next one when it has used up its own, so that a split that waits for a thread holds no
 * page, and none is left with more work than another.
 *
 * @param <T> the item type
 */
final class PageSpliterator<T> implements Spliterator<T> {

	private static final int SPLITS_PER_THREAD = 4;

	private final StreamScan<T> scan;

	private int shares;

	private @Nullable Page page;

	private Iterator<Map<String, AttributeValue>> items = Collections.emptyIterator();

	PageSpliterator(StreamScan<T> scan) {
		this(scan, 0);
	}

	private PageSpliterator(StreamScan<T> scan, int shares) {
		this.scan = scan;
		this.shares = shares;
	}

	@Override
	public boolean tryAdvance(Consumer<? super T> action) {
		Page page = currentPage();
		if (page == null) {
			return false;
		}
		try {
			action.accept(this.scan.map(page, this.items.next()));
			return true;
		}
		catch (Throwable ex) {
			this.scan.fail();
			throw ex;
		}
	}

	private @Nullable Page currentPage() {
		if (!this.items.hasNext()) {
			if (this.page != null) {
				this.scan.release(this.page);
			}
			this.page = this.scan.takePage();
			this.items = (this.page != null) ? this.page.items().iterator() : Collections.emptyIterator();
		}
		return this.page;
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
		return new PageSpliterator<>(this.scan, given);
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

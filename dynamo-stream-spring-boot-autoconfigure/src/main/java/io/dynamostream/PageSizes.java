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

import org.jspecify.annotations.Nullable;

/**
 * Chooses how many items each request evaluates. Unless a page size is set, the first
 * request is small so that the first item is quick, and sizes grow until DynamoDB's own
 * page of 1 MB is asked for. Confined to the lock of its {@link PageSource}.
 */
final class PageSizes {

	private static final int FIRST = 100;

	private static final int GROWTH = 4;

	/**
	 * From here on no limit is given: 1 MB of items of 600 bytes is a page of this size.
	 */
	static final int LARGEST = 1600;

	private final @Nullable Integer fixed;

	private final boolean filtered;

	private int next = FIRST;

	PageSizes(ScanPlan<?> plan) {
		this.fixed = plan.settings().get(ScanOption.PAGE_SIZE);
		this.filtered = plan.expressions().filter() != null;
	}

	/**
	 * Return the size of the next page.
	 * @param wanted how many items are wanted at most: without a filter there is no need
	 * to evaluate more
	 * @param limited whether there must be a limit to the number of items
	 * @return the number of items, or {@code null} for as many as DynamoDB has room for
	 */
	@Nullable Integer next(long wanted, boolean limited) {
		Integer size = (this.fixed != null) ? this.fixed : grow(limited);
		if (this.filtered || wanted > Integer.MAX_VALUE || (size != null && size <= wanted)) {
			return size;
		}
		return (int) wanted;
	}

	private @Nullable Integer grow(boolean limited) {
		if (this.next > LARGEST) {
			return limited ? LARGEST : null;
		}
		int size = this.next;
		this.next *= GROWTH;
		return size;
	}

}

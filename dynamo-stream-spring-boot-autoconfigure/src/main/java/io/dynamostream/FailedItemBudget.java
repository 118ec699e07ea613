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

import java.math.BigDecimal;

import org.springframework.util.Assert;

/**
 * How many items a scan may skip before it fails: a number, or a percentage of those it
 * has handled.
 *
 * @param items number of items
 * @param percent percentage of the items that were delivered or have failed
 */
record FailedItemBudget(long items, double percent) {

	/**
	 * Room for stray items, and none for a mistake by which all items of a table fail.
	 */
	static final FailedItemBudget DEFAULT = ofItems(1000);

	/**
	 * With fewer items handled a percentage says nothing: the first item may fail.
	 */
	static final long ITEMS_BEFORE_PERCENTAGE = 100;

	private static final double ALL = 100;

	FailedItemBudget {
		Assert.isTrue(items >= 0, () -> "'maxFailedItems' must be 0 or more, but is " + items);
		Assert.isTrue(percent >= 0 && percent <= ALL,
				() -> "'maxFailedItems' must be between 0%% and 100%%, but is %s%%".formatted(percent));
	}

	static FailedItemBudget ofItems(long items) {
		return new FailedItemBudget(items, ALL);
	}

	static FailedItemBudget ofPercent(double percent) {
		return new FailedItemBudget(Long.MAX_VALUE, percent);
	}

	/**
	 * Return whether more items have failed than may, as far as that can be judged before
	 * the end.
	 */
	boolean isExceeded(long failed, long delivered) {
		return failed > this.items
				|| (failed + delivered >= ITEMS_BEFORE_PERCENTAGE && isExceededAtEnd(failed, delivered));
	}

	/**
	 * Return whether more items have failed than may, now that all have been handled.
	 */
	boolean isExceededAtEnd(long failed, long delivered) {
		return failed > this.items || BigDecimal.valueOf(failed)
			.movePointRight(2)
			.compareTo(BigDecimal.valueOf(this.percent).multiply(BigDecimal.valueOf(failed + delivered))) > 0;
	}

	@Override
	public String toString() {
		return (this.items != Long.MAX_VALUE) ? String.valueOf(this.items)
				: BigDecimal.valueOf(this.percent).stripTrailingZeros().toPlainString() + "%";
	}

}

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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how many segments a scan has by the size of what it reads. Safe for use by
 * several threads.
 */
final class AutomaticSegments {

	/**
	 * A segment that is smaller is read before another request would pay.
	 */
	private static final long ITEMS_OF_SMALL_TABLES = 25_000;

	/**
	 * Up to 100,000 items, 1 to 4 segments are of use.
	 */
	private static final long SMALL_TABLE = 100_000;

	private static final int SMALL_TABLE_SEGMENTS = 4;

	/**
	 * Within the 100,000 to 500,000 items per segment that are a good measure, this makes
	 * 8 segments of a million items, and 32 of 4 million.
	 */
	private static final long ITEMS_OF_LARGE_TABLES = 125_000;

	/**
	 * More requests at once than 32 are seldom of use, so from here on segments grow up
	 * to 500,000 items each.
	 */
	private static final int LARGE_TABLE_SEGMENTS = 32;

	private static final long MOST_ITEMS = 500_000;

	/**
	 * Large items count by their size: a segment for each 2 GB, as AWS advises.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-query-scan.html">Parallel
	 * scan</a>
	 */
	private static final long MOST_BYTES = 2_000_000_000;

	private static final Log logger = LogFactory.getLog(AutomaticSegments.class);

	private AutomaticSegments() {
	}

	/**
	 * Return the number of segments for a size.
	 * @param size the size, or {@code null} if it is not known
	 */
	static int of(@Nullable TableSize size) {
		if (size == null || size.isEmpty()) {
			return SegmentNumber.DEFAULT;
		}
		long segments = Math.max(ofItems(size.items()), divide(size.bytes(), MOST_BYTES));
		return (int) Math.max(1, Math.min(SegmentChoice.MOST, segments));
	}

	private static long ofItems(long items) {
		if (items <= SMALL_TABLE) {
			return divide(items, ITEMS_OF_SMALL_TABLES);
		}
		long medium = Math.max(SMALL_TABLE_SEGMENTS, divide(items, ITEMS_OF_LARGE_TABLES));
		return Math.max(Math.min(LARGE_TABLE_SEGMENTS, medium), divide(items, MOST_ITEMS));
	}

	private static long divide(long amount, long by) {
		return amount / by + ((amount % by > 0) ? 1 : 0);
	}

	/**
	 * Let a scan have as many segments as fit a size.
	 * @param plan the plan of a run whose number of segments is to be chosen
	 * @param answer what is known about the size
	 */
	static void choose(ScanPlan<?> plan, TableSizes.Answer answer) {
		choose(plan, of(answer.size()), reason(answer));
	}

	/**
	 * Let a scan have the segments that its checkpoint has.
	 */
	static void keep(ScanPlan<?> plan, int segments) {
		choose(plan, segments, "those of its checkpoint");
	}

	private static void choose(ScanPlan<?> plan, int segments, String reason) {
		plan.segmentNumber().choose(segments);
		logger.info("%s reads %d segment(s), %s".formatted(plan.describe(), segments, reason));
	}

	private static String reason(TableSizes.Answer answer) {
		TableSize size = answer.size();
		if (size != null && !size.isEmpty()) {
			return "chosen for %d items and %d bytes, as DynamoDB describes it".formatted(size.items(), size.bytes());
		}
		return "the default, since %s Use segments(...) with a number to have others".formatted((size != null)
				? "DynamoDB describes it as empty, which it says for hours of one that was filled lately."
				: "its size is not known: " + answer.reason());
	}

}

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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanProgress.Estimate;
import io.dynamostream.ScanProgress.Estimate.Source;

/**
 * How much of a scan is done, estimated from what is known best: the capacity consumed
 * against the size of the table, the items evaluated against their number, or the
 * segments done. Where done segments show that a table is larger than DynamoDB had said,
 * the total is raised.
 *
 * @param estimate what it is measured against
 * @param fraction the part that is done, below 1
 * @param measured the part that is done as measured, which may exceed 1
 */
record Completeness(Estimate estimate, double fraction, double measured) {

	/**
	 * Where less than this is left, the rest is stretched, so that the fraction comes
	 * ever closer to 1 while a table is larger than it seemed.
	 */
	private static final double STRETCHED = 0.1;

	/**
	 * A total that is raised by less than this is no other total.
	 */
	private static final double TOLERANCE = 1.1;

	/**
	 * What is said of a scan that has all it wants and has not ended yet.
	 */
	private static final double ALMOST = 0.999;

	private static final int CAPACITY_UNIT = 4096;

	/**
	 * Return how much is done, or {@code null} if nothing is known of it.
	 * @param read what was read
	 * @param plan the plan of the scan
	 * @param size the size of what is scanned, or {@code null} if it cannot be known
	 */
	static @Nullable Completeness of(SegmentCounts.Read read, ScanPlan<?> plan, @Nullable TableSize size) {
		if (size != null && size.bytes() > 0 && read.work().consumedCapacity() > 0) {
			return measured(Source.SIZE, size.bytes(), bytes(read.work(), plan), bytes(read.inDoneSegments(), plan),
					new Context(read, plan, size.describedAt()));
		}
		if (size != null && size.items() > 0) {
			return measured(Source.ITEM_COUNT, size.items(), read.work().scannedItems(),
					read.inDoneSegments().scannedItems(), new Context(read, plan, size.describedAt()));
		}
		return (plan.segments() > 1) ? bySegments(read, plan.segments()) : null;
	}

	/**
	 * Return the bytes that were read: half a unit of capacity pays for 4096 bytes of an
	 * eventually consistent read, and each page is rounded up.
	 */
	private static double bytes(Work work, ScanPlan<?> plan) {
		double bytes = work.consumedCapacity() * CAPACITY_UNIT * (plan.consistentRead() ? 1 : 2);
		return Math.max(0, bytes - work.pages() * CAPACITY_UNIT / 2.0);
	}

	private static Completeness measured(Source source, long described, double read, double inDoneSegments,
			Context context) {
		double total = Math.max(described, context.learned(described, read, inDoneSegments));
		double found = Math.max(total, read);
		return new Completeness(
				new Estimate(source, Math.round(found), context.describedAt(), found > described * TOLERANCE),
				stretch(read / total), read / total);
	}

	private static double stretch(double fraction) {
		double above = fraction - (1 - STRETCHED);
		return (above <= 0) ? fraction : 1 - STRETCHED / (1 + above / STRETCHED);
	}

	/**
	 * Measure by segments, and those that are open against the mean of those that are
	 * done.
	 */
	private static Completeness bySegments(SegmentCounts.Read read, int segments) {
		double open = read.started() - read.done();
		double inDone = read.inDoneSegments().scannedItems();
		double ofMean = (open > 0 && inDone > 0) ? (read.work().scannedItems() - inDone) / open / (inDone / read.done())
				: 0;
		return new Completeness(new Estimate(Source.SEGMENTS, segments, null, false),
				stretch((read.done() + open * stretch(ofMean)) / segments),
				(ofMean <= 1) ? (read.done() + open * ofMean) / segments : Double.POSITIVE_INFINITY);
	}

	/**
	 * Return how much of a limit is done.
	 */
	static Completeness ofLimit(long items, long limit) {
		double measured = (double) items / Math.max(1, limit);
		return new Completeness(new Estimate(Source.LIMIT, limit, null, false), Math.min(measured, ALMOST), measured);
	}

	/**
	 * What segments tell.
	 *
	 * @param read what was read
	 * @param plan the plan of the scan
	 * @param describedAt when DynamoDB was asked
	 */
	private record Context(SegmentCounts.Read read, ScanPlan<?> plan, Instant describedAt) {

		/**
		 * Return the total if the other segments are like those that are done, which is
		 * the more to be trusted the more of them are done.
		 */
		double learned(double described, double read, double inDoneSegments) {
			double confidence = (double) this.read.done() / this.plan.segments();
			double ofAll = (this.read.done() > 0) ? inDoneSegments / this.read.done() * this.plan.segments() : 0;
			return (1 - confidence) * described + confidence * Math.max(read, ofAll);
		}

	}

}

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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What was read of the segments of a scan, and delivered from them. Delivered items may
 * be counted by several threads; the rest is guarded by the lock of the
 * {@link ProgressTracker}.
 */
final class SegmentCounts {

	/**
	 * Scans of more segments are counted as a whole, so that memory is bounded.
	 */
	static final int TOLD_APART = 4096;

	private final int total;

	private final AtomicLongArray items;

	private @Nullable SegmentCursor[] cursors;

	private Read read = new Read(Work.NONE, Work.NONE, 0, 0);

	SegmentCounts(int total) {
		this.total = total;
		this.items = new AtomicLongArray(Math.min(total, TOLD_APART));
		this.cursors = new SegmentCursor[(total <= TOLD_APART) ? total : 0];
	}

	/**
	 * Count segments that were done before the scan went on.
	 */
	void goesOn(int doneSegments) {
		this.read = new Read(Work.NONE, Work.NONE, doneSegments, doneSegments);
	}

	void itemsDelivered(int segment, int count) {
		this.items.getAndAdd(segment % this.items.length(), count);
	}

	long items() {
		long sum = 0;
		for (int i = 0; i < this.items.length(); i++) {
			sum += this.items.get(i);
		}
		return sum;
	}

	void pageRead(Page page) {
		this.read = this.read.plus(page);
		if (page.segment() < this.cursors.length) {
			this.cursors[page.segment()] = page.next();
		}
	}

	Read read() {
		return this.read;
	}

	ScanProgress.Segments byState() {
		int started = this.read.started();
		return new ScanProgress.Segments(this.total, this.total - started, started - this.read.done(),
				this.read.done());
	}

	/**
	 * Forget where segments stand, when a scan has ended.
	 */
	void forgetPositions() {
		this.cursors = new SegmentCursor[0];
	}

	List<ScanDetails.Segment> details() {
		List<ScanDetails.Segment> segments = new ArrayList<>();
		for (SegmentCursor cursor : this.cursors) {
			if (cursor != null) {
				segments.add(details(cursor));
			}
		}
		return segments;
	}

	private ScanDetails.Segment details(SegmentCursor cursor) {
		Map<String, AttributeValue> position = (cursor.position() instanceof SegmentCursor.AtKey at) ? at.key() : null;
		return new ScanDetails.Segment(cursor.segment(), cursor.isDone(), cursor.pages(),
				this.items.get(cursor.segment()), cursor.work().scannedItems(), cursor.work().consumedCapacity(),
				position);
	}

	/**
	 * What was read of all segments.
	 *
	 * @param work what reading has cost and brought
	 * @param inDoneSegments what of it was in segments that are done
	 * @param started number of segments of which a page has been read
	 * @param done number of segments that have been read to their end
	 */
	record Read(Work work, Work inDoneSegments, int started, int done) {

		private Read plus(Page page) {
			SegmentCursor next = page.next();
			return new Read(this.work.plus(page.work()),
					next.isDone() ? this.inDoneSegments.plus(next.work()) : this.inDoneSegments,
					this.started + ((next.pages() == 1) ? 1 : 0), this.done + (next.isDone() ? 1 : 0));
		}

	}

}

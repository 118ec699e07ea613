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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.util.Assert;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.checkpoint.ScanCheckpoint;

/**
 * How far the segments of a resumable scan are acknowledged. Pages of one segment may be
 * acknowledged in any order; the position is behind the unbroken run. Safe for use by
 * several threads.
 */
final class SegmentPositions {

	private final List<String> keyNames;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<Integer, ScanCheckpoint.Position> settled;

	private final Map<Integer, List<PageAcknowledgment.Counted>> open = new HashMap<>();

	private long items;

	private long failedItems;

	private int passed;

	/**
	 * Create positions.
	 * @param keyNames names of the attributes of a position
	 * @param settled positions from which the scan goes on
	 * @param items number of items before these
	 * @param failedItems number of those that have failed
	 */
	SegmentPositions(List<String> keyNames, Map<Integer, ScanCheckpoint.Position> settled, long items,
			long failedItems) {
		this.keyNames = keyNames;
		this.settled = new HashMap<>(settled);
		this.items = items;
		this.failedItems = failedItems;
	}

	/**
	 * Take in a page, in the order in which the pages of its segment are read.
	 * @param page the page, with the items that the scan wants
	 * @param whole whether these are all items of the page
	 * @return the page, to be acknowledged
	 */
	Page read(Page page, boolean whole) {
		int number = page.segment();
		PageAcknowledgment.Counted counted = new PageAcknowledgment.Counted(page, whole, this.keyNames,
				() -> settle(number));
		this.lock.lock();
		try {
			this.open.computeIfAbsent(number, (segment) -> new ArrayList<>()).add(counted);
		}
		finally {
			this.lock.unlock();
		}
		if (page.items().isEmpty()) {
			settle(number);
		}
		return page.acknowledgedBy(counted);
	}

	/**
	 * Move the position of a segment behind the complete pages at its front. Those that
	 * are complete behind one that is not become one.
	 */
	private void settle(int segment) {
		this.lock.lock();
		try {
			List<PageAcknowledgment.Counted> pages = this.open.getOrDefault(segment, List.of());
			settleFirst(segment, pages);
			join(pages);
			if (pages.isEmpty()) {
				this.open.remove(segment);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void settleFirst(int segment, List<PageAcknowledgment.Counted> pages) {
		while (!pages.isEmpty() && pages.get(0).isComplete()) {
			PageAcknowledgment.Counted page = pages.remove(0);
			this.items += page.count();
			this.failedItems += page.failedCount();
			this.passed += page.tellGiven();
			this.settled.put(segment, position(page.end()));
		}
	}

	/**
	 * Return how many items that somebody got the positions have passed since this was
	 * asked last.
	 * @param segment the segment of which some have been acknowledged since then
	 */
	int takePassed(int segment) {
		this.lock.lock();
		try {
			List<PageAcknowledgment.Counted> pages = this.open.getOrDefault(segment, List.of());
			settleFirst(segment, pages);
			int passed = this.passed + (pages.isEmpty() ? 0 : pages.get(0).tellGiven());
			this.passed = 0;
			return passed;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void join(List<PageAcknowledgment.Counted> pages) {
		for (int i = pages.size() - 1; i > 0; i--) {
			if (pages.get(i).isComplete()) {
				pages.get(i).forgetItems();
				if (pages.get(i - 1).isComplete()) {
					pages.get(i - 1).absorb(pages.remove(i));
				}
			}
		}
	}

	private static ScanCheckpoint.Position position(SegmentCursor.Position end) {
		return (end instanceof SegmentCursor.AtKey at) ? new ScanCheckpoint.AtKey(at.key()) : new ScanCheckpoint.Done();
	}

	/**
	 * Return whether nothing that was taken in is left to acknowledge.
	 */
	boolean areAcknowledged() {
		this.lock.lock();
		try {
			return this.open.values()
				.stream()
				.flatMap(List::stream)
				.allMatch(PageAcknowledgment.Counted::isAcknowledged);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return where the scan can go on. Pages whose last item is being acknowledged are
	 * settled on the way.
	 */
	Snapshot snapshot() {
		this.lock.lock();
		try {
			this.open.forEach(this::settleFirst);
			Map<Integer, ScanCheckpoint.Position> positions = new HashMap<>(this.settled);
			long items = this.items;
			long failedItems = this.failedItems;
			for (Map.Entry<Integer, List<PageAcknowledgment.Counted>> segment : this.open.entrySet()) {
				PageAcknowledgment.Counted.Run run = addRun(positions, segment.getKey(), segment.getValue());
				items += run.items();
				failedItems += run.failedItems();
			}
			return new Snapshot(positions, items, failedItems);
		}
		finally {
			this.lock.unlock();
		}
	}

	private PageAcknowledgment.Counted.Run addRun(Map<Integer, ScanCheckpoint.Position> positions, int segment,
			List<PageAcknowledgment.Counted> pages) {
		PageAcknowledgment.Counted.Run run = pages.isEmpty() ? null : pages.get(0).run();
		Map<String, AttributeValue> key = (run != null) ? run.key() : null;
		if (run == null || key == null) {
			return PageAcknowledgment.Counted.Run.NONE;
		}
		Assert.state(key.size() == this.keyNames.size(),
				() -> "DynamoDB returned an item without all of its key attributes " + this.keyNames);
		positions.put(segment, new ScanCheckpoint.AtKey(key));
		return run;
	}

	/**
	 * Positions at one time.
	 *
	 * @param positions positions of the segments that have been started
	 * @param items number of items before them
	 * @param failedItems number of those that have failed
	 */
	record Snapshot(Map<Integer, ScanCheckpoint.Position> positions, long items, long failedItems) {

	}

}

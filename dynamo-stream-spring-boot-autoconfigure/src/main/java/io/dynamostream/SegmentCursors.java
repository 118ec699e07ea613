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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The segments of a scan, and which of them is read next: one that has been started and
 * waits, else a new one. New ones start in shuffled order, because neighbouring segments
 * tend to be on the same partition. Confined to the lock of its {@link PageSource}.
 */
final class SegmentCursors {

	private final int[] notStarted;

	private int started;

	private int open;

	private final Deque<SegmentCursor> waiting = new ArrayDeque<>();

	SegmentCursors(int segments) {
		this(segments, Map.of());
	}

	/**
	 * Create cursors that go on.
	 * @param segments number of segments
	 * @param positions positions of those that have been started
	 */
	SegmentCursors(int segments, Map<Integer, SegmentCursor.Position> positions) {
		this.notStarted = IntStream.range(0, segments).filter((segment) -> !positions.containsKey(segment)).toArray();
		shuffle(this.notStarted);
		this.open = segments;
		positions.forEach((segment, position) -> giveBack(new SegmentCursor(segment, Work.NONE, position)));
	}

	private static void shuffle(int[] order) {
		Random random = new Random();
		for (int i = order.length - 1; i > 0; i--) {
			int other = random.nextInt(i + 1);
			int segment = order[i];
			order[i] = order[other];
			order[other] = segment;
		}
	}

	/**
	 * Take the cursor that is read next.
	 * @param mayBeRead whether a segment may be read now
	 * @return the cursor, or {@code null} if there is none now
	 */
	@Nullable SegmentCursor next(IntPredicate mayBeRead) {
		for (Iterator<SegmentCursor> cursors = this.waiting.iterator(); cursors.hasNext();) {
			SegmentCursor cursor = cursors.next();
			if (mayBeRead.test(cursor.segment())) {
				cursors.remove();
				return cursor;
			}
		}
		return (this.started < this.notStarted.length) ? SegmentCursor.notStarted(this.notStarted[this.started++])
				: null;
	}

	/**
	 * Put back a cursor after its page was read.
	 */
	void giveBack(SegmentCursor cursor) {
		if (cursor.isDone()) {
			this.open--;
		}
		else {
			this.waiting.addLast(cursor);
		}
	}

	boolean areDone() {
		return this.open == 0;
	}

}

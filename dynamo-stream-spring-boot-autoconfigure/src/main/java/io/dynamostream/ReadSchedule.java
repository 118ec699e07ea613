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

import java.util.HashMap;
import java.util.Map;

/**
 * When reads may start: not while another one asks for its permit, since both would be
 * refused or the one would be overtaken, and not before the time to which they were put
 * off. Confined to the lock of its {@link PageSource}.
 */
final class ReadSchedule {

	private final Delays delays;

	private boolean asking;

	/**
	 * Changes when refusals become obsolete.
	 */
	private int epoch;

	private long startsAt;

	private final Map<Integer, Long> segmentsStartAt = new HashMap<>();

	ReadSchedule(Delays delays) {
		this.delays = delays;
		this.startsAt = delays.nanoTime();
	}

	/**
	 * Return whether any read may start.
	 */
	boolean mayStart() {
		return !this.asking && isReached(this.startsAt);
	}

	/**
	 * Return whether a read of a segment may start, if any may.
	 */
	boolean mayStart(int segment) {
		Long startsAt = this.segmentsStartAt.get(segment);
		if (startsAt != null && isReached(startsAt)) {
			this.segmentsStartAt.remove(segment);
		}
		return !this.segmentsStartAt.containsKey(segment);
	}

	private boolean isReached(long time) {
		return this.delays.nanoTime() - time >= 0;
	}

	/**
	 * Note that a read asks for its permit, or does no longer.
	 * @return whether one did before
	 */
	boolean asking(boolean asking) {
		boolean before = this.asking;
		this.asking = asking;
		return before;
	}

	int epoch() {
		return this.epoch;
	}

	/**
	 * Put off all reads or those of a segment, as a permit was refused, unless something
	 * has changed since it was asked for.
	 */
	void putOff(int segment, ReadPermit refused, int epoch) {
		if (epoch != this.epoch) {
			return;
		}
		long startsAt = this.delays.nanoTime() + refused.delay().toNanos();
		if (refused.ofSegment()) {
			this.segmentsStartAt.put(segment, startsAt);
		}
		else {
			this.startsAt = startsAt;
		}
	}

	/**
	 * Let reads ask again, because a budget may have got something back.
	 */
	void askAgain() {
		this.epoch++;
		this.startsAt = this.delays.nanoTime();
	}

	/**
	 * Let all reads ask again that were put off, because the limits have changed.
	 */
	void reset() {
		askAgain();
		this.segmentsStartAt.clear();
	}

}

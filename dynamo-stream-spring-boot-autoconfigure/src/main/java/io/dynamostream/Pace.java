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

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells when something that must not happen too often is due. Safe for use by several
 * threads.
 */
final class Pace {

	/**
	 * How many looks at the clock within a millisecond are too many.
	 */
	private static final int MANY_LOOKS = 64;

	/**
	 * How many times nobody looks then. A look takes some percent of an item that takes a
	 * microsecond.
	 */
	private static final int SKIPPED = 7;

	private final Duration interval;

	private final Clock clock;

	private final AtomicLong lastMillis;

	/**
	 * When the clock was looked at last, how often within that millisecond, and how many
	 * times not to look. Threads may lose each other's counts: then they look a few times
	 * more or less.
	 */
	private long seenMillis;

	private int looks;

	private int looksToSkip;

	Pace(Duration interval, Clock clock) {
		this.interval = interval;
		this.clock = clock;
		this.lastMillis = new AtomicLong(clock.millis());
	}

	/**
	 * Return whether the interval has passed since the last time this was {@code true}.
	 * With an interval of 0 nothing is ever due. Where this is asked many times within a
	 * millisecond, it is found out some 7 times later.
	 */
	boolean isDue() {
		if (this.looksToSkip > 0) {
			this.looksToSkip--;
			return false;
		}
		long last = this.lastMillis.get();
		long now = this.clock.millis();
		countLooks(now);
		return !this.interval.isZero() && now - last >= this.interval.toMillis()
				&& this.lastMillis.compareAndSet(last, now);
	}

	private void countLooks(long now) {
		this.looks = (now == this.seenMillis) ? this.looks + 1 : 0;
		this.seenMillis = now;
		if (this.looks > MANY_LOOKS) {
			this.looksToSkip = SKIPPED;
		}
	}

}

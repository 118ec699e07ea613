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

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanDetails.Sample;

/**
 * How far a scan was at recent times, and how fast it has been since. Not safe for use by
 * several threads.
 */
final class RecentSamples {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final int KEPT = 120;

	/**
	 * How far back the current rates look.
	 */
	private static final Duration WINDOW = Duration.ofSeconds(10);

	private final Deque<Sample> samples = new ArrayDeque<>();

	private @Nullable Sample measuredFrom;

	/**
	 * Add a sample, unless the last one was taken a moment ago.
	 */
	void add(Sample sample) {
		Sample last = this.samples.peekLast();
		if (last == null || !sample.time().isBefore(last.time().plus(INTERVAL))) {
			keep(sample);
		}
	}

	private void keep(Sample sample) {
		this.samples.addLast(sample);
		if (this.samples.size() > KEPT) {
			this.samples.removeFirst();
		}
	}

	/**
	 * Measure from a sample on, because a scan has been paused or runs again.
	 */
	void measureFrom(Sample sample) {
		keep(sample);
		this.measuredFrom = sample;
	}

	List<Sample> all() {
		return List.copyOf(this.samples);
	}

	/**
	 * Return the sample from which current rates are measured.
	 */
	Sample windowStart(Sample now) {
		Instant start = now.time().minus(WINDOW);
		return newestFirst().filter((sample) -> !sample.time().isAfter(start)).findFirst().orElseGet(() -> oldest(now));
	}

	/**
	 * Return the sample from which the recent speed is measured.
	 */
	Sample oldest(Sample now) {
		return newestFirst().reduce(now, (newer, older) -> older);
	}

	private Stream<Sample> newestFirst() {
		Sample last = this.measuredFrom;
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(this.samples.descendingIterator(), Spliterator.ORDERED), false)
			.takeWhile((sample) -> last == null || !sample.time().isBefore(last.time()));
	}

	static double perSecond(double amount, Duration time) {
		return (time.toMillis() > 0) ? amount * 1000 / time.toMillis() : 0;
	}

}

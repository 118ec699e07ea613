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

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Compares segments with hand-written threads where the CPU is the limit, and with each
 * other where latency is.
 */
final class SegmentsBenchmark {

	private static final int SEGMENTS = 8;

	private static final int MOST_SEGMENTS = 64;

	private static final int LATENCY = 50;

	private static final int SMALL_PAGE = 100;

	private SegmentsBenchmark() {
	}

	static void run() throws IOException {
		Comparison.of(Shape.USER)
			.items(600_000)
			.turns(6, 5)
			.run(List.of(parallel(Contender.ENHANCED_THREADS), parallel(Contender.STREAM),
					parallel(Contender.PARALLEL_STREAM), parallel(Contender.FOR_EACH)))
			.print(Column.RATE, Column.CPU, Column.CPUS, Column.STAND_IN);
		curve(800_000, 0);
		curve(60_000, SMALL_PAGE);
	}

	private static Entry parallel(Contender contender) {
		return Entry.of(contender).segments(SEGMENTS);
	}

	private static void curve(int items, int pageSize) throws IOException {
		List<Entry> entries = IntStream.iterate(1, (segments) -> segments <= MOST_SEGMENTS, (segments) -> segments * 2)
			.mapToObj((segments) -> Entry.of(Contender.FOR_EACH).segments(segments).pageSize(pageSize))
			.toList();
		Results results = Comparison.of(Shape.USER).items(items).latencyMillis(LATENCY).turns(2, 5).run(entries);
		System.out.printf(Locale.ROOT, "%nPages of %s items%n", (pageSize > 0) ? pageSize : "up to 1691");
		results.print(Column.RATE, Column.CPUS, Column.STAND_IN);
	}

}

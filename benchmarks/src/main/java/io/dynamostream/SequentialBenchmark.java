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

/**
 * Compares sequential scans with the slower of their parts: the network and the decoding.
 */
final class SequentialBenchmark {

	private static final int LATENCY = 10;

	/**
	 * What the SDK does once a page is compiled only after some thousands of pages.
	 */
	private static final int WARM_UP_TURNS = 40;

	private static final Entry ENHANCED = Entry.of(Contender.ENHANCED);

	private static final List<Entry> PARTS = List.of(Entry.of(Contender.BARE_HTTP), Entry.of(Contender.DECODING));

	private SequentialBenchmark() {
	}

	static void run() throws IOException {
		Results results = Comparison.of(Shape.USER)
			.latencyMillis(LATENCY)
			.withStandInApart()
			.turns(WARM_UP_TURNS, 5)
			.run(Contender.ENHANCED, Contender.BARE_HTTP, Contender.DECODING, Contender.STREAM, Contender.FOR_EACH);
		Entry slower = slower(results);
		System.out.printf("%n%s%n%n", results.comparison().describe());
		Table table = new Table("", "Time", "to enhanced", "to " + slower, "CPUs", "CPUs of the stand-in");
		results.entries()
			.forEach((entry) -> table.add(entry.toString(), results.value(entry, Column.TIME),
					results.ratio(entry, Column.TIME, ENHANCED), results.ratio(entry, Column.TIME, slower),
					results.value(entry, Column.CPUS), results.value(entry, Column.STAND_IN)));
		table.print();
	}

	private static Entry slower(Results results) {
		double ratio = results
			.compare(PARTS.get(0), Column.TIME, PARTS.get(1), (network, decoding) -> network / decoding)
			.median();
		return PARTS.get((ratio >= 1) ? 0 : 1);
	}

}

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

/**
 * Compares the time to the first item with the round trip of a small page.
 */
final class FirstItemBenchmark {

	private static final int ITEMS = 2000;

	private static final int LATENCY = 10;

	private static final Entry SMALL_PAGE = Entry.of(Contender.SMALL_PAGE);

	private FirstItemBenchmark() {
	}

	static void run() throws IOException {
		Results results = Comparison.of(Shape.USER)
			.items(ITEMS)
			.latencyMillis(LATENCY)
			.turns(50, 51)
			.run(Contender.SMALL_PAGE, Contender.ENHANCED, Contender.STREAM, Contender.PARALLEL_STREAM,
					Contender.PUBLISHER, Contender.FOR_EACH, Contender.FOR_EACH_BATCH, Contender.LISTENERS);
		Table table = new Table("", "To first item", "more than a small page");
		results.entries()
			.forEach((entry) -> table.add(entry.toString(), results.value(entry, Column.TO_FIRST),
					results.compare(entry, Column.TO_FIRST, SMALL_PAGE, (time, ofPage) -> time - ofPage)
						.format("%.1f ms")));
		table.print();
	}

}

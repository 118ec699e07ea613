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
 * Compares ways to read users, in under three minutes.
 */
final class ScanBenchmark {

	private static final int ITEMS = 100_000;

	private static final int SEGMENTS = 8;

	private static final Column[] COLUMNS = { Column.CPU, Column.RATE, Column.ALLOCATED, Column.TO_FIRST, Column.PEAK,
			Column.HELD };

	private ScanBenchmark() {
	}

	static void run() throws IOException {
		Comparison users = Comparison.of(Shape.USER).items(ITEMS);
		users.latencyMillis(10)
			.run(Contender.ENHANCED, Contender.LOW_LEVEL, Contender.MAPPER, Contender.BARE_HTTP,
					Contender.BARE_HTTP_AND_TOKENS, Contender.STREAM, Contender.PUBLISHER, Contender.FOR_EACH,
					Contender.FOR_EACH_BATCH, Contender.LISTENERS)
			.print(COLUMNS);
		users.run(List.of(parallel(Contender.ENHANCED_THREADS), parallel(Contender.MAPPER_PARALLEL),
				parallel(Contender.PARALLEL_STREAM), parallel(Contender.FOR_EACH)))
			.print(COLUMNS);
	}

	private static Entry parallel(Contender contender) {
		return Entry.of(contender).segments(SEGMENTS);
	}

}

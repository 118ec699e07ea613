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
 * Compares what it takes to read items of all shapes.
 */
final class ShapesBenchmark {

	private static final Entry ENHANCED = Entry.of(Contender.ENHANCED);

	private static final Entry TOKENS = Entry.of(Contender.BARE_HTTP_AND_TOKENS);

	private ShapesBenchmark() {
	}

	static void run() throws IOException {
		Table table = new Table("", "", "CPU per item", "to enhanced", "to bare http and tokens", "Allocated per item",
				"to enhanced", "to bare http and tokens");
		for (Shape shape : Shape.values()) {
			Results results = Comparison.of(shape)
				.run(Contender.ENHANCED, Contender.BARE_HTTP, Contender.BARE_HTTP_AND_TOKENS, Contender.STREAM);
			results.entries().forEach((entry) -> add(table, shape, results, entry));
		}
		table.print();
	}

	private static void add(Table table, Shape shape, Results results, Entry entry) {
		table.add(shape.toString(), entry.toString(), results.value(entry, Column.CPU),
				results.ratio(entry, Column.CPU, ENHANCED), results.ratio(entry, Column.CPU, TOKENS),
				results.value(entry, Column.ALLOCATED), results.ratio(entry, Column.ALLOCATED, ENHANCED),
				results.ratio(entry, Column.ALLOCATED, TOKENS));
	}

}

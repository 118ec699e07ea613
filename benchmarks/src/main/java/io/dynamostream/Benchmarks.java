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

import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a benchmark: the way in to all of them.
 */
public final class Benchmarks {

	private static final Map<String, Benchmark> BENCHMARKS = new TreeMap<>(Map.of("scan", ScanBenchmark::run, "shapes",
			ShapesBenchmark::run, "decoding", DecodingBenchmark::run, "sequential", SequentialBenchmark::run,
			"segments", SegmentsBenchmark::run, "first-item", FirstItemBenchmark::run, "tracking",
			TrackingBenchmark::run, "read-capacity", ReadCapacityBenchmark::run));

	private Benchmarks() {
	}

	/**
	 * Run a benchmark.
	 * @param args its name in lower case
	 * @throws Exception if it fails
	 */
	public static void main(String[] args) throws Exception {
		BENCHMARKS.getOrDefault(args[0], () -> {
			throw new IllegalArgumentException(
					"There is no benchmark '%s'. There are %s.".formatted(args[0], BENCHMARKS.keySet()));
		}).run();
	}

	/**
	 * A benchmark that prints what it finds.
	 */
	private interface Benchmark {

		void run() throws Exception;

	}

}

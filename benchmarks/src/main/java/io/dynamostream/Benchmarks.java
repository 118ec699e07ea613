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
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks and prints what they say as ratios.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Run benchmarks.
	 * @param args the name of a benchmark: {@code scan} (in under three minutes),
	 * {@code shapes}, {@code tracking} or {@code read-capacity}
	 * @throws Exception if a benchmark fails
	 */
	public static void main(String[] args) throws Exception {
		String benchmark = args[0];
		switch (benchmark) {
			case "scan" -> scan();
			case "shapes" -> shapes();
			case "tracking" -> tracking();
			case "read-capacity" -> ReadCapacityBenchmark.run();
			default -> throw new IllegalArgumentException(
					"There is no benchmark '%s', but 'scan', 'shapes', 'tracking' and 'read-capacity'"
						.formatted(benchmark));
		}
	}

	private static void scan() throws IOException {
		ScanBenchmark.compare(Shape.USER, 10, 0.2, 1,
				List.of(Contender.ENHANCED, Contender.LOW_LEVEL, Contender.MAPPER, Contender.BARE_HTTP,
						Contender.BARE_HTTP_AND_TOKENS, Contender.STREAM, Contender.PUBLISHER, Contender.FOR_EACH,
						Contender.FOR_EACH_BATCH, Contender.LISTENERS));
		ScanBenchmark.compare(Shape.USER, 0, 0.2, 8, List.of(Contender.ENHANCED_THREADS, Contender.MAPPER_PARALLEL,
				Contender.PARALLEL_STREAM, Contender.FOR_EACH));
	}

	private static void shapes() throws IOException {
		for (Shape shape : Shape.values()) {
			ScanBenchmark.compare(shape, 10, 1, 1,
					List.of(Contender.ENHANCED, Contender.BARE_HTTP_AND_TOKENS, Contender.STREAM));
		}
	}

	private static void tracking() throws RunnerException {
		Options options = new OptionsBuilder().include(TrackingBenchmark.class.getSimpleName()).build();
		Collection<RunResult> results = new Runner(options).run();
		Result<?> mapping = result(results, "mapping");
		Result<?> tracking = result(results, "tracking");
		System.out.printf(Locale.ROOT,
				"%nMapping an item: %.0f ± %.0f ns. Tracking it: %.1f ± %.1f ns, %.2f %% of that.%n",
				mapping.getScore(), mapping.getScoreError(), tracking.getScore(), tracking.getScoreError(),
				100 * tracking.getScore() / mapping.getScore());
	}

	private static Result<?> result(Collection<RunResult> results, String name) {
		return results.stream()
			.filter((result) -> result.getParams().getBenchmark().endsWith("." + name))
			.map(RunResult::getPrimaryResult)
			.findFirst()
			.orElseThrow();
	}

}

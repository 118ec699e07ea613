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

import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What it takes to decode a full page that is in memory already.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodingBenchmark {

	/**
	 * Shape of the items.
	 */
	@Param
	public Shape shape;

	private PageInMemory page;

	static void run() throws Exception {
		Collection<RunResult> results = new Runner(new OptionsBuilder().include(DecodingBenchmark.class.getSimpleName())
			.addProfiler(GCProfiler.class)
			.build()).run();
		Table table = new Table("", "SDK, per item", "Decoder, per item", "Ratio", "SDK allocates", "Decoder allocates",
				"Ratio");
		for (Shape shape : Shape.values()) {
			PerItem times = PerItem.of(results, shape, (result) -> result.getPrimaryResult().getScore());
			PerItem bytes = PerItem.of(results, shape,
					(result) -> result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
			table.add(Stream.concat(Stream.of(shape.toString()),
					Stream.concat(times.cells("%,.0f ns"), bytes.cells("%,.0f B"))));
		}
		table.print();
	}

	/**
	 * Get a page.
	 * @throws Exception if that fails
	 */
	@Setup
	public void getPage() throws Exception {
		this.page = PageInMemory.of(this.shape);
	}

	/**
	 * Decode the page with the SDK.
	 * @param consumer takes the items
	 */
	@Benchmark
	public void sdk(Blackhole consumer) {
		this.page.decodeBySdk(consumer::consume);
	}

	/**
	 * Decode the page as scans do.
	 * @param consumer takes the items
	 */
	@Benchmark
	public void decoder(Blackhole consumer) {
		this.page.decode(consumer::consume);
	}

	/**
	 * What the SDK and the decoder take for an item.
	 *
	 * @param sdk what the SDK takes
	 * @param decoder what the decoder takes
	 */
	private record PerItem(double sdk, double decoder) {

		static PerItem of(Collection<RunResult> results, Shape shape, ToDoubleFunction<RunResult> value)
				throws Exception {
			int items = PageInMemory.of(shape).items();
			return new PerItem(find(results, shape, "sdk", value) / items,
					find(results, shape, "decoder", value) / items);
		}

		private static double find(Collection<RunResult> results, Shape shape, String method,
				ToDoubleFunction<RunResult> value) {
			return results.stream()
				.filter((result) -> result.getParams().getBenchmark().endsWith("." + method)
						&& result.getParams().getParam("shape").equals(shape.name()))
				.mapToDouble(value)
				.findFirst()
				.orElseThrow();
		}

		Stream<String> cells(String format) {
			return Stream.of(String.format(Locale.ROOT, format, this.sdk),
					String.format(Locale.ROOT, format, this.decoder),
					String.format(Locale.ROOT, "%.2f", this.decoder / this.sdk));
		}

	}

}

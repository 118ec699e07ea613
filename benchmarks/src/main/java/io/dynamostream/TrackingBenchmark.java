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
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What it costs to track the progress of a scan, per item of a page of 1 MB, and what it
 * costs to map the same page.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TrackingBenchmark {

	private static final int ITEMS = 1600;

	/**
	 * So many that a scan takes several seconds, and saves as many times.
	 */
	private static final int SCANNED_ITEMS = 3_000_000;

	private final List<Map<String, AttributeValue>> items = IntStream.range(0, ITEMS)
		.mapToObj(TrackingBenchmark::item)
		.toList();

	private final ScanPlan<User> plan = plan();

	private final ItemMapper<User> mapper = new ItemMapper<>(this.plan);

	private final ProgressTracker tracker = new ProgressTracker(this.plan, ScanProgress.Mode.STREAM, Clock.systemUTC());

	private final Work work = new Work(1, ITEMS, 128);

	private SegmentCursor cursor = SegmentCursor.notStarted(0);

	static void run() throws IOException, RunnerException {
		printTimes(new Runner(new OptionsBuilder().include(TrackingBenchmark.class.getSimpleName()).build()).run());
		Comparison.of(Shape.USER)
			.items(SCANNED_ITEMS)
			.turns(3, 31)
			.withStandInApart()
			.run(Contender.FOR_EACH, Contender.FOR_EACH_TRACKED)
			.print(Column.CPU, Column.RATE, Column.ALLOCATED);
	}

	private static void printTimes(Collection<RunResult> results) {
		double mapping = time(results, "mapping");
		double tracking = time(results, "tracking");
		Table table = new Table("", "Per item", "Against mapping");
		table.add("mapping", String.format(Locale.ROOT, "%.0f ns", mapping), "");
		table.add("tracking", String.format(Locale.ROOT, "%.1f ns", tracking),
				String.format(Locale.ROOT, "%.2f %%", 100 * tracking / mapping));
		table.print();
	}

	private static double time(Collection<RunResult> results, String name) {
		return results.stream()
			.filter((result) -> result.getParams().getBenchmark().endsWith("." + name))
			.mapToDouble((result) -> result.getPrimaryResult().getScore())
			.findFirst()
			.orElseThrow();
	}

	private static ScanPlan<User> plan() {
		ScanLayers layers = new ScanLayers(ScanSettings.none().segments(4), Map.of());
		ScanTarget<User> target = ScanTarget.of(User.class, ItemTypeResolver.annotated("", ""), layers.resolve());
		return ScanPlan.of(target, layers, OptionalInt.empty());
	}

	private static Map<String, AttributeValue> item(int number) {
		return Map.of("id", AttributeValue.fromS("user-" + number), "email",
				AttributeValue.fromS("user-" + number + "@example.com"), "name", AttributeValue.fromS("User " + number),
				"tenantId", AttributeValue.fromS("tenant-" + number % 7), "status", AttributeValue.fromS("ACTIVE"),
				"age", AttributeValue.fromN(String.valueOf(number % 90)), "premium",
				AttributeValue.fromBool(number % 3 == 0), "created", AttributeValue.fromS("2026-01-01T00:00:00Z"));
	}

	/**
	 * Map a page.
	 * @param consumer takes the items
	 */
	@Benchmark
	@OperationsPerInvocation(ITEMS)
	public void mapping(Blackhole consumer) {
		for (Map<String, AttributeValue> item : this.items) {
			consumer.consume(this.mapper.map(0, item));
		}
	}

	/**
	 * Count a page and its items, and look at the progress once, as meters do.
	 * @param consumer takes the items
	 */
	@Benchmark
	@OperationsPerInvocation(ITEMS)
	public void tracking(Blackhole consumer) {
		this.cursor = this.cursor.advance(this.items.get(0), this.work);
		this.tracker.pageRead(new Page(this.cursor, this.items, this.work));
		for (Map<String, AttributeValue> item : this.items) {
			consumer.consume(item);
			this.tracker.itemsDelivered(0, 1);
		}
		consumer.consume(this.tracker.snapshot());
	}

}

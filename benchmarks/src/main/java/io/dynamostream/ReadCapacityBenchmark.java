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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.bucket4j.Bucket;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.budget.BucketScanBudgets;
import io.dynamostream.budget.ScanBudgets;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInTable;

/**
 * What scans consume that may use half of the capacity of a table, over every ten seconds
 * once they are warm, in real time and over HTTP.
 */
final class ReadCapacityBenchmark {

	private static final int CAPACITY = 100;

	private static final int PERCENT = 50;

	private static final int WARM_SECONDS = 5;

	private static final int SECONDS = 40;

	/**
	 * The scan asks for the capacity every 30 seconds.
	 */
	private static final int SECONDS_UNTIL_NOTICED = 32;

	private static final int WINDOW_SECONDS = 10;

	private static final int SAMPLES_PER_SECOND = 20;

	private static final String NO_ITEM = "attribute_not_exists(id)";

	private ReadCapacityBenchmark() {
	}

	/**
	 * Run all cases at the same time, since they mostly wait, and print what they
	 * consumed.
	 * @throws Exception if a scan fails
	 */
	static void run() throws Exception {
		List<Callable<String>> cases = List.of(() -> steady("1 segment, items of 300 bytes", 300, 1, (spec) -> spec),
				() -> steady("16 segments, items of 300 bytes", 300, 16, (spec) -> spec),
				() -> steady("1 segment, items of 100 KB", 100_000, 1, (spec) -> spec),
				() -> steady("16 segments, items of 100 KB", 100_000, 16, (spec) -> spec),
				() -> steady("16 segments, a filter that drops all", 620, 16, (spec) -> spec.filterExpression(NO_ITEM)),
				() -> resized("1 segment, table resized to 200 RCU/s", 1),
				() -> resized("16 segments, table resized to 200 RCU/s", 16), ReadCapacityBenchmark::shared);
		ExecutorService executor = Executors.newFixedThreadPool(cases.size());
		try {
			System.out.printf("%nConsumed over every %d s once warm, of a table with %d RCU/s at %d %%%n%n",
					WINDOW_SECONDS, CAPACITY, PERCENT);
			System.out.printf("| Case | Least RCU/s | Most RCU/s |%n|---|---|---|%n");
			for (Future<String> result : executor.invokeAll(cases)) {
				System.out.println(result.get());
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static String steady(String name, int itemBytes, int segments, UnaryOperator<ScanSpec<User>> steps)
			throws InterruptedException {
		try (StandInDynamoDb dynamoDb = start(itemBytes)) {
			ScanExecution execution = scan(dynamoDb, new BucketScanBudgets(), segments, steps);
			String row = row(name, samples(dynamoDb, WARM_SECONDS, SECONDS));
			execution.cancel();
			return row;
		}
	}

	private static String resized(String name, int segments) throws InterruptedException {
		try (StandInDynamoDb dynamoDb = start(620)) {
			ScanExecution execution = scan(dynamoDb, new BucketScanBudgets(), segments, (spec) -> spec);
			samples(dynamoDb, 0, WARM_SECONDS);
			dynamoDb.describeReadCapacity(2 * CAPACITY);
			String row = row(name, samples(dynamoDb, SECONDS_UNTIL_NOTICED, SECONDS));
			execution.cancel();
			return row;
		}
	}

	private static String shared() throws InterruptedException {
		Map<String, Bucket> buckets = new ConcurrentHashMap<>();
		ScanBudgets budgets = new BucketScanBudgets((name, configuration) -> buckets.computeIfAbsent(name,
				(key) -> Bucket.builder().addLimit(configuration.getBandwidths()[0]).build()));
		try (StandInDynamoDb dynamoDb = start(620)) {
			List<ScanExecution> executions = List.of(scan(dynamoDb, budgets, 8, (spec) -> spec),
					scan(dynamoDb, budgets, 8, (spec) -> spec));
			String row = row("two instances of 8 segments that share a bucket",
					samples(dynamoDb, WARM_SECONDS, SECONDS));
			executions.forEach(ScanExecution::cancel);
			return row;
		}
	}

	private static StandInDynamoDb start(int itemBytes) {
		StandInDynamoDb dynamoDb = StandInDynamoDb.start(
				StandInTable.ofUsers("users", 500_000_000 / itemBytes, itemBytes).withFilter(NO_ITEM, (item) -> false));
		dynamoDb.describeReadCapacity(CAPACITY);
		return dynamoDb;
	}

	private static ScanExecution scan(StandInDynamoDb dynamoDb, ScanBudgets budgets, int segments,
			UnaryOperator<ScanSpec<User>> steps) {
		return steps
			.apply(DynamoStreamTemplate.builder(dynamoDb.client())
				.budgets(budgets)
				.build()
				.scan(User.class)
				.tableName("users")
				.named("limited")
				.segments(segments)
				.readCapacityPercent(PERCENT))
			.forEach((user) -> {
			});
	}

	/**
	 * Return what had been consumed at the end of each interval.
	 */
	private static List<Double> samples(StandInDynamoDb dynamoDb, int warmSeconds, int seconds)
			throws InterruptedException {
		TimeUnit.SECONDS.sleep(warmSeconds);
		List<Double> samples = new ArrayList<>();
		long start = System.nanoTime();
		for (int i = 0; i <= seconds * SAMPLES_PER_SECOND; i++) {
			long due = start + TimeUnit.SECONDS.toNanos(i) / SAMPLES_PER_SECOND;
			TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
			samples.add(dynamoDb.capacityServed());
		}
		return samples;
	}

	private static String row(String name, List<Double> samples) {
		double least = Double.MAX_VALUE;
		double most = 0;
		for (int i = WINDOW_SECONDS * SAMPLES_PER_SECOND; i < samples.size(); i++) {
			double consumed = samples.get(i) - samples.get(i - WINDOW_SECONDS * SAMPLES_PER_SECOND);
			least = Math.min(least, consumed / WINDOW_SECONDS);
			most = Math.max(most, consumed / WINDOW_SECONDS);
		}
		return String.format(Locale.ROOT, "| %s | %.1f | %.1f |", name, least, most);
	}

}

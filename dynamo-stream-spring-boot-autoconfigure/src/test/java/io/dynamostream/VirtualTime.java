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

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucket;

import io.dynamostream.budget.BucketScanBudgets;

/**
 * Time that passes when a test says so, in which nothing but waiting takes time.
 */
final class VirtualTime implements Delays, TimeMeter {

	private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparingLong(Delayed::at));

	private final ManualExecutor executor = ManualExecutor.inOrder();

	private long now = 1_000_000_000_000L;

	private final long start = this.now;

	ManualExecutor executor() {
		return this.executor;
	}

	/**
	 * Return buckets that fill as this time passes.
	 */
	BucketScanBudgets budgets() {
		return new BucketScanBudgets((name, configuration) -> bucket(configuration));
	}

	LocalBucket bucket(BucketConfiguration configuration) {
		return io.github.bucket4j.Bucket.builder()
			.addLimit(configuration.getBandwidths()[0])
			.withCustomTimePrecision(this)
			.build();
	}

	double seconds() {
		return (this.now - this.start) / 1e9;
	}

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public long currentTimeNanos() {
		return this.now;
	}

	@Override
	public boolean isWallClockBased() {
		return false;
	}

	@Override
	public void after(Duration delay, Runnable task) {
		this.delayed.add(new Delayed(this.now + delay.toNanos(), task));
	}

	/**
	 * Let time pass while a task runs.
	 */
	void spend(Duration duration) {
		this.now += duration.toNanos();
	}

	/**
	 * Run tasks until this much time has passed or nothing waits any more.
	 */
	void pass(Duration duration) {
		long end = this.now + duration.toNanos();
		this.executor.runAll();
		while (!this.delayed.isEmpty() && this.delayed.peek().at() <= end) {
			Delayed next = this.delayed.remove();
			this.now = Math.max(this.now, next.at());
			next.task().run();
			this.executor.runAll();
		}
		this.now = Math.max(this.now, end);
	}

	private record Delayed(long at, Runnable task) {

	}

}

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

/**
 * Time that passes when a test says so, in which nothing but waiting takes time.
 */
final class VirtualTime implements SimulatedTime {

	private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparingLong(Delayed::at));

	private final ManualExecutor executor = ManualExecutor.inOrder();

	private long now = 1_000_000_000_000L;

	private final long start = this.now;

	ManualExecutor executor() {
		return this.executor;
	}

	double seconds() {
		return (this.now - this.start) / 1e9;
	}

	@Override
	public long nanoTime() {
		return this.now;
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

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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that stands still until a test advances it, while threads go on.
 */
final class HeldTime implements SimulatedTime {

	private final AtomicLong now = new AtomicLong();

	private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

	@Override
	public long nanoTime() {
		return this.now.get();
	}

	@Override
	public void after(Duration delay, Runnable task) {
		this.waiting.add(new Waiting(this.now.get() + delay.toNanos(), task));
	}

	boolean isWaitedFor() {
		return !this.waiting.isEmpty();
	}

	void advance(Duration duration) {
		long now = this.now.addAndGet(duration.toNanos());
		for (Waiting waiting : this.waiting) {
			if (waiting.until() <= now && this.waiting.remove(waiting)) {
				waiting.task().run();
			}
		}
	}

	private record Waiting(long until, Runnable task) {

	}

}

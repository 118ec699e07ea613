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

package io.dynamostream.sample;

import java.time.Duration;

import io.github.bucket4j.BlockingStrategy;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * Lets so many calls pass per second, and holds the others back. Safe for use by several
 * threads, which share the rate.
 */
class RateLimiter {

	private final Bucket bucket;

	private final BlockingStrategy waiting;

	RateLimiter(long perSecond) {
		this(perSecond, TimeMeter.SYSTEM_NANOTIME, BlockingStrategy.PARKING);
	}

	RateLimiter(long perSecond, TimeMeter clock, BlockingStrategy waiting) {
		this.bucket = Bucket.builder()
			.addLimit((limit) -> limit.capacity(1).refillGreedy(perSecond, Duration.ofSeconds(1)))
			.withCustomTimePrecision(clock)
			.build();
		this.waiting = waiting;
	}

	void acquire() {
		try {
			this.bucket.asBlocking().consume(1, this.waiting);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the rate limit", ex);
		}
	}

}

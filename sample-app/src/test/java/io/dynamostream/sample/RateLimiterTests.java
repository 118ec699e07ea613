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

import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RateLimiterTests {

	private final FakeTime time = new FakeTime();

	private final RateLimiter limiter = new RateLimiter(10, this.time, this.time::advance);

	@Test
	void letsSoManyCallsPassPerSecond() {
		acquire(101);
		assertThat(this.time.passed()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void countsTheTimeOfTheWorkIn() {
		for (int i = 0; i < 100; i++) {
			this.limiter.acquire();
			this.time.advance(Duration.ofMillis(100).toNanos());
		}
		assertThat(this.time.passed()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void doesNotMakeUpForIdleTimeInABurst() {
		this.time.advance(Duration.ofHours(1).toNanos());
		acquire(11);
		assertThat(this.time.passed()).isEqualTo(Duration.ofHours(1).plusSeconds(1));
	}

	@Test
	void endsWaitWhenInterrupted() {
		RateLimiter slow = new RateLimiter(1);
		slow.acquire();
		Thread.currentThread().interrupt();
		assertThatIllegalStateException().isThrownBy(slow::acquire).withMessageStartingWith("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	private void acquire(int calls) {
		for (int i = 0; i < calls; i++) {
			this.limiter.acquire();
		}
	}

	private static final class FakeTime implements TimeMeter {

		private long nanos;

		@Override
		public long currentTimeNanos() {
			return this.nanos;
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

		void advance(long nanos) {
			this.nanos += nanos;
		}

		Duration passed() {
			return Duration.ofNanos(this.nanos);
		}

	}

}

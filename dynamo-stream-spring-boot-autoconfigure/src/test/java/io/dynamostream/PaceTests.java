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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Pace}.
 */
class PaceTests {

	private static final int OFTEN = 1000;

	private final CountingClock clock = new CountingClock();

	private final Pace pace = new Pace(Duration.ofSeconds(1), this.clock);

	@Test
	void isDueOnceForEachInterval() {
		assertThat(this.pace.isDue()).isFalse();
		this.clock.millis += 999;
		assertThat(this.pace.isDue()).isFalse();
		this.clock.millis += 1;
		assertThat(this.pace.isDue()).isTrue();
		assertThat(this.pace.isDue()).isFalse();
		this.clock.millis += 1000;
		assertThat(this.pace.isDue()).isTrue();
	}

	@Test
	void isNeverDueWithoutInterval() {
		Pace pace = new Pace(Duration.ZERO, this.clock);
		this.clock.millis += 1000;
		assertThat(pace.isDue()).isFalse();
	}

	@Test
	void looksAtTheClockEachTimeWhereItGoesOn() {
		int before = this.clock.looks;
		for (int i = 0; i < OFTEN; i++) {
			this.clock.millis++;
			this.pace.isDue();
		}
		assertThat(this.clock.looks - before).isEqualTo(OFTEN);
	}

	@Test
	void looksAtTheClockSeldomWhereItDoesNotGoOn() {
		askOften();
		int before = this.clock.looks;
		askOften();
		assertThat(this.clock.looks - before).isBetween(1, OFTEN / 4);
	}

	@Test
	void isDueAFewTimesLaterWhereItIsAskedOften() {
		askOften();
		this.clock.millis += 1000;
		assertThat(IntStream.range(0, 8).filter((time) -> this.pace.isDue())).hasSize(1);
	}

	@Test
	void looksEachTimeAgainOnceTheClockGoesOn() {
		askOften();
		this.clock.millis += 1;
		IntStream.range(0, 8).forEach((time) -> this.pace.isDue());
		this.clock.millis += 999;
		assertThat(this.pace.isDue()).isTrue();
	}

	private void askOften() {
		for (int i = 0; i < OFTEN; i++) {
			assertThat(this.pace.isDue()).isFalse();
		}
	}

	/**
	 * A clock that counts who looks at it.
	 */
	private static final class CountingClock extends Clock {

		private long millis;

		private int looks;

		@Override
		public long millis() {
			this.looks++;
			return this.millis;
		}

		@Override
		public Instant instant() {
			return Instant.ofEpochMilli(millis());
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return Clock.system(zone);
		}

	}

}

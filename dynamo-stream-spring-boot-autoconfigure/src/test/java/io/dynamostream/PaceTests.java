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
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Pace}.
 */
class PaceTests {

	private static final int ASKED = 1000;

	private static final int SKIPPED = 7;

	private final SettableClock clock = new SettableClock();

	private final Pace pace = new Pace(Duration.ofSeconds(1), this.clock);

	@Test
	void isDueOnceForEachInterval() {
		assertThat(this.pace.isDue()).isFalse();
		advance(999);
		assertThat(this.pace.isDue()).isFalse();
		advance(1);
		assertThat(this.pace.isDue()).isTrue();
		assertThat(this.pace.isDue()).isFalse();
		advance(1000);
		assertThat(this.pace.isDue()).isTrue();
	}

	@Test
	void isNeverDueWithoutInterval() {
		Pace pace = new Pace(Duration.ZERO, this.clock);
		advance(1000);
		assertThat(pace.isDue()).isFalse();
	}

	@Test
	void looksAtTheClockEachTimeWhereItGoesOn() {
		int before = this.clock.looks();
		for (int i = 0; i < ASKED; i++) {
			advance(1);
			this.pace.isDue();
		}
		assertThat(this.clock.looks() - before).isEqualTo(ASKED);
	}

	@Test
	void looksAtTheClockSeldomWhereItDoesNotGoOn() {
		ask(ASKED);
		int before = this.clock.looks();
		assertThat(ask(ASKED)).containsOnly(false);
		assertThat(this.clock.looks() - before).isBetween(1, ASKED / 4);
	}

	@Test
	void isDueAFewTimesLaterWhereItIsAskedOften() {
		askOftenUntilItLooks();
		advance(1000);
		assertThat(ask(SKIPPED)).containsOnly(false);
		assertThat(this.pace.isDue()).isTrue();
		assertThat(this.pace.isDue()).isFalse();
	}

	@Test
	void looksEachTimeAgainOnceTheClockGoesOn() {
		askOftenUntilItLooks();
		advance(1);
		ask(SKIPPED);
		int before = this.clock.looks();
		assertThat(ask(SKIPPED)).containsOnly(false);
		assertThat(this.clock.looks() - before).isEqualTo(SKIPPED);
		advance(999);
		assertThat(this.pace.isDue()).isTrue();
	}

	private void askOftenUntilItLooks() {
		assertThat(ask(ASKED)).containsOnly(false);
		int before = this.clock.looks();
		while (this.clock.looks() == before) {
			this.pace.isDue();
		}
	}

	private List<Boolean> ask(int times) {
		return Stream.generate(this.pace::isDue).limit(times).toList();
	}

	private void advance(long millis) {
		this.clock.advance(Duration.ofMillis(millis));
	}

}

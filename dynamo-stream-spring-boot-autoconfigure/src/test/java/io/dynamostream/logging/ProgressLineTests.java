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

package io.dynamostream.logging;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynamostream.ScanProgress;
import io.dynamostream.ScanProgress.Mode;
import io.dynamostream.ScanProgress.Rates;
import io.dynamostream.ScanProgress.Requests;
import io.dynamostream.ScanProgress.Segments;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProgressLine}.
 */
class ProgressLineTests {

	@Test
	void saysAllThatIsKnown() {
		assertThat(line(State.RUNNING, 0.42, Duration.ofSeconds(63))).isEqualTo("Scan 'nightly' "
				+ "[########------------]  42%, 1,234,567 items, 12,345 items/s, 1,501 RCU/s, about 1m 03s left");
	}

	@Test
	void saysWhatIsNotKnown() {
		assertThat(line(State.RUNNING, null, null)).isEqualTo("Scan 'nightly' "
				+ "[????????????????????]   ?%, 1,234,567 items, 12,345 items/s, 1,501 RCU/s, time left unknown");
	}

	@Test
	void saysThatScanIsPaused() {
		assertThat(line(State.PAUSED, 0.42, null))
			.isEqualTo("Scan 'nightly' [########------------]  42%, 1,234,567 items, paused");
	}

	@ParameterizedTest
	@CsvSource({ "0.0, [--------------------]   0%", "0.0499, [--------------------]   4%",
			"0.05, [#-------------------]   5%", "0.999, [###################-]  99%",
			"1.0, [####################] 100%" })
	void roundsDown(double fraction, String expected) {
		assertThat(line(State.RUNNING, fraction, null)).startsWith("Scan 'nightly' " + expected + ",");
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0s", "PT0.001S, 1s", "PT59S, 59s", "PT59.1S, 1m 00s", "PT1M, 1m 00s", "PT59M59S, 59m 59s",
			"PT1H, 1h 00m", "PT26H5M59S, 26h 05m" })
	void saysTimeLeftInTwoUnits(Duration timeLeft, String expected) {
		assertThat(line(State.RUNNING, 0.5, timeLeft)).endsWith(", about " + expected + " left");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0.0", "0.25, 0.3", "9.94, 9.9", "10, 10", "999.6, '1,000'" })
	void saysMoreOfLowRates(double rate, String expected) {
		assertThat(line(State.RUNNING, 0.5, null, new Rates(rate, rate, 1, 1)))
			.contains(", %s items/s, %s RCU/s, ".formatted(expected, expected));
	}

	private static String line(State state, @Nullable Double fraction, @Nullable Duration timeLeft) {
		return line(state, fraction, timeLeft, new Rates(12345.4, 1500.6, 1, 1));
	}

	private static String line(State state, @Nullable Double fraction, @Nullable Duration timeLeft, Rates rates) {
		return ProgressLine.of(new ScanProgress("id", "nightly", "user", null, Object.class, Mode.STREAM, state,
				Instant.EPOCH, null, new Segments(1, 0, 1, 0), new Requests(1, null, 1, 0, 0, 0), 10, 1234567, 2000000,
				0, 0, 5000, rates, null, fraction, timeLeft, null));
	}

}

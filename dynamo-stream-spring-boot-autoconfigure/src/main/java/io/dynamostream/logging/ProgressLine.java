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
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanProgress;
import io.dynamostream.ScanProgress.State;

/**
 * Says in one line how far a scan is.
 */
final class ProgressLine {

	private static final int BAR_WIDTH = 20;

	private ProgressLine() {
	}

	static String of(ScanProgress progress) {
		return "Scan '%s' %s, %s".formatted(progress.name(), done(progress.fractionDone()),
				(progress.state() == State.PAUSED) ? paused(progress) : running(progress));
	}

	/**
	 * Return the bar and the percentage, both rounded down: only a scan that has ended is
	 * done.
	 */
	private static String done(@Nullable Double fraction) {
		if (fraction == null) {
			return "[%s]   ?%%".formatted("?".repeat(BAR_WIDTH));
		}
		int filled = (int) (fraction * BAR_WIDTH);
		return format("[%s%s] %3d%%", "#".repeat(filled), "-".repeat(BAR_WIDTH - filled), (int) (fraction * 100));
	}

	private static String running(ScanProgress progress) {
		Duration timeLeft = progress.timeLeft();
		return format("%,d items, %s items/s, %s RCU/s, %s", progress.items(), rate(progress.rates().itemsPerSecond()),
				rate(progress.rates().capacityPerSecond()),
				(timeLeft != null) ? "about %s left".formatted(inWords(timeLeft)) : "time left unknown");
	}

	private static String rate(double perSecond) {
		return format((perSecond < 10) ? "%.1f" : "%,.0f", perSecond);
	}

	private static String paused(ScanProgress progress) {
		return format("%,d items, paused", progress.items());
	}

	/**
	 * Return the two greatest units of a duration, rounded up so that it does not come to
	 * 0 before the end.
	 */
	private static String inWords(Duration duration) {
		long seconds = duration.plusMillis(999).toSeconds();
		if (seconds < 60) {
			return "%ds".formatted(seconds);
		}
		if (seconds < 3600) {
			return "%dm %02ds".formatted(seconds / 60, seconds % 60);
		}
		return "%dh %02dm".formatted(seconds / 3600, seconds / 60 % 60);
	}

	private static String format(String format, Object... arguments) {
		return String.format(Locale.ROOT, format, arguments);
	}

}

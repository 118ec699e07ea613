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
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanProgress.State;

/**
 * The state of a scan and when it came to it.
 *
 * @param state the state
 * @param startedAt when the scan began to read
 * @param endedAt when the scan ended
 * @param pausedAt when the scan was paused, if it is
 * @param pausedFor how long earlier pauses were in total
 */
record ScanLife(State state, @Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable Instant pausedAt,
		Duration pausedFor) {

	static final ScanLife PENDING = new ScanLife(State.PENDING, null, null, null, Duration.ZERO);

	ScanLife started(Instant now) {
		return switch (this.state) {
			case PENDING -> new ScanLife(State.RUNNING, now, null, null, Duration.ZERO);
			case PAUSED -> (this.startedAt != null) ? this : new ScanLife(State.PAUSED, now, null, now, Duration.ZERO);
			default -> this;
		};
	}

	ScanLife paused(Instant now) {
		return (this.state == State.PENDING || this.state == State.RUNNING)
				? new ScanLife(State.PAUSED, this.startedAt, null, now, this.pausedFor) : this;
	}

	ScanLife resumed(Instant now) {
		if (this.state != State.PAUSED) {
			return this;
		}
		return (this.startedAt != null) ? new ScanLife(State.RUNNING, this.startedAt, null, null, pausedUntil(now))
				: PENDING;
	}

	ScanLife ended(State state, Instant now) {
		return this.state.hasEnded() ? this : new ScanLife(state, this.startedAt, now, null, pausedUntil(now));
	}

	private Duration pausedUntil(Instant now) {
		return (this.pausedAt != null) ? this.pausedFor.plus(Duration.between(this.pausedAt, now)) : this.pausedFor;
	}

	/**
	 * Return how long the scan has run, pauses left out.
	 */
	Duration active(Instant now) {
		if (this.startedAt == null) {
			return Duration.ZERO;
		}
		Instant end = (this.endedAt != null) ? this.endedAt : now;
		return Duration.between(this.startedAt, end).minus(pausedUntil(end));
	}

}

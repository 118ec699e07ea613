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

package io.dynamostream.checkpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

/**
 * How a store keeps the leases of checkpoints that are open. Immutable.
 *
 * @since 0.1.0
 */
public final class LeaseOptions {

	private static final Duration SHORTEST = Duration.ofSeconds(5);

	private static final Duration LONGEST = Duration.ofDays(1);

	private static final int RENEWALS = 3;

	private final Duration duration;

	private final Clock clock;

	private final Supplier<TaskScheduler> schedulers;

	private LeaseOptions(Duration duration, Clock clock, Supplier<TaskScheduler> schedulers) {
		Assert.notNull(duration, "'duration' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		Assert.isTrue(duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0,
				() -> "'leaseDuration' must be between 5 seconds and 1 day, but is " + duration);
		this.duration = duration;
		this.clock = clock;
		this.schedulers = schedulers;
	}

	/**
	 * Return the options of a store that is told nothing else: 30 seconds and the clock
	 * of the system.
	 * @return the options
	 */
	public static LeaseOptions defaults() {
		return new LeaseOptions(Duration.ofSeconds(30), Clock.systemUTC(), LeaseScheduler::new);
	}

	/**
	 * Return these options with another duration. When a process has died, its scans can
	 * be resumed after so long. In two thirds of it a process that lives must be able to
	 * reach the database, and so much may the clocks of hosts differ.
	 * @param duration how long a lease is valid without being renewed, from 5 seconds to
	 * 1 day
	 * @return the options
	 * @throws IllegalArgumentException if the duration is out of range
	 */
	public LeaseOptions withDuration(Duration duration) {
		return new LeaseOptions(duration, this.clock, this.schedulers);
	}

	/**
	 * Return these options with another clock.
	 * @param clock tells when leases expire
	 * @return the options
	 */
	public LeaseOptions withClock(Clock clock) {
		return new LeaseOptions(this.duration, clock, this.schedulers);
	}

	/**
	 * A scheduler of an application ends before scans do, so this is for tests.
	 */
	LeaseOptions withSchedulers(Supplier<TaskScheduler> schedulers) {
		return new LeaseOptions(this.duration, this.clock, schedulers);
	}

	/**
	 * Return how long a lease is valid without being renewed, 30 seconds by default.
	 * @return the duration
	 */
	public Duration duration() {
		return this.duration;
	}

	/**
	 * Return how often leases are renewed, a third of the duration. No request of a store
	 * may take longer, so that one without an answer leaves time for the next.
	 * @return the time between two renewals
	 */
	public Duration renewalInterval() {
		return this.duration.dividedBy(RENEWALS);
	}

	Clock clock() {
		return this.clock;
	}

	TaskScheduler scheduler() {
		return this.schedulers.get();
	}

}

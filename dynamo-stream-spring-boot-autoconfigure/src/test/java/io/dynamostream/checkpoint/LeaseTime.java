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
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;

/**
 * Time that passes when a test says so, and in which leases are renewed.
 *
 * @since 0.1.0
 */
public final class LeaseTime extends Clock implements TaskScheduler {

	private final List<Renewal> renewals = new ArrayList<>();

	private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

	/**
	 * Return options of stores to which this is the time.
	 * @return the options
	 */
	public LeaseOptions options() {
		return LeaseOptions.defaults().withClock(this).withSchedulers(() -> this);
	}

	/**
	 * Let time pass, and renew leases meanwhile.
	 * @param duration how much passes
	 */
	public void pass(Duration duration) {
		Instant end = this.now.plus(duration);
		for (Optional<Renewal> next = next(end); next.isPresent(); next = next(end)) {
			this.now = next.get().at;
			next.get().run();
		}
		this.now = end;
	}

	private synchronized Optional<Renewal> next(Instant end) {
		this.renewals.removeIf(Renewal::isCancelled);
		return this.renewals.stream()
			.filter((renewal) -> !renewal.at.isAfter(end))
			.min(Comparator.comparing((renewal) -> renewal.at));
	}

	/**
	 * Let time pass in which no lease is renewed, as if the process were suspended.
	 * @param duration how much passes
	 */
	public void jump(Duration duration) {
		this.now = this.now.plus(duration);
	}

	/**
	 * Return how many leases are renewed.
	 * @return the number
	 */
	public synchronized int renewed() {
		this.renewals.removeIf(Renewal::isCancelled);
		return this.renewals.size();
	}

	@Override
	public Clock getClock() {
		return this;
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException();
	}

	@Override
	public synchronized ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		Renewal renewal = new Renewal(task, startTime, delay);
		this.renewals.add(renewal);
		return renewal;
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		throw new UnsupportedOperationException();
	}

	/**
	 * What renews a lease.
	 */
	private static final class Renewal extends FutureTask<Object> implements ScheduledFuture<Object> {

		private final Duration delay;

		private Instant at;

		private Renewal(Runnable task, Instant at, Duration delay) {
			super(task, null);
			this.at = at;
			this.delay = delay;
		}

		@Override
		public void run() {
			this.at = this.at.plus(this.delay);
			runAndReset();
		}

		@Override
		public long getDelay(TimeUnit unit) {
			throw new UnsupportedOperationException();
		}

		@Override
		public int compareTo(Delayed other) {
			throw new UnsupportedOperationException();
		}

	}

}

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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingReason;

/**
 * Slows a scan down when DynamoDB throttles it, and lets it recover: only the segment
 * that reads a hot partition if that is the reason, else all. Safe for use by several
 * threads.
 */
final class Throttling {

	private static final int STARTS_REMEMBERED = 64;

	/**
	 * What was before says nothing of the rate now: the scan may have been paused.
	 */
	private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Long> starts = new ArrayDeque<>();

	/**
	 * Set under the lock.
	 */
	private volatile RequestRate ofScan = RequestRate.UNKNOWN;

	private final Map<Integer, RequestRate> ofSegments = new ConcurrentHashMap<>();

	/**
	 * Note that a request is sent.
	 */
	void started(int segment, long now) {
		this.lock.lock();
		try {
			this.starts.addLast(now);
			if (this.starts.size() > STARTS_REMEMBERED) {
				this.starts.removeFirst();
			}
			this.ofScan = this.ofScan.started(now);
		}
		finally {
			this.lock.unlock();
		}
		this.ofSegments.computeIfPresent(segment, (key, rate) -> rate.started(now));
	}

	/**
	 * Slow down, because a request of a segment was throttled.
	 * @param segment number of the segment
	 * @param error the answer of DynamoDB
	 * @param concurrency how many segments share the rate
	 * @param now the time
	 */
	void throttled(int segment, Throwable error, int concurrency, long now) {
		double observed = requestsPerSecond(now);
		if (isHotPartition(error)) {
			this.ofSegments.compute(segment, (key, rate) -> ((rate != null) ? rate : RequestRate.UNKNOWN)
				.throttled(observed / concurrency, now));
		}
		else {
			throttled(observed, now);
		}
	}

	private void throttled(double observed, long now) {
		this.lock.lock();
		try {
			this.ofScan = this.ofScan.throttled(observed, now);
		}
		finally {
			this.lock.unlock();
		}
	}

	private static boolean isHotPartition(Throwable error) {
		List<ThrottlingReason> reasons = reasons(error);
		return !reasons.isEmpty()
				&& reasons.stream().allMatch((reason) -> String.valueOf(reason.reason()).contains("KeyRange"));
	}

	private static List<ThrottlingReason> reasons(Throwable error) {
		if (error instanceof ProvisionedThroughputExceededException ex) {
			return ex.throttlingReasons();
		}
		if (error instanceof RequestLimitExceededException ex) {
			return ex.throttlingReasons();
		}
		return (error instanceof ThrottlingException ex) ? ex.throttlingReasons() : List.of();
	}

	private double requestsPerSecond(long now) {
		this.lock.lock();
		try {
			this.starts.removeIf((start) -> now - start > REMEMBERED_NANOS);
			long span = this.starts.isEmpty() ? 0 : now - this.starts.getFirst();
			long shortest = (this.starts.size() < STARTS_REMEMBERED) ? TimeUnit.SECONDS.toNanos(1) : 1;
			return this.starts.size() * (double) TimeUnit.SECONDS.toNanos(1) / Math.max(shortest, span);
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isActive(long now) {
		this.ofSegments.keySet()
			.forEach((segment) -> this.ofSegments.computeIfPresent(segment,
					(key, rate) -> rate.isActive(now) ? rate : null));
		return this.ofScan.isActive(now) || !this.ofSegments.isEmpty();
	}

	/**
	 * Return how many nanoseconds the next request of the scan has to wait.
	 */
	long delayOfScan(long now) {
		return this.ofScan.delay(now);
	}

	/**
	 * Return how many nanoseconds the next request of a segment has to wait.
	 */
	long delayOfSegment(int segment, long now) {
		RequestRate rate = this.ofSegments.get(segment);
		return (rate != null) ? rate.delay(now) : 0;
	}

	/**
	 * A rate of requests that is halved when DynamoDB throttles, at most once a second,
	 * and grows steadily after that: it takes 40 seconds from nothing to what it was
	 * before. At twice that it is forgotten.
	 */
	private record RequestRate(double before, double lowered, @Nullable Long loweredAt, @Nullable Long startedAt) {

		private static final RequestRate UNKNOWN = new RequestRate(0, 0, null, null);

		private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

		private static final double SLOWEST = 0.1;

		private static final double SECONDS_TO_RECOVER = 40;

		RequestRate started(long now) {
			return new RequestRate(this.before, this.lowered, this.loweredAt, now);
		}

		RequestRate throttled(double observed, long now) {
			boolean active = isActive(now);
			if (active && secondsSinceLowered(now) < 1) {
				return this;
			}
			double rate = active ? rate(now) : Math.max(1, observed);
			return new RequestRate(active ? this.before : rate, Math.max(SLOWEST, rate / 2), now, this.startedAt);
		}

		boolean isActive(long now) {
			return this.loweredAt != null && rate(now) < 2 * this.before;
		}

		private double rate(long now) {
			return this.lowered + this.before / SECONDS_TO_RECOVER * secondsSinceLowered(now);
		}

		private double secondsSinceLowered(long now) {
			return (this.loweredAt != null) ? (now - this.loweredAt) / NANOS_PER_SECOND : 0;
		}

		long delay(long now) {
			if (!isActive(now) || this.startedAt == null) {
				return 0;
			}
			return Math.max(0, this.startedAt + (long) (NANOS_PER_SECOND / rate(now)) - now);
		}

	}

}

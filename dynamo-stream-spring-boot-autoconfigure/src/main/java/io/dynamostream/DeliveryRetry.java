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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Repeats calls to a consumer that throw, as a policy says. A
 * {@link org.springframework.core.retry.RetryTemplate} would sleep on when the scan is
 * cancelled. Safe for use by several threads.
 */
final class DeliveryRetry {

	private static final Log logger = LogFactory.getLog(DeliveryRetry.class);

	private final ScanPlan<?> plan;

	private final RetryPolicy policy;

	private final Consumer<Duration> pause;

	private final LongSupplier nanoTime;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create a retry.
	 * @param plan the plan that has the policy
	 * @param pause waits for some time, and throws if the scan ends meanwhile
	 */
	DeliveryRetry(ScanPlan<?> plan, Consumer<Duration> pause) {
		this(plan, pause, System::nanoTime);
	}

	DeliveryRetry(ScanPlan<?> plan, Consumer<Duration> pause, LongSupplier nanoTime) {
		this.plan = plan;
		this.policy = plan.deliveryRetry();
		this.pause = pause;
		this.nanoTime = nanoTime;
	}

	/**
	 * Make a call until it returns or is not to be repeated.
	 * @return what the last call threw, or {@code null} if it returned
	 */
	@Nullable Throwable call(Runnable call) {
		return call(call, () -> false);
	}

	/**
	 * Make a call until it returns or is not to be repeated.
	 * @param call the call
	 * @param settled returns whether it is not to be repeated any more, whatever it threw
	 * @return what the last call threw, or {@code null} if it returned
	 */
	@Nullable Throwable call(Runnable call, BooleanSupplier settled) {
		Throwable error = attempt(call);
		return (error != null && isRepeated(error, settled)) ? repeat(call, settled, error) : error;
	}

	private @Nullable Throwable repeat(Runnable call, BooleanSupplier settled, Throwable first) {
		BackOffExecution backOff = this.policy.getBackOff().start();
		Duration spent = Duration.ZERO;
		Throwable error = first;
		while (error != null && isRepeated(error, settled)) {
			long delay = backOff.nextBackOff();
			if (delay == BackOffExecution.STOP || isTooLate(spent.plusMillis(delay))) {
				return error;
			}
			log(error, delay);
			this.pause.accept(Duration.ofMillis(delay));
			if (settled.getAsBoolean()) {
				return error;
			}
			long start = this.nanoTime.getAsLong();
			error = attempt(call);
			spent = spent.plusMillis(delay).plusNanos(this.nanoTime.getAsLong() - start);
		}
		return error;
	}

	private static @Nullable Throwable attempt(Runnable call) {
		try {
			call.run();
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	private boolean isRepeated(Throwable error, BooleanSupplier settled) {
		return !settled.getAsBoolean() && !FailedItems.isOfTheThread(error) && this.policy.shouldRetry(error);
	}

	/**
	 * Return whether delays and calls take longer than they may. What a scan is paused
	 * for meanwhile does not count.
	 */
	private boolean isTooLate(Duration spent) {
		Duration timeout = this.policy.getTimeout();
		return !timeout.isZero() && spent.compareTo(timeout) > 0;
	}

	private void log(Throwable error, long delay) {
		String repeated = "%s calls its consumer again in %d ms, since it threw %s".formatted(this.plan.describe(),
				delay, error.getClass().getName());
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(repeated + ". Further calls are logged at DEBUG.");
		}
		else {
			logger.debug(repeated);
		}
	}

}

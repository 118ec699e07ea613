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

package io.dynamostream.budget;

import java.time.Duration;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TokensInheritanceStrategy;

/**
 * A budget whose tokens are thousandths, since DynamoDB counts in halves and limits may
 * be lower than one per second.
 */
final class BucketScanBudget implements ScanBudget {

	private static final int TOKENS = 1000;

	/**
	 * What is saved up while nothing is consumed: the part of a second's budget by which
	 * the limit may be exceeded after that.
	 */
	private static final double SAVED_SECONDS = 0.1;

	private final Bucket bucket;

	BucketScanBudget(Bucket bucket, BucketConfiguration configuration) {
		this.bucket = bucket;
		this.bucket.replaceConfiguration(configuration, TokensInheritanceStrategy.AS_IS);
	}

	static BucketConfiguration configuration(double perSecond) {
		long refill = tokens(perSecond);
		Bandwidth limit = Bandwidth.builder()
			.capacity(Math.max(1, Math.round(refill * SAVED_SECONDS)))
			.refillGreedy(refill, Duration.ofSeconds(1))
			.initialTokens(1)
			.build();
		return BucketConfiguration.builder().addLimit(limit).build();
	}

	private static long tokens(double amount) {
		return Math.max(1, (long) (amount * TOKENS));
	}

	@Override
	public Duration charge(double amount) {
		ConsumptionProbe probe = this.bucket.tryConsumeAndReturnRemaining(1);
		if (!probe.isConsumed()) {
			return Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
		}
		if (tokens(amount) > 1) {
			this.bucket.consumeIgnoringRateLimits(tokens(amount) - 1);
		}
		return Duration.ZERO;
	}

	@Override
	public void settle(double difference) {
		long tokens = Math.round(Math.abs(difference) * TOKENS);
		if (tokens > 0 && difference > 0) {
			this.bucket.consumeIgnoringRateLimits(tokens);
		}
		else if (tokens > 0) {
			this.bucket.addTokens(tokens);
		}
	}

	@Override
	public void limit(double perSecond) {
		this.bucket.replaceConfiguration(configuration(perSecond), TokensInheritanceStrategy.AS_IS);
	}

}

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

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucket;

import io.dynamostream.budget.BucketScanBudgets;

/**
 * Time that a test decides on, and buckets that fill as it passes.
 */
interface SimulatedTime extends Delays, TimeMeter {

	default BucketScanBudgets budgets() {
		return new BucketScanBudgets((name, configuration) -> bucket(configuration));
	}

	default LocalBucket bucket(BucketConfiguration configuration) {
		return io.github.bucket4j.Bucket.builder()
			.addLimit(configuration.getBandwidths()[0])
			.withCustomTimePrecision(this)
			.build();
	}

	@Override
	default long currentTimeNanos() {
		return nanoTime();
	}

	@Override
	default boolean isWallClockBased() {
		return false;
	}

}

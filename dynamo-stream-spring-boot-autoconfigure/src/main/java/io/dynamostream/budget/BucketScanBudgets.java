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

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import org.springframework.util.Assert;

/**
 * {@link ScanBudgets} on Bucket4j. By default every scan has a budget of its own, in
 * memory. With {@linkplain #BucketScanBudgets(BucketSource) buckets of your own} budgets
 * are shared by all who have the bucket of the same name. Safe for use by several
 * threads.
 *
 * @since 0.1.0
 */
public final class BucketScanBudgets implements ScanBudgets {

	private final BucketSource buckets;

	/**
	 * Create budgets that each scan has for itself.
	 */
	public BucketScanBudgets() {
		this(BucketScanBudgets::localBucket);
	}

	/**
	 * Create budgets on buckets of the caller, such as the distributed ones of Bucket4j.
	 * @param buckets where buckets come from
	 */
	public BucketScanBudgets(BucketSource buckets) {
		Assert.notNull(buckets, "'buckets' must not be null");
		this.buckets = buckets;
	}

	private static Bucket localBucket(String name, BucketConfiguration configuration) {
		return Bucket.builder()
			.addLimit(configuration.getBandwidths()[0])
			.withCustomTimePrecision(TimeMeter.SYSTEM_NANOTIME)
			.build();
	}

	@Override
	public ScanBudget open(String name, double perSecond) {
		BucketConfiguration configuration = BucketScanBudget.configuration(perSecond);
		return new BucketScanBudget(this.buckets.bucket(name, configuration), configuration);
	}

	/**
	 * Where buckets come from.
	 */
	@FunctionalInterface
	public interface BucketSource {

		/**
		 * Return the bucket of a budget. Its tokens are thousandths of what is limited.
		 * @param name name of the budget
		 * @param configuration the limit, for a bucket that does not exist yet; one that
		 * exists is changed to it when it is used
		 * @return the bucket
		 */
		Bucket bucket(String name, BucketConfiguration configuration);

	}

}

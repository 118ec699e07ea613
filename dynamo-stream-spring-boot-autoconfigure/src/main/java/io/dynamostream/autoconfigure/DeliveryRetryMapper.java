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

package io.dynamostream.autoconfigure;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

import io.dynamostream.autoconfigure.ScanProperties.DeliveryRetry;

/**
 * Makes a {@link RetryPolicy} of properties. What the properties of a name do not set is
 * as for all scans.
 */
final class DeliveryRetryMapper {

	private final String prefix;

	private final DeliveryRetry properties;

	private final DeliveryRetry defaults;

	private final RetryPolicy.Builder policy = RetryPolicy.builder();

	DeliveryRetryMapper(String prefix, DeliveryRetry properties, DeliveryRetry defaults) {
		this.prefix = prefix + ".delivery-retry.";
		this.properties = properties;
		this.defaults = defaults;
	}

	/**
	 * Return the policy, or {@code null} if nothing is set.
	 */
	@Nullable RetryPolicy map() {
		if (!this.properties.hasSettings()) {
			return null;
		}
		this.policy.maxRetries(0);
		set("max-retries", DeliveryRetry::getMaxRetries, this.policy::maxRetries);
		set("delay", DeliveryRetry::getDelay, this.policy::delay);
		set("multiplier", DeliveryRetry::getMultiplier, this.policy::multiplier);
		set("max-delay", DeliveryRetry::getMaxDelay, this.policy::maxDelay);
		return this.policy.build();
	}

	private <V> void set(String name, Function<DeliveryRetry, @Nullable V> getter,
			Function<V, RetryPolicy.Builder> setter) {
		V value = getter.apply(this.properties);
		V used = (value != null) ? value : getter.apply(this.defaults);
		if (used != null) {
			CheckedProperty.map(this.prefix + name, used, setter);
		}
	}

}

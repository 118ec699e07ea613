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

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * How many items a scan may read per second.
 *
 * @param amount number of items, without meaning if there is no limit
 * @param isLimited whether there is a limit
 */
record ItemsPerSecond(double amount, boolean isLimited) {

	static ItemsPerSecond of(double amount) {
		return new ItemsPerSecond(amount, true);
	}

	static ItemsPerSecond unlimited() {
		return new ItemsPerSecond(0, false);
	}

	/**
	 * Parse a number of items, such as {@code 500}, or {@code none}.
	 */
	static ItemsPerSecond parse(String text) {
		Assert.notNull(text, "'itemsPerSecond' must not be null");
		String stripped = text.strip();
		try {
			return stripped.equalsIgnoreCase(ReadCapacity.NONE) ? unlimited() : of(Double.parseDouble(stripped));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"'itemsPerSecond' must be a number of items, such as 500, or none, but is '%s'".formatted(text),
					ex);
		}
	}

	@Nullable String fault() {
		boolean inRange = this.amount >= ReadCapacity.LEAST_PER_SECOND && this.amount <= ReadCapacity.MOST_PER_SECOND;
		return (!this.isLimited || inRange) ? null : "must be between 0.01 and 1000000, but is " + this.amount;
	}

	/**
	 * Return the value as a user would write it.
	 */
	Object plain() {
		return this.isLimited ? this.amount : ReadCapacity.NONE;
	}

}

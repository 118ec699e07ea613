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
 * How much read capacity a scan may consume per second.
 *
 * @param amount units per second, or percent of the capacity of the table or index;
 * without meaning if there is no limit
 * @param unit what the amount is
 */
record ReadCapacity(double amount, Unit unit) {

	/**
	 * What a user writes to have no limit.
	 */
	static final String NONE = "none";

	static final double LEAST_PER_SECOND = 0.01;

	static final double MOST_PER_SECOND = 1_000_000;

	private static final int MOST_PERCENT = 100;

	static ReadCapacity units(double unitsPerSecond) {
		return new ReadCapacity(unitsPerSecond, Unit.PER_SECOND);
	}

	static ReadCapacity percent(double percent) {
		return new ReadCapacity(percent, Unit.PERCENT);
	}

	static ReadCapacity unlimited() {
		return new ReadCapacity(0, Unit.NONE);
	}

	/**
	 * Parse a number of units per second, such as {@code 200}, a percentage, such as
	 * {@code 25%}, or {@code none}.
	 */
	static ReadCapacity parse(String text) {
		Assert.notNull(text, "'readCapacity' must not be null");
		String stripped = text.strip();
		if (stripped.equalsIgnoreCase(NONE)) {
			return unlimited();
		}
		try {
			return stripped.endsWith("%") ? percent(Integer.parseInt(stripped, 0, stripped.length() - 1, 10))
					: units(Double.parseDouble(stripped));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"'readCapacity' must be units per second, such as 200, a whole percentage, such as 25%%, or none, but is '%s'"
						.formatted(text),
					ex);
		}
	}

	@Nullable String fault() {
		return switch (this.unit) {
			case PER_SECOND -> (this.amount >= LEAST_PER_SECOND && this.amount <= MOST_PER_SECOND) ? null
					: "must be between 0.01 and 1000000 units per second, but is " + this;
			case PERCENT -> (this.amount < 1 || this.amount > MOST_PERCENT)
					? "must be between 1%% and 100%%, but is %s".formatted(this) : null;
			case NONE -> null;
		};
	}

	boolean isPercent() {
		return this.unit == Unit.PERCENT;
	}

	boolean isLimited() {
		return this.unit != Unit.NONE;
	}

	double of(double capacity) {
		return Math.min(MOST_PER_SECOND, Math.max(LEAST_PER_SECOND, capacity * this.amount / MOST_PERCENT));
	}

	/**
	 * Return the value as a user would write it: a number, a text with a percent sign, or
	 * {@code none}.
	 */
	Object plain() {
		return (this.unit == Unit.PER_SECOND) ? this.amount : toString();
	}

	@Override
	public String toString() {
		return switch (this.unit) {
			case PER_SECOND -> String.valueOf(this.amount);
			case PERCENT -> "%d%%".formatted(Math.round(this.amount));
			case NONE -> NONE;
		};
	}

	/**
	 * What the amount is.
	 */
	enum Unit {

		PER_SECOND, PERCENT, NONE

	}

}

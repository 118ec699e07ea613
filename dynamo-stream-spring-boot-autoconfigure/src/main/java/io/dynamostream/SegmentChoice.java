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
 * How many segments a scan is to have.
 *
 * @param number the number, without meaning if it is chosen
 * @param isAutomatic whether it is chosen by the size of what is scanned
 */
record SegmentChoice(int number, boolean isAutomatic) {

	/**
	 * What a user writes to have it chosen.
	 */
	static final String AUTO = "auto";

	static final int MOST = 1_000_000;

	static SegmentChoice of(int number) {
		return new SegmentChoice(number, false);
	}

	static SegmentChoice automatic() {
		return new SegmentChoice(0, true);
	}

	/**
	 * Parse a number of segments, such as {@code 8}, or {@code auto}.
	 */
	static SegmentChoice parse(String text) {
		Assert.notNull(text, "'segments' must not be null");
		String stripped = text.strip();
		try {
			return stripped.equalsIgnoreCase(AUTO) ? automatic() : of(Integer.parseInt(stripped));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"'segments' must be a whole number, such as 8, or auto, but is '%s'".formatted(text), ex);
		}
	}

	@Nullable String fault() {
		boolean inRange = this.number >= 1 && this.number <= MOST;
		return (this.isAutomatic || inRange) ? null : "must be between 1 and 1000000, but is " + this.number;
	}

	/**
	 * Return the value as a user would write it.
	 */
	Object plain() {
		return this.isAutomatic ? AUTO : (Object) this.number;
	}

}

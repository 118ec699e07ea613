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

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.util.Assert;

/**
 * How many segments one run of a scan has. Where that is to be chosen, it is set once,
 * before the first page is read. Safe for use by several threads.
 */
final class SegmentNumber {

	/**
	 * How many segments a parallel scan has if nobody says, and any scan whose number
	 * cannot be chosen.
	 */
	static final int DEFAULT = 4;

	private final SegmentChoice choice;

	private final AtomicInteger chosen;

	SegmentNumber(SegmentChoice choice) {
		this.choice = choice;
		this.chosen = new AtomicInteger(choice.isAutomatic() ? 0 : choice.number());
	}

	boolean isAutomatic() {
		return this.choice.isAutomatic();
	}

	boolean isKnown() {
		return this.chosen.get() > 0;
	}

	/**
	 * Return the number, which is the default until one is chosen.
	 */
	int get() {
		int chosen = this.chosen.get();
		return (chosen > 0) ? chosen : DEFAULT;
	}

	/**
	 * Return how many it can be.
	 */
	int most() {
		return isAutomatic() ? SegmentChoice.MOST : this.chosen.get();
	}

	/**
	 * Set the number.
	 * @throws IllegalStateException if it is another one already
	 */
	void choose(int number) {
		int before = this.chosen.compareAndExchange(0, number);
		Assert.state(before == 0 || before == number,
				() -> "There are %d segments already, so there cannot be %d".formatted(before, number));
	}

	/**
	 * Return the number of another run.
	 */
	SegmentNumber again() {
		return new SegmentNumber(this.choice);
	}

}

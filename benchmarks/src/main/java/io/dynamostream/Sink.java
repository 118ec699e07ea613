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

import java.util.concurrent.atomic.LongAdder;

/**
 * Where all items go that are read. Safe for use by several threads.
 */
final class Sink {

	private final long start = System.nanoTime();

	private final LongAdder items = new LongAdder();

	private volatile long firstAt;

	void accept(Object item) {
		if (this.firstAt == 0) {
			this.firstAt = System.nanoTime();
		}
		this.items.increment();
	}

	long items() {
		return this.items.sum();
	}

	long nanosToFirst() {
		return this.firstAt - this.start;
	}

}

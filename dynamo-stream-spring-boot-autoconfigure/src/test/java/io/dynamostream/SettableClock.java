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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A clock that a test sets.
 */
final class SettableClock extends Clock {

	static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private volatile Instant now = START;

	private final AtomicInteger looks = new AtomicInteger();

	void advance(Duration duration) {
		this.now = this.now.plus(duration);
	}

	/**
	 * Return how often somebody has looked at it.
	 */
	int looks() {
		return this.looks.get();
	}

	@Override
	public Instant instant() {
		this.looks.incrementAndGet();
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException();
	}

}

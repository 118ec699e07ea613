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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The answer to whether a request may be sent.
 *
 * @param delay how long to wait before asking again, zero if the request may be sent
 * @param ofSegment whether only requests of the same segment have to wait
 * @param pageSize how many items the request may evaluate, or {@code null} for a full
 * page
 * @param capacity read capacity units that it was charged
 * @param items items that it was charged
 */
record ReadPermit(Duration delay, boolean ofSegment, @Nullable Integer pageSize, double capacity, double items) {

	static ReadPermit granted(@Nullable Integer pageSize) {
		return new ReadPermit(Duration.ZERO, false, pageSize, 0, 0);
	}

	static ReadPermit after(Duration delay, boolean ofSegment) {
		return new ReadPermit(delay, ofSegment, null, 0, 0);
	}

	boolean isGranted() {
		return this.delay.isZero();
	}

}

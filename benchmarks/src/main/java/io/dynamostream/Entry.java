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

/**
 * A contender of a comparison.
 *
 * @param contender the way to read
 * @param segments number of segments, or of threads
 * @param pageSize number of items in a page, or 0 for the default
 */
record Entry(Contender contender, int segments, int pageSize) {

	static Entry of(Contender contender) {
		return new Entry(contender, 1, 0);
	}

	Entry segments(int segments) {
		return new Entry(this.contender, segments, this.pageSize);
	}

	Entry pageSize(int pageSize) {
		return new Entry(this.contender, this.segments, pageSize);
	}

	@Override
	public String toString() {
		return (this.segments > 1) ? "%s, %d segments".formatted(this.contender, this.segments)
				: this.contender.toString();
	}

}

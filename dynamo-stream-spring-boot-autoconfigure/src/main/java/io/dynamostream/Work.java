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
 * What reading has cost and brought.
 *
 * @param pages number of pages, empty ones included
 * @param scannedItems number of items evaluated
 * @param consumedCapacity read capacity units consumed
 */
record Work(long pages, long scannedItems, double consumedCapacity) {

	static final Work NONE = new Work(0, 0, 0);

	Work plus(Work other) {
		return new Work(this.pages + other.pages, this.scannedItems + other.scannedItems,
				this.consumedCapacity + other.consumedCapacity);
	}

}

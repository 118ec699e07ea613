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
 * A scan that can be steered while it runs.
 */
interface ActiveScan {

	void pause(boolean paused);

	/**
	 * Heed a plan that differs in its concurrency.
	 */
	void adopt(ScanPlan<?> plan);

	/**
	 * End as cancelled, unless the scan ends in another way already.
	 * @return whether the scan ends as cancelled
	 */
	boolean cancel();

	/**
	 * End as failed, unless the scan ends in another way already.
	 */
	void fail(DynamoStreamException failure);

	/**
	 * End as interrupted, because the application shuts down, as soon as what was
	 * delivered is acknowledged.
	 */
	void interrupt();

	/**
	 * End as interrupted, whatever is acknowledged.
	 */
	default void endNow() {
		interrupt();
	}

}

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
 * A scan whose consumer acknowledges what was delivered to it.
 */
interface AcknowledgedScan {

	/**
	 * Called when there is room for another item again.
	 */
	void roomMade();

	/**
	 * Called when all items that were delivered are acknowledged, for now.
	 */
	void settled();

	/**
	 * Fail, unless the end is decided.
	 */
	void endBy(Throwable error);

}

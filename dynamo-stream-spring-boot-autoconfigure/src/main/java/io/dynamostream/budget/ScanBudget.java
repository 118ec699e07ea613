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

package io.dynamostream.budget;

import java.time.Duration;

/**
 * What a scan may consume per second, of read capacity units or of items. A request is
 * charged with what it is expected to consume before it is sent, and with the difference
 * when that is known, so that a budget may get into debt by about one request.
 * <p>
 * Implementations must be safe for use by several threads. They are called by the tasks
 * that read and may block, as those that ask a remote store do. What they throw fails the
 * scan.
 *
 * @since 0.1.0
 */
public interface ScanBudget {

	/**
	 * Charge a request, unless the budget is used up.
	 * @param amount what the request is expected to consume, more than 0
	 * @return {@link Duration#ZERO} if the request was charged and may be sent, otherwise
	 * how long to wait before asking again
	 */
	Duration charge(double amount);

	/**
	 * Correct what a request was charged.
	 * @param difference what it has consumed beyond what it was charged; negative if it
	 * has consumed less
	 */
	void settle(double difference);

	/**
	 * Change the limit from now on. Debts stay.
	 * @param perSecond the new limit per second, more than 0
	 */
	void limit(double perSecond);

}

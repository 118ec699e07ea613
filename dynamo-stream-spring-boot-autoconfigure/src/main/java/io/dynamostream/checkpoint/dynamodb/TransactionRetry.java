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

package io.dynamostream.checkpoint.dynamodb;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Tries transactions again that were cancelled for a reason that passes. The client does
 * so with requests that are throttled, but not with transactions.
 *
 * @param timeLimit how long to go on trying
 */
record TransactionRetry(Duration timeLimit) {

	private static final Set<String> PASSING = Set.of("ThrottlingError", "TransactionConflict",
			"ProvisionedThroughputExceeded");

	private static final int RETRIES = 5;

	private static final Duration DELAY = Duration.ofMillis(50);

	private static final Duration JITTER = Duration.ofMillis(25);

	<T> T invoke(Supplier<T> transaction) {
		return new RetryTemplate(RetryPolicy.builder()
			.predicate(TransactionRetry::passes)
			.maxRetries(RETRIES)
			.delay(DELAY)
			.multiplier(2)
			.jitter(JITTER)
			.timeout(this.timeLimit)
			.build()).invoke(transaction);
	}

	private static boolean passes(Throwable failure) {
		return failure instanceof TransactionCanceledException ex
				&& ex.cancellationReasons().stream().map(CancellationReason::code).anyMatch(PASSING::contains);
	}

}

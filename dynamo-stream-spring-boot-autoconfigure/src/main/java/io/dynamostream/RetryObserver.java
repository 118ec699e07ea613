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

import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;

import io.dynamostream.ScanListener.PageRequest;

/**
 * Tells of the retries of one request. The decisions stay those of the client's own retry
 * strategy, to which an answer with a wrong checksum is presented as what it can decide
 * on.
 *
 * @param request what is told
 */
record RetryObserver(PageRequest request) implements SdkPlugin {

	@Override
	public void configureClient(SdkServiceClientConfiguration.Builder configuration) {
		configuration.overrideConfiguration()
			.retryStrategy()
			.ifPresent((strategy) -> configuration
				.overrideConfiguration((options) -> options.retryStrategy(new Observed(strategy, this.request))));
	}

	static boolean isThrottled(Throwable failure) {
		return failure instanceof SdkException error && RetryUtils.isThrottlingException(error);
	}

	/**
	 * A retry strategy that tells of retries.
	 *
	 * @param strategy who decides
	 * @param request what is told
	 */
	private record Observed(RetryStrategy strategy, PageRequest request) implements RetryStrategy {

		@Override
		public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
			return this.strategy.acquireInitialToken(request);
		}

		@Override
		public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
			RefreshRetryTokenResponse retry = this.strategy.refreshRetryToken(retryable(request));
			this.request.retrying(request.failure(), isThrottled(request.failure()));
			return retry;
		}

		/**
		 * A damaged answer says that it can be retried, in a way that the strategies of
		 * the SDK do not ask for.
		 */
		private static RefreshRetryTokenRequest retryable(RefreshRetryTokenRequest request) {
			if (!(request.failure() instanceof Crc32MismatchException failure)) {
				return request;
			}
			return request
				.copy((copy) -> copy.failure(RetryableException.create(String.valueOf(failure.getMessage()), failure)));
		}

		@Override
		public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
			return this.strategy.recordSuccess(request);
		}

		@Override
		public int maxAttempts() {
			return this.strategy.maxAttempts();
		}

		@Override
		public boolean useClientDefaults() {
			return this.strategy.useClientDefaults();
		}

		@Override
		public Builder<?, ?> toBuilder() {
			return this.strategy.toBuilder();
		}

	}

}

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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TableDescriptions}.
 */
class TableDescriptionsTests {

	@Test
	void mayTakeAMinuteIfTheClientDoesNotSay() {
		assertThat(timeoutOfRequest(null)).contains(Duration.ofMinutes(1));
	}

	@Test
	void mayTakeAsLongAsTheClientSays() {
		assertThat(timeoutOfRequest(Duration.ofSeconds(2))).isEmpty();
		assertThat(timeoutOfRequest(Duration.ofMinutes(3))).isEmpty();
	}

	private static Optional<Duration> timeoutOfRequest(@Nullable Duration ofClient) {
		FirstRequest request = new FirstRequest();
		try (DynamoDbClient client = DynamoDbClient.builder()
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.overrideConfiguration((options) -> options.apiCallTimeout(ofClient).addExecutionInterceptor(request))
			.build()) {
			assertThatExceptionOfType(DynamoStreamException.class)
				.isThrownBy(DynamoStreamTemplate.builder(client).build().scan(User.class)::estimate)
				.withMessageContaining("seen");
		}
		return request.seen.get().overrideConfiguration().flatMap(RequestOverrideConfiguration::apiCallTimeout);
	}

	/**
	 * Sees a request, and lets it go no further.
	 */
	private static final class FirstRequest implements ExecutionInterceptor {

		private final AtomicReference<SdkRequest> seen = new AtomicReference<>();

		@Override
		public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
			this.seen.set(context.request());
			throw new IllegalStateException("seen");
		}

	}

}

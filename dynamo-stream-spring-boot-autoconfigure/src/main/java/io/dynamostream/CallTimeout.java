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
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Says how long a call of a client may take, its retries included.
 */
final class CallTimeout {

	private CallTimeout() {
	}

	/**
	 * Return the timeout to set for a call, or {@code null} if the client has one.
	 * @param client the client
	 * @param wanted what is wanted whatever the client has, or {@code null}
	 * @param byDefault what counts if nobody says anything
	 */
	static @Nullable Duration of(DynamoDbClient client, @Nullable Duration wanted, Duration byDefault) {
		return (wanted != null || isSetBy(client)) ? wanted : byDefault;
	}

	/**
	 * A client that is not of the SDK, such as a mock, need not have a configuration.
	 */
	private static boolean isSetBy(DynamoDbClient client) {
		try {
			return client.serviceClientConfiguration() != null
					&& client.serviceClientConfiguration().overrideConfiguration().apiCallTimeout().isPresent();
		}
		catch (UnsupportedOperationException ex) {
			return false;
		}
	}

}

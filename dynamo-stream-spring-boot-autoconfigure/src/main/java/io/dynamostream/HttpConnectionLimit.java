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

import java.lang.reflect.Field;
import java.util.OptionalInt;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ReflectionUtils;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.core.client.config.SdkClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Finds how many connections the HTTP client of a {@link DynamoDbClient} has. The SDK
 * does not tell, so its fields are read; where they are not as expected, for example in a
 * client of another kind, the number is unknown and nothing is checked.
 */
final class HttpConnectionLimit {

	private static final Log logger = LogFactory.getLog(HttpConnectionLimit.class);

	private static final String CLIENT_CONFIGURATION = "clientConfiguration";

	private static final String DELEGATE = "delegate";

	private static final String RESOLVED_OPTIONS = "resolvedOptions";

	private HttpConnectionLimit() {
	}

	static OptionalInt of(DynamoDbClient client) {
		try {
			if (field(client, CLIENT_CONFIGURATION) instanceof SdkClientConfiguration configuration) {
				return ofHttpClient(configuration.option(SdkClientOption.SYNC_HTTP_CLIENT));
			}
		}
		catch (RuntimeException ex) {
			logger.debug("The number of HTTP connections is unknown, so maxConcurrency is not checked", ex);
		}
		return OptionalInt.empty();
	}

	private static OptionalInt ofHttpClient(@Nullable SdkHttpClient httpClient) {
		if (httpClient == null) {
			return OptionalInt.empty();
		}
		if (field(httpClient, DELEGATE) instanceof SdkHttpClient delegate) {
			return ofHttpClient(delegate);
		}
		Integer limit = (field(httpClient, RESOLVED_OPTIONS) instanceof AttributeMap options)
				? options.get(SdkHttpConfigurationOption.MAX_CONNECTIONS) : null;
		return (limit != null) ? OptionalInt.of(limit) : OptionalInt.empty();
	}

	private static @Nullable Object field(Object target, String name) {
		Field field = ReflectionUtils.findField(target.getClass(), name);
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, target);
	}

	/**
	 * Makes the fields readable in a native image.
	 */
	static class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			register(hints, classLoader, "software.amazon.awssdk.services.dynamodb.DefaultDynamoDbClient");
			register(hints, classLoader,
					"software.amazon.awssdk.core.client.builder.SdkDefaultClientBuilder$NonManagedSdkHttpClient");
			register(hints, classLoader, "software.amazon.awssdk.http.apache5.Apache5HttpClient");
			register(hints, classLoader, "software.amazon.awssdk.http.apache.ApacheHttpClient");
		}

		private static void register(RuntimeHints hints, @Nullable ClassLoader classLoader, String type) {
			hints.reflection()
				.registerTypeIfPresent(classLoader, type,
						(hint) -> hint.withMembers(MemberCategory.ACCESS_DECLARED_FIELDS));
		}

	}

}

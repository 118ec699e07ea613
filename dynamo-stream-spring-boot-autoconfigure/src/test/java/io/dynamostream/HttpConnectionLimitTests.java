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

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.util.ReflectionUtils;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.mock;

/**
 * Tests for {@link HttpConnectionLimit}. The clients are never called.
 */
class HttpConnectionLimitTests {

	private final RuntimeHints hints = new RuntimeHints();

	@Test
	void findsLimitOfDefaultHttpClient() {
		try (DynamoDbClient client = builder().build()) {
			assertThat(HttpConnectionLimit.of(client)).hasValue(50);
		}
	}

	@Test
	void findsLimitOfHttpClientThatTheClientBuilds() {
		try (DynamoDbClient client = builder().httpClientBuilder(Apache5HttpClient.builder().maxConnections(8))
			.build()) {
			assertThat(HttpConnectionLimit.of(client)).hasValue(8);
		}
	}

	@Test
	void findsLimitOfHttpClientThatTheClientWasGiven() {
		try (SdkHttpClient httpClient = Apache5HttpClient.builder().maxConnections(200).build();
				DynamoDbClient client = builder().httpClient(httpClient).build()) {
			assertThat(HttpConnectionLimit.of(client)).hasValue(200);
		}
	}

	@Test
	void knowsNoLimitOfHttpClientWithoutPool() {
		try (DynamoDbClient client = builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build()) {
			assertThat(HttpConnectionLimit.of(client)).isEmpty();
		}
	}

	@Test
	void knowsNoLimitOfForeignHttpClient() {
		try (DynamoDbClient client = builder().httpClient(mock(SdkHttpClient.class)).build()) {
			assertThat(HttpConnectionLimit.of(client)).isEmpty();
		}
	}

	@Test
	void knowsNoLimitOfForeignClient() {
		assertThat(HttpConnectionLimit.of(FakeTable.ofUsers(0))).isEmpty();
	}

	@Test
	void hintsAtFieldsThatItReads() throws Exception {
		new HttpConnectionLimit.Hints().registerHints(this.hints, getClass().getClassLoader());
		assertHint("software.amazon.awssdk.services.dynamodb.DefaultDynamoDbClient", "clientConfiguration");
		assertHint("software.amazon.awssdk.core.client.builder.SdkDefaultClientBuilder$NonManagedSdkHttpClient",
				"delegate");
		assertHint(Apache5HttpClient.class.getName(), "resolvedOptions");
	}

	@Test
	void hintsAtNothingThatIsAbsent() {
		new HttpConnectionLimit.Hints().registerHints(this.hints, getClass().getClassLoader());
		assertThat(this.hints.reflection()
			.getTypeHint(TypeReference.of("software.amazon.awssdk.http.apache.ApacheHttpClient"))).isNull();
	}

	private void assertHint(String type, String field) throws ClassNotFoundException {
		assertThat(ReflectionUtils.findField(Class.forName(type), field)).isNotNull();
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(type, field)).accepts(this.hints);
	}

	private static DynamoDbClientBuilder builder() {
		return DynamoDbClient.builder()
			.region(Region.EU_WEST_1)
			.credentialsProvider(AnonymousCredentialsProvider.create());
	}

}

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

package io.dynamostream.sample;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.test.web.servlet.client.RestTestClient;

import io.dynamostream.DynamoStreamTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Base of the tests, which all call the same running sample over HTTP. What they expect
 * is computed from the users that the sample is seeded with.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.users=3000")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class AbstractSampleTests {

	private static final ParameterizedTypeReference<Map<String, Object>> JSON_OBJECT = new ParameterizedTypeReference<>() {
	};

	@LocalServerPort
	private int port;

	@Autowired
	private SampleProperties properties;

	@Autowired
	DynamoStreamTemplate template;

	RestTestClient client() {
		return RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	int userCount() {
		return this.properties.users();
	}

	Stream<User> users() {
		return IntStream.range(0, userCount()).mapToObj(SeedUsers::number);
	}

	long usersWith(Predicate<User> predicate) {
		return users().filter(predicate).count();
	}

	Map<String, Object> get(String path) {
		return body(client().get().uri(path).exchange().expectStatus().isOk());
	}

	Map<String, Object> post(String path) {
		return body(client().post().uri(path).exchange().expectStatus().is2xxSuccessful());
	}

	private Map<String, Object> body(RestTestClient.ResponseSpec response) {
		Map<String, Object> body = response.expectBody(JSON_OBJECT).returnResult().getResponseBody();
		assertThat(body).isNotNull();
		return body;
	}

	String start(String path) {
		Map<String, Object> body = body(client().post().uri(path).exchange().expectStatus().isAccepted());
		return String.valueOf(progress(body).get("id"));
	}

	Map<String, Object> runToEnd(String path, String state) {
		return awaitState(start(path), state);
	}

	Map<String, Object> awaitState(String id, String state) {
		Map<String, Object> view = await().atMost(1, TimeUnit.MINUTES)
			.until(() -> get("/executions/" + id), (current) -> isInState(current, state) || hasEnded(current));
		assertThat(view).matches((ended) -> isInState(ended, state), "is in state " + state);
		return view;
	}

	private boolean hasEnded(Map<String, Object> view) {
		return progress(view).containsKey("endedAt");
	}

	private boolean isInState(Map<String, Object> view, String state) {
		return progress(view).get("state").equals(state);
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> progress(Map<String, Object> view) {
		return (Map<String, Object>) view.get("progress");
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> result(Map<String, Object> view) {
		return (Map<String, Object>) view.get("result");
	}

	List<String> lines(String path) {
		byte[] body = client().get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(byte[].class)
			.returnResult()
			.getResponseBody();
		assertThat(body).isNotNull();
		return new String(body, StandardCharsets.UTF_8).lines().toList();
	}

}

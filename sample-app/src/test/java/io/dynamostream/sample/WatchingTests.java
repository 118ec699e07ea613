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

import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WatchingTests extends AbstractSampleTests {

	@Test
	void endpointShowsAndSteersARunningScan() {
		String id = start("/rate-limited?perSecond=50");
		await().atMost(1, TimeUnit.MINUTES).until(() -> items(id) > 5);
		steer(id, Map.of("action", "pause")).jsonPath("$.state").isEqualTo("PAUSED");
		steer(id, Map.of("maxConcurrency", 2)).jsonPath("$.requests.maxConcurrency").isEqualTo(2);
		steer(id, Map.of("action", "resume")).jsonPath("$.state").isEqualTo("RUNNING");
		int before = items(id);
		await().atMost(1, TimeUnit.MINUTES).until(() -> items(id) > before);
		client().delete().uri("/actuator/dynamoscans/" + id).exchange().expectStatus().isNoContent();
		assertThat(progress(awaitState(id, "CANCELLED"))).containsEntry("id", id);
		client().get()
			.uri("/actuator/dynamoscans?state=CANCELLED&name=rate-limited")
			.exchange()
			.expectBody()
			.jsonPath("$.scans[?(@.id == '%s')]".formatted(id))
			.isNotEmpty();
	}

	private int items(String id) {
		Map<?, ?> scan = (Map<?, ?>) get("/actuator/dynamoscans/" + id).get("scan");
		return (int) scan.get("items");
	}

	private RestTestClient.BodyContentSpec steer(String id, Map<String, Object> change) {
		return client().post()
			.uri("/actuator/dynamoscans/" + id)
			.contentType(MediaType.APPLICATION_JSON)
			.body(change)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody();
	}

	@Test
	void checkpointsAreListedAndNotDeleted() {
		client().get()
			.uri("/actuator/dynamocheckpoints")
			.exchange()
			.expectBody()
			.jsonPath("$.access")
			.isEqualTo("READ_ONLY");
	}

	@Test
	void dashboardIsThere() {
		client().get().uri("/dynamo-stream").exchange().expectStatus().isOk();
	}

}

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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExecutionControllerTests extends AbstractSampleTests {

	@Test
	void pausesResumesAndCancels() {
		String id = start("/rate-limited?perSecond=50");
		post("/executions/" + id + "/pause");
		Map<String, Object> paused = awaitState(id, "PAUSED");
		post("/executions/" + id + "/resume");
		awaitState(id, "RUNNING");
		client().delete().uri("/executions/" + id).exchange().expectStatus().isOk();
		Map<String, Object> cancelled = awaitState(id, "CANCELLED");
		assertThat((int) progress(cancelled).get("items")).isBetween((int) progress(paused).get("items"),
				userCount() - 1);
	}

	@Test
	void refusesToPauseWhatHasEnded() {
		String id = String.valueOf(progress(runToEnd("/chunks", "COMPLETED")).get("id"));
		client().post().uri("/executions/" + id + "/pause").exchange().expectStatus().isEqualTo(409);
	}

	@Test
	void listsExecutions() {
		String id = start("/chunks");
		client().get()
			.uri("/executions")
			.exchange()
			.expectBody()
			.jsonPath("$[?(@.progress.id == '%s')]".formatted(id))
			.isNotEmpty();
		awaitState(id, "COMPLETED");
	}

	@Test
	void doesNotKnowOtherExecutions() {
		client().get().uri("/executions/unknown").exchange().expectStatus().isNotFound();
	}

	@Test
	void answersToStartWithWhereToLook() {
		String location = client().post()
			.uri("/chunks")
			.exchange()
			.expectStatus()
			.isAccepted()
			.returnResult()
			.getResponseHeaders()
			.getFirst("Location");
		assertThat(location).matches("http://localhost:\\d+/executions/.+");
	}

}

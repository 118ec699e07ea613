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

import io.dynamostream.sample.User.Status;

import static org.assertj.core.api.Assertions.assertThat;

class FailureHandlingTests extends AbstractSampleTests {

	@Test
	void skipsAndCountsUsersThatCannotBeProcessed() {
		long bounced = usersWith((user) -> user.hasStatus(Status.BOUNCED));
		Map<String, Object> ended = runToEnd("/failures/skipped", "COMPLETED");
		assertThat(progress(ended)).containsEntry("items", userCount() - (int) bounced)
			.containsEntry("failedItems", (int) bounced);
		assertThat(result(ended)).hasToString("{users=%d}".formatted(bounced));
	}

	@Test
	void endsWithFirstUserThatCannotBeProcessed() {
		Map<String, Object> ended = runToEnd("/failures/fatal", "FAILED");
		assertThat(ended.get("error")).asString().contains("fatal", "user");
		assertThat((int) progress(ended).get("items")).isLessThan(userCount());
	}

	@Test
	void answersWithWhatIsWrongAndWhere() {
		client().get()
			.uri("/failures/missing-table")
			.exchange()
			.expectStatus()
			.isEqualTo(502)
			.expectBody()
			.jsonPath("$.table")
			.isEqualTo("no-such-table")
			.jsonPath("$.detail")
			.value(String.class, (detail) -> assertThat(detail).contains("no-such-table"));
	}

}

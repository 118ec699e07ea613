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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitedProcessingTests extends AbstractSampleTests {

	@Test
	void processesEveryUser() {
		assertThat(progress(runToEnd("/rate-limited?perSecond=1000000", "COMPLETED"))).containsEntry("items",
				userCount());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 1_000_001, 2_000_000_000 })
	void refusesRateThatCannotBe(int perSecond) {
		client().post().uri("/rate-limited?perSecond=" + perSecond).exchange().expectStatus().isBadRequest();
	}

}

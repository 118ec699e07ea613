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

class NewsletterTests extends AbstractSampleTests {

	@Test
	void isCompletedWhenEveryUserIsDone() {
		int bounced = (int) usersWith((user) -> user.hasStatus(Status.BOUNCED));
		Map<String, Object> ended = runToEnd("/newsletter", "COMPLETED");
		assertThat(progress(ended)).containsEntry("items", userCount() - bounced)
			.containsEntry("failedItems", bounced)
			.containsEntry("unacknowledgedItems", 0);
		assertThat(result(ended)).hasToString("{users=%d}".formatted(userCount() - bounced));
	}

}

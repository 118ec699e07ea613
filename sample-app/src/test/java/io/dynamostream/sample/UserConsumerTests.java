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
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class UserConsumerTests extends AbstractSampleTests {

	@Test
	void hearsEveryUserAndTheEndInItsOwnEvents(CapturedOutput output) {
		assertThat(runToEnd("/consumer", "COMPLETED")).containsEntry("result", userCount());
		assertThat(output).contains("Consumed %d users".formatted(userCount()));
	}

	@Test
	void countsEachScanForItself() {
		String first = start("/consumer");
		String second = start("/consumer");
		awaitState(first, "COMPLETED");
		awaitState(second, "COMPLETED");
		assertThat(get("/executions/" + first)).containsEntry("result", userCount());
		assertThat(get("/executions/" + second)).containsEntry("result", userCount());
	}

}

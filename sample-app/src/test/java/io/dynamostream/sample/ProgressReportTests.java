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

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ProgressReportTests extends AbstractSampleTests {

	@Test
	void printsEveryThousandthUser(CapturedOutput output) {
		runToEnd("/progress", "COMPLETED");
		assertThat(output.getOut().lines().filter((line) -> line.contains("Processed "))).zipSatisfy(expected(),
				(line, expected) -> assertThat(line).endsWith(expected));
	}

	private Iterable<String> expected() {
		return IntStream.rangeClosed(1, userCount() / 1000).mapToObj("Processed %d000 users"::formatted).toList();
	}

}

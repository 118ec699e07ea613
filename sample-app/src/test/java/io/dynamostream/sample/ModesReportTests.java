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

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ModesReportTests extends AbstractSampleTests {

	@Autowired
	private ModesReport report;

	@Test
	void everyModeReadsAllUsers() {
		assertThat(this.report.lines()).extracting(ModesReport.Line::mode)
			.containsExactly("sequential stream", "parallel stream", "forEach", "forEachBatch", "listeners",
					"publisher");
		assertThat(this.report.lines()).extracting(ModesReport.Line::users).containsOnly((long) userCount());
	}

	@Test
	void answersWithOneLinePerMode() {
		client().get()
			.uri("/report")
			.exchange()
			.expectBody()
			.jsonPath("$.length()")
			.isEqualTo(6)
			.jsonPath("$[0].users")
			.isEqualTo(userCount());
	}

	@Test
	void saysBeforeWhatAScanWillRead(CapturedOutput output) {
		this.report.run(new DefaultApplicationArguments());
		assertThat(output).containsSubsequence(
				String.format(Locale.ROOT, "Scan 'user' of table 'user' will read %,d items (", userCount()),
				"sequential stream read");
	}

}

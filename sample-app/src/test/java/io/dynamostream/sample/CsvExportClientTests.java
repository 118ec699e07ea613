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

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.DynamoStreamTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the end of a {@link CsvExport} whose client goes away.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class CsvExportClientTests {

	private final AtomicInteger closed = new AtomicInteger();

	@Test
	void goesAwayAndTheScanIsClosed() {
		StreamingResponseBody body = new CsvExport(template()).export().getBody();
		assertThat(body).isNotNull();
		assertThatIOException().isThrownBy(() -> body.writeTo(new BrokenPipe())).withMessage("Broken pipe");
		assertThat(this.closed).hasValue(1);
	}

	/**
	 * Mock a table without end, so that nothing but the client can end the export.
	 */
	@SuppressWarnings("unchecked")
	private DynamoStreamTemplate template() {
		ScanSpec<User> spec = mock(ScanSpec.class);
		given(spec.named("csv-export")).willReturn(spec);
		given(spec.stream()).willReturn(
				IntStream.iterate(0, (i) -> i + 1).mapToObj(SeedUsers::number).onClose(this.closed::incrementAndGet));
		DynamoStreamTemplate template = mock(DynamoStreamTemplate.class);
		given(template.scan(User.class)).willReturn(spec);
		return template;
	}

	private static final class BrokenPipe extends OutputStream {

		private int left = 100_000;

		@Override
		public void write(int value) throws IOException {
			this.left--;
			if (this.left < 0) {
				throw new IOException("Broken pipe");
			}
		}

	}

}

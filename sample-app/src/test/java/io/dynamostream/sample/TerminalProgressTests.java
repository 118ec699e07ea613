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

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalProgressTests extends AbstractSampleTests {

	private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

	@Autowired
	private DynamoDbClient client;

	@Test
	void drawsABarInPlaceUntilTheEnd() {
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.client)
			.listener(new TerminalProgress(this::builder))
			.build();
		try (Stream<User> users = template.parallelScan(User.class).named("nightly").pageSize(100).stream()) {
			assertThat(users.count()).isEqualTo(userCount());
		}
		String drawn = this.terminal.toString(StandardCharsets.UTF_8);
		assertThat(drawn).contains("nightly")
			.contains("100%")
			.contains(userCount() + " items, COMPLETED")
			.contains("\r");
		assertThat(drawn.split("\n")).hasSize(1);
	}

	private ProgressBarBuilder builder() {
		return new ProgressBarBuilder().setStyle(ProgressBarStyle.ASCII)
			.setConsumer(
					new ConsoleProgressBarConsumer(new PrintStream(this.terminal, true, StandardCharsets.UTF_8), 120));
	}

	@Test
	void drawsNothingWhereThereIsNoTerminal() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withUserConfiguration(TerminalConfiguration.class);
		runner.withPropertyValues("sample.progress-bar=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TerminalProgress.class));
		runner.withPropertyValues("sample.progress-bar=true")
			.run((context) -> assertThat(context).hasSingleBean(TerminalProgress.class));
	}

}

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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stops the sample by a signal in the midst of a migration, as a platform does that
 * replaces an application, and starts it again.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "There is no signal that asks a process to end")
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class StoppedSampleTests {

	private static final int USERS = 400;

	private static final int TERMINATED = 128 + 15;

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Pattern ENDED = Pattern
		.compile("Scan 'migration' of table 'user' ended \\((\\w+)\\) after .*: (\\d+) items delivered");

	@TempDir
	private Path directory;

	private @Nullable Process process;

	@AfterEach
	void stop() {
		if (this.process != null) {
			this.process.destroyForcibly();
		}
	}

	@Test
	void goesOnWhereItWasStopped() throws Exception {
		int before = migrateUntilStopped();
		assertThat(before).isBetween(1, USERS - 1);
		try (BufferedReader output = start()) {
			startMigration(await(PORT, output).group(1));
			Matcher ended = await(ENDED, output);
			assertThat(ended.group(1)).isEqualTo("COMPLETED");
			assertThat(Integer.parseInt(ended.group(2))).isEqualTo(USERS - before);
		}
	}

	private int migrateUntilStopped() throws Exception {
		try (BufferedReader output = start("--dynamo.stream.scans.migration.items-per-second=50",
				"--dynamo.stream.progress.log-interval=100ms")) {
			String port = await(PORT, output).group(1);
			await(Pattern.compile("Seeded"), output);
			startMigration(port);
			await(Pattern.compile("Scan 'migration' .*, [1-9]\\d* items,"), output);
			this.process.toHandle().destroy();
			Matcher ended = await(ENDED, output);
			assertThat(ended.group(1)).isEqualTo("INTERRUPTED");
			assertThat(this.process.waitFor()).isEqualTo(TERMINATED);
			return Integer.parseInt(ended.group(2));
		}
	}

	private BufferedReader start(String... options) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), SampleApplication.class.getName(), "--server.port=0",
						"--spring.profiles.active=persistent", "--sample.directory=" + this.directory,
						"--sample.users=" + USERS));
		command.addAll(List.of(options));
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		return new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
	}

	private static void startMigration(String port) {
		RestTestClient.bindToServer()
			.baseUrl("http://localhost:" + port)
			.build()
			.post()
			.uri("/migration")
			.exchange()
			.expectStatus()
			.isAccepted();
	}

	private static Matcher await(Pattern pattern, BufferedReader output) throws IOException {
		StringBuilder seen = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			Matcher matcher = pattern.matcher(line);
			if (matcher.find()) {
				return matcher;
			}
			seen.append(line).append(System.lineSeparator());
		}
		throw new AssertionError("'%s' was not printed, but %s".formatted(pattern, seen));
	}

}

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

package io.dynamostream;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that answers a line for each line that it is sent. Its log goes to
 * {@code target/benchmarks.log}.
 *
 * @param process the process
 * @param output what it prints
 */
record BenchmarkProcess(Process process, BufferedReader output) implements AutoCloseable {

	private static final File LOG = new File("target", "benchmarks.log");

	static BenchmarkProcess start(Cores cores, Class<?> main, Object... arguments) throws IOException {
		List<String> command = new ArrayList<>(cores.command());
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
		for (Object argument : arguments) {
			command.add((argument instanceof Enum<?> constant) ? constant.name() : argument.toString());
		}
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(LOG)).start();
		return new BenchmarkProcess(process,
				new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
	}

	String ask() throws IOException {
		send();
		return readLine();
	}

	void send() throws IOException {
		this.process.getOutputStream().write('\n');
		this.process.getOutputStream().flush();
	}

	/**
	 * Return the next line that is no log.
	 */
	String readLine() throws IOException {
		String line = this.output.readLine();
		while (line != null && !line.matches("http.*|[\\d ]+")) {
			line = this.output.readLine();
		}
		if (line == null) {
			throw new IOException("A process has ended: %s. Its log is in %s."
				.formatted(this.process.info().commandLine().orElse("unknown"), LOG.getAbsolutePath()));
		}
		return line;
	}

	/**
	 * Return the CPU time that the process has taken so far, in nanoseconds.
	 */
	long cpu() {
		return this.process.info().totalCpuDuration().map(Duration::toNanos).orElseThrow();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}

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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.SpringProperties;

/**
 * Processes that tests start: with the JDK, the class path and the decoder of the tests.
 */
public final class TestProcesses {

	private static final String DECODER = "dynamo.stream.decoder";

	private TestProcesses() {
	}

	/**
	 * Return the decoder of the tests, or {@code null} if it is the default.
	 */
	static @Nullable String decoder() {
		return SpringProperties.getProperty(DECODER);
	}

	/**
	 * Prepare a process.
	 * @param mainClass what it runs
	 * @param args arguments of the class
	 * @return a process that is not started
	 */
	public static ProcessBuilder of(Class<?> mainClass, String... args) {
		return of(List.of(), mainClass, args);
	}

	/**
	 * Prepare a process.
	 * @param options options of its JVM
	 * @param mainClass what it runs
	 * @param args arguments of the class
	 * @return a process that is not started
	 */
	static ProcessBuilder of(List<String> options, Class<?> mainClass, String... args) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		String decoder = decoder();
		if (decoder != null) {
			command.add("-D%s=%s".formatted(DECODER, decoder));
		}
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
		command.addAll(List.of(args));
		return new ProcessBuilder(command);
	}

}

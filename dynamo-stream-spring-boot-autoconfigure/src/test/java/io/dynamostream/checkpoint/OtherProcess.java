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

package io.dynamostream.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

import io.dynamostream.TestProcesses;

/**
 * Looks at a checkpoint again and again, in a process of its own. Argument: directory of
 * the checkpoint.
 */
public final class OtherProcess implements AutoCloseable {

	private final Process process;

	private OtherProcess(Process process) {
		this.process = process;
	}

	/**
	 * Start a process, and return when it looks.
	 */
	static OtherProcess looking(Path directory) throws IOException {
		Process process = TestProcesses.of(OtherProcess.class, directory.toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		process.getInputStream().read();
		return new OtherProcess(process);
	}

	public static void main(String[] args) {
		FileScanCheckpointStore store = new FileScanCheckpointStore(Path.of(args[0]));
		for (boolean first = true; store.find("nightly").isPresent(); first = false) {
			if (first) {
				System.out.println();
			}
		}
	}

	@Override
	public void close() throws Exception {
		this.process.destroyForcibly().waitFor();
	}

}

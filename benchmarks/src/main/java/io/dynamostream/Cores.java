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

import java.io.IOException;
import java.util.List;

/**
 * The cores that a process may use.
 */
enum Cores {

	/**
	 * All cores.
	 */
	ALL,

	/**
	 * The last core.
	 */
	LAST,

	/**
	 * All cores but the last one.
	 */
	OTHERS;

	private static final int COUNT = Runtime.getRuntime().availableProcessors();

	private static final boolean CONFINED = COUNT > 1 && canConfine(last()) && canConfine(others());

	/**
	 * Return whether processes can be confined to some cores here.
	 */
	static boolean areConfined() {
		return CONFINED;
	}

	private static String last() {
		return String.valueOf(COUNT - 1);
	}

	private static String others() {
		return "0-" + (COUNT - 2);
	}

	private static boolean canConfine(String cores) {
		try {
			return new ProcessBuilder("taskset", "--cpu-list", cores, "true").start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Return the command that runs the one behind it on these cores.
	 */
	List<String> command() {
		if (this == ALL || !CONFINED) {
			return List.of();
		}
		return List.of("taskset", "--cpu-list", (this == LAST) ? last() : others());
	}

}

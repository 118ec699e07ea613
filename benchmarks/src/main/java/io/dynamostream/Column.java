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

import java.util.function.ToDoubleBiFunction;

/**
 * What a table shows of a {@link Turn}.
 */
enum Column {

	CPU("CPU per item", "%.2f µs", true, (turn, items) -> turn.cpu() / 1e3 / items),

	RATE("Items/s", "%,.0f", true, (turn, items) -> items * 1e9 / turn.wall()),

	TIME("Time", "%.2f s", true, (turn, items) -> turn.wall() / 1e9),

	TO_FIRST("To first item", "%.1f ms", true, (turn, items) -> turn.toFirst() / 1e6),

	ALLOCATED("Allocated per item", "%,.0f B", true, (turn, items) -> turn.allocated() / (double) items),

	PEAK("Peak of the heap", "%.0f MB", true, (turn, items) -> turn.peak() / 1e6),

	HELD("Held", "%.0f MB", false, (turn, items) -> turn.held() / 1e6),

	CPUS("CPUs", "%.2f", false, (turn, items) -> turn.cpu() / (double) turn.wall()),

	STAND_IN("CPUs of the stand-in", "%.2f", false, (turn, items) -> turn.standInCpu() / (double) turn.wall());

	private final String title;

	private final String format;

	private final boolean compared;

	private final ToDoubleBiFunction<Turn, Integer> value;

	Column(String title, String format, boolean compared, ToDoubleBiFunction<Turn, Integer> value) {
		this.title = title;
		this.format = format;
		this.compared = compared;
		this.value = value;
	}

	String title() {
		return this.title;
	}

	String format() {
		return this.format;
	}

	/**
	 * Return whether ratios are of interest.
	 */
	boolean compared() {
		return this.compared;
	}

	double value(Turn turn, int items) {
		return this.value.applyAsDouble(turn, items);
	}

}

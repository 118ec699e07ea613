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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table in Markdown.
 */
final class Table {

	private final List<String> lines = new ArrayList<>();

	Table(String... titles) {
		this(Stream.of(titles));
	}

	Table(Stream<String> titles) {
		add(titles);
		this.lines.add(this.lines.get(0).replaceAll("[^|]+", "---"));
	}

	void add(String... cells) {
		add(Stream.of(cells));
	}

	void add(Stream<String> cells) {
		this.lines.add(cells.collect(Collectors.joining(" | ", "| ", " |")));
	}

	void print() {
		this.lines.forEach(System.out::println);
	}

}

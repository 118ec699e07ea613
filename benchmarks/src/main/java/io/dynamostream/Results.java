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

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a {@link Comparison} has shown. What is compared is compared turn by turn, so that
 * whatever slows the machine for a while is in both.
 *
 * @param comparison the comparison
 * @param turns the turns of each entry
 */
record Results(Comparison comparison, Map<Entry, List<Turn>> turns) {

	private static final DoubleBinaryOperator RATIO = (value, measure) -> value / measure;

	Set<Entry> entries() {
		return this.turns.keySet();
	}

	/**
	 * Print a table that compares all with the first.
	 */
	void print(Column... columns) {
		Table table = new Table(Stream.concat(Stream.of(""), Stream.of(columns).map(Column::title)));
		Entry first = entries().iterator().next();
		System.out.printf(Locale.ROOT, "%n%s%n%n", this.comparison.describe());
		for (Entry entry : entries()) {
			table.add(Stream.concat(Stream.of(entry.toString()),
					Stream.of(columns).map((column) -> cell(entry, column, first))));
		}
		table.print();
	}

	private String cell(Entry entry, Column column, Entry measure) {
		boolean compared = column.compared() && !entry.equals(measure);
		return compared ? "%s (%s)".formatted(value(entry, column), ratio(entry, column, measure))
				: value(entry, column);
	}

	/**
	 * Return the median.
	 */
	String value(Entry entry, Column column) {
		double median = Spread.of(this.turns.get(entry).stream().mapToDouble((turn) -> value(turn, column))).median();
		return String.format(Locale.ROOT, column.format(), median);
	}

	private double value(Turn turn, Column column) {
		return column.value(turn, this.comparison.items());
	}

	/**
	 * Return the ratio to another entry, with its spread.
	 */
	String ratio(Entry entry, Column column, Entry measure) {
		return entry.equals(measure) ? "1" : compare(entry, column, measure, RATIO).format("%.2f");
	}

	Spread compare(Entry entry, Column column, Entry measure, DoubleBinaryOperator comparison) {
		List<Turn> taken = this.turns.get(entry);
		List<Turn> measured = this.turns.get(measure);
		return Spread.of(IntStream.range(0, taken.size())
			.mapToDouble((turn) -> comparison.applyAsDouble(value(taken.get(turn), column),
					value(measured.get(turn), column))));
	}

}

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Compares ways to read the same table, each in a process of its own, in turns, against a
 * stand-in for DynamoDB in another process.
 *
 * @param shape the items
 * @param items how many there are
 * @param latencyMillis latency of the stand-in
 * @param warmUpTurns how many turns do not count
 * @param turns how many count
 * @param apart whether the stand-in has a core of its own, where that can be
 */
record Comparison(Shape shape, int items, int latencyMillis, int warmUpTurns, int turns, boolean apart) {

	static Comparison of(Shape shape) {
		return new Comparison(shape, shape.items(), 0, 12, 5, false);
	}

	Comparison items(int items) {
		return new Comparison(this.shape, items, this.latencyMillis, this.warmUpTurns, this.turns, this.apart);
	}

	Comparison latencyMillis(int latencyMillis) {
		return new Comparison(this.shape, this.items, latencyMillis, this.warmUpTurns, this.turns, this.apart);
	}

	Comparison turns(int warmUpTurns, int turns) {
		return new Comparison(this.shape, this.items, this.latencyMillis, warmUpTurns, turns, this.apart);
	}

	/**
	 * Give the stand-in a core of its own, as DynamoDB does not share those of its
	 * clients.
	 */
	Comparison withStandInApart() {
		return new Comparison(this.shape, this.items, this.latencyMillis, this.warmUpTurns, this.turns, true);
	}

	String describe() {
		return String.format(Locale.ROOT, "%s: %,d items, %d ms latency%s", this.shape, this.items, this.latencyMillis,
				(this.apart && Cores.areConfined()) ? ", the stand-in on a core of its own" : "");
	}

	Results run(Contender... contenders) throws IOException {
		return run(Stream.of(contenders).map(Entry::of).toList());
	}

	Results run(List<Entry> entries) throws IOException {
		try (BenchmarkProcess standIn = BenchmarkProcess.start(this.apart ? Cores.LAST : Cores.ALL,
				StandInProcess.class, this.shape, this.items, this.latencyMillis)) {
			String endpoint = standIn.readLine();
			Map<Entry, BenchmarkProcess> processes = new LinkedHashMap<>();
			try {
				for (Entry entry : entries) {
					processes.put(entry,
							BenchmarkProcess.start(this.apart ? Cores.OTHERS : Cores.ALL, ContenderProcess.class,
									endpoint, this.shape, entry.contender(), entry.segments(), entry.pageSize(),
									this.items));
				}
				warmUp(processes.values());
				return new Results(this, run(processes, standIn));
			}
			finally {
				processes.values().forEach(BenchmarkProcess::close);
			}
		}
	}

	/**
	 * Let all read at once until they are compiled: one after the other they would mostly
	 * wait for the latency.
	 */
	private void warmUp(Collection<BenchmarkProcess> processes) throws IOException {
		for (int turn = 0; turn < this.warmUpTurns; turn++) {
			for (BenchmarkProcess process : processes) {
				process.send();
			}
		}
		for (int turn = 0; turn < this.warmUpTurns; turn++) {
			for (BenchmarkProcess process : processes) {
				process.readLine();
			}
		}
	}

	private Map<Entry, List<Turn>> run(Map<Entry, BenchmarkProcess> processes, BenchmarkProcess standIn)
			throws IOException {
		Map<Entry, List<Turn>> turns = new LinkedHashMap<>();
		for (int turn = 0; turn < this.turns; turn++) {
			for (Map.Entry<Entry, BenchmarkProcess> process : processes.entrySet()) {
				long cpu = standIn.cpu();
				Turn taken = Turn.parse(process.getValue().ask()).withStandInCpu(standIn.cpu() - cpu);
				turns.computeIfAbsent(process.getKey(), (entry) -> new ArrayList<>()).add(taken);
			}
		}
		return turns;
	}

}

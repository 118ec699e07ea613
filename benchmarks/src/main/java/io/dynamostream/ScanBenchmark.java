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
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Compares ways to read the same table, each in a process of its own, in turns, against a
 * stand-in for DynamoDB in another process.
 */
final class ScanBenchmark {

	private static final int WARM_UP_TURNS = 2;

	private static final int TURNS = 5;

	private final Shape shape;

	private final int latencyMillis;

	private final int items;

	private ScanBenchmark(Shape shape, int latencyMillis, int items) {
		this.shape = shape;
		this.latencyMillis = latencyMillis;
		this.items = items;
	}

	/**
	 * Compare contenders.
	 * @param shape the items
	 * @param latencyMillis latency of the stand-in
	 * @param part what part of the items of the shape to read
	 * @param segments number of segments, or of threads
	 * @param contenders the contenders, the first of which is the measure of the others
	 * @throws IOException if a process cannot be started
	 */
	static void compare(Shape shape, int latencyMillis, double part, int segments, List<Contender> contenders)
			throws IOException {
		new ScanBenchmark(shape, latencyMillis, (int) (shape.items() * part)).compare(segments, contenders);
	}

	private void compare(int segments, List<Contender> contenders) throws IOException {
		try (Child standIn = Child.start(StandInProcess.class, this.shape, this.items, this.latencyMillis)) {
			String endpoint = standIn.readLine();
			Map<Contender, Child> processes = new LinkedHashMap<>();
			try {
				for (Contender contender : contenders) {
					processes.put(contender,
							Child.start(ContenderProcess.class, endpoint, this.shape, contender, segments));
				}
				print(segments, run(processes));
			}
			finally {
				processes.values().forEach(Child::close);
			}
		}
	}

	private Map<Contender, List<Turn>> run(Map<Contender, Child> processes) throws IOException {
		Map<Contender, List<Turn>> turns = new LinkedHashMap<>();
		for (int turn = 0; turn < WARM_UP_TURNS + TURNS; turn++) {
			for (Map.Entry<Contender, Child> process : processes.entrySet()) {
				Turn taken = Turn.parse(process.getValue().ask());
				if (turn >= WARM_UP_TURNS) {
					turns.computeIfAbsent(process.getKey(), (contender) -> new ArrayList<>()).add(taken);
				}
			}
		}
		return turns;
	}

	private void print(int segments, Map<Contender, List<Turn>> turns) {
		System.out.printf(Locale.ROOT, "%n%s: %,d items, %d ms latency, %d segment(s)%n%n", this.shape, this.items,
				this.latencyMillis, segments);
		System.out.println("| | CPU per item | Items/s | Allocated per item | To first item | Held |");
		System.out.println("|---|---|---|---|---|---|");
		List<Turn> measure = turns.values().iterator().next();
		turns.forEach((contender, taken) -> System.out.printf("| %s | %s | %s | %s | %.1f ms | %.0f MB |%n",
				contender.name().toLowerCase(Locale.ROOT).replace('_', ' '),
				ratio(taken, measure, Turn::cpu, "%.2f µs", 1000.0 * this.items), inverse(taken, measure),
				ratio(taken, measure, Turn::allocated, "%,.0f B", this.items), median(taken, Turn::toFirst) / 1e6,
				median(taken, Turn::live) / (1 << 20)));
	}

	private String inverse(List<Turn> taken, List<Turn> measure) {
		double rate = this.items / median(taken, Turn::wall) * 1e9;
		return String.format(Locale.ROOT, "%,.0f (%.2f)", rate,
				median(measure, Turn::wall) / median(taken, Turn::wall));
	}

	private static String ratio(List<Turn> taken, List<Turn> measure, ToDoubleFunction<Turn> value, String format,
			double divisor) {
		double median = median(taken, value);
		double of = median(measure, value);
		double least = taken.stream().mapToDouble(value).min().orElseThrow();
		double most = taken.stream().mapToDouble(value).max().orElseThrow();
		return String.format(Locale.ROOT, format + " (%.2f; %.2f to %.2f)", median / divisor, median / of, least / of,
				most / of);
	}

	private static double median(List<Turn> turns, ToDoubleFunction<Turn> value) {
		return turns.stream().mapToDouble(value).sorted().toArray()[turns.size() / 2];
	}

	/**
	 * A process that answers a line for each line that it is sent.
	 *
	 * @param process the process
	 * @param output what it prints
	 */
	private record Child(Process process, BufferedReader output) implements AutoCloseable {

		static Child start(Class<?> main, Object... arguments) throws IOException {
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
							"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
			for (Object argument : arguments) {
				command.add(argument.toString());
			}
			Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
			return new Child(process,
					new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
		}

		String ask() throws IOException {
			this.process.getOutputStream().write('\n');
			this.process.getOutputStream().flush();
			return readLine();
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
				throw new IOException("The process has ended: " + this.process.info().commandLine().orElse(""));
			}
			return line;
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
		}

	}

}

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynamostream.standin.StandInServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads a table that is far larger than the heap, through each terminal and with a
 * consumer that is slower than the source. The table is served by another process. Set
 * the system property {@code memory.items} to read more of it.
 */
class MemoryIntegrationTests {

	private static final int ITEMS = Integer.getInteger("memory.items", 120_000);

	private static final int ITEM_BYTES = 620;

	private static final int ITEMS_PER_PAGE = 1024 * 1024 / ITEM_BYTES;

	private static final int CONCURRENCY = 8;

	private static final int BUFFERED_PAGES = 8;

	private static final int OUT_OF_MEMORY = 3;

	/**
	 * Pages that the SDK has decoded take more than those the decoder keeps as bytes.
	 */
	private static final String HEAP = "sdk".equalsIgnoreCase(TestProcesses.decoder()) ? "128m" : "64m";

	// A short run is over before the optimizing compiler pays
	private static final List<String> COMPILER = (ITEMS < 1_000_000) ? List.of("-XX:TieredStopAtLevel=1") : List.of();

	private static Process server;

	private static String endpoint;

	@BeforeAll
	static void startServer() throws IOException {
		server = java("256m", StandInServer.class, "--items=" + ITEMS, "--item-bytes=" + ITEM_BYTES)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		endpoint = "http://127.0.0.1:" + reader(server).readLine();
	}

	@AfterAll
	static void stopServer() {
		server.destroy();
	}

	/**
	 * A batch that is not full yet may have items of pages that are used up.
	 */
	@ParameterizedTest
	@EnumSource
	@Timeout(value = 30, unit = TimeUnit.MINUTES)
	void readsTableThatIsLargerThanTheHeap(MemoryProbe.Terminal terminal) throws Exception {
		Process probe = probe(terminal, BUFFERED_PAGES);
		String output = output(probe);
		assertThat(probe.waitFor()).as(output).isZero();
		assertThat(output).contains("items=" + ITEMS + " ");
		assertThat(mostItemsAhead(output)).isBetween((BUFFERED_PAGES + 1) * ITEMS_PER_PAGE,
				(CONCURRENCY + BUFFERED_PAGES) * ITEMS_PER_PAGE + MemoryProbe.BATCH_SIZE);
	}

	@Test
	@Timeout(value = 30, unit = TimeUnit.MINUTES)
	void runsOutOfMemoryWhereTheTableIsBuffered() throws Exception {
		Process probe = probe(MemoryProbe.Terminal.FOR_EACH, ITEMS);
		String output = output(probe);
		assertThat(probe.waitFor()).as(output).isEqualTo(OUT_OF_MEMORY);
	}

	private String output(Process process) {
		return reader(process).lines().collect(Collectors.joining("\n"));
	}

	private int mostItemsAhead(String output) {
		Matcher matcher = Pattern.compile("mostItemsAhead=(\\d+)").matcher(output);
		assertThat(matcher.find()).as(output).isTrue();
		return Integer.parseInt(matcher.group(1));
	}

	private Process probe(MemoryProbe.Terminal terminal, int bufferedPages) throws IOException {
		return java(HEAP, MemoryProbe.class, endpoint, terminal.name(), String.valueOf(ITEMS),
				String.valueOf(CONCURRENCY), String.valueOf(bufferedPages))
			.redirectErrorStream(true)
			.start();
	}

	private static ProcessBuilder java(String heap, Class<?> mainClass, String... args) {
		List<String> options = new ArrayList<>(COMPILER);
		options.addAll(List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"));
		return TestProcesses.of(options, mainClass, args);
	}

	private static BufferedReader reader(Process process) {
		return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

}

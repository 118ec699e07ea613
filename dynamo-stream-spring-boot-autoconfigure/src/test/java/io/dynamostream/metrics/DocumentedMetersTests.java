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

package io.dynamostream.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.dynamostream.standin.StandInFault;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation names the meters there are, and no others.
 */
@Timeout(120)
class DocumentedMetersTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

	private static final Pattern IN_QUERY = Pattern.compile("dynamo_stream_\\w+");

	@Test
	void tableIsThatOfTheMeters() throws IOException {
		MeterRegistry registry = scanInto(new SimpleMeterRegistry());
		assertThat(registry.getMeters()).filteredOn((meter) -> meter.getId().getName().startsWith("dynamo.stream"))
			.extracting(DocumentedMetersTests::describe)
			.hasSameElementsAs(rows(6).map(DocumentedMetersTests::documented).toList());
	}

	private static String describe(Meter meter) {
		Meter.Id id = meter.getId();
		String unit = (id.getBaseUnit() != null) ? id.getBaseUnit() : "-";
		Set<String> tags = id.getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new));
		return "%s, %s in %s by %s".formatted(id.getName(), id.getType().name().toLowerCase().replace('_', ' '), unit,
				tags);
	}

	private static String documented(List<String> cells) {
		return "%s, %s in %s by %s".formatted(quoted(cells.get(0)).get(0), cells.get(1), cells.get(2),
				new TreeSet<>(quoted(cells.get(3))));
	}

	@Test
	void tableHasTheNamesOfPrometheus() throws IOException {
		assertThat(families(scrape())).map((family) -> family.replaceAll("_max$", ""))
			.hasSameElementsAs(rows(6).map((cells) -> quoted(cells.get(4)).get(0)).toList());
	}

	@Test
	void tableOfObservationsIsThatOfTheirDocumentation() throws IOException {
		List<String> documented = rows(4)
			.map((cells) -> "%s %s %s".formatted(quoted(cells.get(0)).get(0), quoted(cells.get(1)),
					quoted(cells.get(2))))
			.toList();
		assertThat(documented).containsExactly(describe("scan", ScanObservationDocumentation.SCAN),
				describe("page", ScanObservationDocumentation.PAGE));
	}

	private static String describe(String name, ScanObservationDocumentation observation) {
		return "dynamo.stream.%s %s %s".formatted(name, names(observation.getLowCardinalityKeyNames()),
				names(observation.getHighCardinalityKeyNames()));
	}

	private static List<String> names(KeyName[] keys) {
		return Arrays.stream(keys).map(KeyName::asString).toList();
	}

	@Test
	void dashboardQueriesMetricsThatPrometheusHas() throws IOException {
		String samples = scrape();
		Set<String> queried = queriedMetrics();
		assertThat(queried).hasSizeGreaterThan(10)
			.allSatisfy((metric) -> assertThat(samples).containsPattern("(?m)^" + metric + "[{ ]"));
	}

	@Test
	void dashboardShowsEveryCounterAndGauge() throws IOException {
		assertThat(queriedMetrics()).contains(rows(6).filter((cells) -> cells.get(1).matches("counter|gauge"))
			.map((cells) -> quoted(cells.get(4)).get(0))
			.toArray(String[]::new));
	}

	private static Set<String> queriedMetrics() throws IOException {
		String dashboard = Files.readString(DOCS.resolve("grafana-dashboard.json"));
		List<String> queries = JsonPath.read(dashboard, "$..expr");
		List<String> variables = JsonPath.read(dashboard, "$.templating.list[?(@.type == 'query')].definition");
		return Stream.concat(queries.stream(), variables.stream())
			.flatMap((query) -> IN_QUERY.matcher(query).results())
			.map((result) -> result.group())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String scrape() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		registry.config().meterFilter(new LatencyHistogram());
		scanInto(registry);
		return registry.scrape();
	}

	private static Set<String> families(String samples) {
		return Pattern.compile("(?m)^# TYPE (dynamo_stream\\S*) ")
			.matcher(samples)
			.results()
			.map((result) -> result.group(1))
			.collect(Collectors.toSet());
	}

	/**
	 * Run a scan that completes after a retry, one that fails and one that is cancelled.
	 */
	private static <R extends MeterRegistry> R scanInto(R registry) {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
		try (ScannedTables tables = new ScannedTables(new ScanMetrics(registry), new ScanObservations(observations))) {
			tables.throttled(StandInFault.throughputExceeded());
			tables.fail();
			tables.cancelInFlight();
		}
		return registry;
	}

	/**
	 * Return the cells of the rows of a table that are about something of ours.
	 */
	private static Stream<List<String>> rows(int columns) throws IOException {
		return Files.readAllLines(DOCS.resolve("metrics.md"))
			.stream()
			.filter((line) -> line.startsWith("| `dynamo.stream."))
			.map((line) -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
			.filter((cells) -> cells.size() == columns);
	}

	private static List<String> quoted(String cell) {
		Matcher matcher = QUOTED.matcher(cell);
		return matcher.results().map((result) -> result.group(1)).toList();
	}

	/**
	 * What the documentation says to set for quantiles.
	 */
	private static final class LatencyHistogram implements MeterFilter {

		@Override
		public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
			return id.getName().equals("dynamo.stream.page")
					? DistributionStatisticConfig.builder().percentilesHistogram(true).build().merge(config) : config;
		}

	}

}

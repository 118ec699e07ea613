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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.Mockito;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import io.dynamostream.DynamoStreamException;
import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanEvent;
import io.dynamostream.ScanExecution;
import io.dynamostream.ScanListener;
import io.dynamostream.ScanListener.PageRead;
import io.dynamostream.ScanListener.PageRequest;
import io.dynamostream.ScanProgress;
import io.dynamostream.User;
import io.dynamostream.standin.StandInFault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link ScanMetrics}.
 */
@Timeout(120)
class ScanMetricsTests {

	private static final Map<String, ToDoubleFunction<ScanProgress>> COUNTERS = Map.of("items", ScanProgress::items,
			"scanned.items", ScanProgress::scannedItems, "failed.items", ScanProgress::failedItems, "pages",
			ScanProgress::pages, "consumed.capacity", ScanProgress::consumedCapacity, "retries",
			(progress) -> progress.requests().retries(), "throttles", (progress) -> progress.requests().throttles());

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ScanMetrics metrics = new ScanMetrics(this.registry);

	private final ScannedTables tables = new ScannedTables(this.metrics);

	@AfterEach
	void close() {
		this.tables.close();
	}

	@Test
	void countsWhatTheScanHasDoneInTheEnd() {
		ScanProgress progress = this.tables.people().forEach(ScannedTables::ignore).join();
		assertCounted(progress);
		assertThat(counter("items", "people")).isEqualTo(100);
		assertThat(counter("consumed.capacity", "people")).isEqualTo(this.tables.dynamoDb().capacityServed())
			.isPositive();
	}

	@Test
	void addsUpScansOfTheSameTags() {
		this.tables.stream();
		this.tables.stream();
		assertThat(counter("items", "user")).isEqualTo(200);
		assertThat(counter("pages", "user")).isEqualTo(this.tables.dynamoDb().pagesServed());
	}

	@Test
	void countsThrottlesAndOtherRetries() {
		assertCounted(this.tables.throttled(StandInFault.throughputExceeded()).progress());
		assertThat(counter("throttles", "user")).isOne();
		this.tables.throttled(StandInFault.internalServerError());
		assertThat(counter("throttles", "user")).isOne();
		assertThat(counter("retries", "user")).isEqualTo(2);
	}

	@Test
	void countsFailedItems() {
		ScanExecution execution = this.tables.users().forEach((user) -> {
			throw new IllegalStateException();
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		assertThat(counter("failed.items", "user")).isOne();
		assertCounted(execution.progress());
	}

	@Test
	void hasAllCountersBeforeThereIsAnythingToCount() {
		this.tables.dynamoDb().hold();
		ScanExecution execution = this.tables.users().forEach(ScannedTables::ignore);
		this.tables.dynamoDb().awaitHeld(1);
		assertThat(COUNTERS.keySet()).allSatisfy((name) -> assertThat(counter(name, "user")).isZero());
		this.tables.dynamoDb().releaseAll();
		execution.join();
	}

	@Test
	void countsPagesWhileTheScanRuns() {
		this.tables.dynamoDb().hold();
		ScanExecution execution = this.tables.users().bufferedPages(0).forEach(ScannedTables::ignore);
		this.tables.dynamoDb().release();
		this.tables.dynamoDb().awaitHeld(1);
		assertThat(counter("pages", "user")).isOne();
		assertThat(counter("scanned.items", "user")).isEqualTo(10);
		this.tables.dynamoDb().releaseAll();
		execution.join();
	}

	@Test
	void doesNotMixScansThatRunAtOnce() {
		this.tables.dynamoDb().hold();
		ScanExecution users = this.tables.users().named("nightly").forEach(ScannedTables::ignore);
		ScanExecution people = this.tables.people().limit(7).forEach(ScannedTables::ignore);
		ScanExecution others = this.tables.users().named("nightly").limit(3).forEach(ScannedTables::ignore);
		await().until(() -> gauge("scans.active", "nightly") == 2 && gauge("scans.active", "people") == 1);
		this.tables.dynamoDb().releaseAll();
		List.of(users, people, others).forEach(ScanExecution::join);
		assertThat(counter("items", "nightly")).isEqualTo(103);
		assertThat(counter("items", "people")).isEqualTo(7);
	}

	@Test
	void tellsOfActiveScansUntilTheirEnd() {
		this.tables.dynamoDb().hold();
		ScanExecution execution = this.tables.users().forEach(ScannedTables::ignore);
		this.tables.dynamoDb().awaitHeld(1);
		assertThat(gauge("scans.active", "user")).isOne();
		execution.pause();
		assertThat(gauge("scans.active", "user")).isOne();
		execution.resume();
		this.tables.dynamoDb().releaseAll();
		execution.join();
		assertThat(gauge("scans.active", "user")).isZero();
	}

	@Test
	void tellsOfBufferedPages() {
		ScanExecution execution = this.tables.people().bufferedPages(4).forEach(this::awaitBufferedPages);
		assertThat(execution.join().items()).isEqualTo(100);
		assertThat(gauge("pages.buffered", "people")).isZero();
	}

	@Test
	void tellsOfUnacknowledgedItems() {
		List<ScanEvent.Item<User>> items = new CopyOnWriteArrayList<>();
		Flux.from(this.tables.people().maxUnacknowledgedItems(5).acknowledgedPublisher()).subscribe(items::add);
		await().until(() -> items.size() == 5);
		assertThat(gauge("unacknowledged.items", "people")).isEqualTo(5);
	}

	private void awaitBufferedPages(Object item) {
		if (counter("items", "people") == 0 && counter("pages", "people") < 4) {
			await().until(() -> gauge("pages.buffered", "people") > 0);
		}
	}

	@Test
	void hasNoMoreMetersAfterThousandUnnamedScans() {
		DynamoDbClient client = Mockito.mock(DynamoDbClient.class);
		given(client.scan(any(ScanRequest.class))).willReturn(ScanResponse.builder().build());
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(client).listener(this.metrics).build();
		template.scan(User.class).stream().forEach(ScannedTables::ignore);
		List<Meter.Id> meters = meters();
		IntStream.range(0, 1000).forEach((number) -> template.scan(User.class).stream().forEach(ScannedTables::ignore));
		assertThat(meters()).isNotEmpty().containsExactlyInAnyOrderElementsOf(meters);
		assertThat(counter("pages", "user")).isEqualTo(1001);
	}

	private List<Meter.Id> meters() {
		return this.registry.getMeters().stream().map(Meter::getId).toList();
	}

	@Test
	void forgetsScansThatHaveEnded() {
		this.tables.stream();
		this.tables.fail();
		this.tables.cancelInFlight();
		assertForgotten();
	}

	@Test
	void countsNothingAfterTheEnd() {
		LateRequests late = new LateRequests(this.metrics);
		try (ScannedTables scanned = new ScannedTables(late)) {
			ScanProgress progress = scanned.users().forEach(ScannedTables::ignore).join();
			late.report();
			late.requesting(late.execution, 0).answered(new PageRead(10, 10, 5, false));
			assertCounted(progress);
			assertForgotten();
		}
	}

	private void assertForgotten() {
		assertThat(this.metrics).extracting("scans", InstanceOfAssertFactories.MAP).isEmpty();
		assertThat(this.metrics).extracting("active", InstanceOfAssertFactories.MAP)
			.isNotEmpty()
			.allSatisfy(
					(tags, active) -> assertThat(active).extracting("executions", InstanceOfAssertFactories.ITERABLE)
						.isEmpty());
	}

	@Test
	void failingRegistryDoesNotBreakScans() {
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				throw new IllegalStateException("Broken");
			}

		});
		assertThat(this.tables.users().forEach(ScannedTables::ignore).join().items()).isEqualTo(100);
		assertThat(this.registry.getMeters()).isEmpty();
	}

	private void assertCounted(ScanProgress progress) {
		Map<String, Double> counted = map((name) -> counter(name, progress.name()));
		assertThat(counted).isEqualTo(map((name) -> COUNTERS.get(name).applyAsDouble(progress)));
	}

	private static Map<String, Double> map(Function<String, Double> value) {
		return COUNTERS.keySet().stream().collect(Collectors.toMap(Function.identity(), value));
	}

	private double counter(String meter, String name) {
		return this.registry.find("dynamo.stream." + meter)
			.tag("name", name)
			.counters()
			.stream()
			.mapToDouble(Counter::count)
			.sum();
	}

	private double gauge(String meter, String name) {
		return this.registry.find("dynamo.stream." + meter)
			.tag("name", name)
			.gauges()
			.stream()
			.mapToDouble(Gauge::value)
			.sum();
	}

	/**
	 * Withholds what is told of requests until the scan has ended.
	 */
	private static final class LateRequests implements ScanListener {

		private final ScanMetrics metrics;

		private volatile ScanExecution execution;

		private final List<PageRequest> requests = new CopyOnWriteArrayList<>();

		LateRequests(ScanMetrics metrics) {
			this.metrics = metrics;
		}

		@Override
		public void started(ScanExecution execution) {
			this.execution = execution;
			this.metrics.started(execution);
		}

		@Override
		public PageRequest requesting(ScanExecution execution, int segment) {
			this.requests.add(this.metrics.requesting(execution, segment));
			return PageRequest.UNOBSERVED;
		}

		@Override
		public void ended(ScanExecution execution, Throwable error) {
			this.metrics.ended(execution, error);
		}

		void report() {
			this.requests.forEach((request) -> {
				request.retrying(new IllegalStateException(), true);
				request.failed(new IllegalStateException());
			});
		}

	}

}

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

package io.dynamostream.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

import io.dynamostream.DynamoStreamTemplate;

/**
 * Reads the whole table once in each mode when the application has started, and tells
 * before what a scan will read, and after how many users each has read: the shortest form
 * of every mode, side by side. A real table is not read without being asked for.
 */
@RestController
@Order(2)
class ModesReport implements ApplicationRunner {

	private static final Log logger = LogFactory.getLog(ModesReport.class);

	private final DynamoStreamTemplate template;

	private final UserAnalytics analytics;

	private final boolean enabled;

	private volatile List<Line> lines = List.of();

	ModesReport(DynamoStreamTemplate template, UserAnalytics analytics, SampleProperties properties,
			@Value("${dynamo.stream.embedded.enabled:false}") boolean embedded) {
		this.template = template;
		this.analytics = analytics;
		this.enabled = properties.report() && embedded;
	}

	@Override
	public void run(ApplicationArguments args) {
		if (this.enabled) {
			measureAll();
		}
	}

	private void measureAll() {
		logger.info("Reading all users in each mode. " + this.template.parallelScan(User.class).estimate());
		List<Line> lines = new ArrayList<>();
		modes().forEach((mode, scan) -> lines.add(measure(mode, scan)));
		this.lines = List.copyOf(lines);
		this.lines.forEach(logger::info);
	}

	@GetMapping("/report")
	List<Line> lines() {
		return this.lines;
	}

	private Map<String, LongSupplier> modes() {
		Map<String, LongSupplier> modes = new LinkedHashMap<>();
		modes.put("sequential stream", this::sequentialStream);
		modes.put("parallel stream", this::parallelStream);
		modes.put("forEach", this::forEach);
		modes.put("forEachBatch", this::forEachBatch);
		modes.put("listeners", this::listeners);
		modes.put("publisher", this::publisher);
		return modes;
	}

	private long sequentialStream() {
		try (Stream<User> users = this.template.scan(User.class).stream()) {
			return users.count();
		}
	}

	private long parallelStream() {
		try (Stream<User> users = this.template.parallelScan(User.class).stream()) {
			return users.parallel().count();
		}
	}

	private long forEach() {
		LongAdder count = new LongAdder();
		this.template.parallelScan(User.class).forEach((user) -> count.increment()).join();
		return count.sum();
	}

	private long forEachBatch() {
		LongAdder count = new LongAdder();
		this.template.parallelScan(User.class).batchSize(100).forEachBatch((users) -> count.add(users.size())).join();
		return count.sum();
	}

	private long listeners() {
		this.analytics.start().join();
		return this.analytics.latest().map(UserAnalytics.Report::total).orElse(0L);
	}

	private long publisher() {
		return Flux.from(this.template.parallelScan(User.class).publisher()).count().blockOptional().orElse(0L);
	}

	private Line measure(String mode, LongSupplier scan) {
		long start = System.nanoTime();
		long users = scan.getAsLong();
		return new Line(mode, users, Duration.ofNanos(System.nanoTime() - start));
	}

	record Line(String mode, long users, Duration time) {

		@Override
		public String toString() {
			return "%-17s read %d users in %d ms".formatted(this.mode, this.users, this.time.toMillis());
		}

	}

}

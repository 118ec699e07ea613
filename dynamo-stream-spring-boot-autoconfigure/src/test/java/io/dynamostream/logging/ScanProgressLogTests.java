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

package io.dynamostream.logging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.scheduling.TaskScheduler;
import reactor.core.publisher.Flux;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanExecution;
import io.dynamostream.User;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link ScanProgressLog}.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ScanProgressLogTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final Clock clock = Mockito.mock(Clock.class);

	private final Schedules schedules = new Schedules(this.clock);

	private final StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("user", 100, 4096));

	private final ScanProgressLog log = new ScanProgressLog(this.schedules.scheduler, INTERVAL);

	ScanProgressLogTests() {
		given(this.clock.instant()).willReturn(START);
		given(this.clock.getZone()).willReturn(ZoneOffset.UTC);
	}

	@AfterEach
	void close() {
		this.dynamoDb.close();
	}

	@Test
	void logsEachRunningScanInEveryInterval(CapturedOutput output) {
		DynamoStreamTemplate template = template(this.log);
		ScanSpec<User> spec = template.scan(User.class).pageSize(10).bufferedPages(0).limit(40);
		try (Stream<User> users = spec.stream(); Stream<User> others = spec.named("others").stream()) {
			take(9, users.iterator());
			take(5, others.iterator());
			given(this.clock.instant()).willReturn(START.plus(INTERVAL));
			this.schedules.runAll();
			assertThat(lines(output)).allSatisfy((line) -> assertThat(line).contains(" INFO "))
				.map((line) -> line.substring(line.indexOf("Scan '")))
				.containsExactly(
						"Scan 'user' [####----------------]  22%, 9 items, 0.9 items/s, 0.5 RCU/s, about 35s left",
						"Scan 'others' [##------------------]  12%, 5 items, 0.5 items/s, 0.5 RCU/s, about 1m 10s left");
		}
	}

	@Test
	void saysThatScanIsPaused(CapturedOutput output) {
		DynamoStreamTemplate template = template(this.log);
		try (Stream<User> users = template.scan(User.class).pageSize(10).limit(40).stream()) {
			take(10, users.iterator());
			template.executions().findAll().forEach(ScanExecution::pause);
			this.schedules.runAll();
			assertThat(lines(output)).singleElement()
				.asString()
				.endsWith("Scan 'user' [#####---------------]  25%, 10 items, paused");
		}
	}

	@Test
	void schedulesScanFromItsStartToItsEnd() {
		DynamoStreamTemplate template = template(this.log);
		try (Stream<User> users = template.scan(User.class).stream()) {
			assertThat(this.schedules.tasks).isEmpty();
			users.iterator().next();
			assertThat(this.schedules.tasks).hasSize(1);
		}
		assertThat(this.schedules.tasks).isEmpty();
		assertThat(this.log).extracting("schedules", InstanceOfAssertFactories.MAP).isEmpty();
		then(this.schedules.scheduler).should().scheduleAtFixedRate(any(), eq(START.plus(INTERVAL)), eq(INTERVAL));
	}

	@Test
	void schedulesScansOfEveryMode() {
		DynamoStreamTemplate template = template(this.log);
		template.scan(User.class).forEach((user) -> assertThat(this.schedules.tasks).hasSize(1)).join();
		Flux.from(template.scan(User.class).publisher())
			.doOnNext((user) -> assertThat(this.schedules.tasks).hasSize(1))
			.blockLast();
		assertThat(this.schedules.tasks).isEmpty();
	}

	@Test
	void saysNothingOfScanThatEndsWhileItsTaskRuns(CapturedOutput output) {
		DynamoStreamTemplate template = template(this.log);
		List<Runnable> late = new ArrayList<>();
		template.scan(User.class).forEach((user) -> late.addAll(this.schedules.tasks)).join();
		assertThat(late).isNotEmpty();
		late.forEach(Runnable::run);
		assertThat(lines(output)).isEmpty();
	}

	@Test
	void schedulesNothingIfIntervalIsZero() {
		DynamoStreamTemplate template = template(new ScanProgressLog(this.schedules.scheduler, Duration.ZERO));
		template.scan(User.class).forEach((user) -> {
		}).join();
		then(this.schedules.scheduler).shouldHaveNoInteractions();
	}

	@Test
	void refusesNegativeInterval() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ScanProgressLog(this.schedules.scheduler, INTERVAL.negated()))
			.withMessage("'interval' must be 0 or more, but is PT-10S");
	}

	private DynamoStreamTemplate template(ScanProgressLog log) {
		return DynamoStreamTemplate.builder(this.dynamoDb.client()).clock(this.clock).listener(log).build();
	}

	private static void take(int count, Iterator<User> users) {
		for (int i = 0; i < count; i++) {
			users.next();
		}
	}

	private static List<String> lines(CapturedOutput output) {
		return output.getOut().lines().filter((line) -> line.contains("%")).toList();
	}

	/**
	 * What has been scheduled and not cancelled.
	 */
	private static final class Schedules {

		private final TaskScheduler scheduler = Mockito.mock(TaskScheduler.class);

		private final List<Runnable> tasks = new CopyOnWriteArrayList<>();

		Schedules(Clock clock) {
			given(this.scheduler.getClock()).willReturn(clock);
			given(this.scheduler.scheduleAtFixedRate(any(), any(Instant.class), any())).will((invocation) -> {
				Runnable task = invocation.getArgument(0);
				this.tasks.add(task);
				return future(task);
			});
		}

		private ScheduledFuture<?> future(Runnable task) {
			ScheduledFuture<?> future = Mockito.mock(ScheduledFuture.class);
			given(future.cancel(false)).will((invocation) -> this.tasks.remove(task));
			return future;
		}

		void runAll() {
			this.tasks.forEach(Runnable::run);
		}

	}

}

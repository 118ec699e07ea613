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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What listeners of scans, the log and listeners of progress are told.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ScanListenerTests {

	private final FakeTable table = FakeTable.ofUsers(20);

	private final RecordingScanListener listener = new RecordingScanListener();

	private final DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.table)
		.listener(new Failing())
		.listener(this.listener)
		.eventPublisher((event) -> {
		})
		.build();

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "LISTENERS", "LISTENERS_BATCHED" })
	void tellsOfScansOfEveryModeThoughAnotherListenerFails(Terminal terminal) {
		assertThat(terminal.read(this.template.scan(User.class).pageSize(10))).hasSize(20);
		assertThat(this.listener.calls()).containsExactly("started", "requesting 0", "answered 10 10 false",
				"requesting 0", "answered 10 10 true", "ended COMPLETED");
	}

	@Test
	void tellsOfFailedRequests() {
		this.table.onRequest((request) -> {
			throw new IllegalStateException("Down");
		});
		ScanExecution execution = this.template.scan(User.class).forEach((user) -> {
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		assertThat(this.listener.calls()).containsExactly("started", "requesting 0", "failed IllegalStateException",
				"ended FAILED DynamoStreamException");
		assertThat(execution.progress().lastError()).satisfies((error) -> {
			assertThat(error.type()).isEqualTo("java.lang.IllegalStateException");
			assertThat(error.segment()).isZero();
		});
	}

	@Test
	void lastErrorNamesNoItem() {
		Map<String, AttributeValue> damaged = FakeTable.user(10);
		damaged.put("age", AttributeValue.fromS("secret"));
		DynamoStreamTemplate template = Terminal.template(FakeTable.of(List.of(damaged)));
		try (Stream<User> users = template.scan(User.class).stream()) {
			assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(users::toList)
				.withMessageContaining("user-10");
		}
		ScanProgress progress = template.executions().findAll().get(0).progress();
		assertThat(progress.lastError().message())
			.startsWith("Scan 'user' of table 'user' has an item that does not fit")
			.doesNotContain("user-10", "secret");
		assertThat(progress.failedItems()).isOne();
	}

	@Test
	void countsTheItemsOfAFailedCall() {
		ScanExecution execution = this.template.scan(User.class).batchSize(7).forEachBatch((users) -> {
			throw new IllegalStateException("Full");
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		assertThat(execution.progress().failedItems()).isEqualTo(7);
		assertThat(execution.progress().items()).isZero();
	}

	@RepeatedTest(50)
	void tellsTheEndOfAStreamOnce() {
		try (Stream<User> users = this.template.parallelScan(User.class).pageSize(1).stream()) {
			users.parallel().forEach((user) -> {
				if (user.getAge() == 5) {
					this.template.executions().findAll().get(0).cancel();
				}
			});
		}
		catch (DynamoStreamException ex) {
			assertThat(ex).hasMessageContaining("cancelled");
		}
		assertThat(this.listener.calls()).filteredOn((call) -> call.startsWith("ended")).hasSize(1);
		assertThat(this.listener.calls()).first().isEqualTo("started");
	}

	@Test
	void logsStartAndEndOfEveryMode(CapturedOutput output) {
		this.template.scan(User.class).named("nightly").stream().toList();
		assertThat(output).contains("Scan 'nightly' of table 'user' started with 1 segment(s), 1 request(s) at once")
			.containsPattern(
					"Scan 'nightly' of table 'user' ended \\(COMPLETED\\) after [\\d.]+ s: 20 items delivered, "
							+ "20 scanned, 1 pages, 10.0 RCU");
	}

	@Test
	void logsFailuresOfTheBackgroundWithoutWhatTheCauseQuotes(CapturedOutput output) {
		ScanExecution execution = this.template.scan(User.class).forEach((user) -> {
			throw new IllegalStateException("secret of " + user.getId());
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		assertThat(output.getOut().lines().filter((line) -> line.contains("ERROR"))).singleElement()
			.asString()
			.contains("ended (FAILED)", "which threw java.lang.IllegalStateException");
		assertThat(output.getOut().lines().filter((line) -> !line.contains("DEBUG") && line.contains("secret of")))
			.isEmpty();
	}

	@Test
	void publishesProgressAtMostEveryInterval() {
		SettableClock clock = new SettableClock();
		List<ScanEvent.Progress<?>> events = new ArrayList<>();
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.table)
			.clock(clock)
			.progressEventInterval(Duration.ofSeconds(5))
			.eventPublisher((event) -> {
				if (event instanceof ScanEvent.Item<?>) {
					clock.advance(Duration.ofSeconds(1));
				}
				if (event instanceof ScanEvent.Progress<?> progress) {
					events.add(progress);
					throw new IllegalStateException("The page has gone");
				}
			})
			.build();
		template.scan(User.class).toListeners().join();
		assertThat(events).extracting((event) -> event.progress().items()).containsExactly(5L, 10L, 15L, 20L);
		assertThat(events).allMatch((event) -> event.itemType() == User.class);
	}

	@Test
	void publishesNoProgressForAnIntervalOfZero() {
		List<Object> events = new ArrayList<>();
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.table)
			.progressEventInterval(Duration.ZERO)
			.eventPublisher(events::add)
			.build();
		template.scan(User.class).toListeners().join();
		assertThat(events).hasSize(22).noneMatch((event) -> event instanceof ScanEvent.Progress<?>);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DynamoStreamTemplate.builder(this.table).progressEventInterval(Duration.ofSeconds(-1)))
			.withMessage("'progressEventInterval' must be 0 or more, but is PT-1S");
	}

	/**
	 * Fails in every call.
	 */
	private static final class Failing implements ScanListener {

		@Override
		public void started(ScanExecution execution) {
			throw new IllegalStateException("started");
		}

		@Override
		public PageRequest requesting(ScanExecution execution, int segment) {
			throw new IllegalStateException("requesting");
		}

		@Override
		public void ended(ScanExecution execution, @Nullable Throwable error) {
			throw new AssertionError("ended");
		}

	}

}

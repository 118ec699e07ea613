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
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Events of the application's own types take the place of those of the scan.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ListenerMappingTests {

	private static final ScanEventMappings<User> NONE = ScanEventMappings.of(User.class);

	private final FakeTable table = FakeTable.ofUsers(10);

	private final AnnotationConfigApplicationContext context = ListeningContext.of(this.table,
			new SimpleAsyncTaskExecutor(), Everything.class, Users.class);

	private final List<Object> events = this.context.getBean(Everything.class).events;

	private final DynamoStreamTemplate template = ListeningContext.template(this.context);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void publishesItemsAsThemselves() {
		this.template.scan(User.class).toListeners(NONE.itemAsItself()).join();
		assertThat(this.context.getBean(Users.class).users).hasSize(10);
		assertThat(this.events).hasSize(12).filteredOn((event) -> event instanceof User).hasSize(10);
		assertThat(this.events.get(0)).isInstanceOf(ScanEvent.Started.class);
		assertThat(this.events.get(11)).isInstanceOf(ScanEvent.Completed.class);
	}

	@Test
	void publishesWhatItemsAreMappedTo() {
		this.template.scan(User.class).toListeners(NONE.item(Integer.class, User::getAge)).join();
		assertThat(this.events.subList(1, 11)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
	}

	@Test
	void publishesWhatBatchesAreMappedTo() {
		this.template.scan(User.class)
			.batchSize(4)
			.toListeners(NONE.batch(Integer.class, List::size).item(String.class, User::getId))
			.join();
		assertThat(this.events.subList(1, 4)).containsExactly(4, 4, 2);
	}

	@Test
	void publishesWhatTheCompletionIsMappedTo() {
		this.template.scan(User.class).toListeners(NONE.completed(Long.class, ScanProgress::items)).join();
		assertThat(this.events).hasSize(12).last().isEqualTo(10L);
	}

	@Test
	void publishesWhatAFailureIsMappedTo() {
		this.table.onRequest((request) -> {
			throw InternalServerErrorException.builder().message("Out of order").build();
		});
		ScanExecution execution = this.template.scan(User.class)
			.toListeners(NONE.failed(String.class, Throwable::getMessage));
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		assertThat(this.events).hasSize(2)
			.last()
			.asString()
			.startsWith("Scan 'user' of table 'user' failed at page 1: ");
	}

	@Test
	void publishesACancellationUnmapped() {
		ManualExecutor executor = ManualExecutor.inOrder();
		ScanExecution execution = DynamoStreamTemplate.builder(this.table)
			.taskExecutor(executor)
			.eventPublisher(this.context)
			.build()
			.scan(User.class)
			.toListeners(NONE.completed(Long.class, ScanProgress::items).failed(String.class, Throwable::getMessage));
		execution.cancel();
		executor.runAll();
		assertThat(this.events).hasExactlyElementsOfTypes(ScanEvent.Started.class, ScanEvent.Cancelled.class);
	}

	@Test
	void failsWhereAMappingThrows() {
		ScanExecution execution = this.template.scan(User.class)
			.toListeners(NONE.item(Integer.class, (user) -> 12 / (3 - user.getAge())));
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("which threw java.lang.ArithmeticException after 3 items")
			.withCauseInstanceOf(ArithmeticException.class);
		assertThat(this.events).hasSize(5).last().isInstanceOf(ScanEvent.Failed.class);
	}

	@Test
	@SuppressWarnings("NullAway")
	void failsWhereAMappingReturnsNull() {
		ScanExecution execution = this.template.scan(User.class).toListeners(NONE.item(Integer.class, (user) -> null));
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.havingCause()
			.withMessage("The mapping to java.lang.Integer returned null. Return an event for every call.");
		assertThat(this.events).hasExactlyElementsOfTypes(ScanEvent.Started.class, ScanEvent.Failed.class);
	}

	@Test
	void publishesTheScanEventWhereTheMappingOfTheEndThrows(CapturedOutput output) {
		ScanExecution execution = this.template.scan(User.class).toListeners(NONE.completed(Long.class, (progress) -> {
			throw new IllegalStateException("Disk is full");
		}));
		assertThat(execution.join().items()).isEqualTo(10);
		assertThat(this.events).last().isInstanceOf(ScanEvent.Completed.class);
		assertThat(output)
			.contains("Scan 'user' of table 'user' had ended (Completed) when the mapping of its end failed");
	}

	@Test
	@SuppressWarnings({ "NullAway", "DataFlowIssue" })
	void refusesWhatIsMissing() {
		assertThatIllegalArgumentException().isThrownBy(() -> ScanEventMappings.of(null))
			.withMessage("'itemType' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> NONE.item(null, User::getAge))
			.withMessage("'eventType' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> NONE.batch(Integer.class, null))
			.withMessage("'mapping' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.scan(User.class).toListeners(null))
			.withMessage("'mappings' must not be null");
	}

	@Test
	void changesNoMappingsByAddingToThem() {
		NONE.itemAsItself().completed(Long.class, ScanProgress::items);
		this.template.scan(User.class).toListeners(NONE).join();
		assertThat(this.events).filteredOn((event) -> event instanceof ScanEvent).hasSize(12);
	}

	static class Everything {

		private final List<Object> events = new CopyOnWriteArrayList<>();

		@EventListener({ ScanEvent.class, User.class, Integer.class, Long.class, String.class })
		void on(Object event) {
			this.events.add(event);
		}

	}

	static class Users {

		private final List<User> users = new CopyOnWriteArrayList<>();

		@EventListener
		void on(User user) {
			this.users.add(user);
		}

	}

}

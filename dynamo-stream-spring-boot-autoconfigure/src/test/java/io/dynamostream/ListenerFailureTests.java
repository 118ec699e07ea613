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
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;

import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of a scan when a listener throws.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ListenerFailureTests {

	private final FakeTable table = FakeTable.ofUsers(1000);

	private final AnnotationConfigApplicationContext context = ListeningContext.of(this.table,
			new SimpleAsyncTaskExecutor(), FailingListener.class);

	private final FailingListener listener = this.context.getBean(FailingListener.class);

	private final DynamoStreamTemplate template = ListeningContext.template(this.context);

	@AfterEach
	void close() {
		this.context.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 30 })
	void aThrowingListenerFailsTheScanOnceAndStopsTheOtherSegments(int batchSize) {
		this.listener.failAt = (event) -> this.listener.events.size() == 4;
		ScanExecution execution = this.template.parallelScan(User.class)
			.segments(8)
			.maxConcurrency(2)
			.pageSize(1)
			.batchSize(batchSize)
			.toListeners();
		DynamoStreamException failure = failure(execution);
		assertThat(failure).hasMessageStartingWith("Scan 'user' of table 'user' was ended by its consumer, which threw "
				+ "java.lang.IllegalStateException after %d items.".formatted(2 * batchSize));
		assertThat(this.listener.events).hasSize(5);
		assertThat(this.listener.events.get(4)).isInstanceOfSatisfying(ScanEvent.Failed.class, (failed) -> {
			assertThat(failed.error()).isSameAs(failure).hasCause(this.listener.error);
			assertThat(failed.progress()).isEqualTo(execution.progress());
			assertThat(failed.progress().state()).isEqualTo(State.FAILED);
		});
		assertThat(this.table.requests().size()).isLessThanOrEqualTo(3 * batchSize + 4);
	}

	@Test
	void aCallThatAnExecutorRefusesIsNoFailedItem() {
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.table).eventPublisher((event) -> {
			if (event instanceof ScanEvent.Item) {
				throw new TaskRejectedException("Full");
			}
		}).build();
		List<ScanEvent.ItemFailed<User>> failed = new CopyOnWriteArrayList<>();
		ScanExecution execution = template.scan(User.class).skipFailedItems(failed::add).toListeners();
		assertThat(failure(execution)).hasMessage("Scan 'user' of table 'user' was ended by its consumer, whose task "
				+ "executor took no more tasks. The items of that call were not delivered. Let the executor queue more, "
				+ "deliver less at a time, or use deliveryRetry(...).");
		assertThat(failed).isEmpty();
		assertThat(execution.progress().failedItems()).isZero();
	}

	@Test
	void aThrowingListenerOfTheStartFailsTheScanBeforeItReads() {
		this.listener.failAt = (event) -> event instanceof ScanEvent.Started;
		ScanExecution execution = this.template.scan(User.class).toListeners();
		assertThat(failure(execution)).hasMessageContaining("after 0 items").hasCause(this.listener.error);
		assertThat(this.listener.events).hasExactlyElementsOfTypes(ScanEvent.Started.class, ScanEvent.Failed.class);
		assertThat(this.table.requests()).isEmpty();
	}

	@Test
	void aFailedRequestIsToldOnce() {
		this.table.onRequest((request) -> {
			if (request.hasExclusiveStartKey()) {
				throw InternalServerErrorException.builder().message("Out of order").build();
			}
		});
		ScanExecution execution = this.template.parallelScan(User.class).pageSize(10).toListeners();
		DynamoStreamException failure = failure(execution);
		assertThat(this.listener.events).filteredOn((event) -> event instanceof ScanEvent.Failed)
			.singleElement()
			.isSameAs(this.listener.events.get(this.listener.events.size() - 1))
			.satisfies((event) -> assertThat(((ScanEvent.Failed<?>) event).error()).isSameAs(failure));
	}

	@Test
	void aThrowingListenerOfTheCompletionIsLoggedAndChangesNothing(CapturedOutput output) {
		this.listener.failAt = (event) -> event instanceof ScanEvent.Completed;
		ScanExecution execution = this.template.scan(User.class).named("nightly").toListeners();
		assertThat(execution.join().state()).isEqualTo(State.COMPLETED);
		assertLogged(output, "Scan 'nightly' of table 'user' had ended (COMPLETED) when a listener of its end failed");
	}

	@Test
	void aThrowingListenerOfTheFailureIsLoggedAndChangesNothing(CapturedOutput output) {
		this.table.onRequest((request) -> {
			throw InternalServerErrorException.builder().message("Out of order").build();
		});
		this.listener.failAt = (event) -> event instanceof ScanEvent.Failed;
		assertThat(failure(this.template.scan(User.class).toListeners())).hasMessageContaining("failed at page 1");
		assertLogged(output, "Scan 'user' of table 'user' had ended (FAILED) when a listener of its end failed");
	}

	@Test
	void aThrowingListenerOfTheCancellationIsLoggedAndChangesNothing(CapturedOutput output) {
		Gate gate = Gate.before(this.table);
		this.listener.failAt = (event) -> event instanceof ScanEvent.Cancelled;
		ScanExecution execution = this.template.scan(User.class).toListeners();
		gate.awaitWaiting(1);
		execution.cancel();
		execution.completion().handle((progress, error) -> true).join();
		assertThat(execution.completion()).isCancelled();
		assertLogged(output, "Scan 'user' of table 'user' had ended (CANCELLED) when a listener of its end failed");
	}

	private void assertLogged(CapturedOutput output, String message) {
		assertThat(output).containsOnlyOnce(message).contains("java.lang.IllegalStateException: Disk is full");
		assertThat(this.listener.events).filteredOn(this.listener.failAt).hasSize(1);
	}

	private static DynamoStreamException failure(ScanExecution execution) {
		return assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join).actual();
	}

	static class FailingListener {

		private final List<ScanEvent<?>> events = new CopyOnWriteArrayList<>();

		private final IllegalStateException error = new IllegalStateException("Disk is full");

		private volatile Predicate<ScanEvent<?>> failAt = (event) -> false;

		@EventListener
		void on(ScanEvent<?> event) {
			this.events.add(event);
			if (this.failAt.test(event)) {
				throw this.error;
			}
		}

	}

}

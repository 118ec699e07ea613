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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Scans end in order when their application context closes.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ContextCloseTests {

	private static final String INTERRUPTED = "Scan 'user' of table 'user' was interrupted, because the application "
			+ "context is closing. Run it again.";

	private static final String CLOSING = "No scan can be started, because the application context is closing. "
			+ "Start scans before that.";

	private final FakeTable table = FakeTable.ofUsers(1000);

	private final BlockingListener listener = new BlockingListener();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void close() {
		this.listener.letReturn.countDown();
		this.context.close();
	}

	@Test
	void finishesTheBatchInHandAndTellsThatItWasInterrupted() throws Exception {
		ScanExecution execution = start().parallelScan(User.class).pageSize(10).batchSize(25).toListeners();
		this.listener.inCall.await();
		CompletableFuture<Void> closed = closeWhileInCall(execution);
		int requests = this.table.requests().size();
		assertThat(this.listener.events).hasSize(2);
		this.listener.letReturn.countDown();
		closed.get();
		assertInterrupted(execution);
		assertThat(this.listener.events).hasExactlyElementsOfTypes(ScanEvent.Started.class, ScanEvent.Batch.class,
				ScanEvent.Cancelled.class);
		assertThat(((ScanEvent.Cancelled<?>) this.listener.events.get(2)).progress()).isEqualTo(execution.progress());
		assertThat(execution.progress().items()).isEqualTo(25);
		assertThat(this.listener.interrupted).isFalse();
		assertThat(this.listener.heardAfterDestruction).isFalse();
		assertThat(this.table.requests()).hasSize(requests);
	}

	@Test
	void endsScansThatWaitForPages() {
		Gate gate = Gate.before(this.table);
		ScanExecution execution = start().parallelScan(User.class).toListeners();
		gate.awaitWaiting(4);
		this.context.close();
		assertInterrupted(execution);
		assertThat(this.listener.events).hasExactlyElementsOfTypes(ScanEvent.Started.class, ScanEvent.Cancelled.class);
		assertThat(this.listener.heardAfterDestruction).isFalse();
		gate.awaitWaiting(0);
		assertThat(this.table.requests()).hasSize(4);
	}

	@Test
	void endsPausedScans() {
		Gate gate = Gate.before(this.table);
		ScanExecution execution = start().parallelScan(User.class).toListeners();
		gate.awaitWaiting(4);
		execution.pause();
		this.context.close();
		assertInterrupted(execution);
	}

	@Test
	void refusesNewScansAsSoonAsItCloses() throws Exception {
		DynamoStreamTemplate template = start();
		ScanExecution execution = template.scan(User.class).toListeners();
		this.listener.inCall.await();
		CompletableFuture<Void> closed = closeWhileInCall(execution);
		assertThatIllegalStateException().isThrownBy(() -> template.scan(User.class).toListeners())
			.withMessage(CLOSING);
		assertThatIllegalStateException().isThrownBy(() -> template.scan(User.class).forEach(User::getId))
			.withMessage(CLOSING);
		assertThatIllegalStateException().isThrownBy(() -> template.scan(User.class).stream()).withMessage(CLOSING);
		RecordingSubscriber<User> subscriber = RecordingSubscriber.<User>unbounded()
			.subscribedTo(template.scan(User.class).publisher());
		assertThat(subscriber.errors()).singleElement().asString().contains(CLOSING);
		this.listener.letReturn.countDown();
		closed.get();
	}

	@Test
	void endsForEachAfterTheCallInHand() throws Exception {
		List<Integer> received = new CopyOnWriteArrayList<>();
		ScanExecution execution = start().scan(User.class).forEach((user) -> {
			received.add(user.getAge());
			this.listener.block();
		});
		this.listener.inCall.await();
		CompletableFuture<Void> closed = closeWhileInCall(execution);
		this.listener.letReturn.countDown();
		closed.get();
		assertInterrupted(execution);
		assertThat(received).containsExactly(0);
	}

	@Test
	void waitsForTheCallInHandOfAScanWhoseCompletionWasCancelled() throws Exception {
		ScanExecution execution = start().scan(User.class).toListeners();
		this.listener.inCall.await();
		execution.completion().cancel(true);
		CompletableFuture<Void> closed = closeInBackground();
		awaitClosing();
		assertThat(closed).isNotDone();
		this.listener.letReturn.countDown();
		closed.get();
		assertThat(this.listener.events).hasExactlyElementsOfTypes(ScanEvent.Started.class, ScanEvent.Item.class,
				ScanEvent.Cancelled.class);
		assertThat(this.listener.heardAfterDestruction).isFalse();
	}

	@Test
	void failsStreamsThatWaitForAPage() {
		Gate gate = Gate.before(this.table);
		DynamoStreamTemplate template = start();
		CompletableFuture<Long> count = CompletableFuture.supplyAsync(() -> {
			try (Stream<User> users = template.parallelScan(User.class).stream()) {
				return users.count();
			}
		});
		gate.awaitWaiting(4);
		this.context.close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(count::get)
			.havingCause()
			.isInstanceOf(DynamoStreamException.class)
			.withMessage(INTERRUPTED);
		gate.awaitWaiting(0);
	}

	@Test
	void failsStreamsAtTheNextItem() {
		List<Integer> received = new ArrayList<>();
		try (Stream<User> users = start().scan(User.class).pageSize(10).stream()) {
			assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> users.forEach((user) -> {
				received.add(user.getAge());
				if (user.getAge() == 15) {
					this.context.close();
				}
			})).withMessage(INTERRUPTED);
		}
		assertThat(received).hasSize(16);
	}

	@Test
	void failsStreamsThatHaveNotBegun() {
		try (Stream<User> users = start().scan(User.class).stream()) {
			this.context.close();
			assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(users::count).withMessage(INTERRUPTED);
		}
		assertThat(this.table.requests()).isEmpty();
	}

	@Test
	void signalsAnErrorToSubscribers() throws Exception {
		Gate gate = Gate.before(this.table);
		DynamoStreamTemplate template = start();
		RecordingSubscriber<User> demanding = RecordingSubscriber.<User>unbounded()
			.subscribedTo(template.parallelScan(User.class).publisher());
		RecordingSubscriber<User> waiting = RecordingSubscriber.<User>passive()
			.subscribedTo(template.parallelScan(User.class).publisher());
		gate.awaitWaiting(4);
		this.context.close();
		for (RecordingSubscriber<User> subscriber : List.of(demanding, waiting)) {
			assertThat(subscriber.awaitEnd().errors()).singleElement()
				.isInstanceOf(DynamoStreamException.class)
				.extracting(Throwable::getMessage)
				.isEqualTo(INTERRUPTED);
		}
		gate.awaitWaiting(0);
	}

	@Test
	void interruptsScansOnATaskExecutorBeanOfTheSameContext() throws Exception {
		ScanExecution execution = startWith((template) -> template.parallelScan(User.class).pageSize(10).toListeners());
		this.listener.inCall.await();
		CompletableFuture<Void> closed = closeWhileInCall(execution);
		this.listener.letReturn.countDown();
		closed.get();
		assertInterrupted(execution);
		assertThat(this.listener.events).hasExactlyElementsOfTypes(ScanEvent.Started.class, ScanEvent.Item.class,
				ScanEvent.Cancelled.class);
	}

	private ScanExecution startWith(Function<DynamoStreamTemplate, ScanExecution> scan) {
		this.context.registerBean(ThreadPoolTaskExecutor.class, ThreadPoolTaskExecutor::new,
				(definition) -> definition.getPropertyValues().add("acceptTasksAfterContextClose", true));
		this.context.registerBean(BlockingListener.class, () -> this.listener);
		this.context.registerBean(DynamoStreamTemplate.class,
				() -> DynamoStreamTemplate.builder(this.table)
					.taskExecutor(this.context.getBean(ThreadPoolTaskExecutor.class))
					.eventPublisher(this.context)
					.build());
		this.context.refresh();
		return scan.apply(ListeningContext.template(this.context));
	}

	@Test
	void doesNotHangWhenAListenerNeverReturns(CapturedOutput output) throws Exception {
		this.context.registerBean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
				DefaultLifecycleProcessor.class, () -> new DefaultLifecycleProcessor(),
				(definition) -> definition.getPropertyValues().add("timeoutPerShutdownPhase", 50));
		ScanExecution execution = start().scan(User.class).toListeners();
		this.listener.inCall.await();
		this.context.close();
		assertThat(output).contains("still running after timeout of 50ms: [").contains("dynamoStreamTemplate");
		assertThat(execution.completion()).isNotDone();
		this.listener.letReturn.countDown();
		assertInterrupted(execution);
	}

	@Test
	void goesOnWhenAChildContextCloses() throws Exception {
		ScanExecution execution = start().scan(User.class).toListeners();
		this.listener.inCall.await();
		AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
		child.setParent(this.context);
		child.refresh();
		child.close();
		this.listener.letReturn.countDown();
		assertThat(execution.join().items()).isEqualTo(1000);
	}

	@Test
	void closesAtOnceWithoutScans() {
		start();
		this.context.close();
		assertThat(this.table.requests()).isEmpty();
	}

	@RepeatedTest(20)
	void leavesNoScanBehindThatStartsWhileItCloses() throws Exception {
		DynamoStreamTemplate template = start();
		List<ScanExecution> executions = new CopyOnWriteArrayList<>();
		CountDownLatch running = new CountDownLatch(20);
		CompletableFuture<Void> starting = CompletableFuture
			.runAsync(() -> assertThatIllegalStateException().isThrownBy(() -> {
				while (true) {
					executions.add(template.scan(User.class).pageSize(1).forEach(User::getId));
					running.countDown();
				}
			}).withMessage(CLOSING));
		running.await();
		this.context.close();
		assertThat(executions).allMatch((execution) -> execution.completion().isDone());
		starting.get();
	}

	@Test
	void scansAgainWhenTheContextIsRestarted() {
		DynamoStreamTemplate template = start();
		this.context.stop();
		assertThatIllegalStateException().isThrownBy(() -> template.scan(User.class).stream());
		this.context.start();
		try (Stream<User> users = template.scan(User.class).stream()) {
			assertThat(users.count()).isEqualTo(1000);
		}
	}

	private DynamoStreamTemplate start() {
		this.context.registerBean(BlockingListener.class, () -> this.listener);
		ListeningContext.start(this.context, this.table, new SimpleAsyncTaskExecutor());
		return ListeningContext.template(this.context);
	}

	private CompletableFuture<Void> closeWhileInCall(ScanExecution execution) {
		CompletableFuture<Void> closed = closeInBackground();
		await().until(() -> isInterrupted(execution));
		assertThat(closed).isNotDone();
		assertThat(execution.completion()).isNotDone();
		return closed;
	}

	private CompletableFuture<Void> closeInBackground() {
		return CompletableFuture.runAsync(this.context::close);
	}

	private void awaitClosing() {
		DynamoStreamTemplate template = ListeningContext.template(this.context);
		await().until(() -> !template.isRunning());
	}

	/**
	 * Tell whether the end is decided, by what a scan that is ending refuses.
	 */
	private static boolean isInterrupted(ScanExecution execution) {
		try {
			execution.resume();
			return false;
		}
		catch (IllegalStateException ex) {
			return ex.getMessage().contains("(INTERRUPTED)");
		}
	}

	private static void assertInterrupted(ScanExecution execution) {
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join).withMessage(INTERRUPTED);
		assertThat(execution.progress().state()).isEqualTo(State.INTERRUPTED);
		assertThat(execution.progress().endedAt()).isNotNull();
	}

	/**
	 * Blocks in its first call.
	 */
	static class BlockingListener implements DisposableBean {

		private final List<ScanEvent<?>> events = new CopyOnWriteArrayList<>();

		private final CountDownLatch inCall = new CountDownLatch(1);

		private final CountDownLatch letReturn = new CountDownLatch(1);

		private final AtomicBoolean interrupted = new AtomicBoolean();

		private final AtomicBoolean heardAfterDestruction = new AtomicBoolean();

		private volatile boolean destroyed;

		@EventListener
		void on(ScanEvent<?> event) {
			this.events.add(event);
			this.heardAfterDestruction.compareAndSet(false, this.destroyed);
			if (event instanceof ScanEvent.Item || event instanceof ScanEvent.Batch) {
				block();
			}
		}

		void block() {
			this.inCall.countDown();
			BackgroundScanTests.await(this.letReturn);
			this.interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
		}

		@Override
		public void destroy() {
			this.destroyed = true;
		}

	}

}

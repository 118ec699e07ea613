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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@code @Async} listeners that acknowledge what they are done with.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class AsyncListenerTests {

	private static final int MAX = 20;

	private final FakeTable table = FakeTable.ofUsers(1000).withItemsPerPage(30).withDescription();

	private final MemoryStore store = new MemoryStore((checkpoint) -> {
	});

	private volatile Runnable whenClosed = () -> {
	};

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@AfterEach
	void close() {
		if (this.context.isActive()) {
			listener().goOn.countDown();
			this.context.close();
		}
	}

	@Test
	void slowTheScanDownToWhatTheyCanDo() {
		ScanExecution execution = start();
		Listener listener = listener();
		await().until(() -> listener.taken.get() == 4);
		await().until(() -> execution.progress().unacknowledgedItems() == MAX);
		listener.goOn.countDown();
		execution.join();
		assertThat(listener.done).isEqualTo(this.table.ids());
		assertThat(listener.most.get()).isBetween(4, MAX);
		assertThat(listener.completed).isTrue();
	}

	@Test
	void finishWhatTheyHaveWhenTheContextCloses() {
		ScanExecution execution = start();
		Listener listener = listener();
		await().until(() -> execution.progress().unacknowledgedItems() == MAX);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.context::close);
		await().until(() -> isInterrupted(execution));
		assertThat(closed).isNotDone();
		listener.goOn.countDown();
		closed.join();
		assertThat(listener.done).hasSize(MAX);
		assertThat(execution.progress()).returns(State.INTERRUPTED, ScanProgress::state)
			.returns((long) MAX, ScanProgress::items)
			.returns(0L, ScanProgress::unacknowledgedItems);
		assertThat(this.store.checkpoint().items()).isEqualTo(MAX);
	}

	@Test
	void areNotCalledOnceTheirExecutorRefusesCalls() {
		ScanExecution execution = start();
		Listener listener = listener();
		await().until(() -> execution.progress().unacknowledgedItems() == MAX);
		this.whenClosed = () -> {
			this.context.getBean(ThreadPoolTaskExecutor.class).initiateShutdown();
			listener.goOn.countDown();
			await()
				.until(() -> execution.progress().unacknowledgedItems() == 0 || execution.progress().endedAt() != null);
		};
		this.context.close();
		assertThat(execution.progress()).returns(State.INTERRUPTED, ScanProgress::state)
			.returns((long) MAX, ScanProgress::items)
			.returns(0L, ScanProgress::failedItems);
	}

	@Test
	void areNotWaitedForLongerThanTheContextWaits(CapturedOutput output) {
		this.context.registerBean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
				DefaultLifecycleProcessor.class, () -> new DefaultLifecycleProcessor(),
				(definition) -> definition.getPropertyValues().add("timeoutPerShutdownPhase", 50));
		ScanExecution execution = start();
		Listener listener = listener();
		await().until(() -> listener.taken.get() == 4);
		listener.events.get(0).acknowledge();
		await().until(() -> listener.events.size() == MAX + 1);
		this.context.close();
		await().until(() -> execution.progress().state() == State.INTERRUPTED);
		assertThat(execution.progress().items()).isEqualTo(1);
		assertThat(output).contains("Scan 'nightly' of table 'user' ends with 20 item(s) that are not acknowledged, "
				+ "because the application context waits no longer.");
		assertThat(this.store.checkpoint().items()).isEqualTo(1);
	}

	/**
	 * Their executor refuses calls as soon as the context closes.
	 */
	@RepeatedTest(20)
	void neverFailTheScanWhenTheContextCloses() {
		ScanExecution execution = start();
		Listener listener = listener();
		listener.goOn.countDown();
		await().until(() -> listener.done.size() > 50);
		this.context.close();
		assertThat(execution.progress().state()).isIn(State.INTERRUPTED, State.COMPLETED);
		assertThat(this.store.checkpoint().items()).isGreaterThan(50).isLessThanOrEqualTo(listener.done.size());
		assertThat(execution.progress().items()).isEqualTo(listener.done.size());
	}

	@Test
	void whoseExecutorIsFullForATimeAreCalledAgain() {
		AtomicInteger calls = new AtomicInteger();
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.table).eventPublisher((event) -> {
			if (event instanceof ScanEvent.Item<?> item) {
				if (calls.incrementAndGet() % 3 != 0) {
					throw new TaskRejectedException("Full");
				}
				item.acknowledge();
			}
		}).build();
		ScanExecution execution = template.scan(User.class)
			.manualAcknowledgment()
			.deliveryRetry(RetryPolicy.builder().maxRetries(2).delay(Duration.ZERO).build())
			.toListeners();
		assertThat(execution.join().items()).isEqualTo(1000);
		assertThat(calls.get()).isEqualTo(3000);
	}

	private ScanExecution start() {
		this.context.addApplicationListener(new WhenClosed(() -> this.whenClosed.run()));
		this.context.register(Application.class, Listener.class, Worker.class);
		this.context.registerBean(DynamoStreamTemplate.class,
				() -> DynamoStreamTemplate.builder(this.table)
					.taskExecutor(new SimpleAsyncTaskExecutor())
					.eventPublisher(this.context)
					.checkpointStore(this.store)
					.build());
		this.context.refresh();
		return ListeningContext.template(this.context)
			.parallelScan(User.class)
			.named("nightly")
			.resumable()
			.manualAcknowledgment()
			.maxUnacknowledgedItems(MAX)
			.toListeners();
	}

	private Listener listener() {
		return this.context.getBean(Listener.class);
	}

	private static boolean isInterrupted(ScanExecution execution) {
		try {
			execution.resume();
			return false;
		}
		catch (IllegalStateException ex) {
			return ex.getMessage().contains("(INTERRUPTED)");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Application {

		@Bean
		ThreadPoolTaskExecutor taskExecutor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(4);
			return executor;
		}

	}

	/**
	 * Does something when the context begins to close.
	 *
	 * @param action what it does
	 */
	private record WhenClosed(Runnable action) implements ApplicationListener<ContextClosedEvent> {

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			this.action.run();
		}

	}

	/**
	 * Knows what the worker does, which is a proxy.
	 */
	static class Listener {

		private final List<ScanEvent.Item<User>> events = new CopyOnWriteArrayList<>();

		private final Set<String> done = ConcurrentHashMap.newKeySet();

		private final AtomicInteger taken = new AtomicInteger();

		private final AtomicInteger inFlight = new AtomicInteger();

		private final AtomicInteger most = new AtomicInteger();

		private final CountDownLatch goOn = new CountDownLatch(1);

		private volatile boolean completed;

		@EventListener
		@Order(Ordered.HIGHEST_PRECEDENCE)
		void on(ScanEvent.Item<User> item) {
			this.events.add(item);
			this.most.accumulateAndGet(this.inFlight.incrementAndGet(), Math::max);
		}

		@EventListener
		void on(ScanEvent.Completed<User> completed) {
			this.completed = this.done.size() == completed.progress().items();
		}

	}

	/**
	 * Works in the background.
	 */
	static class Worker {

		private final Listener listener;

		Worker(Listener listener) {
			this.listener = listener;
		}

		@Async
		@EventListener
		void on(ScanEvent.Item<User> item) {
			this.listener.taken.incrementAndGet();
			BackgroundScanTests.await(this.listener.goOn);
			this.listener.inFlight.decrementAndGet();
			this.listener.done.add(item.item().getId());
			item.acknowledge();
		}

	}

}

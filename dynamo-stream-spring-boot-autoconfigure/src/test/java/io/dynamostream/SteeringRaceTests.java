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
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationEventPublisher;

import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several threads steer a scan while it runs.
 */
@Timeout(60)
class SteeringRaceTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	@RepeatedTest(200)
	void losesNothingWhenPausedAndResumedWhileItEnds() throws Exception {
		List<User> received = new CopyOnWriteArrayList<>();
		ScanExecution execution = Terminal.template(FakeTable.ofUsers(3))
			.scan(User.class)
			.batchSize(10)
			.forEachBatch(received::addAll);
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Void> steering = CompletableFuture.runAsync(() -> pauseAndResume(execution, over),
				this.threads);
		ScanProgress progress = execution.completion().get(30, TimeUnit.SECONDS);
		over.set(true);
		steering.get();
		assertThat(received).hasSize(3);
		assertThat(progress.items()).isEqualTo(3);
	}

	private static void pauseAndResume(ScanExecution execution, AtomicBoolean over) {
		while (!over.get()) {
			try {
				execution.pause();
				execution.resume();
			}
			catch (IllegalStateException ex) {
				return;
			}
		}
	}

	@RepeatedTest(300)
	void runsOnAfterResumesAndPausesAtTheSameTime() throws Exception {
		ScanExecution execution = Terminal.template(FakeTable.ofUsers(50))
			.parallelScan(User.class)
			.pageSize(5)
			.forEach((user) -> {
			});
		CyclicBarrier together = new CyclicBarrier(2);
		CompletableFuture<Void> pausing = CompletableFuture.runAsync(() -> steer(together, execution::pause),
				this.threads);
		steer(together, execution::resume);
		pausing.get();
		if (execution.progress().state() == State.PAUSED) {
			execution.resume();
		}
		assertThat(execution.completion().get(30, TimeUnit.SECONDS).items()).isEqualTo(50);
	}

	private static void steer(CyclicBarrier together, Runnable action) {
		try {
			together.await();
			action.run();
		}
		catch (IllegalStateException ex) {
			// the scan has ended before
		}
		catch (InterruptedException | BrokenBarrierException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void futureCannotBeCancelledWhenTheScanIsOver() throws Exception {
		CompletableFuture<ScanExecution> execution = new CompletableFuture<>();
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		ApplicationEventPublisher publisher = (event) -> {
			if (event instanceof ScanEvent.Completed<?>) {
				cancelled.complete(execution.join().completion().cancel(true));
			}
		};
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(FakeTable.ofUsers(3))
			.eventPublisher(publisher)
			.build();
		ScanExecution started = template.scan(User.class).toListeners();
		execution.complete(started);
		assertThat(started.completion().get(30, TimeUnit.SECONDS).state()).isEqualTo(State.COMPLETED);
		assertThat(cancelled.get()).isFalse();
	}

}

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

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.reactivestreams.Subscription;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;

import io.dynamostream.DynamoStreamOperations.ScanSpec;

/**
 * The ways to read a scan item by item or batch by batch until the consumer is told to
 * stop, which is noticed where it consumes.
 */
enum Reader {

	STREAM(0) {

		@Override
		void read(ScanSpec<User> spec, Consumer<List<User>> consumer) {
			try (Stream<User> users = spec.stream()) {
				users.forEach((user) -> consumer.accept(List.of(user)));
			}
		}

	},

	/**
	 * Works on an item after the stream has let it go.
	 */
	ITERATOR(1) {

		@Override
		void read(ScanSpec<User> spec, Consumer<List<User>> consumer) {
			try (Stream<User> users = spec.stream()) {
				for (Iterator<User> iterator = users.iterator(); iterator.hasNext();) {
					consumer.accept(List.of(iterator.next()));
				}
			}
		}

	},

	/**
	 * Other threads finish items meanwhile, and those behind the first one that is not
	 * finished repeat.
	 */
	PARALLEL_STREAM(Integer.MAX_VALUE) {

		@Override
		void read(ScanSpec<User> spec, Consumer<List<User>> consumer) {
			try (Stream<User> users = spec.stream()) {
				users.parallel().forEach((user) -> consumer.accept(List.of(user)));
			}
		}

	},

	PARALLEL_SEARCH(Integer.MAX_VALUE) {

		@Override
		void read(ScanSpec<User> spec, Consumer<List<User>> consumer) {
			try (Stream<User> users = spec.stream()) {
				users.parallel().anyMatch((user) -> {
					consumer.accept(List.of(user));
					return false;
				});
			}
		}

	},

	PUBLISHER(1) {

		@Override
		void read(ScanSpec<User> spec, Consumer<List<User>> consumer) throws Throwable {
			Subscriber subscriber = new Subscriber(consumer);
			spec.publisher().subscribe(subscriber);
			subscriber.join();
		}

	},

	FOR_EACH(0) {

		@Override
		void read(ScanSpec<User> spec, Consumer<List<User>> consumer) {
			spec.forEach((user) -> consumer.accept(List.of(user))).join();
		}

	},

	FOR_EACH_CONCURRENTLY(0) {

		@Override
		void read(ScanSpec<User> spec, Consumer<List<User>> consumer) {
			spec.deliveryConcurrency(3).forEach((user) -> consumer.accept(List.of(user))).join();
		}

	},

	FOR_EACH_BATCH(0) {

		@Override
		void read(ScanSpec<User> spec, Consumer<List<User>> consumer) {
			spec.batchSize(7).forEachBatch((users) -> consumer.accept(List.copyOf(users))).join();
		}

	},

	LISTENERS(0) {

		@Override
		void read(ScanSpec<User> spec, Consumer<List<User>> consumer) {
			listener = consumer;
			spec.batchSize(3).toListeners().join();
		}

	},

	/**
	 * Works on batches on threads of its own, and acknowledges them in any order.
	 */
	ACKNOWLEDGING_LISTENERS(Integer.MAX_VALUE) {

		@Override
		void read(ScanSpec<User> spec, Consumer<List<User>> consumer) {
			listener = consumer;
			spec.batchSize(3).manualAcknowledgment().maxUnacknowledgedItems(20).toListeners().join();
		}

	};

	private static final AsyncTaskExecutor workers = new SimpleAsyncTaskExecutor("worker-");

	/**
	 * Who listens to {@link #LISTENERS} and {@link #ACKNOWLEDGING_LISTENERS}, one scan at
	 * a time.
	 */
	private static volatile Consumer<List<User>> listener = (users) -> {
	};

	private final int repeated;

	Reader(int repeated) {
		this.repeated = repeated;
	}

	/**
	 * Return how many items may be delivered again after a stop, although the consumer
	 * was done with them.
	 */
	int repeated() {
		return this.repeated;
	}

	/**
	 * Return whether items may be consumed by other threads until one notices that it is
	 * to stop.
	 */
	boolean isConcurrent() {
		return this == PARALLEL_STREAM || this == PARALLEL_SEARCH || this == FOR_EACH_CONCURRENTLY;
	}

	/**
	 * Read to the end, or until the consumer throws or the scan is stopped.
	 */
	abstract void read(ScanSpec<User> spec, Consumer<List<User>> consumer) throws Throwable;

	/**
	 * Hear the events of {@link #LISTENERS} and {@link #ACKNOWLEDGING_LISTENERS}.
	 */
	static void on(Object event) {
		if (event instanceof ScanEvent.Batch<?> batch) {
			if (batch.acknowledgment() instanceof ManualAcknowledgment) {
				workers.execute(() -> acknowledge(batch));
			}
			else {
				listen(batch);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static void listen(ScanEvent.Batch<?> batch) {
		listener.accept((List<User>) batch.items());
	}

	private static void acknowledge(ScanEvent.Batch<?> batch) {
		try {
			listen(batch);
			batch.acknowledge();
		}
		catch (RuntimeException ex) {
			batch.fail(ex);
		}
	}

	/**
	 * Read, and return whether the scan came to its end.
	 */
	boolean completes(ScanSpec<User> spec, Consumer<List<User>> consumer) {
		try {
			read(spec, consumer);
			return true;
		}
		catch (DynamoStreamException | CancellationException | CompletionException | Stopped ex) {
			return false;
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * A consumer does not go on.
	 */
	static final class Stopped extends RuntimeException {

	}

	private static final class Subscriber extends BaseSubscriber<User> {

		private final Consumer<List<User>> consumer;

		private final CompletableFuture<Void> end = new CompletableFuture<>();

		Subscriber(Consumer<List<User>> consumer) {
			this.consumer = consumer;
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(1);
		}

		@Override
		protected void hookOnNext(User user) {
			this.consumer.accept(List.of(user));
			request(1);
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.end.completeExceptionally(error);
		}

		@Override
		protected void hookFinally(SignalType type) {
			this.end.complete(null);
		}

		void join() throws Throwable {
			try {
				this.end.get();
			}
			catch (ExecutionException ex) {
				throw ex.getCause();
			}
		}

	}

}

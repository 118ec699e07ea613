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

import java.util.Objects;
import java.util.function.Consumer;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * A scan as a Reactive Streams publisher, built on Reactor, which this package needs for
 * nothing else. Every subscription is a scan of its own.
 *
 * @param <T> the item type
 * @param <E> the type of the elements
 */
final class ScanPublisher<T, E> implements Publisher<E> {

	private final ScanPlan<T> plan;

	private final ScanEngine engine;

	private final Emission<T, E> emission;

	ScanPublisher(ScanPlan<T> plan, ScanEngine engine, Emission<T, E> emission) {
		this.plan = plan;
		this.engine = engine;
		this.emission = emission;
	}

	@Override
	public void subscribe(Subscriber<? super E> subscriber) {
		Objects.requireNonNull(subscriber, "'subscriber' must not be null");
		SubscribedScan<T> scan = new SubscribedScan<>(this.plan.again(), this.engine);
		Flux.<E>create((sink) -> scan.begin(new Sink<>(sink, this.emission)), FluxSink.OverflowStrategy.IGNORE)
			.subscribe(new DemandCheck<>(subscriber, scan::refuse));
	}

	/**
	 * Makes elements of items.
	 *
	 * @param <T> the item type
	 * @param <E> the type of the elements
	 */
	interface Emission<T, E> {

		E of(ScanExecution execution, T item, ScanEvent.Acknowledgment acknowledgment);

	}

	/**
	 * Where a scan emits to.
	 *
	 * @param <T> the item type
	 * @param <E> the type of the elements
	 * @param sink the sink of a Flux
	 * @param emission makes elements of items
	 */
	private record Sink<T, E>(FluxSink<E> sink, Emission<T, E> emission) implements SubscribedScan.Downstream<T> {

		@Override
		public void begin(SubscribedScan<T> scan) {
			this.sink.onDispose(scan::dispose);
			this.sink.onRequest(scan::request);
		}

		@Override
		public boolean next(ScanExecution execution, T item, ScanEvent.Acknowledgment acknowledgment) {
			this.sink.next(this.emission.of(execution, item, acknowledgment));
			return !this.sink.isCancelled();
		}

		@Override
		public void complete() {
			this.sink.complete();
		}

		@Override
		public void error(Throwable error) {
			this.sink.error(error);
		}

	}

	/**
	 * Answers a demand below 1 with an error, as rule 3.9 of the specification wants and
	 * Reactor leaves out.
	 *
	 * @param <T> the item type
	 * @see <a href=
	 * "https://github.com/reactive-streams/reactive-streams-jvm#3.9">Specification</a>
	 */
	private static final class DemandCheck<T> implements Subscriber<T> {

		private final Subscriber<? super T> subscriber;

		private final Consumer<Throwable> onBadDemand;

		DemandCheck(Subscriber<? super T> subscriber, Consumer<Throwable> onBadDemand) {
			this.subscriber = subscriber;
			this.onBadDemand = onBadDemand;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscriber.onSubscribe(new Subscription() {

				@Override
				public void request(long items) {
					if (items > 0) {
						subscription.request(items);
					}
					else {
						DemandCheck.this.onBadDemand.accept(new IllegalArgumentException(
								"The demand must be 1 or more, but is %d (rule 3.9)".formatted(items)));
					}
				}

				@Override
				public void cancel() {
					subscription.cancel();
				}

			});
		}

		@Override
		public void onNext(T item) {
			this.subscriber.onNext(item);
		}

		@Override
		public void onError(Throwable error) {
			this.subscriber.onError(error);
		}

		@Override
		public void onComplete() {
			this.subscriber.onComplete();
		}

	}

}

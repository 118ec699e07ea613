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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps what a publisher signals, and fails where signals overlap.
 */
final class RecordingSubscriber<T> implements Subscriber<T> {

	private final List<T> items = Collections.synchronizedList(new ArrayList<>());

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	private final AtomicInteger completions = new AtomicInteger();

	private final AtomicInteger signalling = new AtomicInteger();

	private final AtomicInteger overlaps = new AtomicInteger();

	private final CountDownLatch ended = new CountDownLatch(1);

	private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

	private final Consumer<Subscription> onSubscribe;

	private final BiConsumer<Subscription, T> onNext;

	private RecordingSubscriber(Consumer<Subscription> onSubscribe, BiConsumer<Subscription, T> onNext) {
		this.onSubscribe = onSubscribe;
		this.onNext = onNext;
	}

	/**
	 * Create a subscriber that demands nothing by itself.
	 */
	static <T> RecordingSubscriber<T> passive() {
		return demanding(0, (subscription, item) -> {
		});
	}

	static <T> RecordingSubscriber<T> unbounded() {
		return demanding(Long.MAX_VALUE, (subscription, item) -> {
		});
	}

	static <T> RecordingSubscriber<T> oneAtATime() {
		return demanding(1, (subscription, item) -> subscription.request(1));
	}

	static <T> RecordingSubscriber<T> demanding(long first, BiConsumer<Subscription, T> onNext) {
		return new RecordingSubscriber<>((subscription) -> {
			if (first != 0) {
				subscription.request(first);
			}
		}, onNext);
	}

	RecordingSubscriber<T> subscribedTo(Publisher<T> publisher) {
		publisher.subscribe(this);
		return this;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		assertThat(this.subscription.getAndSet(subscription)).isNull();
		this.onSubscribe.accept(subscription);
	}

	@Override
	public void onNext(T item) {
		signal(() -> {
			this.items.add(item);
			this.onNext.accept(subscription(), item);
		});
	}

	@Override
	public void onError(Throwable error) {
		signal(() -> this.errors.add(error));
		this.ended.countDown();
	}

	@Override
	public void onComplete() {
		signal(this.completions::incrementAndGet);
		this.ended.countDown();
	}

	private void signal(Runnable signal) {
		if (this.signalling.getAndIncrement() > 0) {
			this.overlaps.incrementAndGet();
		}
		try {
			signal.run();
		}
		finally {
			this.signalling.decrementAndGet();
		}
	}

	Subscription subscription() {
		Subscription subscription = this.subscription.get();
		assertThat(subscription).isNotNull();
		return subscription;
	}

	List<T> items() {
		return this.items;
	}

	List<Throwable> errors() {
		return this.errors;
	}

	int completions() {
		return this.completions.get();
	}

	int overlaps() {
		return this.overlaps.get();
	}

	RecordingSubscriber<T> awaitEnd() throws InterruptedException {
		this.ended.await();
		return this;
	}

}

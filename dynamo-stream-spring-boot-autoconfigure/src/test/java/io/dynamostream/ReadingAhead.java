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

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Compares how far requests have come with how far the consumer has come, and makes the
 * consumer wait for the requests.
 */
final class ReadingAhead implements ExecutionInterceptor {

	private static final int ITEMS_AT_A_TIME = 1000;

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private int requestsInFlight;

	private long pagesRead;

	private long itemsRead;

	private long itemsConsumed;

	private long mostItemsAhead;

	@Override
	public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
		update(() -> this.requestsInFlight++);
	}

	@Override
	public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
		ScanResponse response = (ScanResponse) context.response();
		update(() -> {
			this.requestsInFlight--;
			this.pagesRead++;
			this.itemsRead += response.count();
			this.mostItemsAhead = Math.max(this.mostItemsAhead, this.itemsRead - this.itemsConsumed);
		});
	}

	@Override
	public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
		update(() -> this.requestsInFlight--);
	}

	/**
	 * Note that items have been consumed, and now and then wait until no request is in
	 * flight, because there is no room for a page.
	 */
	void consumed(int items) {
		update(() -> this.itemsConsumed += items);
		if (itemsConsumed() % ITEMS_AT_A_TIME < items) {
			awaitNoRequestInFlight();
		}
	}

	private void awaitNoRequestInFlight() {
		this.lock.lock();
		try {
			while (this.requestsInFlight > 0) {
				this.changed.awaitUninterruptibly();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void update(Runnable change) {
		this.lock.lock();
		try {
			change.run();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	long itemsConsumed() {
		this.lock.lock();
		try {
			return this.itemsConsumed;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		return "items=%d pages=%d mostItemsAhead=%d".formatted(this.itemsConsumed, this.pagesRead, this.mostItemsAhead);
	}

}

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

package io.dynamostream.standin;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Guards the state of the stand-in and lets tests wait for a change of it.
 */
final class Monitor {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	<R> R read(Supplier<R> reader) {
		this.lock.lock();
		try {
			return reader.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	<R> R update(Supplier<R> change) {
		this.lock.lock();
		try {
			R result = change.get();
			this.changed.signalAll();
			return result;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until the condition is met, without an end.
	 */
	void await(BooleanSupplier condition) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (!condition.getAsBoolean()) {
				this.changed.await();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until the condition is met, and then read the state before it changes.
	 */
	<R> R await(BooleanSupplier condition, Supplier<R> reader, Supplier<String> description) {
		this.lock.lock();
		try {
			long nanos = PATIENCE.toNanos();
			while (!condition.getAsBoolean()) {
				if (nanos <= 0) {
					throw new AssertionError(description.get());
				}
				nanos = this.changed.awaitNanos(nanos);
			}
			R result = reader.get();
			this.changed.signalAll();
			return result;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted: " + description.get(), ex);
		}
		finally {
			this.lock.unlock();
		}
	}

}

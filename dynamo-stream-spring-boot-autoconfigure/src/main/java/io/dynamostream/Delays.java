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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Measures time that passes, and calls back after some of it.
 */
interface Delays {

	/**
	 * Return a time to compare with others, as {@link System#nanoTime()}.
	 */
	long nanoTime();

	/**
	 * Call back once a delay has passed, on a thread that others wait for, so that the
	 * task must not block.
	 */
	void after(Duration delay, Runnable task);

	static Delays ofSystem() {
		return new Delays() {

			@Override
			public long nanoTime() {
				return System.nanoTime();
			}

			@Override
			public void after(Duration delay, Runnable task) {
				CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, Runnable::run).execute(task);
			}

		};
	}

}

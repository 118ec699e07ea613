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

import java.util.concurrent.Phaser;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Gives every task a thread, and knows when all of them and those they started have
 * ended.
 */
final class CountingExecutor implements AsyncTaskExecutor {

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("counted-");

	private final Phaser running = new Phaser(1);

	@Override
	public void execute(Runnable task) {
		this.running.register();
		this.executor.execute(() -> {
			try {
				task.run();
			}
			finally {
				this.running.arriveAndDeregister();
			}
		});
	}

	/**
	 * Wait until no task runs.
	 */
	void awaitIdle() throws InterruptedException {
		this.running.awaitAdvanceInterruptibly(this.running.arrive());
	}

}

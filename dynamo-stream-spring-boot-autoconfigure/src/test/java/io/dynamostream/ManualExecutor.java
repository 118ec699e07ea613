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
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;

/**
 * Runs tasks when a test says so, one after another, so that what has not happened by
 * then will not happen.
 */
final class ManualExecutor implements AsyncTaskExecutor {

	private final List<Runnable> tasks = new CopyOnWriteArrayList<>();

	private final Random random;

	private volatile boolean rejecting;

	private ManualExecutor(Random random) {
		this.random = random;
	}

	static ManualExecutor inOrder() {
		return new ManualExecutor(new Random() {

			@Override
			public int nextInt(int bound) {
				return 0;
			}

		});
	}

	/**
	 * Create an executor that chooses the next task at random.
	 */
	static ManualExecutor inAnyOrder(Random random) {
		return new ManualExecutor(random);
	}

	@Override
	public void execute(Runnable task) {
		if (this.rejecting) {
			throw new TaskRejectedException("Full");
		}
		this.tasks.add(task);
	}

	void rejectFromNowOn() {
		this.rejecting = true;
	}

	int waiting() {
		return this.tasks.size();
	}

	void runOne() {
		this.tasks.remove(this.random.nextInt(this.tasks.size())).run();
	}

	void run(int tasks) {
		for (int i = 0; i < tasks; i++) {
			runOne();
		}
	}

	/**
	 * Run tasks until there are none.
	 */
	void runAll() {
		while (!this.tasks.isEmpty()) {
			runOne();
		}
	}

}

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

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskRejectedException;

/**
 * Where the tasks of scans run, and when.
 *
 * @param executor runs them
 * @param delays lets them begin later
 * @param decorator keeps what a task knows of its context until a later one begins
 */
record ScanTasks(AsyncTaskExecutor executor, Delays delays, TaskDecorator decorator) {

	/**
	 * Run a task once a delay has passed, in the context of the caller. It takes no
	 * thread of a pool that scans may have used up, as readers of parallel streams do.
	 */
	void after(Duration delay, Runnable task) {
		Runnable decorated = this.decorator.decorate(task);
		this.delays.after(delay, () -> execute(decorated));
	}

	/**
	 * Run a task here if the executor takes none: it will find that out, and say so.
	 */
	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (TaskRejectedException ex) {
			task.run();
		}
	}

}

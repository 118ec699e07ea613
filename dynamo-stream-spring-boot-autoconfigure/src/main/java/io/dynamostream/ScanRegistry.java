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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.util.Assert;

/**
 * The scans that have begun: those that run, and the last of those that have ended. It
 * does not hold streams and subscriptions themselves, so that one that is abandoned can
 * be collected. Safe for use by several threads.
 */
final class ScanRegistry implements ScanExecutions {

	private final int historySize;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, DefaultScanExecution> executions = new LinkedHashMap<>();

	private final Set<DefaultScanExecution> opened = new HashSet<>();

	private final Deque<String> ended = new ArrayDeque<>();

	private boolean closed;

	ScanRegistry(int historySize) {
		this.historySize = historySize;
	}

	void open() {
		this.lock.lock();
		try {
			this.closed = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void checkOpen() {
		Assert.state(!this.closed,
				"No scan can be started, because the application context is closing. Start scans before that.");
	}

	/**
	 * Remember a scan that may never begin.
	 */
	void opened(DefaultScanExecution execution) {
		this.lock.lock();
		try {
			checkOpen();
			this.opened.add(execution);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Add a scan that begins.
	 */
	void add(DefaultScanExecution execution) {
		this.lock.lock();
		try {
			this.opened.remove(execution);
			this.executions.putIfAbsent(execution.id(), execution);
		}
		finally {
			this.lock.unlock();
		}
	}

	void ended(DefaultScanExecution execution) {
		this.lock.lock();
		try {
			this.opened.remove(execution);
			if (this.executions.containsKey(execution.id())) {
				this.ended.addLast(execution.id());
			}
			while (this.ended.size() > this.historySize) {
				this.executions.remove(this.ended.removeFirst());
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<DefaultScanExecution> openedAndKnown() {
		this.lock.lock();
		try {
			List<DefaultScanExecution> all = new ArrayList<>(this.opened);
			all.addAll(this.executions.values());
			return all;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public List<ScanExecution> findAll() {
		List<ScanExecution> found = new ArrayList<>(known());
		Collections.reverse(found);
		return found;
	}

	private List<DefaultScanExecution> known() {
		this.lock.lock();
		try {
			return List.copyOf(this.executions.values());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Optional<ScanExecution> findById(String id) {
		this.lock.lock();
		try {
			return Optional.ofNullable(this.executions.get(id));
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public List<ScanExecution> findByName(String name) {
		return findAll().stream().filter((execution) -> execution.name().equals(name)).toList();
	}

	/**
	 * End scans that wait for acknowledgments.
	 */
	void endAll() {
		openedAndKnown().forEach(DefaultScanExecution::endNow);
	}

	/**
	 * Interrupt all scans and refuse new ones.
	 * @param whenEnded called when they have ended
	 */
	void interruptAll(Runnable whenEnded) {
		this.lock.lock();
		try {
			this.closed = true;
		}
		finally {
			this.lock.unlock();
		}
		List<DefaultScanExecution> known = openedAndKnown();
		known.forEach(DefaultScanExecution::interrupt);
		CompletableFuture.allOf(known.stream().map(DefaultScanExecution::ended).toArray(CompletableFuture[]::new))
			.thenRun(whenEnded);
	}

}

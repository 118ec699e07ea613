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
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.util.Assert;

/**
 * The scans that have begun. Those that run in the background are held until they end;
 * streams and subscriptions only as long as their user holds them, so that one that is
 * abandoned can be collected. Safe for use by several threads.
 */
final class ActiveScans {

	private final Set<BackgroundScan<?>> inBackground = ConcurrentHashMap.newKeySet();

	private final Set<ActiveScan> heldByUsers = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private boolean closed;

	void open() {
		closed(false);
	}

	private synchronized void closed(boolean closed) {
		this.closed = closed;
	}

	void addInBackground(BackgroundScan<?> scan) {
		add(this.inBackground, scan);
		scan.ended().thenRun(() -> this.inBackground.remove(scan));
	}

	void addHeldByUser(ActiveScan scan) {
		add(this.heldByUsers, scan);
	}

	private synchronized <S> void add(Set<S> scans, S scan) {
		Assert.state(!this.closed,
				"No scan can be started, because the application context is closing. Start scans before that.");
		scans.add(scan);
	}

	/**
	 * Interrupt all scans and refuse new ones.
	 * @param whenEnded called when those in the background have ended
	 */
	void interruptAll(Runnable whenEnded) {
		closed(true);
		List<ActiveScan> streams;
		synchronized (this.heldByUsers) {
			streams = new ArrayList<>(this.heldByUsers);
		}
		List<BackgroundScan<?>> background = List.copyOf(this.inBackground);
		streams.forEach(ActiveScan::interrupt);
		background.forEach(ActiveScan::interrupt);
		CompletableFuture.allOf(background.stream().map(BackgroundScan::ended).toArray(CompletableFuture[]::new))
			.thenRun(whenEnded);
	}

	static DynamoStreamException interrupted(ScanPlan<?> plan) {
		return plan.failure("was interrupted, because the application context is closing. Run it again.", null);
	}

}

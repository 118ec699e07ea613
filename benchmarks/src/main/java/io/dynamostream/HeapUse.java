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

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;

import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;

/**
 * What this process allocates and holds, from what its heap has before and after each
 * collection. Needs the serial collector, whose collections do not overlap.
 */
final class HeapUse {

	private long collections;

	private long after;

	private long allocated;

	private long peak;

	private long held;

	HeapUse() {
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			((NotificationEmitter) collector).addNotificationListener(
					(notification, handback) -> collected(
							GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())),
					null, null);
		}
	}

	private synchronized void collected(GarbageCollectionNotificationInfo info) {
		this.collections++;
		long before = used(info.getGcInfo().getMemoryUsageBeforeGc());
		this.allocated += before - this.after;
		this.after = used(info.getGcInfo().getMemoryUsageAfterGc());
		this.peak = Math.max(this.peak, before);
		this.held = Math.max(this.held, this.after);
		notifyAll();
	}

	private static long used(Map<String, MemoryUsage> pools) {
		return pools.entrySet()
			.stream()
			.filter((pool) -> pool.getKey().matches(".*(Eden|Survivor|Tenured).*"))
			.mapToLong((pool) -> pool.getValue().getUsed())
			.sum();
	}

	/**
	 * Begin to count.
	 */
	synchronized void start() throws InterruptedException {
		collect();
		this.allocated = 0;
		this.peak = 0;
		this.held = 0;
	}

	/**
	 * Count what was allocated since the last collection.
	 */
	synchronized void stop() throws InterruptedException {
		long held = this.held;
		collect();
		this.held = held;
	}

	synchronized long allocated() {
		return this.allocated;
	}

	/**
	 * Return the most bytes that were in use, garbage included.
	 */
	synchronized long peak() {
		return this.peak;
	}

	/**
	 * Return the most bytes that were in use after a collection.
	 */
	synchronized long held() {
		return this.held;
	}

	private void collect() throws InterruptedException {
		long before = this.collections;
		System.gc();
		while (this.collections == before || this.collections < collections()) {
			wait(100);
		}
	}

	private static long collections() {
		return ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.mapToLong(GarbageCollectorMXBean::getCollectionCount)
			.sum();
	}

}

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
import java.util.concurrent.Semaphore;

import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

import static org.awaitility.Awaitility.await;

/**
 * Holds the requests to a {@link FakeTable} until they are let pass.
 */
final class Gate {

	private final Semaphore passes = new Semaphore(0);

	private final FakeTable table;

	private Gate(FakeTable table) {
		this.table = table;
	}

	static Gate before(FakeTable table) {
		Gate gate = new Gate(table);
		table.onRequest(gate::pass);
		return gate;
	}

	void pass(ScanRequest request) {
		try {
			this.passes.acquire();
		}
		catch (InterruptedException ex) {
			throw AbortedException.create("Thread was interrupted");
		}
	}

	void open(int requests) {
		this.passes.release(requests);
	}

	/**
	 * Wait until exactly so many requests wait at the gate.
	 */
	void awaitWaiting(int requests) {
		await().pollInterval(Duration.ofMillis(2))
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.passes.getQueueLength() == requests && this.table.requestsInFlight() == requests);
	}

}

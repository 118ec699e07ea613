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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Holds requests until a test lets them pass.
 */
final class Gate {

	private final Monitor monitor;

	private final Set<StandInRequest> held = new LinkedHashSet<>();

	private Predicate<StandInRequest> holds = (request) -> false;

	Gate(Monitor monitor) {
		this.monitor = monitor;
	}

	void hold(Predicate<StandInRequest> condition) {
		this.monitor.update(() -> this.holds = condition);
	}

	void pass(StandInRequest request) throws InterruptedException {
		this.monitor.update(() -> this.holds.test(request) && this.held.add(request));
		this.monitor.await(() -> !this.held.contains(request));
	}

	StandInRequest release(Predicate<StandInRequest> condition) {
		return this.monitor.await(() -> this.held.stream().anyMatch(condition), () -> {
			StandInRequest request = this.held.stream().filter(condition).findFirst().orElseThrow();
			this.held.remove(request);
			return request;
		}, () -> "Waited for a held request to release, but held were " + this.held);
	}

	void open() {
		this.monitor.update(() -> {
			this.holds = (request) -> false;
			this.held.clear();
			return true;
		});
	}

	List<StandInRequest> held() {
		return this.monitor.read(() -> List.copyOf(this.held));
	}

	List<StandInRequest> awaitHeld(int count) {
		return this.monitor.await(() -> this.held.size() == count, () -> List.copyOf(this.held),
				() -> "Waited for %d held requests, but there were %d".formatted(count, this.held.size()));
	}

}

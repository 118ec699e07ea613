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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What the stand-in has received and served.
 */
final class Traffic {

	private final Monitor monitor;

	private final List<StandInRequest> requests = new ArrayList<>();

	private final Set<Integer> inFlight = new HashSet<>();

	private int maxInFlight;

	private int pages;

	private long items;

	private double capacity;

	Traffic(Monitor monitor) {
		this.monitor = monitor;
	}

	StandInRequest arrived(RequestDecoder decoder) {
		return this.monitor.update(() -> {
			StandInRequest request = decoder.decode(this.requests.size() + 1);
			this.requests.add(request);
			this.inFlight.add(request.number());
			this.maxInFlight = Math.max(this.maxInFlight, this.inFlight.size());
			return request;
		});
	}

	/**
	 * Count an answer as served. To be called before the client can have all of it, so
	 * that a client that goes on at once is not seen with one request too many.
	 */
	void served(StandInRequest request, Answer answer) {
		this.monitor.update(() -> {
			this.pages += answer.page() ? 1 : 0;
			this.items += answer.items();
			this.capacity += answer.capacity();
			return this.inFlight.remove(request.number());
		});
	}

	void left(StandInRequest request) {
		this.monitor.update(() -> this.inFlight.remove(request.number()));
	}

	List<StandInRequest> requests() {
		return this.monitor.read(() -> List.copyOf(this.requests));
	}

	int requestCount() {
		return this.monitor.read(this.requests::size);
	}

	int inFlight() {
		return this.monitor.read(this.inFlight::size);
	}

	int maxInFlight() {
		return this.monitor.read(() -> this.maxInFlight);
	}

	int pages() {
		return this.monitor.read(() -> this.pages);
	}

	long items() {
		return this.monitor.read(() -> this.items);
	}

	double capacity() {
		return this.monitor.read(() -> this.capacity);
	}

	void awaitRequests(int count) {
		await(() -> this.requests.size() >= count, "at least %d requests".formatted(count));
	}

	void awaitInFlight(int count) {
		await(() -> this.inFlight.size() == count, "%d requests in flight".formatted(count));
	}

	private void await(BooleanSupplier condition, String expected) {
		this.monitor.await(condition, () -> true,
				() -> "Waited for %s, but there were %d requests, %d of them in flight".formatted(expected,
						this.requests.size(), this.inFlight.size()));
	}

	void reset() {
		this.monitor.update(() -> {
			this.requests.clear();
			this.maxInFlight = this.inFlight.size();
			this.pages = 0;
			this.items = 0;
			this.capacity = 0;
			return true;
		});
	}

}

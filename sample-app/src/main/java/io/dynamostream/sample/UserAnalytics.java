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

package io.dynamostream.sample;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanEvent;
import io.dynamostream.ScanExecution;
import io.dynamostream.sample.User.Status;

/**
 * Counts users by tenant and status as their batches arrive. Eight segments are read at
 * once, but listeners are called one at a time, so the counters are plain maps without a
 * lock. Each execution has its own, because two may run side by side.
 */
@RestController
@RequestMapping("/analytics")
class UserAnalytics {

	private static final String OF_THIS_SCAN = "#event.name() == 'analytics'";

	private final DynamoStreamTemplate template;

	private final Executions executions;

	private final Map<String, Totals> running = new ConcurrentHashMap<>();

	private volatile @Nullable Report latest;

	UserAnalytics(DynamoStreamTemplate template, Executions executions) {
		this.template = template;
		this.executions = executions;
	}

	ScanExecution start() {
		return this.template.parallelScan(User.class).named("analytics").segments(8).batchSize(100).toListeners();
	}

	@PostMapping
	ResponseEntity<Executions.View> startInBackground() {
		return this.executions.accepted(start());
	}

	@GetMapping
	ResponseEntity<Report> show() {
		return ResponseEntity.of(latest());
	}

	Optional<Report> latest() {
		return Optional.ofNullable(this.latest);
	}

	@EventListener(condition = OF_THIS_SCAN)
	void on(ScanEvent.Started<User> event) {
		this.running.put(event.executionId(), new Totals());
	}

	@EventListener(condition = OF_THIS_SCAN)
	void on(ScanEvent.Batch<User> event) {
		event.items().forEach(this.running.get(event.executionId())::add);
	}

	@EventListener(condition = OF_THIS_SCAN)
	void on(ScanEvent.Completed<User> event) {
		this.latest = this.running.remove(event.executionId()).report();
	}

	@EventListener(classes = { ScanEvent.Failed.class, ScanEvent.Cancelled.class }, condition = OF_THIS_SCAN)
	void forget(ScanEvent<?> event) {
		this.running.remove(event.executionId());
	}

	private static final class Totals {

		private final Map<String, Long> byTenant = new TreeMap<>();

		private final Map<Status, Long> byStatus = new EnumMap<>(Status.class);

		private long total;

		void add(User user) {
			this.total++;
			this.byTenant.merge(user.tenant(), 1L, Long::sum);
			if (user.getStatus() != null) {
				this.byStatus.merge(user.getStatus(), 1L, Long::sum);
			}
		}

		Report report() {
			return new Report(this.total, this.byTenant, this.byStatus);
		}

	}

	record Report(long total, Map<String, Long> byTenant, Map<Status, Long> byStatus) {

		Report {
			byTenant = Collections.unmodifiableMap(byTenant);
			byStatus = Collections.unmodifiableMap(byStatus);
		}

	}

}

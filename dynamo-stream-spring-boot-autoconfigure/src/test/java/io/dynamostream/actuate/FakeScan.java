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

package io.dynamostream.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.ScanDetails;
import io.dynamostream.ScanExecution;
import io.dynamostream.ScanExecutions;
import io.dynamostream.ScanProgress;
import io.dynamostream.ScanProgress.State;

/**
 * A scan that only says how far it is, and tells how it was steered.
 */
final class FakeScan implements ScanExecution {

	private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

	private final List<String> calls = new ArrayList<>();

	private final String name;

	private final String table;

	private State state;

	FakeScan(String name, String table, State state) {
		this.name = name;
		this.table = table;
		this.state = state;
	}

	static ScanExecutions executions(FakeScan... scans) {
		return new ScanExecutions() {

			@Override
			public List<ScanExecution> findAll() {
				return List.of(scans);
			}

			@Override
			public Optional<ScanExecution> findById(String id) {
				return findAll().stream().filter((scan) -> scan.id().equals(id)).findFirst();
			}

			@Override
			public List<ScanExecution> findByName(String name) {
				return findAll().stream().filter((scan) -> scan.name().equals(name)).toList();
			}

		};
	}

	List<String> calls() {
		return this.calls;
	}

	@Override
	public String id() {
		return "id-of-" + this.name;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public ScanProgress progress() {
		return new ScanProgress(id(), this.name, this.table, "by-age", String.class, ScanProgress.Mode.CALLBACK,
				this.state, START, this.state.hasEnded() ? START.plusSeconds(90) : null,
				new ScanProgress.Segments(4, 1, 2, 1), new ScanProgress.Requests(3, 200.0, 2, 1, 5, 4), 10, 100, 1000,
				7, 9, 12.5, new ScanProgress.Rates(1.5, 2.5, 3.5, 4.5),
				new ScanProgress.Estimate(ScanProgress.Estimate.Source.SIZE, 4096, START, true), 0.25,
				Duration.ofSeconds(63), new ScanProgress.LastError("com.acme.Refused", 2, "was refused"));
	}

	@Override
	public ScanDetails details() {
		return new ScanDetails(progress(),
				List.of(new ScanDetails.Segment(0, true, 6, 60, 600, 7.5, null),
						new ScanDetails.Segment(1, false, 4, 40, 400, 5,
								Map.of("email", AttributeValue.fromS("a@b.c")))),
				List.of(new ScanDetails.Sample(START, 0, 0, 0)), Map.of("segments", 4, "filterExpression", "#a > :min"),
				Map.of("#a", "age"), Map.of(":min", AttributeValue.fromN("18"), ":none", AttributeValue.fromNul(true),
						":apiKey", AttributeValue.fromS("k")));
	}

	@Override
	public CompletableFuture<ScanProgress> completion() {
		throw new UnsupportedOperationException();
	}

	@Override
	public ScanProgress join() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void pause() {
		change("pause", State.PAUSED);
	}

	@Override
	public void resume() {
		change("resume", State.RUNNING);
	}

	@Override
	public void maxConcurrency(int requestsInFlight) {
		change("maxConcurrency " + requestsInFlight, this.state);
	}

	@Override
	public void readCapacity(double unitsPerSecond) {
		change("readCapacity " + unitsPerSecond, this.state);
	}

	@Override
	public void readCapacityPercent(int percent) {
		change("readCapacityPercent " + percent, this.state);
	}

	@Override
	public void itemsPerSecond(double itemsPerSecond) {
		change("itemsPerSecond " + itemsPerSecond, this.state);
	}

	@Override
	public void readCapacity(String text) {
		change("readCapacity " + text, this.state);
	}

	@Override
	public void unlimitedReadCapacity() {
		change("unlimitedReadCapacity", this.state);
	}

	@Override
	public void itemsPerSecond(String text) {
		change("itemsPerSecond " + text, this.state);
	}

	@Override
	public void unlimitedItemsPerSecond() {
		change("unlimitedItemsPerSecond", this.state);
	}

	@Override
	public void cancel() {
		change("cancel", State.CANCELLED);
	}

	private void change(String call, State next) {
		this.calls.add(call);
		this.state = next;
	}

}

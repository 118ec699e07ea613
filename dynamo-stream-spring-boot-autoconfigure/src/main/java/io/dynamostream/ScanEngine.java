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

import java.time.Clock;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Puts together what a scan needs and starts it. Safe for use by several threads.
 */
final class ScanEngine {

	private static final boolean REACTOR_PRESENT = ClassUtils.isPresent("reactor.core.publisher.Flux",
			ScanEngine.class.getClassLoader());

	private final DynamoDbClient client;

	private final ItemTypeResolver itemTypes;

	private final AsyncTaskExecutor executor;

	private final @Nullable ApplicationEventPublisher eventPublisher;

	private final Clock clock;

	private final OptionalInt connections;

	private final ActiveScans activeScans = new ActiveScans();

	ScanEngine(DynamoStreamTemplate.Builder builder) {
		this.client = builder.client;
		this.itemTypes = builder.itemTypes;
		this.executor = builder.taskExecutor;
		this.eventPublisher = builder.eventPublisher;
		this.clock = builder.clock;
		this.connections = HttpConnectionLimit.of(builder.client);
	}

	ActiveScans activeScans() {
		return this.activeScans;
	}

	<T> ScanPlan<T> plan(Class<T> itemType, ScanLayers layers) {
		ScanTarget<T> target = ScanTarget.of(itemType, this.itemTypes, layers.resolve());
		return ScanPlan.of(target, layers, this.connections);
	}

	<T> Stream<T> stream(ScanPlan<T> plan) {
		ProgressTracker progress = new ProgressTracker(plan, this.clock);
		PageSource source = source(plan, progress, ReadAhead.onceAsked(plan.startsFrugally()));
		StreamScan<T> scan = new StreamScan<>(plan, source, progress);
		this.activeScans.addHeldByUser(scan);
		return scan.open();
	}

	<T> Publisher<T> publisher(ScanPlan<T> plan) {
		Assert.state(REACTOR_PRESENT,
				"publisher() needs Reactor, which is not on the class path. Add io.projectreactor:reactor-core.");
		return new ScanPublisher<>(plan, this);
	}

	<T> ScanExecution start(ScanPlan<T> plan, ItemConsumer<T> consumer) {
		ProgressTracker progress = new ProgressTracker(plan, this.clock);
		PageSource source = source(plan, progress, ReadAhead.onceAsked(plan.isLimited()));
		BackgroundScan<T> scan = new BackgroundScan<>(plan, source, progress, consumer, this.executor);
		this.activeScans.addInBackground(scan);
		scan.start();
		return scan;
	}

	<T> ScanExecution startToListeners(ScanPlan<T> plan, ScanEventMappings<T> mappings) {
		ApplicationEventPublisher publisher = this.eventPublisher;
		Assert.state(publisher != null,
				"toListeners() needs an event publisher. Give one to the builder of the DynamoStreamTemplate.");
		ScanEvents<T> events = new ScanEvents<>(plan, mappings, publisher);
		events.checkHeard();
		return start(plan, events);
	}

	PageSource source(ScanPlan<?> plan, ProgressTracker progress, ReadAhead readAhead) {
		return new PageSource(plan, new PageReader(this.client, plan), this.executor, progress, readAhead);
	}

	AsyncTaskExecutor executor() {
		return this.executor;
	}

	Clock clock() {
		return this.clock;
	}

}

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

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import io.dynamostream.ScanProgress.Mode;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.budget.ScanBudgets;

/**
 * Puts together what a scan needs and starts it. Safe for use by several threads.
 */
final class ScanEngine {

	private static final boolean REACTOR_PRESENT = ClassUtils.isPresent("reactor.core.publisher.Flux",
			ScanEngine.class.getClassLoader());

	private static final Cleaner CLEANER = Cleaner.create();

	private final DynamoDbClient client;

	private final ItemTypeResolver itemTypes;

	private final AsyncTaskExecutor executor;

	private final @Nullable ApplicationEventPublisher eventPublisher;

	private final ScanTasks tasks;

	private final @Nullable ScanBudgets budgets;

	private final TableCapacities capacities;

	private final ScanEstimator estimator;

	private final Clock clock;

	private final OptionalInt connections;

	private final ScanRegistry registry;

	private final ScanListener listener;

	private final TableSizes sizes;

	private final Duration progressEventInterval;

	private final Checkpoints checkpoints;

	private final ItemDecoders decoders;

	ScanEngine(DynamoStreamTemplate.Builder builder) {
		this.client = builder.client;
		this.itemTypes = builder.itemTypes;
		this.executor = builder.taskExecutor;
		this.eventPublisher = builder.eventPublisher;
		this.tasks = new ScanTasks(builder.taskExecutor, builder.delays, builder.taskDecorator);
		this.budgets = builder.budgets();
		this.capacities = new TableCapacities(builder.client);
		this.estimator = new ScanEstimator(builder.client, builder.clock);
		this.clock = builder.clock;
		this.connections = HttpConnectionLimit.of(builder.client);
		this.registry = new ScanRegistry(builder.historySize);
		this.listener = new ScanListeners(builder.listeners);
		this.sizes = new TableSizes(builder.client, builder.taskExecutor, builder.clock);
		this.progressEventInterval = builder.progressEventInterval;
		this.checkpoints = new Checkpoints(builder.checkpointStore, builder.checkpointInterval,
				builder.onCheckpointSaveFailure, builder.clock);
		this.decoders = new ItemDecoders(builder.decoder, builder.client);
	}

	ScanRegistry registry() {
		return this.registry;
	}

	ScanListener listener() {
		return this.listener;
	}

	TableSizes sizes() {
		return this.sizes;
	}

	<T> ScanPlan<T> plan(Class<T> itemType, ScanLayers layers) {
		ScanTarget<T> target = ScanTarget.of(itemType, this.itemTypes, layers.resolve());
		target = target.decoded(this.decoders.of(target.schema()));
		ScanPlan<T> plan = ScanPlan.of(target, layers, this.connections);
		ScanLimits.checkPossible(plan, this.budgets);
		return plan;
	}

	ScanEstimate estimate(ScanPlan<?> plan) {
		return this.estimator.estimate(plan);
	}

	<T> Stream<T> stream(ScanPlan<T> plan) {
		DefaultScanExecution execution = execution(plan, Mode.STREAM);
		PageSource source = source(plan, execution, ReadAhead.onceAsked(plan::startsFrugally));
		StreamScan<T> scan = new StreamScan<>(plan, source, execution);
		endWhenAbandoned(scan, execution, source);
		return scan.open();
	}

	<T> Publisher<T> publisher(ScanPlan<T> plan) {
		checkReactor("publisher()");
		return new ScanPublisher<>(plan, this, (execution, item, acknowledgment) -> item);
	}

	<T> Publisher<ScanEvent.Item<T>> acknowledgedPublisher(ScanPlan<T> plan) {
		checkReactor("acknowledgedPublisher()");
		Class<T> itemType = plan.target().itemType();
		return new ScanPublisher<>(plan, this, (execution, item, acknowledgment) -> new ScanEvent.Item<>(execution.id(),
				execution.name(), itemType, item, acknowledgment));
	}

	private static void checkReactor(String terminal) {
		Assert.state(REACTOR_PRESENT,
				() -> terminal + " needs Reactor, which is not on the class path. Add io.projectreactor:reactor-core.");
	}

	<T> ScanExecution start(ScanPlan<T> plan, ItemConsumer<T> consumer) {
		return start(plan, consumer, Mode.CALLBACK);
	}

	private <T> ScanExecution start(ScanPlan<T> plan, ItemConsumer<T> consumer, Mode mode) {
		DefaultScanExecution execution = execution(plan, mode);
		PageSource source = source(plan, execution, ReadAhead.onceAsked(plan::isLimited));
		BackgroundScan<T> scan = new BackgroundScan<>(plan, source, execution, consumer, this.executor);
		execution.steers(() -> scan);
		this.registry.opened(execution);
		this.registry.add(execution);
		scan.start();
		return execution;
	}

	<T> ScanExecution startToListeners(ScanPlan<T> plan, ScanEventMappings<T> mappings) {
		ApplicationEventPublisher publisher = this.eventPublisher;
		Assert.state(publisher != null,
				"toListeners() needs an event publisher. Give one to the builder of the DynamoStreamTemplate.");
		ScanEvents<T> events = new ScanEvents<>(plan, mappings, publisher,
				new Pace(this.progressEventInterval, this.clock));
		plan.checkUnacknowledgedItems();
		events.checkAcknowledged();
		events.checkHeard();
		return start(plan, events, Mode.LISTENERS);
	}

	DefaultScanExecution execution(ScanPlan<?> plan, Mode mode) {
		ScanLimits limits = new ScanLimits(plan, this.budgets, this.capacities, this.tasks);
		DefaultScanExecution execution = new DefaultScanExecution(plan, new ProgressTracker(plan, mode, this.clock),
				limits, this);
		if (plan.isResumable()) {
			execution.savesTo(
					new ExecutionCheckpoint(plan, this.checkpoints, () -> describe(plan, limits), execution.tracker()));
		}
		return execution;
	}

	PageSource source(ScanPlan<?> plan, DefaultScanExecution execution, ReadAhead readAhead) {
		PageReader reader = new PageReader(this.client, plan, execution, execution.limits());
		PageSource source = new PageSource(plan, reader, this.tasks, readAhead);
		execution.tracker().tracks(source);
		ExecutionCheckpoint checkpoint = execution.checkpoint();
		if (checkpoint != null) {
			source.goesOnFrom(checkpoint);
		}
		else if (plan.segmentNumber().isAutomatic()) {
			source.beginsWith(() -> begin(plan, execution));
		}
		if (plan.isAcknowledgedManually()) {
			new AcknowledgmentWatch(plan, execution.tracker(), source, this.tasks).start();
		}
		return source;
	}

	private TableDescription describe(ScanPlan<?> plan, ScanLimits limits) {
		TableDescription table = TableDescriptions.of(this.client, plan.target());
		limits.described(table);
		return table;
	}

	private ExecutionCheckpoint.Start begin(ScanPlan<?> plan, DefaultScanExecution execution) {
		TableSizes.Answer answer = this.sizes.of(plan, () -> describe(plan, execution.limits()));
		if (!execution.tracker().hasEnded()) {
			AutomaticSegments.choose(plan, answer);
			execution.tracker().begins(answer.size());
		}
		return ExecutionCheckpoint.Start.anew(plan);
	}

	/**
	 * Let a scan be steered as long as its user holds it, and end it when he no longer
	 * does. Nothing here may hold the scan, nor its source, which may hold it.
	 */
	void endWhenAbandoned(ActiveScan scan, DefaultScanExecution execution, PageSource source) {
		execution.steers(new WeakReference<>(scan)::get);
		this.registry.opened(execution);
		WeakReference<PageSource> reading = new WeakReference<>(source);
		Cleaner.Cleanable cleanable = CLEANER.register(scan, () -> abandoned(execution, reading.get()));
		execution.ended().thenRun(cleanable::clean);
	}

	private static void abandoned(DefaultScanExecution execution, @Nullable PageSource source) {
		if (execution.ended(State.ABANDONED, null)) {
			execution.complete();
			if (source != null) {
				source.close();
			}
		}
	}

	AsyncTaskExecutor executor() {
		return this.executor;
	}

}

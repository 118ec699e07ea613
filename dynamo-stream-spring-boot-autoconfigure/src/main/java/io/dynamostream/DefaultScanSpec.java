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
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.Assert;
import software.amazon.awssdk.enhanced.dynamodb.Expression;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanSettings.ItemFailurePolicy;

/**
 * The {@link ScanSpec} of {@link DynamoStreamTemplate}.
 *
 * @param <T> the item type
 */
final class DefaultScanSpec<T> implements ScanSpec<T> {

	private final ScanEngine engine;

	private final Class<T> itemType;

	private final ScanLayers layers;

	DefaultScanSpec(ScanEngine engine, Class<T> itemType, ScanLayers layers) {
		this.engine = engine;
		this.itemType = itemType;
		this.layers = layers;
	}

	@Override
	public ScanSpec<T> named(String name) {
		Assert.hasText(name, "'name' must not be blank");
		return new DefaultScanSpec<>(this.engine, this.itemType, this.layers.withName(name));
	}

	@Override
	public ScanSpec<T> tableName(String tableName) {
		return with(steps().tableName(tableName));
	}

	@Override
	public ScanSpec<T> indexName(String indexName) {
		return with(steps().indexName(indexName));
	}

	@Override
	public ScanSpec<T> filterExpression(String expression) {
		return with(steps().filterExpression(expression));
	}

	@Override
	public ScanSpec<T> projectionExpression(String expression) {
		return with(steps().projectionExpression(expression));
	}

	@Override
	public ScanSpec<T> expressionName(String placeholder, String attribute) {
		return with(steps().expressionName(placeholder, attribute));
	}

	@Override
	public ScanSpec<T> expressionValue(String placeholder, @Nullable Object value) {
		return with(steps().expressionValue(placeholder, value));
	}

	@Override
	public ScanSpec<T> filter(Expression expression) {
		Assert.notNull(expression, "'expression' must not be null");
		return with(steps().filter(expression));
	}

	@Override
	public ScanSpec<T> consistentRead(boolean consistentRead) {
		return with(steps().consistentRead(consistentRead));
	}

	@Override
	public ScanSpec<T> pageSize(int itemsEvaluatedPerRequest) {
		return with(steps().pageSize(itemsEvaluatedPerRequest));
	}

	@Override
	public ScanSpec<T> limit(long maxItems) {
		return with(steps().limit(maxItems));
	}

	@Override
	public ScanSpec<T> segments(int totalSegments) {
		return with(steps().segments(totalSegments));
	}

	@Override
	public ScanSpec<T> segments(String text) {
		return with(steps().segments(text));
	}

	@Override
	public ScanSpec<T> maxConcurrency(int requestsInFlight) {
		return with(steps().maxConcurrency(requestsInFlight));
	}

	@Override
	public ScanSpec<T> bufferedPages(int pages) {
		return with(steps().bufferedPages(pages));
	}

	@Override
	public ScanSpec<T> batchSize(int items) {
		return with(steps().batchSize(items));
	}

	@Override
	public ScanSpec<T> deliveryConcurrency(int callsAtOnce) {
		return with(steps().deliveryConcurrency(callsAtOnce));
	}

	@Override
	public ScanSpec<T> pageTimeout(Duration timeout) {
		return with(steps().pageTimeout(timeout));
	}

	@Override
	public ScanSpec<T> readCapacity(double unitsPerSecond) {
		return with(steps().readCapacity(unitsPerSecond));
	}

	@Override
	public ScanSpec<T> readCapacityPercent(int percent) {
		return with(steps().readCapacityPercent(percent));
	}

	@Override
	public ScanSpec<T> unlimitedReadCapacity() {
		return with(steps().unlimitedReadCapacity());
	}

	@Override
	public ScanSpec<T> itemsPerSecond(double itemsPerSecond) {
		return with(steps().itemsPerSecond(itemsPerSecond));
	}

	@Override
	public ScanSpec<T> unlimitedItemsPerSecond() {
		return with(steps().unlimitedItemsPerSecond());
	}

	@Override
	public ScanSpec<T> deliveryRetry(RetryPolicy policy) {
		return with(steps().deliveryRetry(policy));
	}

	@Override
	public ScanSpec<T> failOnFailedItem() {
		return with(steps().onItemFailure(ItemFailurePolicy.FAIL));
	}

	@Override
	public ScanSpec<T> skipFailedItems() {
		return with(steps().onItemFailure(ItemFailurePolicy.SKIP).without(ScanOption.FAILED_ITEM_RECORDER));
	}

	@Override
	public ScanSpec<T> skipFailedItems(Consumer<? super ScanEvent.ItemFailed<T>> recorder) {
		Assert.notNull(recorder, "'recorder' must not be null");
		return with(steps().onItemFailure(ItemFailurePolicy.SKIP).failedItemRecorder(recorder));
	}

	@Override
	public ScanSpec<T> maxFailedItems(long items) {
		return with(steps().maxFailedItems(items));
	}

	@Override
	public ScanSpec<T> maxFailedItemsPercent(double percent) {
		return with(steps().maxFailedItemsPercent(percent));
	}

	@Override
	public ScanSpec<T> resumable() {
		return with(steps().resumable(true));
	}

	@Override
	public ScanSpec<T> restart(ScanSettings.Restart restart) {
		return with(steps().restart(restart));
	}

	@Override
	public ScanSpec<T> manualAcknowledgment() {
		return with(steps().manualAcknowledgment(true));
	}

	@Override
	public ScanSpec<T> maxUnacknowledgedItems(int items) {
		return with(steps().maxUnacknowledgedItems(items));
	}

	@Override
	public ScanEstimate estimate() {
		return this.engine.estimate(plan());
	}

	@Override
	public Stream<T> stream() {
		return this.engine.stream(plan().acknowledgingByItself("stream()"));
	}

	@Override
	public Publisher<T> publisher() {
		return this.engine.publisher(plan().acknowledgingByItself("publisher()"));
	}

	@Override
	public Publisher<ScanEvent.Item<T>> acknowledgedPublisher() {
		return this.engine.acknowledgedPublisher(with(steps().manualAcknowledgment(true)).plan());
	}

	@Override
	public ScanExecution forEach(Consumer<? super T> action) {
		Assert.notNull(action, "'action' must not be null");
		return this.engine.start(plan().acknowledgingByItself("forEach(...)"), ItemConsumer.ofItems(action));
	}

	@Override
	public ScanExecution forEachBatch(Consumer<? super List<T>> action) {
		Assert.notNull(action, "'action' must not be null");
		ScanPlan<T> plan = plan().acknowledgingByItself("forEachBatch(...)");
		return this.engine.start(plan, ItemConsumer.ofBatches(plan.batchSize(), action));
	}

	@Override
	public ScanExecution toListeners() {
		return toListeners(ScanEventMappings.of(this.itemType));
	}

	@Override
	public ScanExecution toListeners(ScanEventMappings<T> mappings) {
		Assert.notNull(mappings, "'mappings' must not be null");
		return this.engine.startToListeners(plan(), mappings);
	}

	private ScanPlan<T> plan() {
		return this.engine.plan(this.itemType, this.layers);
	}

	private ScanSettings steps() {
		return this.layers.steps();
	}

	private DefaultScanSpec<T> with(ScanSettings steps) {
		return new DefaultScanSpec<>(this.engine, this.itemType, this.layers.withSteps(steps));
	}

}

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
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.Assert;
import software.amazon.awssdk.enhanced.dynamodb.Expression;

/**
 * Options of scans, each of them set or not: what {@code application.yml} says about all
 * scans or about those of one name. The methods mean what the steps of
 * {@link DynamoStreamOperations.ScanSpec} mean, and refuse the same values with an
 * {@link IllegalArgumentException}. Immutable: every method returns new settings.
 *
 * @since 0.1.0
 */
public final class ScanSettings {

	private static final ScanSettings NONE = new ScanSettings(Map.of());

	private final Map<ScanOption<?>, Object> values;

	private ScanSettings(Map<ScanOption<?>, Object> values) {
		this.values = values;
	}

	/**
	 * Return settings in which no option is set.
	 * @return empty settings
	 */
	public static ScanSettings none() {
		return NONE;
	}

	/**
	 * Set the table to read.
	 * @param tableName name or ARN of the table
	 * @return new settings
	 */
	public ScanSettings tableName(String tableName) {
		return with(ScanOption.TABLE_NAME, tableName);
	}

	/**
	 * Set the secondary index to read.
	 * @param indexName the name of the index
	 * @return new settings
	 */
	public ScanSettings indexName(String indexName) {
		return with(ScanOption.INDEX_NAME, indexName);
	}

	/**
	 * Set the condition that items must meet.
	 * @param expression a condition in DynamoDB's expression syntax
	 * @return new settings
	 */
	public ScanSettings filterExpression(String expression) {
		return withExpression(ScanOption.FILTER_EXPRESSION, expression);
	}

	ScanSettings filter(Expression expression) {
		ScanSettings settings = filterExpression(expression.expression());
		if (expression.expressionNames() != null) {
			settings = settings.with(ScanOption.EXPRESSION_NAMES,
					join(settings.entries(ScanOption.EXPRESSION_NAMES), expression.expressionNames()));
		}
		if (expression.expressionValues() != null) {
			settings = settings.with(ScanOption.EXPRESSION_VALUES,
					join(settings.entries(ScanOption.EXPRESSION_VALUES), expression.expressionValues()));
		}
		return settings;
	}

	/**
	 * Set the attributes to read.
	 * @param expression attribute paths separated by commas
	 * @return new settings
	 */
	public ScanSettings projectionExpression(String expression) {
		return withExpression(ScanOption.PROJECTION_EXPRESSION, expression);
	}

	/**
	 * Add a placeholder for an attribute name.
	 * @param placeholder the placeholder, such as {@code #name}
	 * @param attribute the attribute name it stands for
	 * @return new settings
	 */
	public ScanSettings expressionName(String placeholder, String attribute) {
		Assert.hasText(attribute,
				() -> "The attribute name of placeholder '%s' must not be blank".formatted(placeholder));
		return withEntry(ScanOption.EXPRESSION_NAMES, placeholder, attribute);
	}

	/**
	 * Add a placeholder for a value.
	 * @param placeholder the placeholder, such as {@code :min}
	 * @param value any value that
	 * {@link DynamoStreamOperations.ScanSpec#expressionValue(String, Object)} takes
	 * @return new settings
	 */
	public ScanSettings expressionValue(String placeholder, @Nullable Object value) {
		return withEntry(ScanOption.EXPRESSION_VALUES, placeholder, ExpressionValues.convert(placeholder, value));
	}

	/**
	 * Set whether to read strongly consistently.
	 * @param consistentRead whether to read strongly consistently
	 * @return new settings
	 */
	public ScanSettings consistentRead(boolean consistentRead) {
		return with(ScanOption.CONSISTENT_READ, consistentRead);
	}

	/**
	 * Set how many items a request evaluates.
	 * @param itemsEvaluatedPerRequest number of items, at least 1
	 * @return new settings
	 */
	public ScanSettings pageSize(int itemsEvaluatedPerRequest) {
		return with(ScanOption.PAGE_SIZE, itemsEvaluatedPerRequest);
	}

	/**
	 * Set how many items are delivered at most.
	 * @param maxItems number of items, 0 or more
	 * @return new settings
	 */
	public ScanSettings limit(long maxItems) {
		return with(ScanOption.LIMIT, maxItems);
	}

	/**
	 * Set the number of segments. Among the settings of all scans this is for
	 * {@link DynamoStreamOperations#parallelScan(Class)} only.
	 * @param totalSegments number of segments, 1 to 1000000
	 * @return new settings
	 */
	public ScanSettings segments(int totalSegments) {
		return with(ScanOption.SEGMENTS, SegmentChoice.of(totalSegments));
	}

	/**
	 * Set the number of segments, as a text. Among the settings of all scans this is for
	 * {@link DynamoStreamOperations#parallelScan(Class)} only.
	 * @param text number of segments, such as {@code 8}, or {@code auto} to have it
	 * chosen by the size of the table or index
	 * @return new settings
	 */
	public ScanSettings segments(String text) {
		return with(ScanOption.SEGMENTS, SegmentChoice.parse(text));
	}

	/**
	 * Set how many requests may be in flight at a time.
	 * @param requestsInFlight number of requests, at least 1
	 * @return new settings
	 */
	public ScanSettings maxConcurrency(int requestsInFlight) {
		return with(ScanOption.MAX_CONCURRENCY, requestsInFlight);
	}

	/**
	 * Set how many pages may be held that have been read and not yet delivered.
	 * @param pages number of pages, 0 or more
	 * @return new settings
	 */
	public ScanSettings bufferedPages(int pages) {
		return with(ScanOption.BUFFERED_PAGES, pages);
	}

	/**
	 * Set the number of items per batch.
	 * @param items number of items, at least 1
	 * @return new settings
	 */
	public ScanSettings batchSize(int items) {
		return with(ScanOption.BATCH_SIZE, items);
	}

	/**
	 * Set how many calls to the consumer may be made at once. Among the settings of all
	 * scans, more than a scan has segments has no effect on it.
	 * @param callsAtOnce number of concurrent calls, at least 1
	 * @return new settings
	 */
	public ScanSettings deliveryConcurrency(int callsAtOnce) {
		return with(ScanOption.DELIVERY_CONCURRENCY, callsAtOnce);
	}

	/**
	 * Set how long reading a page may take, retries of the client included.
	 * @param timeout the timeout, 1 millisecond to 1 day
	 * @return new settings
	 */
	public ScanSettings pageTimeout(Duration timeout) {
		return with(ScanOption.PAGE_TIMEOUT, timeout);
	}

	/**
	 * Set how much read capacity may be consumed. Replaces a percentage.
	 * @param unitsPerSecond read capacity units per second, 0.01 to 1000000
	 * @return new settings
	 */
	public ScanSettings readCapacity(double unitsPerSecond) {
		return with(ScanOption.READ_CAPACITY, ReadCapacity.units(unitsPerSecond));
	}

	/**
	 * Set how much of the read capacity of the table or index may be consumed. Replaces a
	 * number of units.
	 * @param percent percentage, 1 to 100
	 * @return new settings
	 */
	public ScanSettings readCapacityPercent(int percent) {
		return with(ScanOption.READ_CAPACITY, ReadCapacity.percent(percent));
	}

	/**
	 * Set that any read capacity may be consumed, whatever settings with less precedence
	 * say.
	 * @return new settings
	 */
	public ScanSettings unlimitedReadCapacity() {
		return with(ScanOption.READ_CAPACITY, ReadCapacity.unlimited());
	}

	/**
	 * Set how much read capacity may be consumed, as a text.
	 * @param text units per second, such as {@code 200}, a percentage, such as
	 * {@code 25%}, or {@code none} for no limit
	 * @return new settings
	 */
	public ScanSettings readCapacity(String text) {
		return with(ScanOption.READ_CAPACITY, ReadCapacity.parse(text));
	}

	/**
	 * Set how many items may be read per second.
	 * @param itemsPerSecond number of items per second, 0.01 to 1000000
	 * @return new settings
	 */
	public ScanSettings itemsPerSecond(double itemsPerSecond) {
		return with(ScanOption.ITEMS_PER_SECOND, ItemsPerSecond.of(itemsPerSecond));
	}

	/**
	 * Set that any number of items may be read per second, whatever settings with less
	 * precedence say.
	 * @return new settings
	 */
	public ScanSettings unlimitedItemsPerSecond() {
		return with(ScanOption.ITEMS_PER_SECOND, ItemsPerSecond.unlimited());
	}

	/**
	 * Set how many items may be read per second, as a text.
	 * @param text number of items per second, such as {@code 500}, or {@code none} for no
	 * limit
	 * @return new settings
	 */
	public ScanSettings itemsPerSecond(String text) {
		return with(ScanOption.ITEMS_PER_SECOND, ItemsPerSecond.parse(text));
	}

	/**
	 * Set when calls to the consumer that throw are repeated, before the items count as
	 * failed. By default they are not.
	 * @param policy when to repeat, and how long to wait before
	 * @return new settings
	 */
	public ScanSettings deliveryRetry(RetryPolicy policy) {
		return with(ScanOption.DELIVERY_RETRY, policy);
	}

	/**
	 * Set what becomes of a scan with an item that cannot be mapped, or whose consumer
	 * fails. By default the scan fails.
	 * @param policy the policy
	 * @return new settings
	 */
	public ScanSettings onItemFailure(ItemFailurePolicy policy) {
		return with(ScanOption.ON_ITEM_FAILURE, policy);
	}

	/**
	 * Set how many items may be skipped. Among the settings of all scans this has no
	 * effect on those that do not skip.
	 * @param items number of items, 0 or more
	 * @return new settings
	 */
	public ScanSettings maxFailedItems(long items) {
		return with(ScanOption.MAX_FAILED_ITEMS, FailedItemBudget.ofItems(items));
	}

	/**
	 * Set which part of the items may be skipped. Among the settings of all scans this
	 * has no effect on those that do not skip.
	 * @param percent percentage of the items delivered or failed, 0 to 100
	 * @return new settings
	 */
	public ScanSettings maxFailedItemsPercent(double percent) {
		return with(ScanOption.MAX_FAILED_ITEMS, FailedItemBudget.ofPercent(percent));
	}

	@SuppressWarnings("unchecked")
	<T> ScanSettings failedItemRecorder(Consumer<? super ScanEvent.ItemFailed<T>> recorder) {
		return with(ScanOption.FAILED_ITEM_RECORDER, (failed) -> recorder.accept((ScanEvent.ItemFailed<T>) failed));
	}

	/**
	 * Set whether to save how far the scan has come and to go on from there. Only for the
	 * settings of a name.
	 * @param resumable whether to save and to go on
	 * @return new settings
	 */
	public ScanSettings resumable(boolean resumable) {
		return with(ScanOption.RESUMABLE, resumable);
	}

	/**
	 * Set when a resumable scan begins anew. Only for the settings of a name.
	 * @param restart when to begin anew
	 * @return new settings
	 */
	public ScanSettings restart(Restart restart) {
		return with(ScanOption.RESTART, restart);
	}

	/**
	 * Set whether listeners or subscribers acknowledge items themselves. Only for the
	 * settings of a name.
	 * @param manualAcknowledgment whether they acknowledge items themselves
	 * @return new settings
	 */
	public ScanSettings manualAcknowledgment(boolean manualAcknowledgment) {
		return with(ScanOption.MANUAL_ACKNOWLEDGMENT, manualAcknowledgment);
	}

	/**
	 * Set how many items may be delivered and not acknowledged. Among the settings of all
	 * scans this has no effect on those that acknowledge by themselves.
	 * @param items number of items, at least 1
	 * @return new settings
	 */
	public ScanSettings maxUnacknowledgedItems(int items) {
		return with(ScanOption.MAX_UNACKNOWLEDGED_ITEMS, items);
	}

	/**
	 * Set an expression. One that it replaces takes with it the placeholders that only it
	 * used.
	 */
	private ScanSettings withExpression(ScanOption<String> option, String expression) {
		Set<String> obsolete = ScanExpressions.placeholders(get(option));
		ScanSettings settings = with(option, expression);
		obsolete.removeAll(ScanExpressions.placeholders(settings.get(ScanOption.FILTER_EXPRESSION),
				settings.get(ScanOption.PROJECTION_EXPRESSION)));
		return settings.withoutEntries(ScanOption.EXPRESSION_NAMES, obsolete)
			.withoutEntries(ScanOption.EXPRESSION_VALUES, obsolete);
	}

	private <V> ScanSettings withoutEntries(ScanOption<Map<String, V>> option, Set<String> placeholders) {
		Map<String, V> entries = new LinkedHashMap<>(entries(option));
		return entries.keySet().removeAll(placeholders) ? with(option, Collections.unmodifiableMap(entries)) : this;
	}

	<V> ScanSettings with(ScanOption<V> option, V value) {
		Map<ScanOption<?>, Object> copy = new HashMap<>(this.values);
		copy.put(option, option.check(value));
		return new ScanSettings(copy);
	}

	ScanSettings without(ScanOption<?> option) {
		Map<ScanOption<?>, Object> copy = new HashMap<>(this.values);
		copy.remove(option);
		return new ScanSettings(copy);
	}

	private <V> ScanSettings withEntry(ScanOption<Map<String, V>> option, String placeholder, V value) {
		Assert.notNull(placeholder, () -> "The placeholder of '%s' must not be null".formatted(option.name()));
		return with(option, join(entries(option), Map.of(placeholder, value)));
	}

	private static <V> Map<String, V> join(Map<String, V> entries, Map<String, V> added) {
		Map<String, V> joined = new LinkedHashMap<>(entries);
		joined.putAll(added);
		return Collections.unmodifiableMap(joined);
	}

	<V> Map<String, V> entries(ScanOption<Map<String, V>> option) {
		Map<String, V> entries = get(option);
		return (entries != null) ? entries : Map.of();
	}

	@SuppressWarnings("unchecked")
	<V> @Nullable V get(ScanOption<V> option) {
		return (V) this.values.get(option);
	}

	<V> V get(ScanOption<V> option, V defaultValue) {
		V value = get(option);
		return (value != null) ? value : defaultValue;
	}

	/**
	 * Return the options that are set, by name, those of our own types as texts.
	 */
	Map<String, Object> toMap(Set<ScanOption<?>> excluded) {
		Map<String, Object> options = new TreeMap<>();
		this.values.forEach((option, value) -> {
			if (!excluded.contains(option)) {
				options.put(option.name(), shown(value));
			}
		});
		return options;
	}

	private static Object shown(Object value) {
		if (value instanceof SegmentChoice segments) {
			return segments.plain();
		}
		if (value instanceof ReadCapacity capacity) {
			return capacity.plain();
		}
		if (value instanceof ItemsPerSecond items) {
			return items.plain();
		}
		return (value instanceof FailedItemBudget budget) ? budget.toString() : value;
	}

	/**
	 * Return these settings with the options added that are set in others only.
	 */
	ScanSettings orElse(ScanSettings others) {
		Map<ScanOption<?>, Object> merged = new HashMap<>(others.values);
		merged.putAll(this.values);
		return new ScanSettings(merged).mergeEntries(ScanOption.EXPRESSION_NAMES, this, others)
			.mergeEntries(ScanOption.EXPRESSION_VALUES, this, others);
	}

	private <V> ScanSettings mergeEntries(ScanOption<Map<String, V>> option, ScanSettings first, ScanSettings second) {
		boolean overridden = first.overrides(ScanOption.FILTER_EXPRESSION, second)
				|| first.overrides(ScanOption.PROJECTION_EXPRESSION, second);
		Map<String, V> inherited = ScanExpressions.inherited(this, overridden, second.entries(option));
		return with(option, join(inherited, first.entries(option)));
	}

	private boolean overrides(ScanOption<?> option, ScanSettings others) {
		return this.values.containsKey(option) && others.values.containsKey(option);
	}

	/**
	 * What becomes of a scan with an item that cannot be mapped, or whose consumer fails.
	 */
	public enum ItemFailurePolicy {

		/**
		 * The scan fails, so that no item is passed over.
		 */
		FAIL,

		/**
		 * The item is counted, recorded and skipped, as long as no more of them fail than
		 * may.
		 */
		SKIP

	}

	/**
	 * When a resumable scan begins anew instead of going on from its checkpoint.
	 */
	public enum Restart {

		/**
		 * After it has come to its end. One that has not goes on.
		 */
		WHEN_FINISHED,

		/**
		 * Each time.
		 */
		ALWAYS,

		/**
		 * Never. After it has come to its end it is refused.
		 */
		NEVER

	}

}

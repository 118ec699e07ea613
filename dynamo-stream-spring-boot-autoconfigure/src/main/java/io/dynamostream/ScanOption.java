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
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.Assert;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.ScanSettings.ItemFailurePolicy;

/**
 * An option of a scan: its name and the one place where its value is checked.
 *
 * @param <V> the type of the value
 * @param name the name of the step on the spec
 * @param fault says what is wrong with a value, {@code null} if nothing is
 */
record ScanOption<V>(String name, Function<V, @Nullable String> fault) {

	static final ScanOption<String> TABLE_NAME = text("tableName");

	static final ScanOption<String> INDEX_NAME = text("indexName");

	static final ScanOption<String> FILTER_EXPRESSION = text("filterExpression");

	static final ScanOption<String> PROJECTION_EXPRESSION = text("projectionExpression");

	static final ScanOption<Map<String, String>> EXPRESSION_NAMES = placeholders("expressionName", "#");

	static final ScanOption<Map<String, AttributeValue>> EXPRESSION_VALUES = placeholders("expressionValue", ":");

	static final ScanOption<Boolean> CONSISTENT_READ = new ScanOption<>("consistentRead", (value) -> null);

	static final ScanOption<Integer> PAGE_SIZE = atLeast("pageSize", 1);

	static final ScanOption<Long> LIMIT = new ScanOption<>("limit",
			(value) -> (value < 0) ? "must be 0 or more, but is " + value : null);

	static final ScanOption<SegmentChoice> SEGMENTS = new ScanOption<>("segments", SegmentChoice::fault);

	static final ScanOption<Integer> MAX_CONCURRENCY = atLeast("maxConcurrency", 1);

	static final ScanOption<Integer> BUFFERED_PAGES = atLeast("bufferedPages", 0);

	static final ScanOption<Integer> BATCH_SIZE = atLeast("batchSize", 1);

	static final ScanOption<Integer> DELIVERY_CONCURRENCY = atLeast("deliveryConcurrency", 1);

	static final ScanOption<ReadCapacity> READ_CAPACITY = new ScanOption<>("readCapacity", ReadCapacity::fault);

	static final ScanOption<Duration> PAGE_TIMEOUT = new ScanOption<>("pageTimeout",
			(value) -> (value.toDays() >= 1 || value.compareTo(Duration.ofMillis(1)) < 0)
					? "must be between 1 millisecond and 1 day, but is " + value : null);

	static final ScanOption<ItemsPerSecond> ITEMS_PER_SECOND = new ScanOption<>("itemsPerSecond",
			ItemsPerSecond::fault);

	static final ScanOption<RetryPolicy> DELIVERY_RETRY = new ScanOption<>("deliveryRetry", (value) -> null);

	static final ScanOption<ItemFailurePolicy> ON_ITEM_FAILURE = new ScanOption<>("onItemFailure", (value) -> null);

	static final ScanOption<FailedItemBudget> MAX_FAILED_ITEMS = new ScanOption<>("maxFailedItems", (value) -> null);

	static final ScanOption<Consumer<ScanEvent.ItemFailed<?>>> FAILED_ITEM_RECORDER = new ScanOption<>("recorder",
			(value) -> null);

	static final ScanOption<Boolean> RESUMABLE = new ScanOption<>("resumable", (value) -> null);

	static final ScanOption<ScanSettings.Restart> RESTART = new ScanOption<>("restart", (value) -> null);

	static final ScanOption<Boolean> MANUAL_ACKNOWLEDGMENT = new ScanOption<>("manualAcknowledgment", (value) -> null);

	static final ScanOption<Integer> MAX_UNACKNOWLEDGED_ITEMS = atLeast("maxUnacknowledgedItems", 1);

	V check(V value) {
		Assert.notNull(value, () -> "'%s' must not be null".formatted(this.name));
		String fault = this.fault.apply(value);
		Assert.isTrue(fault == null, () -> "'%s' %s".formatted(this.name, fault));
		return value;
	}

	private static ScanOption<String> text(String name) {
		return new ScanOption<>(name, (value) -> value.isBlank() ? "must not be blank" : null);
	}

	private static ScanOption<Integer> atLeast(String name, int minimum) {
		return new ScanOption<>(name,
				(value) -> (value < minimum) ? "must be %d or more, but is %d".formatted(minimum, value) : null);
	}

	private static <V> ScanOption<Map<String, V>> placeholders(String name, String prefix) {
		return new ScanOption<>(name,
				(values) -> values.keySet()
					.stream()
					.filter((placeholder) -> !placeholder.matches(prefix + "\\w+"))
					.findFirst()
					.map((placeholder) -> "must have a placeholder of the form '%sname', but has '%s'".formatted(prefix,
							placeholder))
					.orElse(null));
	}

}

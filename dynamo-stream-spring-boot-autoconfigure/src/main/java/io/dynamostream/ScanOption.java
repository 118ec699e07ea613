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

import java.util.Map;
import java.util.function.Predicate;

import org.springframework.util.Assert;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An option of a scan: its name and the one place where its value is checked.
 *
 * @param <V> the type of the value
 * @param name the name of the step on the spec
 * @param accepts whether a value is in range
 * @param range the range in words
 */
record ScanOption<V>(String name, Predicate<V> accepts, String range) {

	static final ScanOption<String> TABLE_NAME = text("tableName");

	static final ScanOption<String> INDEX_NAME = text("indexName");

	static final ScanOption<String> FILTER_EXPRESSION = text("filterExpression");

	static final ScanOption<String> PROJECTION_EXPRESSION = text("projectionExpression");

	static final ScanOption<Map<String, String>> EXPRESSION_NAMES = placeholders("expressionName", "#");

	static final ScanOption<Map<String, AttributeValue>> EXPRESSION_VALUES = placeholders("expressionValue", ":");

	static final ScanOption<Boolean> CONSISTENT_READ = new ScanOption<>("consistentRead", (value) -> true, "set");

	static final ScanOption<Integer> PAGE_SIZE = atLeast("pageSize", 1);

	static final ScanOption<Long> LIMIT = new ScanOption<>("limit", (value) -> value >= 0, "be 0 or more");

	static final ScanOption<Integer> SEGMENTS = new ScanOption<>("segments",
			(value) -> value >= 1 && value <= 1_000_000, "be between 1 and 1000000");

	static final ScanOption<Integer> MAX_CONCURRENCY = atLeast("maxConcurrency", 1);

	static final ScanOption<Integer> BUFFERED_PAGES = atLeast("bufferedPages", 0);

	static final ScanOption<Integer> BATCH_SIZE = atLeast("batchSize", 1);

	static final ScanOption<Integer> DELIVERY_CONCURRENCY = atLeast("deliveryConcurrency", 1);

	V check(V value) {
		Assert.notNull(value, () -> "'%s' must not be null".formatted(this.name));
		Assert.isTrue(this.accepts.test(value),
				() -> "'%s' must %s, but is %s".formatted(this.name, this.range, value));
		return value;
	}

	private static ScanOption<String> text(String name) {
		return new ScanOption<>(name, (value) -> !value.isBlank(), "not be blank");
	}

	private static ScanOption<Integer> atLeast(String name, int minimum) {
		return new ScanOption<>(name, (value) -> value >= minimum, "be %d or more".formatted(minimum));
	}

	private static <V> ScanOption<Map<String, V>> placeholders(String name, String prefix) {
		return new ScanOption<>(name,
				(values) -> values.keySet().stream().allMatch((key) -> key.matches(prefix + "\\w+")),
				"have placeholders of the form %sname".formatted(prefix));
	}

}

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

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Refuses the scan requests that DynamoDB refuses, with its words.
 */
final class ScanChecks {

	private static final Pattern NAME = Pattern.compile("#\\w+");

	private static final Pattern VALUE = Pattern.compile(":\\w+");

	private static final int MAX_SEGMENTS = 1_000_000;

	private final StandInTable table;

	private final StandInRequest request;

	ScanChecks(StandInTable table, StandInRequest request) {
		this.table = table;
		this.request = request;
	}

	void check() {
		checkLimit();
		checkSegments();
		checkIndex();
		checkNames();
		checkValues();
		checkFilter();
		checkStartKey();
	}

	private void checkLimit() {
		checkRange("limit", this.request.limit(), 1, Integer.MAX_VALUE);
	}

	private void checkSegments() {
		Integer segment = this.request.segment();
		Integer total = this.request.totalSegments();
		refuseIf(segment != null && total == null, "The TotalSegments parameter is required but was not present in "
				+ "the request when Segment parameter is present");
		refuseIf(segment == null && total != null, "The Segment parameter is required but was not present in the "
				+ "request when parameter TotalSegments is present");
		checkRange("segment", segment, 0, MAX_SEGMENTS - 1);
		checkRange("totalSegments", total, 1, MAX_SEGMENTS);
		refuseIf(segment != null && total != null && segment >= total,
				"The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: %s is "
						+ "not less than TotalSegments: %s",
				segment, total);
	}

	private void checkRange(String parameter, @Nullable Integer value, int min, int max) {
		String message = "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must "
				+ "have value %s than or equal to %s";
		refuseIf(value != null && value < min, message, value, parameter, "greater", min);
		refuseIf(value != null && value > max, message, value, parameter, "less", max);
	}

	private void checkIndex() {
		StandInIndex index = this.table.index(this.request.indexName());
		refuseIf(this.request.indexName() != null && index == null, "The table does not have the specified index: %s",
				this.request.indexName());
		refuseIf(index != null && index.global() && this.request.consistentRead(),
				"Consistent reads are not supported on global secondary indexes");
	}

	private void checkNames() {
		boolean noExpression = this.request.filterExpression() == null && this.request.projectionExpression() == null;
		refuseIf(!this.request.expressionNames().isEmpty() && noExpression,
				"ExpressionAttributeNames can only be specified when using expressions");
		Set<String> used = placeholders(NAME, this.request.filterExpression());
		checkDefined("FilterExpression", "name used in the document path", "name", used,
				this.request.expressionNames());
		Set<String> projected = placeholders(NAME, this.request.projectionExpression());
		checkDefined("ProjectionExpression", "name used in the document path", "name", projected,
				this.request.expressionNames());
		used.addAll(projected);
		checkUsed("ExpressionAttributeNames", used, this.request.expressionNames());
	}

	private void checkValues() {
		refuseIf(!this.request.expressionValues().isEmpty() && this.request.filterExpression() == null,
				"ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null");
		Set<String> used = placeholders(VALUE, this.request.filterExpression());
		checkDefined("FilterExpression", "value used in expression", "value", used, this.request.expressionValues());
		checkUsed("ExpressionAttributeValues", used, this.request.expressionValues());
	}

	private Set<String> placeholders(Pattern pattern, @Nullable String expression) {
		String text = (expression != null) ? expression : "";
		return pattern.matcher(text)
			.results()
			.map((match) -> match.group())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private void checkDefined(String parameter, String use, String kind, Set<String> used, Map<String, ?> defined) {
		used.forEach((placeholder) -> refuseIf(!defined.containsKey(placeholder),
				"Invalid %s: An expression attribute %s is not defined; attribute %s: %s", parameter, use, kind,
				placeholder));
	}

	private void checkUsed(String parameter, Set<String> used, Map<String, ?> defined) {
		Set<String> unused = new TreeSet<>(defined.keySet());
		unused.removeAll(used);
		refuseIf(!unused.isEmpty(), "Value provided in %s unused in expressions: keys: {%s}", parameter,
				String.join(", ", unused));
	}

	private void checkFilter() {
		String filter = this.request.filterExpression();
		refuseIf("".equals(filter), "Invalid FilterExpression: The expression can not be empty;");
		refuseIf(filter != null && this.table.filter(filter) == null,
				"Invalid FilterExpression: Syntax error; token: \"<EOF>\", near: \"%s\"", filter);
	}

	private void checkStartKey() {
		if (!this.request.firstPage()) {
			StandInRows rows = this.table.rows(this.request.indexName());
			refuseIf(!rows.isKey(this.request.exclusiveStartKey()), "The provided starting key is invalid");
			int segment = this.request.segmentOrZero();
			int total = this.request.totalSegmentsOrOne();
			refuseIf(!rows.isInSegment(this.request.exclusiveStartKey(), segment, total),
					"The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey "
							+ "with correct Segment. TotalSegments: %s Segment: %s",
					total, segment);
		}
	}

	private void refuseIf(boolean condition, String message, @Nullable Object... arguments) {
		if (condition) {
			throw RefusedException.validation(message, arguments);
		}
	}

}

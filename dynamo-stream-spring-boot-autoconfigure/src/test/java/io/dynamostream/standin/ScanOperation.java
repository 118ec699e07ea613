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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads one page. Not for use by several threads.
 */
final class ScanOperation {

	private static final int MAX_PAGE_BYTES = 1024 * 1024;

	private static final int CAPACITY_UNIT_BYTES = 4096;

	private final StandInTable table;

	private final StandInRequest request;

	private final StandInRows rows;

	private final @Nullable BiPredicate<Map<String, AttributeValue>, Map<String, AttributeValue>> filter;

	private final @Nullable Set<String> projection;

	private final PageBuffer page;

	private int evaluated;

	private int returned;

	private int bytes;

	ScanOperation(StandInTable table, StandInRequest request) {
		new ScanChecks(table, request).check();
		this.table = table;
		this.request = request;
		this.rows = table.rows(request.indexName());
		this.filter = table.filter(request.filterExpression());
		this.projection = projection(request);
		this.page = new PageBuffer((request.limit() != null) ? 4096 : MAX_PAGE_BYTES * 3 / 2);
	}

	private static @Nullable Set<String> projection(StandInRequest request) {
		if (request.projectionExpression() == null) {
			return null;
		}
		return Arrays.stream(request.projectionExpression().split(","))
			.map(String::strip)
			.map((name) -> request.expressionNames().getOrDefault(name, name))
			.collect(Collectors.toSet());
	}

	Answer scan() {
		int segment = this.request.segmentOrZero();
		int total = this.request.totalSegmentsOrOne();
		int start = this.request.firstPage() ? this.rows.start(segment, total)
				: this.rows.after(this.request.exclusiveStartKey());
		this.page.append("{\"Items\":[");
		int end = evaluate(start, this.rows.start(segment + 1, total));
		this.page.append("],\"Count\":" + this.returned + ",\"ScannedCount\":" + this.evaluated);
		writeLastEvaluatedKey(end, this.rows.start(segment + 1, total));
		writeConsumedCapacity();
		this.page.append("}");
		return new Answer(200, this.page, true, this.returned, capacity());
	}

	private int evaluate(int start, int end) {
		int row = start;
		while (row < end && !isFull(row)) {
			this.evaluated++;
			this.bytes += this.rows.bytes(row);
			if (isWanted(row)) {
				this.page.append((this.returned++ > 0) ? "," : "");
				write(row);
			}
			row++;
		}
		return row;
	}

	private boolean isFull(int nextRow) {
		return isLimitReached() || (this.evaluated > 0 && this.bytes + this.rows.bytes(nextRow) > MAX_PAGE_BYTES);
	}

	private boolean isLimitReached() {
		return this.request.limit() != null && this.evaluated >= this.request.limit();
	}

	private boolean isWanted(int row) {
		return this.filter == null || this.filter.test(this.rows.item(row), this.request.expressionValues());
	}

	private void write(int row) {
		if (this.projection == null) {
			this.rows.write(row, this.page);
		}
		else {
			Map<String, AttributeValue> item = new LinkedHashMap<>(this.rows.item(row));
			item.keySet().retainAll(this.projection);
			this.page.writeBytes(AttributeJson.encode(item));
		}
	}

	private void writeLastEvaluatedKey(int next, int end) {
		if (next < end || (this.evaluated > 0 && isEmptyPageNext())) {
			this.page.append(",\"LastEvaluatedKey\":");
			this.page.writeBytes(AttributeJson.encode(this.rows.key(next - 1)));
		}
	}

	private boolean isEmptyPageNext() {
		return switch (this.table.emptyLastPage()) {
			case NEVER -> false;
			case AT_LIMIT -> isLimitReached();
			case ALWAYS -> true;
		};
	}

	private double capacity() {
		int units = Math.max(1, (this.bytes + CAPACITY_UNIT_BYTES - 1) / CAPACITY_UNIT_BYTES);
		return this.request.consistentRead() ? units : units * 0.5;
	}

	private void writeConsumedCapacity() {
		String level = this.request.returnConsumedCapacity();
		if (level != null && !level.equals("NONE")) {
			JsonWriter json = JsonWriter.create();
			json.writeStartObject().writeFieldName("TableName").writeValue(this.table.name());
			json.writeFieldName("CapacityUnits").writeValue(capacity()).writeEndObject();
			this.page.append(",\"ConsumedCapacity\":" + new String(json.getBytes(), StandardCharsets.UTF_8));
		}
	}

}

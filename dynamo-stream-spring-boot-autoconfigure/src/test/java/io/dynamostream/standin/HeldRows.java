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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows held in memory with their encoded form.
 */
final class HeldRows implements StandInRows {

	private final KeyOrder order;

	private final List<Row> rows;

	HeldRows(List<String> keyNames, Collection<Map<String, AttributeValue>> items) {
		this.order = new KeyOrder(keyNames);
		this.rows = items.stream()
			.map((item) -> new Row(this.order.keyOf(item), item, ItemSize.of(item), AttributeJson.encode(item)))
			.sorted((left, right) -> this.order.compare(left.key(), right.key()))
			.toList();
	}

	@Override
	public int count() {
		return this.rows.size();
	}

	@Override
	public int start(int segment, int totalSegments) {
		return first((key) -> this.order.segment(key, totalSegments) >= segment);
	}

	@Override
	public boolean isKey(Map<String, AttributeValue> key) {
		return this.order.isKey(key) && (this.rows.isEmpty() || hasTypesOf(key(0), key));
	}

	private boolean hasTypesOf(Map<String, AttributeValue> other, Map<String, AttributeValue> key) {
		return key.entrySet().stream().allMatch((entry) -> entry.getValue().type() == other.get(entry.getKey()).type());
	}

	@Override
	public boolean isInSegment(Map<String, AttributeValue> key, int segment, int totalSegments) {
		return this.order.segment(key, totalSegments) == segment;
	}

	@Override
	public int after(Map<String, AttributeValue> key) {
		return first((other) -> this.order.compare(other, key) > 0);
	}

	private int first(Predicate<Map<String, AttributeValue>> condition) {
		int low = 0;
		int high = this.rows.size();
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (condition.test(key(middle))) {
				high = middle;
			}
			else {
				low = middle + 1;
			}
		}
		return low;
	}

	@Override
	public Map<String, AttributeValue> key(int row) {
		return this.rows.get(row).key();
	}

	@Override
	public Map<String, AttributeValue> item(int row) {
		return this.rows.get(row).item();
	}

	@Override
	public int bytes(int row) {
		return this.rows.get(row).bytes();
	}

	@Override
	public void write(int row, PageBuffer page) {
		page.writeBytes(this.rows.get(row).json());
	}

	private record Row(Map<String, AttributeValue> key, Map<String, AttributeValue> item, int bytes, byte[] json) {

	}

}

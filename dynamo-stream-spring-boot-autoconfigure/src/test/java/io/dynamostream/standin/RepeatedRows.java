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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Any number of items that differ in their key, and repeat a few bodies beside it.
 */
final class RepeatedRows extends NumberedRows {

	private static final byte[] BEFORE_ID = "{\"id\":{\"S\":\"item-".getBytes(StandardCharsets.UTF_8);

	private static final byte[] AFTER_ID = "\"},".getBytes(StandardCharsets.UTF_8);

	private final List<Map<String, AttributeValue>> bodies;

	private final List<byte[]> encodedBodies = new ArrayList<>();

	private final List<Integer> sizes = new ArrayList<>();

	RepeatedRows(int count, List<Map<String, AttributeValue>> bodies) {
		super("item-", count);
		Assert.notEmpty(bodies, "'bodies' must not be empty");
		this.bodies = List.copyOf(bodies);
		this.bodies.forEach(this::encode);
	}

	private void encode(Map<String, AttributeValue> body) {
		Assert.isTrue(!body.isEmpty() && !body.containsKey("id"), "'bodies' must have attributes, but no 'id'");
		this.encodedBodies.add(new String(AttributeJson.encode(body), StandardCharsets.UTF_8).substring(1)
			.getBytes(StandardCharsets.UTF_8));
		this.sizes.add(ItemSize.of(item(0, body)));
	}

	private Map<String, AttributeValue> item(int row, Map<String, AttributeValue> body) {
		Map<String, AttributeValue> item = new LinkedHashMap<>();
		item.put("id", AttributeValue.fromS(id(row)));
		item.putAll(body);
		return item;
	}

	@Override
	public Map<String, AttributeValue> item(int row) {
		return item(row, this.bodies.get(row % this.bodies.size()));
	}

	@Override
	public int bytes(int row) {
		return this.sizes.get(row % this.sizes.size());
	}

	@Override
	public void write(int row, PageBuffer page) {
		page.writeBytes(BEFORE_ID);
		page.writeBytes(digits(row));
		page.writeBytes(AFTER_ID);
		page.writeBytes(this.encodedBodies.get(row % this.encodedBodies.size()));
	}

}

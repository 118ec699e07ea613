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

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Orders keys as DynamoDB stores them: by the hash of the first attribute, then by the
 * attributes.
 */
final class KeyOrder implements Comparator<Map<String, AttributeValue>> {

	private final List<String> names;

	KeyOrder(List<String> names) {
		this.names = List.copyOf(names);
	}

	boolean isKey(Map<String, AttributeValue> key) {
		return key.size() == this.names.size() && key.keySet().containsAll(this.names);
	}

	Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
		Map<String, AttributeValue> key = new LinkedHashMap<>();
		this.names.forEach((name) -> key.put(name, item.get(name)));
		return key;
	}

	/**
	 * Return the segment that a key belongs to: segments share the range of 32-bit hash
	 * values equally.
	 */
	int segment(Map<String, AttributeValue> key, int totalSegments) {
		return (int) ((hash(key) * totalSegments) >>> 32);
	}

	private long hash(Map<String, AttributeValue> key) {
		try {
			byte[] digest = MessageDigest.getInstance("MD5").digest(bytes(key.get(this.names.get(0))));
			return Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public int compare(Map<String, AttributeValue> left, Map<String, AttributeValue> right) {
		int result = Long.compare(hash(left), hash(right));
		for (int i = 0; result == 0 && i < this.names.size(); i++) {
			result = compare(left.get(this.names.get(i)), right.get(this.names.get(i)));
		}
		return result;
	}

	private int compare(AttributeValue left, AttributeValue right) {
		if (left.n() != null && right.n() != null) {
			return new BigDecimal(left.n()).compareTo(new BigDecimal(right.n()));
		}
		return Arrays.compareUnsigned(bytes(left), bytes(right));
	}

	private byte[] bytes(AttributeValue value) {
		return switch (value.type()) {
			case S -> value.s().getBytes(StandardCharsets.UTF_8);
			case N -> new BigDecimal(value.n()).stripTrailingZeros().toString().getBytes(StandardCharsets.UTF_8);
			case B -> value.b().asByteArray();
			default -> throw new IllegalArgumentException("A key attribute must be a string, number or binary");
		};
	}

}

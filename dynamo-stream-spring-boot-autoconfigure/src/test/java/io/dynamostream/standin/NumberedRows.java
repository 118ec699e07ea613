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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.Assert;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Any number of items whose key {@code id} is made of a prefix and their number, made
 * when they are read, so that they take no memory.
 */
abstract class NumberedRows implements StandInRows {

	private static final int DIGITS = 8;

	private final String prefix;

	private final Pattern id;

	private final int count;

	NumberedRows(String prefix, int count) {
		this.prefix = prefix;
		this.id = Pattern.compile(Pattern.quote(prefix) + "(\\d{" + DIGITS + "})");
		this.count = count;
	}

	static byte[] digits(int number) {
		byte[] digits = new byte[DIGITS];
		int rest = number;
		for (int i = digits.length - 1; i >= 0; i--) {
			digits[i] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
		return digits;
	}

	String id(int row) {
		return this.prefix + new String(digits(row), StandardCharsets.UTF_8);
	}

	@Override
	public int count() {
		return this.count;
	}

	@Override
	public int start(int segment, int totalSegments) {
		return (int) ((long) this.count * segment / totalSegments);
	}

	@Override
	public boolean isKey(Map<String, AttributeValue> key) {
		return key.size() == 1 && key.containsKey("id") && matcher(key).matches();
	}

	@Override
	public boolean isInSegment(Map<String, AttributeValue> key, int segment, int totalSegments) {
		int row = after(key) - 1;
		return start(segment, totalSegments) <= row && row < start(segment + 1, totalSegments);
	}

	@Override
	public int after(Map<String, AttributeValue> key) {
		Matcher matcher = matcher(key);
		Assert.isTrue(matcher.matches(), "Not the key of a row");
		return Integer.parseInt(matcher.group(1)) + 1;
	}

	private Matcher matcher(Map<String, AttributeValue> key) {
		return this.id.matcher(key.get("id").getValueForField("S", String.class).orElse(""));
	}

	@Override
	public Map<String, AttributeValue> key(int row) {
		return Map.of("id", AttributeValue.fromS(id(row)));
	}

}

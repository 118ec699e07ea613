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

package io.dynamostream.actuate;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Data of tables as one request may see it.
 *
 * @param sanitizer hides what nobody may see
 * @param shown whether anything is shown
 */
record ShownValues(Sanitizer sanitizer, boolean shown) {

	/**
	 * Return the values, each hidden if it must not be seen.
	 */
	Map<String, Object> values(Map<String, AttributeValue> values) {
		Map<String, Object> seen = new TreeMap<>();
		PlainValue.of(values).forEach((name, value) -> seen.put(name, value(name, value)));
		return seen;
	}

	private Object value(String name, Object value) {
		Object sanitized = this.sanitizer.sanitize(new SanitizableData(null, name, value), this.shown);
		return (sanitized != null) ? sanitized : Optional.empty();
	}

	/**
	 * Return the position, hidden as a whole, names included, if it must not be seen.
	 */
	@Nullable Object position(@Nullable Map<String, AttributeValue> position) {
		if (position == null) {
			return null;
		}
		return this.shown ? values(position) : SanitizableData.SANITIZED_VALUE;
	}

}

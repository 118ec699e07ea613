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

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of a table or index in the order in which a scan meets them. A segment is a
 * range of them, so that the segments of any number cover every item once.
 */
interface StandInRows {

	int count();

	/**
	 * Return the first row of a segment. A segment ends where the next one starts.
	 */
	int start(int segment, int totalSegments);

	boolean isKey(Map<String, AttributeValue> key);

	boolean isInSegment(Map<String, AttributeValue> key, int segment, int totalSegments);

	/**
	 * Return the first row after a key, whether there is an item with that key or not.
	 */
	int after(Map<String, AttributeValue> key);

	Map<String, AttributeValue> key(int row);

	Map<String, AttributeValue> item(int row);

	int bytes(int row);

	void write(int row, PageBuffer page);

}

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

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where reading stands in a segment. There are three positions, never a key that may be
 * null: a segment that has not started and one that is done are not the same.
 *
 * @param segment number of the segment, from 0
 * @param work what reading it has cost and brought so far
 * @param position where to go on
 */
record SegmentCursor(int segment, Work work, Position position) {

	static SegmentCursor notStarted(int segment) {
		return new SegmentCursor(segment, Work.NONE, new NotStarted());
	}

	/**
	 * Return the cursor after a page.
	 * @param lastEvaluatedKey the key that came with the page; the segment is done when
	 * DynamoDB gives none, however many items the page had
	 * @param page what reading the page has cost and brought
	 */
	SegmentCursor advance(Map<String, AttributeValue> lastEvaluatedKey, Work page) {
		Position next = lastEvaluatedKey.isEmpty() ? new Done() : new AtKey(lastEvaluatedKey);
		return new SegmentCursor(this.segment, this.work.plus(page), next);
	}

	long pages() {
		return this.work.pages();
	}

	boolean isDone() {
		return this.position instanceof Done;
	}

	/**
	 * A position in a segment.
	 */
	sealed interface Position {

	}

	/**
	 * No page has been read.
	 */
	record NotStarted() implements Position {

	}

	/**
	 * The page before this key has been read.
	 *
	 * @param key where the next request starts
	 */
	record AtKey(Map<String, AttributeValue> key) implements Position {

	}

	/**
	 * The last page has been read.
	 */
	record Done() implements Position {

	}

}

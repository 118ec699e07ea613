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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far a scan is: an immutable snapshot.
 *
 * @param id identifier of the execution
 * @param name name of the scan
 * @param tableName name of the table
 * @param indexName name of the secondary index, or {@code null} if the table itself is
 * read
 * @param itemType class of the items
 * @param state where the execution is in its life
 * @param startedAt when the scan began to read, or {@code null} before that
 * @param endedAt when the scan ended, or {@code null} before that
 * @param segments number of segments by state
 * @param pages number of pages read, empty ones included
 * @param items number of items delivered
 * @param scannedItems number of items that DynamoDB evaluated, before the filter
 * @param consumedCapacity read capacity units consumed, as DynamoDB reported them
 * @since 0.1.0
 */
public record ScanProgress(String id, String name, String tableName, @Nullable String indexName, Class<?> itemType,
		State state, @Nullable Instant startedAt, @Nullable Instant endedAt, Segments segments, long pages, long items,
		long scannedItems, double consumedCapacity) {

	/**
	 * Number of segments by state.
	 *
	 * @param total all segments
	 * @param pending segments of which no page has been read
	 * @param reading segments of which some pages have been read
	 * @param done segments that have been read to their end
	 */
	public record Segments(int total, int pending, int reading, int done) {

	}

	/**
	 * States of a scan.
	 */
	public enum State {

		/**
		 * Has not begun to read.
		 */
		PENDING,

		/**
		 * Reads and delivers.
		 */
		RUNNING,

		/**
		 * Waits to be resumed.
		 */
		PAUSED,

		/**
		 * Has delivered every item.
		 */
		COMPLETED,

		/**
		 * Has ended with an error.
		 */
		FAILED,

		/**
		 * Was ended by its user.
		 */
		CANCELLED,

		/**
		 * Was ended by the shutdown of the application.
		 */
		INTERRUPTED;

		/**
		 * Return whether a scan in this state has ended.
		 * @return {@code true} for the last four states
		 */
		public boolean hasEnded() {
			return compareTo(COMPLETED) >= 0;
		}

	}

}

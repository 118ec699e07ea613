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

import java.time.Duration;
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
 * @param mode how the scan delivers
 * @param state where the execution is in its life
 * @param startedAt when the scan began to read, or {@code null} before that
 * @param endedAt when the scan ended, or {@code null} before that
 * @param segments number of segments by state
 * @param requests requests and pages in hand
 * @param pages number of pages read, empty ones included
 * @param items number of items delivered, or acknowledged if that is done manually
 * @param scannedItems number of items that DynamoDB evaluated, before the filter
 * @param failedItems number of items that could not be mapped, or whose consumer failed
 * @param unacknowledgedItems number of items that were taken for a consumer which
 * acknowledges them manually, and are not acknowledged or, if the scan is resumable, not
 * all items before them in their segment
 * @param consumedCapacity read capacity units consumed, as DynamoDB reported them
 * @param rates how fast the scan is
 * @param estimate what the fraction is measured against, or {@code null} if nothing is
 * known
 * @param fractionDone how much of the scan is done, from 0 to 1, or {@code null} if
 * nothing is known, as before the second page. It is an estimate that never goes back,
 * and is 1 only when the scan is completed
 * @param timeLeft how long the scan will take at its recent speed, without pauses, or
 * {@code null} if that is not known, as where more was found than DynamoDB had said
 * @param lastError the error seen last, retried ones included, or {@code null} if there
 * was none
 * @since 0.1.0
 */
public record ScanProgress(String id, String name, String tableName, @Nullable String indexName, Class<?> itemType,
		Mode mode, State state, @Nullable Instant startedAt, @Nullable Instant endedAt, Segments segments,
		Requests requests, long pages, long items, long scannedItems, long failedItems, long unacknowledgedItems,
		double consumedCapacity, Rates rates, @Nullable Estimate estimate, @Nullable Double fractionDone,
		@Nullable Duration timeLeft, @Nullable LastError lastError) {

	/**
	 * Number of segments by state.
	 *
	 * @param total all segments, 0 until their number is chosen
	 * @param pending segments of which no page has been read
	 * @param reading segments of which some pages have been read
	 * @param done segments that have been read to their end
	 */
	public record Segments(int total, int pending, int reading, int done) {

	}

	/**
	 * Requests and the pages they brought.
	 *
	 * @param maxConcurrency how many requests may be in flight at a time
	 * @param readCapacity read capacity units per second that the scan may consume, or
	 * {@code null} if there is no limit, or none is known yet
	 * @param inFlight number of requests in flight, or about to be sent
	 * @param bufferedPages number of pages that were read and wait for the consumer
	 * @param retries number of times a request was sent again
	 * @param throttles number of answers by which DynamoDB asked to slow down
	 */
	public record Requests(int maxConcurrency, @Nullable Double readCapacity, int inFlight, int bufferedPages,
			long retries, long throttles) {

	}

	/**
	 * How fast a scan is. The current rates are those of the last 10 seconds and 0 after
	 * the end, the mean ones those since the start, pauses left out.
	 *
	 * @param itemsPerSecond items delivered per second
	 * @param capacityPerSecond read capacity units per second
	 * @param meanItemsPerSecond items delivered per second since the start
	 * @param meanCapacityPerSecond read capacity units per second since the start
	 */
	public record Rates(double itemsPerSecond, double capacityPerSecond, double meanItemsPerSecond,
			double meanCapacityPerSecond) {

	}

	/**
	 * The size of what is scanned, as far as it is known. What DynamoDB says about a
	 * table is several hours old, and only approximately true.
	 *
	 * @param source where the estimate comes from
	 * @param total bytes, items or segments, as the source tells
	 * @param describedAt when DynamoDB was asked, or {@code null} if it was not
	 * @param rebased whether the scan has found more than DynamoDB had said, so that the
	 * total was raised to what was found
	 */
	public record Estimate(Source source, long total, @Nullable Instant describedAt, boolean rebased) {

		/**
		 * Where an estimate comes from.
		 */
		public enum Source {

			/**
			 * The size of the table or index in bytes, against the capacity consumed.
			 */
			SIZE,

			/**
			 * The number of items of the table or index, against those evaluated.
			 */
			ITEM_COUNT,

			/**
			 * The number of segments, against those done.
			 */
			SEGMENTS,

			/**
			 * The limit to the items, against those delivered, where it is nearer than
			 * the end of the table.
			 */
			LIMIT

		}

	}

	/**
	 * What went wrong last.
	 *
	 * @param type class of the error
	 * @param segment number of the segment, from 0, or {@code null} if it concerns the
	 * whole scan
	 * @param message what was wrong, without anything of an item
	 */
	public record LastError(String type, @Nullable Integer segment, String message) {

	}

	/**
	 * How a scan delivers its items.
	 */
	public enum Mode {

		/**
		 * As a {@link java.util.stream.Stream}.
		 */
		STREAM,

		/**
		 * As a {@link org.reactivestreams.Publisher}.
		 */
		PUBLISHER,

		/**
		 * To a callback, one item or one batch at a time.
		 */
		CALLBACK,

		/**
		 * To the listeners of the application context.
		 */
		LISTENERS

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
		 * Has delivered every item, and each is acknowledged.
		 */
		COMPLETED,

		/**
		 * Has ended with an error.
		 */
		FAILED,

		/**
		 * Was ended by its user: cancelled, or a stream that was closed before its end.
		 */
		CANCELLED,

		/**
		 * Was left by its user, who holds neither the stream nor the subscription any
		 * longer and has not closed it.
		 */
		ABANDONED,

		/**
		 * Was ended by the shutdown of the application.
		 */
		INTERRUPTED;

		/**
		 * Return whether a scan in this state has ended.
		 * @return {@code true} for the last five states
		 */
		public boolean hasEnded() {
			return compareTo(COMPLETED) >= 0;
		}

	}

}

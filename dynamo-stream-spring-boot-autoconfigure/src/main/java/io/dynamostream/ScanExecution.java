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

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * A scan that runs or has run. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see DynamoStreamOperations.ScanSpec#forEach
 * @see DynamoStreamOperations.ScanSpec#toListeners()
 * @see ScanExecutions
 */
public interface ScanExecution {

	/**
	 * Return the identifier of this execution, unique among all executions.
	 * @return a random identifier
	 */
	String id();

	/**
	 * Return the name of the scan.
	 * @return the name given to the spec, or else the name of the table
	 */
	String name();

	/**
	 * Return how far the scan is.
	 * @return an immutable snapshot, taken now
	 */
	ScanProgress progress();

	/**
	 * Return what is known beyond the progress: segments, recent samples, options.
	 * @return an immutable snapshot, taken now
	 */
	ScanDetails details();

	/**
	 * Return a future that ends when the scan does, after the last listener has returned.
	 * It completes with the final progress, fails with a {@link DynamoStreamException},
	 * or is cancelled by {@link #cancel()}. Cancelling the future cancels the scan and
	 * ends the future at once; it has no effect on a scan that ends in another way
	 * already.
	 * @return the same future for every call
	 */
	CompletableFuture<ScanProgress> completion();

	/**
	 * Wait until the scan has ended. Must not be called by the consumer of the same scan,
	 * which would wait for itself.
	 * @return the final progress
	 * @throws DynamoStreamException if the scan failed, was interrupted by the shutdown
	 * of the application, or if the waiting thread was interrupted
	 * @throws CancellationException if the scan was cancelled
	 */
	ScanProgress join();

	/**
	 * Pause the scan: no request is sent and nothing is delivered after the call in hand
	 * until {@link #resume()}. A stream delivers the page in hand and then lets its
	 * reader wait. Does nothing if the scan is paused.
	 * @throws IllegalStateException if the scan has ended
	 */
	void pause();

	/**
	 * Resume a paused scan where it stopped. Does nothing if the scan is not paused.
	 * @throws IllegalStateException if the scan has ended
	 */
	void resume();

	/**
	 * Change how many requests may be in flight at a time. Lowering it aborts none.
	 * @param requestsInFlight number of requests, at least 1; more than there are
	 * segments is of no use
	 * @throws IllegalArgumentException if it is below 1 or above the connections of the
	 * HTTP client
	 * @throws IllegalStateException if the scan has ended
	 */
	void maxConcurrency(int requestsInFlight);

	/**
	 * Change how much read capacity the scan may consume, whether it was limited before
	 * or not. A debt of a page that was read before is still paid.
	 * @param unitsPerSecond read capacity units per second, 0.01 to 1000000
	 * @throws IllegalArgumentException if it is out of that range
	 * @throws IllegalStateException if the scan has ended, or Bucket4j is not on the
	 * class path
	 */
	void readCapacity(double unitsPerSecond);

	/**
	 * Change how much of the read capacity of the table or index the scan may consume,
	 * and ask DynamoDB how much there is.
	 * @param percent percentage, 1 to 100
	 * @throws IllegalArgumentException if it is out of that range
	 * @throws IllegalStateException if the scan has ended, or Bucket4j is not on the
	 * class path
	 * @throws DynamoStreamException if DynamoDB does not tell the capacity
	 */
	void readCapacityPercent(int percent);

	/**
	 * Change how much read capacity the scan may consume, as a text.
	 * @param text units per second, such as {@code 200}, a percentage, such as
	 * {@code 25%}, or {@code none} for no limit
	 * @throws IllegalArgumentException if it is none of these, or out of range
	 * @throws IllegalStateException if the scan has ended, or Bucket4j is not on the
	 * class path
	 * @throws DynamoStreamException if DynamoDB does not tell the capacity of which it is
	 * a percentage
	 */
	void readCapacity(String text);

	/**
	 * Let the scan consume any read capacity. Reads that wait for the limit start at
	 * once. Does nothing if there is no limit.
	 * @throws IllegalStateException if the scan has ended
	 */
	void unlimitedReadCapacity();

	/**
	 * Change how many items the scan may read per second, whether it was limited before
	 * or not.
	 * @param itemsPerSecond number of items per second, 0.01 to 1000000
	 * @throws IllegalArgumentException if it is out of that range
	 * @throws IllegalStateException if the scan has ended, or Bucket4j is not on the
	 * class path
	 */
	void itemsPerSecond(double itemsPerSecond);

	/**
	 * Change how many items the scan may read per second, as a text.
	 * @param text number of items per second, such as {@code 500}, or {@code none} for no
	 * limit
	 * @throws IllegalArgumentException if it is neither, or out of range
	 * @throws IllegalStateException if the scan has ended, or Bucket4j is not on the
	 * class path
	 */
	void itemsPerSecond(String text);

	/**
	 * Let the scan read any number of items per second. Reads that wait for the limit
	 * start at once. Does nothing if there is no limit.
	 * @throws IllegalStateException if the scan has ended
	 */
	void unlimitedItemsPerSecond();

	/**
	 * Cancel the scan: no request is sent any more and nothing is delivered after the
	 * call in hand. Threads that have a request in flight are interrupted; where that
	 * does not end it, as on platform threads, it ends with its answer or the timeout of
	 * the client, nobody waits for it and its page is dropped. Whoever reads a stream or
	 * has subscribed gets a {@link DynamoStreamException}. Does nothing if the scan has
	 * been cancelled or has ended.
	 */
	void cancel();

}

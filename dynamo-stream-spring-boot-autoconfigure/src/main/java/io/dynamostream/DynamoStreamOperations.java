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
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.retry.RetryPolicy;
import software.amazon.awssdk.enhanced.dynamodb.Expression;

/**
 * Reads whole DynamoDB tables, typed, in constant memory. This is about scanning tables;
 * it is not a client for DynamoDB Streams (change data capture).
 * <p>
 * A scan is described by a {@link ScanSpec} and started by one of its terminal methods:
 * <pre class="code">
 * try (Stream&lt;User&gt; users = operations.scan(User.class).filterExpression("age &gt; :min")
 * 		.expressionValue(":min", 18)
 * 		.stream()) {
 * 	users.limit(1000).forEach(this::export);
 * }
 * </pre>
 * <p>
 * Without a failure every item that is in the table for the whole scan is delivered
 * exactly once. Implementations are safe for use by several threads.
 *
 * @since 0.1.0
 * @see DynamoStreamTemplate
 */
public interface DynamoStreamOperations {

	/**
	 * Describe a scan that reads the table of the item type in one segment, unless the
	 * spec says otherwise.
	 * @param <T> the item type
	 * @param itemType a class annotated with {@code @DynamoDbBean} or
	 * {@code @DynamoDbImmutable}, or any class that a {@code TableSchema} bean maps
	 * @return the spec of a scan that has not started
	 */
	<T> ScanSpec<T> scan(Class<T> itemType);

	/**
	 * Describe a scan that reads the table of the item type in several segments at once,
	 * {@code dynamo.stream.segments} of them (4 by default) unless the spec says
	 * otherwise.
	 * @param <T> the item type
	 * @param itemType a class annotated with {@code @DynamoDbBean} or
	 * {@code @DynamoDbImmutable}, or any class that a {@code TableSchema} bean maps
	 * @return the spec of a scan that has not started
	 */
	<T> ScanSpec<T> parallelScan(Class<T> itemType);

	/**
	 * The description of a scan. Specs are immutable: every step returns a new spec, so
	 * one can be kept, shared between threads and started many times. A step on the spec
	 * wins over {@code dynamo.stream.scans.<name>.*}, which wins over
	 * {@code dynamo.stream.*}, in whatever order the steps are called.
	 * <p>
	 * A value out of range is refused by the step with an
	 * {@link IllegalArgumentException}; what can only be seen from the whole spec is
	 * refused by the terminal method, before anything is read.
	 *
	 * @param <T> the item type
	 */
	interface ScanSpec<T> {

		/**
		 * Name the scan, for progress, logs and error messages, and apply the properties
		 * under {@code dynamo.stream.scans.<name>} if there are any. By default a scan
		 * bears the name of its table.
		 * @param name the name
		 * @return a new spec
		 */
		ScanSpec<T> named(String name);

		/**
		 * Read this table instead of the one that belongs to the item type.
		 * @param tableName name or ARN of the table
		 * @return a new spec
		 */
		ScanSpec<T> tableName(String tableName);

		/**
		 * Read a global or local secondary index instead of the table. Items that the
		 * index does not hold are not delivered, and attributes that it does not project
		 * are absent.
		 * @param indexName the name of the index
		 * @return a new spec
		 */
		ScanSpec<T> indexName(String indexName);

		/**
		 * Let DynamoDB return only items that meet the condition. A filter lowers what is
		 * sent and mapped, not the read capacity consumed. Replaces the filter set before
		 * by this method or by {@link #filter(Expression)}.
		 * @param expression a condition in DynamoDB's expression syntax
		 * @return a new spec
		 */
		ScanSpec<T> filterExpression(String expression);

		/**
		 * Let DynamoDB return only these attributes. Properties of the other attributes
		 * keep the value that the item type gives them. By default all attributes are
		 * read.
		 * @param expression attribute paths separated by commas, in DynamoDB's expression
		 * syntax
		 * @return a new spec
		 */
		ScanSpec<T> projectionExpression(String expression);

		/**
		 * Define a placeholder for an attribute name, needed where the name is a reserved
		 * word of DynamoDB or has special characters.
		 * @param placeholder the placeholder, such as {@code #name}
		 * @param attribute the attribute name it stands for, such as {@code name}
		 * @return a new spec
		 */
		ScanSpec<T> expressionName(String placeholder, String attribute);

		/**
		 * Define a placeholder for a value in the filter.
		 * @param placeholder the placeholder, such as {@code :min}
		 * @param value the value it stands for: {@code null}, a string, number or
		 * boolean, {@code byte[]} or {@code SdkBytes}, anything else that the default
		 * converters of the enhanced client take (such as {@code Instant}), a list, a map
		 * with string keys, a set of strings, numbers or binaries, or an
		 * {@code AttributeValue}
		 * @return a new spec
		 */
		ScanSpec<T> expressionValue(String placeholder, @Nullable Object value);

		/**
		 * Let DynamoDB return only items that meet the expression, with the placeholders
		 * that it defines. Replaces the filter set before by this method or by
		 * {@link #filterExpression(String)}.
		 * @param expression an expression of the enhanced client
		 * @return a new spec
		 */
		ScanSpec<T> filter(Expression expression);

		/**
		 * Read strongly consistently, at twice the read capacity. Not possible on a
		 * global secondary index. Default {@code false}.
		 * @param consistentRead whether to read strongly consistently
		 * @return a new spec
		 */
		ScanSpec<T> consistentRead(boolean consistentRead);

		/**
		 * Evaluate this many items per request (DynamoDB's {@code Limit}), before the
		 * filter. By default the first request evaluates 100 items, so that the first
		 * item arrives soon, the next ones four times as many each, and from the fourth
		 * on they fill DynamoDB's page of 1 MB, so that a long scan pays few round trips.
		 * @param itemsEvaluatedPerRequest number of items, at least 1
		 * @return a new spec
		 */
		ScanSpec<T> pageSize(int itemsEvaluatedPerRequest);

		/**
		 * Deliver at most this many items and then complete. Counts the items returned,
		 * after the filter; it is not DynamoDB's {@code Limit}, which is
		 * {@link #pageSize(int)}. By default all items are delivered.
		 * @param maxItems number of items, 0 or more
		 * @return a new spec
		 */
		ScanSpec<T> limit(long maxItems);

		/**
		 * Divide the table into this many segments, which are read independently. Default
		 * 1 for {@link DynamoStreamOperations#scan(Class)} and 4 for
		 * {@link DynamoStreamOperations#parallelScan(Class)}.
		 * @param totalSegments number of segments, 1 to 1000000
		 * @return a new spec
		 */
		ScanSpec<T> segments(int totalSegments);

		/**
		 * Divide the table into this many segments, or into as many as fit its size.
		 * <p>
		 * With {@code auto} DynamoDB is asked for the size when the scan begins to read,
		 * which needs the permission for {@code dynamodb:DescribeTable}: 1 to 4 segments
		 * for up to 100,000 items, 4 to 8 for up to a million, 8 to 32 for up to 4
		 * million, then between 100,000 and 500,000 items per segment; and 1 for each 2
		 * GB at least. If the size cannot be known, or DynamoDB says that there is
		 * nothing, which it does for hours after a table was filled, there are 4, and the
		 * log says so. A {@linkplain #resumable() resumable} scan that goes on keeps the
		 * number with which it began, however much the table has grown.
		 * @param text number of segments, such as {@code 8}, from 1 to 1000000, or
		 * {@code auto}
		 * @return a new spec
		 */
		ScanSpec<T> segments(String text);

		/**
		 * Have at most this many requests in flight at a time. More than the number of
		 * segments has no effect, because each segment is read one page after another. By
		 * default the number of segments, or that of connections in the client's HTTP
		 * pool if it is lower, and no more than 32 where the number of segments is chosen
		 * by the size of the table. A value above the number of connections is refused by
		 * the terminal method, where that number is known.
		 * @param requestsInFlight number of requests, at least 1
		 * @return a new spec
		 */
		ScanSpec<T> maxConcurrency(int requestsInFlight);

		/**
		 * Hold at most this many pages that have been read and not yet delivered, beside
		 * those in flight. 0 means that nothing is read ahead of the consumer. By default
		 * the number given by {@link #maxConcurrency(int)}. A page is at most 1 MB on the
		 * wire and several times that in memory.
		 * @param pages number of pages, 0 or more
		 * @return a new spec
		 */
		ScanSpec<T> bufferedPages(int pages);

		/**
		 * Deliver items in lists of this size to {@link #forEachBatch(Consumer)} and
		 * {@link #toListeners()}; the last ones may be shorter. Default 1.
		 * @param items number of items per batch, at least 1
		 * @return a new spec
		 */
		ScanSpec<T> batchSize(int items);

		/**
		 * Make up to this many calls at once to the consumer of
		 * {@link #forEach(Consumer)}, {@link #forEachBatch(Consumer)} or
		 * {@link #toListeners()}, which must then be thread-safe. Items of one segment
		 * are still delivered in order, one call after another, so this cannot exceed the
		 * number of segments; where that is chosen by the size of the table, more has no
		 * effect, nor has more than there are batches in
		 * {@link #maxUnacknowledgedItems(int)}. Default 1.
		 * @param callsAtOnce number of concurrent calls, at least 1
		 * @return a new spec
		 */
		ScanSpec<T> deliveryConcurrency(int callsAtOnce);

		/**
		 * Fail if reading a page takes longer than this, retries of the client and its
		 * pauses between them included: a request that hangs must not hold up a scan for
		 * ever. Default 5 minutes, unless the client has an <code>apiCallTimeout</code>
		 * of its own, which then counts.
		 * @param timeout the timeout, 1 millisecond to 1 day
		 * @return a new spec
		 */
		ScanSpec<T> pageTimeout(Duration timeout);

		/**
		 * Consume no more than this much read capacity over any ten seconds, a page
		 * aside. All segments share it. Pages are kept small enough for that, and become
		 * no larger than {@link #pageSize(int)} if that is set. Replaces
		 * {@link #readCapacityPercent(int)}. Default: no limit. Needs Bucket4j.
		 * @param unitsPerSecond read capacity units per second, 0.01 to 1000000
		 * @return a new spec
		 */
		ScanSpec<T> readCapacity(double unitsPerSecond);

		/**
		 * Consume no more than this share of the read capacity of the table or index: of
		 * what is provisioned, else of the maximum of on-demand reads, else of the warm
		 * throughput. DynamoDB is asked for it (<code>dynamodb:DescribeTable</code>) at
		 * the start and every 30 seconds, so that the share follows auto-scaling; the
		 * scan fails before its first read if that tells nothing. Replaces
		 * {@link #readCapacity(double)}. Default: no limit. Needs Bucket4j.
		 * @param percent percentage, 1 to 100
		 * @return a new spec
		 */
		ScanSpec<T> readCapacityPercent(int percent);

		/**
		 * Consume any read capacity, whatever the properties say. Replaces
		 * {@link #readCapacity(double)} and {@link #readCapacityPercent(int)}.
		 * @return a new spec
		 */
		ScanSpec<T> unlimitedReadCapacity();

		/**
		 * Read no more than this many items per second, a page aside, for consumers or
		 * systems behind them that cannot take more. Pages are kept small enough for
		 * that. Default: no limit. Needs Bucket4j.
		 * @param itemsPerSecond number of items per second, 0.01 to 1000000
		 * @return a new spec
		 */
		ScanSpec<T> itemsPerSecond(double itemsPerSecond);

		/**
		 * Read any number of items per second, whatever the properties say. Replaces
		 * {@link #itemsPerSecond(double)}.
		 * @return a new spec
		 */
		ScanSpec<T> unlimitedItemsPerSecond();

		/**
		 * Repeat calls to the consumer of {@link #forEach(Consumer)},
		 * {@link #forEachBatch(Consumer)} or {@link #toListeners()} that throw, with the
		 * same items, before these count as failed. By default no call is repeated. A
		 * repeated event reaches all its listeners once more. The wait before a call
		 * keeps its thread and the items of its segment back; cancelling the scan ends
		 * it, and pausing prolongs it, which does not count against the timeout of the
		 * policy. Not repeated are calls that end in an error of the virtual machine or
		 * on an interrupted thread, or whose items are
		 * {@linkplain ScanEvent.Item#fail(Throwable) said to have failed}.
		 * @param policy when to repeat, and how long to wait before
		 * @return a new spec
		 */
		ScanSpec<T> deliveryRetry(RetryPolicy policy);

		/**
		 * Let the first item that cannot be mapped, or whose consumer fails, fail the
		 * scan. This is the default, unless properties say otherwise.
		 * @return a new spec
		 */
		ScanSpec<T> failOnFailedItem();

		/**
		 * Skip items that fail instead of failing with them, at most 1000 of them unless
		 * {@link #maxFailedItems(long)} says otherwise. An item fails in every mode if it
		 * cannot be mapped; in those of {@link #forEach(Consumer)},
		 * {@link #forEachBatch(Consumer)} and {@link #toListeners()} also if the call for
		 * it throws, and with {@link #manualAcknowledgment()} if its consumer says so. If
		 * the call for a batch throws, all its items have failed, since nobody knows
		 * which it was. What throws in the pipeline of a stream or publisher fails the
		 * scan, as do interrupts, errors of the virtual machine, and in every mode a
		 * {@link java.util.concurrent.RejectedExecutionException}: an executor that takes
		 * no more tasks would refuse the next items as well, and their failure is none of
		 * theirs.
		 * <p>
		 * Failed items are counted in {@link ScanProgress#failedItems()} and are told to
		 * listeners of {@link #toListeners()} as {@link ScanEvent.ItemFailed}. Items that
		 * cannot be mapped count against {@link #limit(long)}.
		 * @return a new spec
		 */
		ScanSpec<T> skipFailedItems();

		/**
		 * Skip items that fail, as {@link #skipFailedItems()} does, and give each of them
		 * to a recorder, with its key, all that was read of it and the error. The items
		 * that exceed the limit on failed items and so end the scan are recorded as well.
		 * @param recorder called before the scan goes on, on the thread that delivers or
		 * says that an item has failed; by several at once where the stream is parallel,
		 * {@link #deliveryConcurrency(int)} is above 1 or items are acknowledged
		 * manually. If it throws the scan fails, since the item would be lost
		 * @return a new spec
		 */
		ScanSpec<T> skipFailedItems(Consumer<? super ScanEvent.ItemFailed<T>> recorder);

		/**
		 * Fail if more than this many items fail that are to be skipped. Default 1000.
		 * Replaces what {@link #maxFailedItemsPercent(double)} has set.
		 * @param items number of items, 0 or more
		 * @return a new spec; its terminal methods refuse it with an
		 * {@link IllegalArgumentException} if it does not skip failed items
		 */
		ScanSpec<T> maxFailedItems(long items);

		/**
		 * Fail if more than this part of the items fails that are to be skipped. It is
		 * judged at each failure once 100 items were delivered or have failed, and at the
		 * end of the scan. Replaces what {@link #maxFailedItems(long)} has set, and its
		 * default.
		 * @param percent percentage of the items delivered or failed, 0 to 100
		 * @return a new spec; its terminal methods refuse it with an
		 * {@link IllegalArgumentException} if it does not skip failed items
		 */
		ScanSpec<T> maxFailedItemsPercent(double percent);

		/**
		 * Save how far the scan has come, and go on from there the next time a scan of
		 * this name is started, whether this one was stopped, has failed or its process
		 * has died. Needs a {@link #named(String) name}, and the permission for
		 * {@code dynamodb:DescribeTable}. By default a scan is not resumable.
		 * <p>
		 * Items are delivered at least once: those that were delivered and not
		 * acknowledged when the position was saved last are delivered again. An item is
		 * acknowledged when the call with it or its batch has returned, when the
		 * subscriber has returned from {@code onNext}, and in a stream when the next one
		 * is asked for; or when the consumer says so, with
		 * {@link #manualAcknowledgment()}. The position is saved at most every
		 * {@code dynamo.stream.checkpoint.interval} (1 second by default), when the scan
		 * is paused, and when it ends in any way.
		 * <p>
		 * Concurrency, page, batch and buffer sizes may change between runs; with another
		 * table, index, number of segments, filter or projection the scan is refused.
		 * {@link #limit(long)}, {@link #maxFailedItems(long)} and
		 * {@link #maxFailedItemsPercent(double)} count over all runs that go on from each
		 * other. Only one scan of a name can run at a time, and a stream that is not
		 * closed runs until it is collected.
		 * <p>
		 * A stream must not hold items back, since it has then asked for the next ones
		 * before anybody is done with them: no {@code sorted()}, no {@code limit} and no
		 * {@code forEachOrdered} of a parallel stream, no batches made of an iterator, no
		 * {@code collect} whose result is lost with the process. Use {@link #limit(long)}
		 * and {@link #forEachBatch(Consumer)}.
		 * @return a new spec
		 */
		ScanSpec<T> resumable();

		/**
		 * Say when a {@link #resumable()} scan begins anew. Default
		 * {@link ScanSettings.Restart#WHEN_FINISHED}.
		 * @param restart when to begin anew
		 * @return a new spec
		 */
		ScanSpec<T> restart(ScanSettings.Restart restart);

		/**
		 * Let the listeners of {@link #toListeners()} acknowledge items themselves, with
		 * {@link ScanEvent.Item#acknowledge()} or {@link ScanEvent.Batch#acknowledge()},
		 * on any thread and in any order: for {@code @Async} listeners and others that
		 * are not done with an item when they return. By default an item is acknowledged
		 * when its listeners have returned.
		 * <p>
		 * At most {@link #maxUnacknowledgedItems(int)} items are delivered and not
		 * acknowledged; then delivery waits, and reading with it. The scan is completed
		 * when all items are acknowledged, and its position in a segment, if it is
		 * {@link #resumable()}, is before the first item that is not. So each item must
		 * be acknowledged, or {@linkplain ScanEvent.Item#fail(Throwable) said to have
		 * failed}. A listener that throws fails the scan or lets the items be skipped, as
		 * always. When the application shuts down, the scan waits for acknowledgments as
		 * long as the application does.
		 * <p>
		 * {@link ScanProgress#items()} counts acknowledged items. A
		 * {@link #deliveryRetry(RetryPolicy)} concerns the call alone. Modes that
		 * acknowledge by themselves are refused; for subscribers there is
		 * {@link #acknowledgedPublisher()}.
		 * @return a new spec; its terminal methods refuse it with an
		 * {@link IllegalArgumentException} if they acknowledge by themselves, or if their
		 * events could not be acknowledged
		 */
		ScanSpec<T> manualAcknowledgment();

		/**
		 * Let at most this many items be delivered and not acknowledged, those of batches
		 * that are being put together included. An item of a {@link #resumable()} scan
		 * counts until all before it in its segment are acknowledged as well, so that no
		 * more than this many are delivered again, besides what was acknowledged since
		 * the position was saved last. One that takes very long then holds up the others.
		 * Default 1000, or as many as are delivered at once if that is more.
		 * @param items number of items, at least 1 and that of the items that are
		 * delivered at once
		 * @return a new spec; its terminal methods refuse it with an
		 * {@link IllegalArgumentException} if items are acknowledged by the scan itself
		 */
		ScanSpec<T> maxUnacknowledgedItems(int items);

		/**
		 * Tell what the scan will read, before it runs: items, bytes, requests, read
		 * capacity, and the time that this takes at its limits. Sends one DescribeTable
		 * request, waits for the answer on the calling thread, and sends nothing else.
		 * @return the estimate
		 * @throws DynamoStreamException if DynamoDB does not describe the table or index,
		 * or tells no capacity of which the scan may have a percentage
		 * @throws IllegalArgumentException if options do not fit together
		 */
		ScanEstimate estimate();

		/**
		 * Read as a {@link Stream}. Nothing is requested before the terminal operation of
		 * the stream. Of one segment the first page is read on demand, and from the
		 * second on one page is read ahead; several segments are read at once from the
		 * first item on, unless there is a {@link #limit(long)}. The stream is unordered;
		 * {@link Stream#parallel()} makes it map and process pages on several threads.
		 * <p>
		 * Close the stream, best in a try-with-resources statement: it ends reading, as
		 * {@link ScanExecution#cancel()} does. A stream that is not closed and not read
		 * to its end keeps no thread and no connection, only the pages it holds until it
		 * is collected.
		 * @return a stream that can be used once; it throws a
		 * {@link DynamoStreamException} where reading or mapping fails
		 * @throws IllegalStateException if the application context is closing
		 */
		Stream<T> stream();

		/**
		 * Read as a Reactive Streams publisher, for {@code Flux.from(...)}. Each
		 * subscription is a scan of its own, which reads as the subscriber demands: at
		 * most one page beyond the demand. Items are emitted on threads of the template's
		 * task executor or of the subscriber's {@code request} calls.
		 * @return a cold publisher that signals a {@link DynamoStreamException} where
		 * reading or mapping fails
		 * @throws IllegalStateException if Reactor is not on the class path
		 */
		Publisher<T> publisher();

		/**
		 * Read as a Reactive Streams publisher whose subscriber acknowledges each item
		 * when it is done with it, on any thread and in any order, or
		 * {@linkplain ScanEvent.Item#fail(Throwable) says that it has failed}:
		 * <pre class="code">
		 * Flux.from(spec.acknowledgedPublisher())
		 * 	.flatMap((user) -&gt; save(user.item()).doOnSuccess((saved) -&gt; user.acknowledge()))
		 * </pre>
		 * <p>
		 * Reads as {@link #publisher()} does, and waits while
		 * {@link #maxUnacknowledgedItems(int)} items are emitted and not acknowledged. It
		 * completes when all of them are. {@link #manualAcknowledgment()} is implied.
		 * <p>
		 * A subscriber that cancels can no longer acknowledge what it has in hand. So use
		 * {@link #limit(long)}, not {@code take(n)} of the pipeline, which cancels when
		 * the last item comes: a {@link #resumable()} scan might never get further.
		 * @return a cold publisher of items and their acknowledgment, which signals a
		 * {@link DynamoStreamException} where reading or mapping fails
		 * @throws IllegalStateException if Reactor is not on the class path
		 */
		Publisher<ScanEvent.Item<T>> acknowledgedPublisher();

		/**
		 * Read in the background and call the action for each item. Reading waits for the
		 * action. An action that throws fails the scan, unless it is to
		 * {@linkplain #skipFailedItems() skip} such items.
		 * @param action called for each item, one call at a time unless
		 * {@link #deliveryConcurrency(int)} says otherwise
		 * @return the running scan
		 * @throws DynamoStreamException if the task executor takes no more tasks
		 * @throws IllegalStateException if the application context is closing
		 */
		ScanExecution forEach(Consumer<? super T> action);

		/**
		 * Read in the background and call the action for each batch of
		 * {@link #batchSize(int)} items. Reading waits for the action. An action that
		 * throws fails the scan, unless it is to {@linkplain #skipFailedItems() skip} the
		 * items of such batches.
		 * @param action called for each batch with an unmodifiable list, one call at a
		 * time unless {@link #deliveryConcurrency(int)} says otherwise
		 * @return the running scan
		 * @throws DynamoStreamException if the task executor takes no more tasks
		 * @throws IllegalStateException if the application context is closing
		 */
		ScanExecution forEachBatch(Consumer<? super List<T>> action);

		/**
		 * Read in the background and publish {@link ScanEvent}s to the listeners of the
		 * application context: {@link ScanEvent.Started}, then {@link ScanEvent.Item} for
		 * each item or, if the batch size is above 1, {@link ScanEvent.Batch} for each
		 * batch, then exactly one of {@link ScanEvent.Completed},
		 * {@link ScanEvent.Failed} and {@link ScanEvent.Cancelled}. Reading waits for the
		 * listeners. A listener of an item or a batch that throws fails the scan, unless
		 * it is to {@linkplain #skipFailedItems() skip} such items, which are then told
		 * as {@link ScanEvent.ItemFailed}.
		 * @return the running scan
		 * @throws DynamoStreamException if the task executor takes no more tasks
		 * @throws IllegalStateException if no listener would hear the items, or if the
		 * application context is closing
		 */
		ScanExecution toListeners();

		/**
		 * Read in the background and publish events of the application's own types in
		 * place of those {@link ScanEvent}s that the mappings name.
		 * @param mappings from items, batches, completion and failure to events
		 * @return the running scan
		 * @throws DynamoStreamException if the task executor takes no more tasks
		 * @throws IllegalStateException if no listener would hear the items, or if the
		 * application context is closing
		 * @see #toListeners()
		 */
		ScanExecution toListeners(ScanEventMappings<T> mappings);

	}

}

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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a scan started with {@link DynamoStreamOperations.ScanSpec#toListeners()} tells
 * the listeners of the application context. Events know their item type, so that a
 * listener gets those of its own type and no others: <pre class="code">
 * &#64;EventListener
 * void on(ScanEvent.Batch&lt;User&gt; batch) {
 * 	batch.items().forEach(this::count);
 * }
 * </pre>
 *
 * @param <T> the item type
 * @since 0.1.0
 */
public sealed interface ScanEvent<T> extends ResolvableTypeProvider {

	/**
	 * Return the identifier of the execution.
	 * @return the same as {@link ScanExecution#id()}
	 */
	String executionId();

	/**
	 * Return the name of the scan.
	 * @return the same as {@link ScanExecution#name()}
	 */
	String name();

	/**
	 * Return the class of the items.
	 * @return the item type
	 */
	Class<T> itemType();

	@Override
	default ResolvableType getResolvableType() {
		return ResolvableType.forClassWithGenerics(getClass(), itemType());
	}

	/**
	 * The scan is about to send its first request. A listener that throws fails the scan.
	 *
	 * @param <T> the item type
	 * @param executionId identifier of the execution
	 * @param name name of the scan
	 * @param itemType class of the items
	 */
	record Started<T>(String executionId, String name, Class<T> itemType) implements ScanEvent<T> {

	}

	/**
	 * An item was read. A listener that throws fails the scan, unless it
	 * {@linkplain DynamoStreamOperations.ScanSpec#skipFailedItems() skips} failed items.
	 * Events of the same scan and item are equal, whatever their acknowledgment.
	 *
	 * @param <T> the item type
	 * @param executionId identifier of the execution
	 * @param name name of the scan
	 * @param itemType class of the items
	 * @param item the item
	 * @param acknowledgment tells the scan that its consumer is done with the item
	 */
	record Item<T>(String executionId, String name, Class<T> itemType, T item,
			Acknowledgment acknowledgment) implements ScanEvent<T> {

		/**
		 * Create an event whose acknowledgment does nothing, for tests of listeners.
		 * @param executionId identifier of the execution
		 * @param name name of the scan
		 * @param itemType class of the items
		 * @param item the item
		 */
		public Item(String executionId, String name, Class<T> itemType, T item) {
			this(executionId, name, itemType, item, Unheeded.INSTANCE);
		}

		/**
		 * Tell the scan that nothing is left to be done with the item.
		 * @throws IllegalStateException if the scan acknowledges by itself
		 * @see Acknowledgment#acknowledge()
		 */
		public void acknowledge() {
			this.acknowledgment.acknowledge();
		}

		/**
		 * Tell the scan that the item has failed.
		 * @param error what went wrong
		 * @throws IllegalStateException if the scan acknowledges by itself
		 * @see Acknowledgment#fail(Throwable)
		 */
		public void fail(Throwable error) {
			this.acknowledgment.fail(error);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Item<?> that && that.executionId.equals(this.executionId)
					&& that.name.equals(this.name) && that.itemType == this.itemType && that.item.equals(this.item);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.executionId, this.name, this.itemType, this.item);
		}

		@Override
		public String toString() {
			return "Item[executionId=%s, name=%s, itemType=%s, item=%s]".formatted(this.executionId, this.name,
					this.itemType, this.item);
		}

	}

	/**
	 * Several items were read. A listener that throws fails the scan, unless it
	 * {@linkplain DynamoStreamOperations.ScanSpec#skipFailedItems() skips} failed items.
	 * Events of the same scan and items are equal, whatever their acknowledgment.
	 *
	 * @param <T> the item type
	 * @param executionId identifier of the execution
	 * @param name name of the scan
	 * @param itemType class of the items
	 * @param items the items, in an unmodifiable list
	 * @param acknowledgment tells the scan that its consumer is done with the items
	 */
	record Batch<T>(String executionId, String name, Class<T> itemType, List<T> items,
			Acknowledgment acknowledgment) implements ScanEvent<T> {

		public Batch {
			items = List.copyOf(items);
		}

		/**
		 * Create an event whose acknowledgment does nothing, for tests of listeners.
		 * @param executionId identifier of the execution
		 * @param name name of the scan
		 * @param itemType class of the items
		 * @param items the items
		 */
		public Batch(String executionId, String name, Class<T> itemType, List<T> items) {
			this(executionId, name, itemType, items, Unheeded.INSTANCE);
		}

		/**
		 * Tell the scan that nothing is left to be done with the items of the batch.
		 * @throws IllegalStateException if the scan acknowledges by itself
		 * @see Acknowledgment#acknowledge()
		 */
		public void acknowledge() {
			this.acknowledgment.acknowledge();
		}

		/**
		 * Tell the scan that the items of the batch have failed.
		 * @param error what went wrong
		 * @throws IllegalStateException if the scan acknowledges by itself
		 * @see Acknowledgment#fail(Throwable)
		 */
		public void fail(Throwable error) {
			this.acknowledgment.fail(error);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Batch<?> that && that.executionId.equals(this.executionId)
					&& that.name.equals(this.name) && that.itemType == this.itemType && that.items.equals(this.items);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.executionId, this.name, this.itemType, this.items);
		}

		@Override
		public String toString() {
			return "Batch[executionId=%s, name=%s, itemType=%s, items=%s]".formatted(this.executionId, this.name,
					this.itemType, this.items);
		}

	}

	/**
	 * An item was skipped, because it could not be mapped or because its consumer failed.
	 * A listener that throws changes nothing: its error is logged. Given to the recorder
	 * of {@link DynamoStreamOperations.ScanSpec#skipFailedItems} in every mode, and
	 * published in that of the listeners, on the thread that delivers or calls
	 * {@link Acknowledgment#fail(Throwable)}: by several at once if items are
	 * acknowledged manually or {@link DynamoStreamOperations.ScanSpec#deliveryConcurrency
	 * deliveryConcurrency} is above 1. The text of the event holds nothing of the item.
	 *
	 * @param <T> the item type
	 * @param executionId identifier of the execution
	 * @param name name of the scan
	 * @param itemType class of the items
	 * @param tableName name of the table that was read
	 * @param indexName name of the secondary index that was read, or {@code null}
	 * @param segment number of the segment, from 0
	 * @param key primary key of the item as its type declares it, as far as the item has
	 * it
	 * @param item all that was read of the item, as DynamoDB returned it, in an
	 * unmodifiable map
	 * @param error a {@link DynamoStreamException} if the item could not be mapped, or
	 * what the consumer threw
	 */
	record ItemFailed<T>(String executionId, String name, Class<T> itemType, String tableName,
			@Nullable String indexName, int segment, Map<String, AttributeValue> key, Map<String, AttributeValue> item,
			Throwable error) implements ScanEvent<T> {

		public ItemFailed {
			key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
			item = Collections.unmodifiableMap(new LinkedHashMap<>(item));
		}

		@Override
		public String toString() {
			return "ItemFailed[executionId=%s, name=%s, itemType=%s, tableName=%s, indexName=%s, segment=%d, error=%s]"
				.formatted(this.executionId, this.name, this.itemType.getName(), this.tableName, this.indexName,
						this.segment, this.error.getClass().getName());
		}

	}

	/**
	 * The scan has delivered items, and some time has passed since the last event of this
	 * kind: a second, if not configured otherwise. A listener that throws changes
	 * nothing: its error is logged.
	 *
	 * @param <T> the item type
	 * @param executionId identifier of the execution
	 * @param name name of the scan
	 * @param itemType class of the items
	 * @param progress how far the scan is
	 */
	record Progress<T>(String executionId, String name, Class<T> itemType,
			ScanProgress progress) implements ScanEvent<T> {

	}

	/**
	 * The scan has delivered every item. A listener that throws changes nothing: its
	 * error is logged.
	 *
	 * @param <T> the item type
	 * @param executionId identifier of the execution
	 * @param name name of the scan
	 * @param itemType class of the items
	 * @param progress the final progress
	 */
	record Completed<T>(String executionId, String name, Class<T> itemType,
			ScanProgress progress) implements ScanEvent<T> {

	}

	/**
	 * The scan was cancelled, or interrupted by the shutdown of the application, as the
	 * state in its progress tells. A listener that throws changes nothing: its error is
	 * logged.
	 *
	 * @param <T> the item type
	 * @param executionId identifier of the execution
	 * @param name name of the scan
	 * @param itemType class of the items
	 * @param progress the final progress
	 */
	record Cancelled<T>(String executionId, String name, Class<T> itemType,
			ScanProgress progress) implements ScanEvent<T> {

	}

	/**
	 * The scan has failed. A listener that throws changes nothing: its error is logged.
	 *
	 * @param <T> the item type
	 * @param executionId identifier of the execution
	 * @param name name of the scan
	 * @param itemType class of the items
	 * @param progress the final progress
	 * @param error the first failure, a {@link DynamoStreamException}
	 */
	record Failed<T>(String executionId, String name, Class<T> itemType, ScanProgress progress,
			Throwable error) implements ScanEvent<T> {

	}

	/**
	 * Tells a scan with
	 * {@linkplain DynamoStreamOperations.ScanSpec#manualAcknowledgment() manual
	 * acknowledgment} what became of an item or a batch. One of the methods is to be
	 * called for each, once, on any thread and in any order; further calls, and those
	 * after the end of the scan, do nothing. What is said while the call that delivers is
	 * still running is heeded when it returns, on its thread; if it throws, that counts
	 * in place of an acknowledgment. An event that several listeners hear is acknowledged
	 * for all of them. Safe for use by several threads.
	 */
	interface Acknowledgment {

		/**
		 * Tell that nothing is left to be done with it. The position of a resumable scan
		 * may move behind it, and is saved on this thread if that is due, which takes as
		 * long as the store of checkpoints does. A failure to save fails the scan and is
		 * not thrown here.
		 * @throws IllegalStateException if the scan acknowledges by itself
		 */
		void acknowledge();

		/**
		 * Tell that it has failed. This fails the scan, or skips what has failed if the
		 * scan {@linkplain DynamoStreamOperations.ScanSpec#skipFailedItems() skips}
		 * failed items, as an exception of a synchronous listener does. The recorder of
		 * failed items is called on this thread, or on that of the call if it is still
		 * running. A call is not repeated once this was said.
		 * @param error what went wrong
		 * @throws IllegalStateException if the scan acknowledges by itself
		 */
		void fail(Throwable error);

	}

}

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

import java.util.List;

import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

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
	 * An item was read. A listener that throws fails the scan.
	 *
	 * @param <T> the item type
	 * @param executionId identifier of the execution
	 * @param name name of the scan
	 * @param itemType class of the items
	 * @param item the item
	 */
	record Item<T>(String executionId, String name, Class<T> itemType, T item) implements ScanEvent<T> {

	}

	/**
	 * Several items were read. A listener that throws fails the scan.
	 *
	 * @param <T> the item type
	 * @param executionId identifier of the execution
	 * @param name name of the scan
	 * @param itemType class of the items
	 * @param items the items, in an unmodifiable list
	 */
	record Batch<T>(String executionId, String name, Class<T> itemType, List<T> items) implements ScanEvent<T> {

		public Batch {
			items = List.copyOf(items);
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

}

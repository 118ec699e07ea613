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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * To whom a {@link BackgroundScan} delivers.
 *
 * @param <T> the item type
 */
interface ItemConsumer<T> {

	/**
	 * Return how many items are delivered at a time.
	 */
	int batchSize();

	/**
	 * Called before the first request. An error fails the scan.
	 */
	default void started(ScanExecution execution) {
	}

	/**
	 * Called with an unmodifiable list of at least one item. An error fails the scan, or
	 * lets the items be skipped.
	 */
	void accept(ScanExecution execution, List<T> items, ScanEvent.Acknowledgment acknowledgment);

	/**
	 * Called after a call to {@link #accept} has returned. Must not throw.
	 */
	default void delivered(ScanExecution execution) {
	}

	/**
	 * Called for each item that is skipped. Must not throw.
	 */
	default void failed(ScanEvent.ItemFailed<T> item) {
	}

	/**
	 * Called once, when all other calls have returned. An error is logged.
	 */
	default void ended(ScanProgress progress, @Nullable Throwable error) {
	}

	static <T> ItemConsumer<T> ofItems(Consumer<? super T> action) {
		return ofBatches(1, (items) -> action.accept(items.get(0)));
	}

	static <T> ItemConsumer<T> ofBatches(int batchSize, Consumer<? super List<T>> action) {
		return new ItemConsumer<>() {

			@Override
			public int batchSize() {
				return batchSize;
			}

			@Override
			public void accept(ScanExecution execution, List<T> items, ScanEvent.Acknowledgment acknowledgment) {
				action.accept(items);
			}

		};
	}

}

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

package io.dynamostream.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanSettings.ItemFailurePolicy;

/**
 * Options of scans.
 *
 * @since 0.1.0
 */
public class ScanProperties {

	/**
	 * Condition in DynamoDB's expression syntax that items must meet.
	 */
	private @Nullable String filterExpression;

	/**
	 * Attributes to read, separated by commas.
	 */
	private @Nullable String projectionExpression;

	/**
	 * Attribute names, by the placeholder used in expressions, with or without its '#'.
	 */
	private final Map<String, String> expressionNames = new LinkedHashMap<>();

	/**
	 * Values, by the placeholder used in expressions, with or without its ':'. A map
	 * whose only key is a DynamoDB type, such as 'N', gives a value of that type.
	 */
	private final Map<String, Object> expressionValues = new LinkedHashMap<>();

	/**
	 * Whether to read strongly consistently.
	 */
	private @Nullable Boolean consistentRead;

	/**
	 * Number of items that a request evaluates. Starts small and grows to DynamoDB's own
	 * page of 1 MB if not set.
	 */
	private @Nullable Integer pageSize;

	/**
	 * Maximum number of items to deliver.
	 */
	private @Nullable Long limit;

	/**
	 * Number of segments to read, or "auto" to have it chosen by the size of the table or
	 * index. At the level of all scans it is for parallel scans only.
	 */
	private @Nullable String segments;

	/**
	 * Maximum number of requests in flight at a time. The number of segments if not set,
	 * as far as the HTTP client has connections.
	 */
	private @Nullable Integer maxConcurrency;

	/**
	 * Maximum number of pages that have been read and not yet delivered, beside those in
	 * flight. The number of requests in flight if not set.
	 */
	private @Nullable Integer bufferedPages;

	/**
	 * Number of items delivered together to listeners and batch consumers.
	 */
	private @Nullable Integer batchSize;

	/**
	 * Maximum number of calls to listeners or consumers at a time.
	 */
	private @Nullable Integer deliveryConcurrency;

	/**
	 * Maximum time to read a page, with the retries of the client. Five minutes if not
	 * set and the client has no timeout of its own.
	 */
	private @Nullable Duration pageTimeout;

	/**
	 * Read capacity units that may be consumed per second, such as 200, a percentage of
	 * the capacity of the table or index, such as 25%, or "none". No limit if not set.
	 */
	private @Nullable String readCapacity;

	/**
	 * Number of items that may be read per second, or "none". No limit if not set.
	 */
	private @Nullable String itemsPerSecond;

	/**
	 * What becomes of a scan with an item that cannot be mapped, or whose consumer fails.
	 * Skipped items are counted, and recorded by what the application gives for it.
	 */
	private @Nullable ItemFailurePolicy onItemFailure;

	/**
	 * How many items may fail that are to be skipped: a number such as 100, or a
	 * percentage of the items delivered or failed such as 1%.
	 */
	private @Nullable String maxFailedItems;

	/**
	 * Maximum number of items that are delivered and not acknowledged, by scans with
	 * manual acknowledgment. More if more items than that are delivered at once.
	 */
	private @Nullable Integer maxUnacknowledgedItems;

	private final DeliveryRetry deliveryRetry = new DeliveryRetry();

	public @Nullable String getFilterExpression() {
		return this.filterExpression;
	}

	public void setFilterExpression(@Nullable String filterExpression) {
		this.filterExpression = filterExpression;
	}

	public @Nullable String getProjectionExpression() {
		return this.projectionExpression;
	}

	public void setProjectionExpression(@Nullable String projectionExpression) {
		this.projectionExpression = projectionExpression;
	}

	public Map<String, String> getExpressionNames() {
		return this.expressionNames;
	}

	public Map<String, Object> getExpressionValues() {
		return this.expressionValues;
	}

	public @Nullable Boolean getConsistentRead() {
		return this.consistentRead;
	}

	public void setConsistentRead(@Nullable Boolean consistentRead) {
		this.consistentRead = consistentRead;
	}

	public @Nullable Integer getPageSize() {
		return this.pageSize;
	}

	public void setPageSize(@Nullable Integer pageSize) {
		this.pageSize = pageSize;
	}

	public @Nullable Long getLimit() {
		return this.limit;
	}

	public void setLimit(@Nullable Long limit) {
		this.limit = limit;
	}

	public @Nullable String getSegments() {
		return this.segments;
	}

	public void setSegments(@Nullable String segments) {
		this.segments = segments;
	}

	public @Nullable Integer getMaxConcurrency() {
		return this.maxConcurrency;
	}

	public void setMaxConcurrency(@Nullable Integer maxConcurrency) {
		this.maxConcurrency = maxConcurrency;
	}

	public @Nullable Integer getBufferedPages() {
		return this.bufferedPages;
	}

	public void setBufferedPages(@Nullable Integer bufferedPages) {
		this.bufferedPages = bufferedPages;
	}

	public @Nullable Integer getBatchSize() {
		return this.batchSize;
	}

	public void setBatchSize(@Nullable Integer batchSize) {
		this.batchSize = batchSize;
	}

	public @Nullable Integer getDeliveryConcurrency() {
		return this.deliveryConcurrency;
	}

	public void setDeliveryConcurrency(@Nullable Integer deliveryConcurrency) {
		this.deliveryConcurrency = deliveryConcurrency;
	}

	public @Nullable Duration getPageTimeout() {
		return this.pageTimeout;
	}

	public void setPageTimeout(@Nullable Duration pageTimeout) {
		this.pageTimeout = pageTimeout;
	}

	public @Nullable String getReadCapacity() {
		return this.readCapacity;
	}

	public void setReadCapacity(@Nullable String readCapacity) {
		this.readCapacity = readCapacity;
	}

	public @Nullable String getItemsPerSecond() {
		return this.itemsPerSecond;
	}

	public void setItemsPerSecond(@Nullable String itemsPerSecond) {
		this.itemsPerSecond = itemsPerSecond;
	}

	public @Nullable ItemFailurePolicy getOnItemFailure() {
		return this.onItemFailure;
	}

	public void setOnItemFailure(@Nullable ItemFailurePolicy onItemFailure) {
		this.onItemFailure = onItemFailure;
	}

	public @Nullable String getMaxFailedItems() {
		return this.maxFailedItems;
	}

	public void setMaxFailedItems(@Nullable String maxFailedItems) {
		this.maxFailedItems = maxFailedItems;
	}

	public @Nullable Integer getMaxUnacknowledgedItems() {
		return this.maxUnacknowledgedItems;
	}

	public void setMaxUnacknowledgedItems(@Nullable Integer maxUnacknowledgedItems) {
		this.maxUnacknowledgedItems = maxUnacknowledgedItems;
	}

	public DeliveryRetry getDeliveryRetry() {
		return this.deliveryRetry;
	}

	/**
	 * Properties of when calls to listeners or consumers that throw are repeated.
	 */
	public static class DeliveryRetry {

		/**
		 * How many times a call is repeated before its items count as failed.
		 */
		private @Nullable Long maxRetries;

		/**
		 * Time to wait before a call is repeated.
		 */
		private @Nullable Duration delay;

		/**
		 * Factor by which the delay grows with each time that a call is repeated.
		 */
		private @Nullable Double multiplier;

		/**
		 * Maximum delay. Unlimited if not set.
		 */
		private @Nullable Duration maxDelay;

		public @Nullable Long getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(@Nullable Long maxRetries) {
			this.maxRetries = maxRetries;
		}

		public @Nullable Duration getDelay() {
			return this.delay;
		}

		public void setDelay(@Nullable Duration delay) {
			this.delay = delay;
		}

		public @Nullable Double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(@Nullable Double multiplier) {
			this.multiplier = multiplier;
		}

		public @Nullable Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(@Nullable Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		boolean hasSettings() {
			return this.maxRetries != null || hasDelays();
		}

		boolean hasDelays() {
			return this.delay != null || this.multiplier != null || this.maxDelay != null;
		}

	}

}

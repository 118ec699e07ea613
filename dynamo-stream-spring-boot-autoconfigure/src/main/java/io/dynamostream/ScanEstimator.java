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

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import io.dynamostream.ScanEstimate.Figure;
import io.dynamostream.ScanEstimate.Source;

/**
 * Tells what a scan will read, of what DynamoDB says about the table. Safe for use by
 * several threads.
 */
final class ScanEstimator {

	/**
	 * How often DynamoDB counts the items and bytes of a table.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html">TableDescription</a>
	 */
	private static final Duration COUNTED_EVERY = Duration.ofHours(6);

	/**
	 * What DynamoDB answers at most.
	 */
	private static final long PAGE_BYTES = 1024 * 1024;

	/**
	 * What a unit of read capacity pays for, twice if the read is eventually consistent.
	 */
	private static final double UNIT_BYTES = 4096;

	/**
	 * What makes pages no smaller.
	 */
	private static final Pages NO_BOUND = new Pages(0, "");

	private final DynamoDbClient client;

	private final Clock clock;

	ScanEstimator(DynamoDbClient client, Clock clock) {
		this.client = client;
		this.clock = clock;
	}

	/**
	 * Ask DynamoDB for the table, and nothing else.
	 * @throws DynamoStreamException if it does not tell
	 */
	ScanEstimate estimate(ScanPlan<?> plan) {
		TableDescription table = describe(plan);
		TableSize size = TableSize.of(plan.target(), table, this.clock.instant());
		if (size == null) {
			throw plan.failure("cannot be estimated, because the table has no such index. Correct indexName(...).%s"
				.formatted(plan.origin(ScanOption.INDEX_NAME)), null);
		}
		return new Estimation(plan, table, size).estimate();
	}

	private TableDescription describe(ScanPlan<?> plan) {
		try {
			return TableDescriptions.of(this.client, plan.target());
		}
		catch (RuntimeException ex) {
			throw plan.failure("cannot be estimated: " + TableDescriptions.explain(this.client, plan, ex), ex);
		}
	}

	/**
	 * The arithmetic of one estimate.
	 *
	 * @param plan the plan of the scan
	 * @param table the table
	 * @param size size of what is scanned
	 */
	private record Estimation(ScanPlan<?> plan, TableDescription table, TableSize size) {

		ScanEstimate estimate() {
			Figure<Double> capacity = readCapacity();
			return new ScanEstimate(this.plan.name(), this.plan.target().tableName(), this.plan.target().indexName(),
					items(), bytes(), segments(), pages(), capacity, timeAtLimit(capacity.value()));
		}

		private Figure<Long> items() {
			return isCutShort() ? new Figure<>(this.plan.limit(), Source.SETTING, Duration.ZERO, atLeast("the limit"))
					: counted(this.size.items(), "ItemCount of DescribeTable");
		}

		/**
		 * Return whether the limit to the items ends the scan. Nobody knows how much is
		 * to be read for it if there is a filter.
		 */
		private boolean isCutShort() {
			return this.plan.limit() == 0 || (!isFiltered() && this.plan.limit() < this.size.items());
		}

		/**
		 * Requests that are in flight when the limit is reached have read as well.
		 */
		private String atLeast(String basis) {
			return (isCutShort() && segments().value() > 1 && this.plan.limit() > 0) ? "at least, " + basis : basis;
		}

		private static <V> Figure<V> counted(V value, String basis) {
			return new Figure<>(value, Source.DYNAMODB, COUNTED_EVERY, basis);
		}

		private static <V> Figure<V> computed(V value, String basis) {
			return new Figure<>(value, Source.COMPUTED, COUNTED_EVERY, basis);
		}

		private Figure<Long> bytes() {
			String basis = ((this.plan.target().indexName() != null) ? "IndexSizeBytes" : "TableSizeBytes")
					+ " of DescribeTable";
			return isCutShort() ? computed(bytesOfLimit(), atLeast("its part of " + basis))
					: counted(this.size.bytes(), basis);
		}

		private long bytesOfLimit() {
			return Math.round((double) this.size.bytes() * this.plan.limit() / this.size.items());
		}

		private Figure<Integer> segments() {
			if (!this.plan.segmentNumber().isAutomatic()) {
				return new Figure<>(this.plan.segments(), Source.SETTING, Duration.ZERO, "set or by default");
			}
			int segments = AutomaticSegments.of(this.size);
			return this.size.isEmpty()
					? new Figure<>(segments, Source.SETTING, Duration.ZERO, "default for a table described as empty")
					: computed(segments, "by items and bytes");
		}

		private Figure<Long> pages() {
			int parts = isCutShort() ? 1 : segments().value();
			Pages most = Stream.of(pagesOfItems(), pagesOfCapacityLimit(), pagesOfItemsLimit())
				.reduce(pagesOfSize(), (first, second) -> (second.number() > first.number()) ? second : first);
			long least = (this.plan.limit() == 0) ? 0 : 1;
			long ofPart = Math.round(Math.max(least, Math.ceil(most.number() / parts)));
			return computed(ofPart * parts, atLeast(most.basis()));
		}

		private Pages pagesOfSize() {
			return new Pages((double) bytes().value() / PAGE_BYTES, "of up to 1 MB");
		}

		private Pages pagesOfItems() {
			Integer pageSize = this.plan.settings().get(ScanOption.PAGE_SIZE);
			return (pageSize != null) ? pagesOf(pageSize, "of pageSize " + pageSize) : NO_BOUND;
		}

		private Pages pagesOfCapacityLimit() {
			ReadCapacity limit = ScanLimits.readCapacity(this.plan);
			double ofItem = unitsOf(this.size.bytes()) / Math.max(1, this.size.items());
			if (limit == null || ofItem == 0) {
				return NO_BOUND;
			}
			double ofPage = RateLimit.ofPage(unitsPerSecond(limit));
			return (ofPage < unitsOf(PAGE_BYTES)) ? pagesOf(ofPage / ofItem, "as small as readCapacity wants them")
					: NO_BOUND;
		}

		/**
		 * Where there is a filter, pages are the larger the more it drops.
		 */
		private Pages pagesOfItemsLimit() {
			Double limit = ScanLimits.itemsPerSecond(this.plan);
			return (limit != null && !isFiltered())
					? pagesOf(RateLimit.ofPage(limit), "as small as itemsPerSecond wants them") : NO_BOUND;
		}

		private Pages pagesOf(double itemsOfPage, String basis) {
			return new Pages(items().value() / Math.max(1, Math.floor(itemsOfPage)), basis);
		}

		private boolean isFiltered() {
			return this.plan.expressions().filter() != null;
		}

		private Figure<Double> readCapacity() {
			long pages = pages().value();
			double ofPage = Math.max(1, Math.ceil((double) bytes().value() / Math.max(1, pages) / UNIT_BYTES))
					* UNIT_BYTES;
			return computed(unitsOf(ofPage) * pages,
					atLeast(this.plan.consistentRead() ? "1 for 4 KB of a consistent read" : "0.5 for 4 KB"));
		}

		private double unitsOf(double bytes) {
			double halves = bytes / UNIT_BYTES;
			return this.plan.consistentRead() ? halves : halves / 2;
		}

		private @Nullable Figure<Duration> timeAtLimit(double units) {
			return Stream.of(timeOfCapacity(units), timeOfItems())
				.filter((time) -> time != null)
				.reduce((first, second) -> (first.value().compareTo(second.value()) < 0) ? second : first)
				.orElse(null);
		}

		private @Nullable Figure<Duration> timeOfCapacity(double units) {
			ReadCapacity limit = ScanLimits.readCapacity(this.plan);
			if (limit == null) {
				return null;
			}
			return computed(time(units, unitsPerSecond(limit)), "at readCapacity " + limit);
		}

		private double unitsPerSecond(ReadCapacity limit) {
			return limit.isPercent() ? limit.of(tableCapacity(limit)) : limit.amount();
		}

		private double tableCapacity(ReadCapacity share) {
			return ScanLimits.known(this.plan, share, TableCapacities.of(this.plan.target(), this.table));
		}

		private @Nullable Figure<Duration> timeOfItems() {
			Double limit = ScanLimits.itemsPerSecond(this.plan);
			String basis = isFiltered() ? "at most, at itemsPerSecond %s if the filter leaves all items"
					: "at itemsPerSecond %s";
			return (limit != null) ? computed(time(items().value(), limit), basis.formatted(limit)) : null;
		}

		/**
		 * Return the time at what a scan aims at in view of its limit.
		 */
		private static Duration time(double amount, double perSecond) {
			return Duration.ofMillis(Math.round(amount / RateLimit.aim(perSecond) * TimeUnit.SECONDS.toMillis(1)));
		}

	}

	/**
	 * How many pages something makes of a scan.
	 *
	 * @param number number of pages
	 * @param basis what makes them, in words
	 */
	private record Pages(double number, String basis) {

	}

}

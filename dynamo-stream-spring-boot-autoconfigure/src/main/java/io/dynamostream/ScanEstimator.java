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
			throw plan.failure(
					"cannot be estimated: " + new ScanFailures(this.client, plan, "dynamodb:DescribeTable").explain(ex),
					ex);
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
			return isCutShort() ? new Figure<>(this.plan.limit(), Source.SETTING, Duration.ZERO, "the limit")
					: counted(this.size.items(), "ItemCount of DescribeTable");
		}

		/**
		 * Return whether the limit to the items ends the scan. Nobody knows how much is
		 * to be read for it if there is a filter.
		 */
		private boolean isCutShort() {
			return this.plan.expressions().filter() == null && this.plan.limit() < this.size.items();
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
			return isCutShort() ? computed(bytesOfLimit(), "its part of " + basis) : counted(this.size.bytes(), basis);
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
			int segments = segments().value();
			Integer pageSize = this.plan.settings().get(ScanOption.PAGE_SIZE);
			double bySize = Math.ceil((double) bytes().value() / segments / PAGE_BYTES);
			double byItems = (pageSize != null) ? Math.ceil((double) items().value() / segments / pageSize) : 0;
			String basis = (byItems > bySize) ? "of pageSize %d".formatted(pageSize) : "of up to 1 MB";
			return computed(Math.round(Math.max(1, Math.max(bySize, byItems)) * segments), basis);
		}

		private Figure<Double> readCapacity() {
			long pages = pages().value();
			double halves = Math.max(1, Math.ceil((double) bytes().value() / pages / UNIT_BYTES)) * pages;
			boolean consistent = this.plan.consistentRead();
			return computed(consistent ? halves : halves / 2,
					consistent ? "1 for 4 KB of a consistent read" : "0.5 for 4 KB");
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
			double perSecond = limit.isPercent() ? limit.of(tableCapacity(limit)) : limit.amount();
			return computed(time(units, perSecond), "at readCapacity " + limit);
		}

		private double tableCapacity(ReadCapacity share) {
			return ScanLimits.known(this.plan, share, TableCapacities.of(this.plan.target(), this.table));
		}

		private @Nullable Figure<Duration> timeOfItems() {
			Double limit = ScanLimits.itemsPerSecond(this.plan);
			return (limit != null) ? computed(time(items().value(), limit), "at itemsPerSecond " + limit) : null;
		}

		/**
		 * Return the time at what a scan aims at in view of its limit.
		 */
		private static Duration time(double amount, double perSecond) {
			return Duration.ofMillis(Math.round(amount / RateLimit.aim(perSecond) * TimeUnit.SECONDS.toMillis(1)));
		}

	}

}

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
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a scan will read, as far as that can be told before it runs: immutable. It is of
 * the whole table or index, whatever a filter or a projection leaves of it, since
 * DynamoDB reads, and charges for, all of it; a limit to the items counts where there is
 * no filter, and is exceeded where requests are in flight when it is reached, as the
 * bases say. It is not less for a scan that goes on from a checkpoint.
 * <p>
 * DynamoDB counts items and bytes about every six hours, and says that a table that was
 * filled after that is empty.
 *
 * @param name name of the scan
 * @param tableName name of the table
 * @param indexName name of the secondary index, or {@code null}
 * @param items number of items that DynamoDB reads
 * @param bytes size of these items
 * @param segments number of segments, as it is set or would be chosen now
 * @param pages number of requests, if the segments are of equal size and nothing but
 * {@link DynamoStreamOperations.ScanSpec#pageSize(int) pageSize} and limits to the read
 * capacity or to the items per second make pages smaller than 1 MB; at least one for each
 * segment, unless a limit to the items ends the scan
 * @param readCapacity read capacity units that are consumed
 * @param timeAtLimit how long it takes at the limit to the read capacity or to the items
 * per second, whichever takes longer, if the scan has the limit for itself; where a
 * filter leaves nobody knows how many items, it is at most that, as the basis says;
 * {@code null} if there is no limit
 * @since 0.1.0
 */
public record ScanEstimate(String name, String tableName, @Nullable String indexName, Figure<Long> items,
		Figure<Long> bytes, Figure<Integer> segments, Figure<Long> pages, Figure<Double> readCapacity,
		@Nullable Figure<Duration> timeAtLimit) {

	/**
	 * Return the estimate in words, with sources and ages.
	 */
	@Override
	public String toString() {
		String table = "table '%s'".formatted(this.tableName);
		String scanned = (this.indexName != null) ? "index '%s' of %s".formatted(this.indexName, table) : table;
		return "Scan '%s' of %s will read %s, %s, %s, %s, %s%s".formatted(this.name, scanned,
				this.items.describe("%,d items"), this.bytes.describe("%,d bytes"),
				this.segments.describe("%,d segment(s)"), this.pages.describe("%,d page(s)"),
				this.readCapacity.describe("%,.1f read capacity units"), describeTime());
	}

	/**
	 * The text is for logs, which are read by others than those in whose language the
	 * application runs.
	 */
	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

	private String describeTime() {
		Figure<Duration> time = this.timeAtLimit;
		if (time == null) {
			return ", without a limit";
		}
		return ", in " + new Figure<>(inWords(time.value()), time.source(), time.maxAge(), time.basis()).describe("%s");
	}

	private static String inWords(Duration duration) {
		if (duration.toHours() > 0) {
			return format("%d h %02d min", duration.toHours(), duration.toMinutesPart());
		}
		return (duration.toMinutes() > 0) ? format("%d min %02d s", duration.toMinutes(), duration.toSecondsPart())
				: format("%.1f s", duration.toMillis() / 1000.0);
	}

	/**
	 * A figure, and why it is to be believed.
	 *
	 * @param <V> the type of the figure
	 * @param value the figure
	 * @param source where it comes from
	 * @param maxAge about how old it may be, 0 if it is of now
	 * @param basis what it was read or computed from, in words
	 */
	public record Figure<V>(V value, Source source, Duration maxAge, String basis) {

		private String describe(String format) {
			String age = this.maxAge.isZero() ? "" : ScanEstimate.format(", up to %d hours old", this.maxAge.toHours());
			return ScanEstimate.format(format, this.value) + " (%s%s)".formatted(this.basis, age);
		}

	}

	/**
	 * Where a figure comes from.
	 */
	public enum Source {

		/**
		 * DynamoDB said so when it was asked to describe the table.
		 */
		DYNAMODB,

		/**
		 * It is set, by a step of the spec, in properties or by default.
		 */
		SETTING,

		/**
		 * It was computed from other figures.
		 */
		COMPUTED

	}

}

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

import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.TaskRejectedException;

import io.dynamostream.ScanSettings.ItemFailurePolicy;

/**
 * Everything a scan needs to know before it starts, checked: all arithmetic and
 * validation, no I/O.
 *
 * @param <T> the item type
 * @param name name of the scan
 * @param target what is scanned
 * @param expressions filter and projection
 * @param settings the resolved options
 * @param layers where they come from
 * @param connections number of connections of the HTTP pool, if it is known
 * @param segmentNumber how many segments the run has, which may be chosen when it begins
 */
record ScanPlan<T>(String name, ScanTarget<T> target, ScanExpressions expressions, ScanSettings settings,
		ScanLayers layers, OptionalInt connections, SegmentNumber segmentNumber) {

	private static final int UNACKNOWLEDGED_ITEMS = 1000;

	/**
	 * How many requests are in flight by default where the number of segments is chosen,
	 * which follows a table that grows: more are seldom of use.
	 */
	private static final int AUTOMATIC_CONCURRENCY = 32;

	/**
	 * More pages than this are no bound, and their number would overflow.
	 */
	private static final int MOST_PAGES = 1_000_000_000;

	private static final Set<ScanOption<?>> NOT_SHOWN = Set.of(ScanOption.EXPRESSION_NAMES,
			ScanOption.EXPRESSION_VALUES, ScanOption.FAILED_ITEM_RECORDER, ScanOption.DELIVERY_RETRY);

	ScanPlan {
		checkConnections(settings.get(ScanOption.MAX_CONCURRENCY), connections);
		checkConsistentRead(target, settings);
		checkDeliveryConcurrency(layers.ofThisScan().get(ScanOption.DELIVERY_CONCURRENCY, 1), segmentNumber.most());
		checkFailedItems(settings, layers.ofThisScan());
		checkResumable(layers.name(), settings);
		checkAcknowledgment(settings, layers.ofThisScan());
	}

	static <T> ScanPlan<T> of(ScanTarget<T> target, ScanLayers layers, OptionalInt connections) {
		ScanSettings settings = layers.resolve();
		String name = (layers.name() != null) ? layers.name() : target.tableName();
		try {
			return new ScanPlan<>(name, target, ScanExpressions.of(settings), settings, layers, connections,
					segmentNumber(settings));
		}
		catch (RefusedOptionException ex) {
			throw new IllegalArgumentException("Scan '%s' of %s: %s%s".formatted(name, target.describe(),
					ex.getMessage(), layers.origin(ex.option(), ex.key())), ex);
		}
	}

	private static SegmentNumber segmentNumber(ScanSettings settings) {
		return new SegmentNumber(settings.get(ScanOption.SEGMENTS, SegmentChoice.of(1)));
	}

	private static void checkConnections(@Nullable Integer maxConcurrency, OptionalInt connections) {
		if (maxConcurrency != null && connections.isPresent()) {
			int limit = connections.getAsInt();
			check(maxConcurrency <= limit, ScanOption.MAX_CONCURRENCY,
					("'maxConcurrency' is %d, but the HTTP client of the "
							+ "DynamoDbClient has only %d connections: further requests would wait for one and time out. "
							+ "Use at most %d, or give the HTTP client more connections (its maxConnections, or "
							+ "'dynamo.stream.client.max-connections' for the client that the starter makes).")
						.formatted(maxConcurrency, limit, limit));
		}
	}

	private static void checkConsistentRead(ScanTarget<?> target, ScanSettings settings) {
		check(!settings.get(ScanOption.CONSISTENT_READ, false) || !target.isGlobalIndex(), ScanOption.CONSISTENT_READ,
				"consistent reads are not possible on a global secondary index. Leave out consistentRead(true), or scan "
						+ "the table itself.");
	}

	private static void checkDeliveryConcurrency(int calls, int segments) {
		check(calls <= segments, ScanOption.DELIVERY_CONCURRENCY,
				("'deliveryConcurrency' is %d, but the scan has only %d segment(s), and items of one segment are "
						+ "delivered one call after another. Use segments(%d) or more.")
					.formatted(calls, segments, calls));
	}

	/**
	 * A limit for all scans is for those that skip, but one for this scan means to skip.
	 */
	private static void checkFailedItems(ScanSettings settings, ScanSettings ofThisScan) {
		check(skipsFailedItems(settings) || ofThisScan.get(ScanOption.ON_ITEM_FAILURE) != null
				|| ofThisScan.get(ScanOption.MAX_FAILED_ITEMS) == null, ScanOption.MAX_FAILED_ITEMS,
				"'maxFailedItems' is %s, but the first failed item ends the scan. Use skipFailedItems(), or leave it out."
					.formatted(ofThisScan.get(ScanOption.MAX_FAILED_ITEMS)));
	}

	private static void checkResumable(@Nullable String name, ScanSettings settings) {
		boolean resumable = settings.get(ScanOption.RESUMABLE, false);
		check(!resumable || name != null, ScanOption.RESUMABLE,
				"a resumable scan needs a name, under which the next one finds where to go on. Use named(\"...\").");
		check(resumable || settings.get(ScanOption.RESTART) == null, ScanOption.RESTART,
				"'restart' has no effect on a scan that is not resumable. Use resumable(), or leave out restart(...).");
	}

	/**
	 * A maximum for all scans is for those that are acknowledged manually, but one for
	 * this scan means that it is.
	 */
	private static void checkAcknowledgment(ScanSettings settings, ScanSettings ofThisScan) {
		check(settings.get(ScanOption.MANUAL_ACKNOWLEDGMENT, false)
				|| ofThisScan.get(ScanOption.MAX_UNACKNOWLEDGED_ITEMS) == null, ScanOption.MAX_UNACKNOWLEDGED_ITEMS,
				"'maxUnacknowledgedItems' has no effect on a scan that acknowledges by itself. Use "
						+ "manualAcknowledgment(), or leave it out.");
	}

	private static void check(boolean valid, ScanOption<?> option, String message) {
		if (!valid) {
			throw new RefusedOptionException(option, message);
		}
	}

	/**
	 * Return this plan for another run, whose number of segments may be another one.
	 */
	ScanPlan<T> again() {
		return new ScanPlan<>(this.name, this.target, this.expressions, this.settings, this.layers, this.connections,
				this.segmentNumber.again());
	}

	/**
	 * Return the number of segments, which is the default as long as it is to be chosen.
	 */
	int segments() {
		return this.segmentNumber.get();
	}

	/**
	 * Return how many requests may be in flight: no more than can be of use, and by
	 * default no more than the HTTP client has connections.
	 */
	int maxConcurrency() {
		return Math.min(segments(), this.settings.get(ScanOption.MAX_CONCURRENCY, defaultConcurrency()));
	}

	private int defaultConcurrency() {
		int most = this.segmentNumber.isAutomatic() ? AUTOMATIC_CONCURRENCY : Integer.MAX_VALUE;
		return Math.min(most, this.connections.orElse(Integer.MAX_VALUE));
	}

	/**
	 * Return how many pages may be held at most: in flight, buffered or in the hands of
	 * the consumer.
	 */
	int maxPages() {
		long pages = (long) maxConcurrency() + this.settings.get(ScanOption.BUFFERED_PAGES, maxConcurrency());
		return (int) Math.min(pages, MOST_PAGES);
	}

	/**
	 * Return how many of the pages held may be of one segment, so that a slow consumer of
	 * one segment leaves room for the others.
	 */
	int maxPagesPerSegment() {
		return (maxPages() + maxConcurrency() - 1) / maxConcurrency();
	}

	/**
	 * Return this plan with changed settings, none of them about what is read.
	 */
	ScanPlan<T> withSettings(UnaryOperator<ScanSettings> change) {
		return new ScanPlan<>(this.name, this.target, this.expressions, change.apply(this.settings), this.layers,
				this.connections, this.segmentNumber);
	}

	/**
	 * Return the options that are set, by name, except for names and values of
	 * expressions and for code of the user.
	 */
	Map<String, Object> options() {
		return this.settings.toMap(NOT_SHOWN);
	}

	int batchSize() {
		return this.settings.get(ScanOption.BATCH_SIZE, 1);
	}

	/**
	 * Return how many calls may be made at once. Where the number of segments is chosen
	 * these are no more than have complete batches, since nobody could say before which
	 * number of items may be unacknowledged.
	 */
	int deliveryConcurrency() {
		boolean bounded = this.segmentNumber.isAutomatic() && isAcknowledgedManually();
		return bounded ? Math.max(1, Math.min(callsAtOnce(), maxUnacknowledgedItems() / batchSize())) : callsAtOnce();
	}

	private int callsAtOnce() {
		return Math.min(this.segmentNumber.most(), this.settings.get(ScanOption.DELIVERY_CONCURRENCY, 1));
	}

	RetryPolicy deliveryRetry() {
		return this.settings.get(ScanOption.DELIVERY_RETRY, RetryPolicy.withMaxRetries(0));
	}

	boolean skipsFailedItems() {
		return skipsFailedItems(this.settings);
	}

	private static boolean skipsFailedItems(ScanSettings settings) {
		return settings.get(ScanOption.ON_ITEM_FAILURE, ItemFailurePolicy.FAIL) == ItemFailurePolicy.SKIP;
	}

	FailedItemBudget failedItemBudget() {
		return this.settings.get(ScanOption.MAX_FAILED_ITEMS, FailedItemBudget.DEFAULT);
	}

	Consumer<ScanEvent.ItemFailed<?>> failedItemRecorder() {
		return this.settings.get(ScanOption.FAILED_ITEM_RECORDER, (failed) -> {
		});
	}

	boolean isAcknowledgedManually() {
		return this.settings.get(ScanOption.MANUAL_ACKNOWLEDGMENT, false);
	}

	/**
	 * Return how many items may be delivered and not acknowledged: by default at least as
	 * many as the batches that are delivered at once.
	 */
	int maxUnacknowledgedItems() {
		return this.settings.get(ScanOption.MAX_UNACKNOWLEDGED_ITEMS,
				(int) Math.max(UNACKNOWLEDGED_ITEMS, itemsOf(callsAtOnce())));
	}

	private long itemsOf(int calls) {
		return Math.min(Integer.MAX_VALUE, (long) batchSize() * calls);
	}

	/**
	 * Return this plan for a mode that acknowledges by itself.
	 * @param terminal the terminal method
	 * @throws IllegalArgumentException if its items are to be acknowledged manually
	 */
	ScanPlan<T> acknowledgingByItself(String terminal) {
		if (isAcknowledgedManually()) {
			throw refused(ScanOption.MANUAL_ACKNOWLEDGMENT,
					("manualAcknowledgment() has no effect on %s, which acknowledges by itself. Leave it out, or use "
							+ "toListeners() or acknowledgedPublisher().")
						.formatted(terminal));
		}
		return this;
	}

	/**
	 * Refuse to wait for acknowledgments of batches that are not complete.
	 * @throws IllegalArgumentException if fewer items may be unacknowledged than are
	 * delivered at once
	 */
	void checkUnacknowledgedItems() {
		long deliveredAtOnce = itemsOf(deliveryConcurrency());
		if (isAcknowledgedManually() && maxUnacknowledgedItems() < deliveredAtOnce) {
			throw refused(ScanOption.MAX_UNACKNOWLEDGED_ITEMS,
					("'maxUnacknowledgedItems' is %d, but %d batch(es) of %d items are delivered at once. Use "
							+ "maxUnacknowledgedItems(%d) or more, or a smaller batchSize(...).")
						.formatted(maxUnacknowledgedItems(), deliveryConcurrency(), batchSize(), deliveredAtOnce));
		}
	}

	/**
	 * Return the refusal of an option that does not fit the mode.
	 */
	IllegalArgumentException refused(ScanOption<?> option, String message) {
		return new IllegalArgumentException("%s: %s%s".formatted(describe(), message, origin(option)));
	}

	boolean consistentRead() {
		return this.settings.get(ScanOption.CONSISTENT_READ, false);
	}

	long limit() {
		return this.settings.get(ScanOption.LIMIT, Long.MAX_VALUE);
	}

	boolean isLimited() {
		return limit() != Long.MAX_VALUE;
	}

	boolean isResumable() {
		return this.settings.get(ScanOption.RESUMABLE, false);
	}

	ScanSettings.Restart restart() {
		return this.settings.get(ScanOption.RESTART, ScanSettings.Restart.WHEN_FINISHED);
	}

	/**
	 * Return whether the first page is to be read alone, because it may be all that is
	 * needed.
	 */
	boolean startsFrugally() {
		return maxConcurrency() == 1 || isLimited();
	}

	/**
	 * Return the scan in words, for messages.
	 */
	String describe() {
		return "Scan '%s' of %s".formatted(this.name, this.target.describe());
	}

	/**
	 * Return the place of a segment in words, for messages.
	 */
	String describe(int segment) {
		return (segments() == 1) ? describe() : "%s, segment %d of %d,".formatted(describe(), segment, segments());
	}

	/**
	 * Return a failure of the whole scan.
	 * @param what what has happened to the scan and the remedy, to follow its description
	 * @param cause what went wrong underneath, or {@code null}
	 */
	DynamoStreamException failure(String what, @Nullable Throwable cause) {
		return new DynamoStreamException(describe() + " " + what, this.target.tableName(), cause);
	}

	/**
	 * Return in a sentence which property sets an option, or nothing if none does.
	 */
	String origin(ScanOption<?> option) {
		return this.layers.origin(option);
	}

	DynamoStreamException interrupted() {
		return failure("was interrupted, because the application context is closing. Run it again.", null);
	}

	/**
	 * Return the failure of a scan whose task executor has refused a task.
	 */
	DynamoStreamException rejected(TaskRejectedException cause) {
		return failure("could not go on, because its task executor takes no more tasks. "
				+ "It may be shut down or too small.", cause);
	}

}

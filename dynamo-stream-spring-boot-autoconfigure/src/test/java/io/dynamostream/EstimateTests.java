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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.ScanProgress.Estimate.Source;
import io.dynamostream.ScanProgress.Mode;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Fraction and time left, however wrong what DynamoDB says about its tables may be.
 */
class EstimateTests {

	private static final int ITEMS_PER_PAGE = 100;

	private static final int BYTES_PER_ITEM = 1024;

	private final SettableClock clock = new SettableClock();

	private final List<@Nullable Double> fractions = new ArrayList<>();

	@Test
	void isExactForATableOfTheDescribedSize() {
		Reading reading = new Reading(100);
		reading.size(100);
		reading.read(50);
		assertThat(reading.now().fractionDone()).isCloseTo(0.5, within(0.01));
		assertThat(reading.now().estimate()).satisfies((estimate) -> {
			assertThat(estimate.source()).isEqualTo(Source.SIZE);
			assertThat(estimate.total()).isEqualTo(100L * ITEMS_PER_PAGE * BYTES_PER_ITEM);
			assertThat(estimate.describedAt()).isEqualTo(SettableClock.START);
			assertThat(estimate.rebased()).isFalse();
		});
		assertThat(reading.now().timeLeft()).isCloseTo(Duration.ofSeconds(50), Duration.ofSeconds(3));
		reading.read(50);
		assertEndsWell(reading);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 50, 200, 10_000 })
	void neverGoesBackAndEndsAtOneHoweverWrongTheSize(int describedPages) {
		for (int segments : List.of(1, 4, 64)) {
			Reading reading = new Reading(spread(400, segments));
			reading.size(describedPages * 4);
			while (reading.readOne()) {
				note(reading);
			}
			assertEndsWell(reading);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 50, 100, 200 })
	void neverGoesBackForSkewedSegments(int describedPercent) {
		Reading reading = new Reading(900, 20, 20, 10, 10, 10, 10, 10, 5, 5);
		reading.size(describedPercent * 10);
		while (reading.readOne()) {
			note(reading);
		}
		assertEndsWell(reading);
	}

	@Test
	void isExactForSkewedSegmentsOfATableOfTheDescribedSize() {
		Reading reading = new Reading(900, 20, 20, 10, 10, 10, 10, 10, 5, 5);
		reading.size(1000);
		reading.read(200);
		assertThat(reading.now().fractionDone()).isCloseTo(0.2, within(0.03));
		reading.read(600);
		assertThat(reading.now().fractionDone()).isCloseTo(0.8, within(0.03));
	}

	@Test
	void keepsMovingInATableOfTwiceTheDescribedSizeAndSaysSo() {
		Reading reading = new Reading(200);
		reading.size(100);
		reading.read(100);
		double atDescribedSize = reading.fraction();
		assertThat(atDescribedSize).isBetween(0.9, 0.99);
		reading.read(50);
		assertThat(reading.fraction()).isGreaterThan(atDescribedSize).isLessThan(1);
		assertThat(reading.now().estimate().rebased()).isTrue();
		assertThat(reading.now().estimate().total()).isGreaterThan(100L * ITEMS_PER_PAGE * BYTES_PER_ITEM);
	}

	@Test
	void learnsFromDoneSegmentsThatATableIsLarger() {
		Reading reading = new Reading(spread(200, 20));
		reading.size(100);
		reading.readSegments(10);
		assertThat(reading.fraction()).isCloseTo(0.66, within(0.05));
	}

	@Test
	void isMeasuredByItemsWhereNoSizeIsKnown() {
		Reading reading = new Reading(100);
		reading.tracker.size(new TableSize(0, 100 * ITEMS_PER_PAGE, this.clock.instant()));
		reading.read(25);
		assertThat(reading.fraction()).isCloseTo(0.25, within(0.01));
		assertThat(reading.now().estimate().source()).isEqualTo(Source.ITEM_COUNT);
	}

	@Test
	void isMeasuredBySegmentsWhereNothingIsKnown() {
		Reading reading = new Reading(spread(80, 8));
		reading.unknownSize();
		assertThat(reading.now().fractionDone()).isZero();
		reading.readSegments(4);
		assertThat(reading.fraction()).isCloseTo(0.5, within(0.02));
		assertThat(reading.now().estimate().source()).isEqualTo(Source.SEGMENTS);
		reading.read(1000);
		assertEndsWell(reading);
	}

	@Test
	void isUnknownForOneSegmentOfWhichNothingIsKnown() {
		Reading reading = new Reading(10);
		reading.unknownSize();
		reading.read(5);
		assertThat(reading.now().fractionDone()).isNull();
		assertThat(reading.now().timeLeft()).isNull();
		assertThat(reading.now().estimate()).isNull();
		reading.read(5);
		assertEndsWell(reading);
	}

	@Test
	void saysNothingBeforeDynamoDbHasAnswered() {
		Reading reading = new Reading(1, 1, 1, 997);
		reading.readSegments(3);
		assertThat(reading.now().fractionDone()).isNull();
		reading.size(1000);
		reading.read(100);
		assertThat(reading.fraction()).isLessThan(0.2);
	}

	@Test
	void neitherSticksNorPromisesAnEndWhereSegmentsAreSkewedAndNoSizeIsKnown() {
		Reading reading = new Reading(900, 20, 20, 10, 10, 10, 10, 10, 5, 5);
		reading.unknownSize();
		double last = -1;
		for (int tenth = 0; tenth < 9; tenth++) {
			reading.read(100);
			assertThat(reading.fraction()).isGreaterThan(last).isLessThan(1);
			last = reading.fraction();
			if (tenth > 1) {
				assertThat(reading.now().timeLeft()).isNull();
			}
		}
	}

	@Test
	void promisesNoEndBeyondTheDescribedSize() {
		Reading reading = new Reading(900, 20, 20, 10, 10, 10, 10, 10, 5, 5);
		reading.size(500);
		reading.read(400);
		assertThat(reading.now().timeLeft()).isNotNull();
		reading.read(200);
		assertThat(reading.now().timeLeft()).isNull();
		assertThat(reading.now().estimate().rebased()).isTrue();
	}

	@Test
	void samplesAreBoundedHoweverOftenAScanIsPaused() {
		Reading reading = new Reading(10);
		for (int i = 0; i < 5000; i++) {
			reading.tracker.paused(true);
			reading.tracker.paused(false);
		}
		assertThat(reading.tracker.details().samples()).hasSize(120);
	}

	@Test
	void isMeasuredByTheLimitWhereThatIsNearer() {
		Reading reading = new Reading(ScanSettings.none().limit(1000), 100);
		reading.size(100);
		reading.read(5);
		assertThat(reading.fraction()).isCloseTo(0.5, within(0.01));
		assertThat(reading.now().estimate().source()).isEqualTo(Source.LIMIT);
		assertThat(reading.now().estimate().total()).isEqualTo(1000);
	}

	@Test
	void countsConsistentReadsAtTheirPrice() {
		Reading reading = new Reading(ScanSettings.none().consistentRead(true), 100);
		reading.size(100);
		reading.read(50);
		assertThat(reading.fraction()).isCloseTo(0.5, within(0.01));
	}

	@Test
	void ratesAreThoseOfTheLastSecondsWithoutPauses() {
		Reading reading = new Reading(1000);
		reading.read(60);
		assertThat(reading.now().rates().itemsPerSecond()).isCloseTo(100, within(1.0));
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(reading.now().rates().itemsPerSecond()).isZero();
		assertThat(reading.now().rates().meanItemsPerSecond()).isCloseTo(6000 / 70.0, within(0.1));
		reading.tracker.paused(true);
		this.clock.advance(Duration.ofHours(1));
		assertThat(reading.now().rates().itemsPerSecond()).isZero();
		assertThat(reading.now().timeLeft()).isNull();
		assertThat(reading.now().rates().meanItemsPerSecond()).isCloseTo(6000 / 70.0, within(0.1));
		reading.tracker.paused(false);
		reading.read(10);
		assertThat(reading.now().rates().itemsPerSecond()).isCloseTo(100, within(1.0));
		reading.tracker.ended(State.CANCELLED, null);
		assertThat(reading.now().rates().itemsPerSecond()).isZero();
		assertThat(reading.now().rates().meanItemsPerSecond()).isCloseTo(7000 / 80.0, within(0.1));
		assertThat(reading.now().rates().meanCapacityPerSecond()).isCloseTo(reading.now().consumedCapacity() / 80,
				within(0.1));
	}

	@Test
	void keepsTwoMinutesOfSamplesASecondApart() {
		Reading reading = new Reading(1000);
		reading.read(500);
		List<ScanDetails.Sample> samples = reading.tracker.details().samples();
		assertThat(samples).hasSize(120);
		assertThat(Duration.between(samples.get(0).time(), samples.get(119).time())).isEqualTo(Duration.ofSeconds(119));
		assertThat(samples.get(119).items()).isEqualTo(500 * ITEMS_PER_PAGE);
	}

	private static int[] spread(int pages, int segments) {
		int[] spread = new int[segments];
		Arrays.fill(spread, pages / segments);
		return spread;
	}

	private void note(Reading reading) {
		Double fraction = reading.now().fractionDone();
		Double last = this.fractions.isEmpty() ? null : this.fractions.get(this.fractions.size() - 1);
		if (last != null) {
			assertThat(fraction).isNotNull().isGreaterThanOrEqualTo(last);
		}
		if (fraction != null) {
			assertThat(fraction).isBetween(0.0, 1.0).isNotEqualTo(1.0);
		}
		this.fractions.add(fraction);
	}

	private void assertEndsWell(Reading reading) {
		assertThat(this.fractions.stream().filter((fraction) -> fraction != null).distinct().count())
			.isGreaterThanOrEqualTo(this.fractions.stream().anyMatch((fraction) -> fraction != null) ? 3 : 0);
		this.fractions.clear();
		reading.tracker.ended(State.COMPLETED, null);
		assertThat(reading.now().fractionDone()).isEqualTo(1);
		assertThat(reading.now().timeLeft()).isNull();
	}

	/**
	 * A scan of pages that come one a second, each of another segment.
	 */
	private final class Reading {

		private final ProgressTracker tracker;

		private final boolean consistentRead;

		private final int[] left;

		private final SegmentCursor[] cursors;

		private int next;

		Reading(int... pagesOfSegments) {
			this(ScanSettings.none(), pagesOfSegments);
		}

		Reading(ScanSettings settings, int... pagesOfSegments) {
			ScanLayers layers = new ScanLayers(settings.segments(pagesOfSegments.length), Map.of());
			ScanTarget<User> target = ScanTarget.of(User.class, ItemTypeResolver.annotated("", ""), layers.resolve());
			this.tracker = new ProgressTracker(ScanPlan.of(target, layers, OptionalInt.empty()), Mode.STREAM,
					EstimateTests.this.clock);
			this.consistentRead = settings.get(ScanOption.CONSISTENT_READ, false);
			this.left = pagesOfSegments.clone();
			this.cursors = new SegmentCursor[this.left.length];
			for (int segment = 0; segment < this.left.length; segment++) {
				this.cursors[segment] = SegmentCursor.notStarted(segment);
			}
			this.tracker.started();
		}

		void unknownSize() {
			this.tracker.size(null);
		}

		void size(int pages) {
			long items = (long) pages * ITEMS_PER_PAGE;
			this.tracker.size(new TableSize(items * BYTES_PER_ITEM, items, EstimateTests.this.clock.instant()));
		}

		void read(int pages) {
			for (int i = 0; i < pages && readOne(); i++) {
				note(this);
			}
			EstimateTests.this.fractions.clear();
		}

		void readSegments(int segments) {
			for (int segment = 0; segment < segments; segment++) {
				while (this.left[segment] > 0) {
					readPageOf(segment);
				}
			}
		}

		boolean readOne() {
			for (int tried = 0; tried < this.left.length; tried++) {
				this.next = (this.next + 1) % this.left.length;
				if (this.left[this.next] > 0) {
					readPageOf(this.next);
					return true;
				}
			}
			return false;
		}

		private void readPageOf(int segment) {
			EstimateTests.this.clock.advance(Duration.ofSeconds(1));
			this.left[segment]--;
			double units = Math.ceil(ITEMS_PER_PAGE * BYTES_PER_ITEM / 4096.0) * (this.consistentRead ? 1 : 0.5);
			Map<String, AttributeValue> key = (this.left[segment] > 0) ? Map.of("id", AttributeValue.fromS("x"))
					: Map.of();
			this.cursors[segment] = this.cursors[segment].advance(key, new Work(1, ITEMS_PER_PAGE, units));
			this.tracker.itemsDelivered(segment, ITEMS_PER_PAGE);
			this.tracker.pageRead(new Page(this.cursors[segment], List.of(), new Work(1, ITEMS_PER_PAGE, units)));
		}

		ScanProgress now() {
			return this.tracker.snapshot();
		}

		double fraction() {
			Double fraction = now().fractionDone();
			assertThat(fraction).isNotNull();
			return fraction;
		}

	}

}

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
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.bucket4j.Bucket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.budget.BucketScanBudgets;
import io.dynamostream.budget.ScanBudget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Scans consume no more read capacity than they may, and all of that.
 */
class ReadCapacityTests {

	private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

	private final VirtualTime time = new VirtualTime();

	private final List<Reading> readings = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "1, 0.02", "16, 0.02", "1, 0.5", "16, 0.5", "1, 12.5", "16, 12.5" })
	void consumesItsLimitOverAnyTenSeconds(int segments, double unitsPerItem) {
		FakeTable table = table(2000, unitsPerItem);
		start(table, (spec) -> spec.segments(segments).readCapacity(50));
		this.time.pass(Duration.ofSeconds(40));
		assertConsumed(5, 40, 45, 50);
	}

	@Test
	void countsWhatAFilterDrops() {
		FakeTable table = table(2000, 0.5).withFilter((item) -> false);
		start(table, (spec) -> spec.filterExpression("none").readCapacity(50));
		this.time.pass(Duration.ofSeconds(38));
		assertConsumed(5, 38, 45, 50);
	}

	@Test
	void exceedsItsLimitByNoMoreThanOneItem() {
		start(table(5000, 50), (spec) -> spec.segments(4).readCapacity(20));
		this.time.pass(Duration.ofSeconds(120));
		assertConsumed(20, 120, 15, 25);
		assertThat(this.readings).extracting(Reading::scannedItems).containsOnly(1);
	}

	@Test
	void knowsNoItemSizeBeforeTheFirstPage() {
		start(table(50_000, 50), (spec) -> spec.segments(16).readCapacity(100));
		this.time.executor().runAll();
		assertThat(this.readings).hasSize(1).extracting(Reading::scannedItems).containsExactly(1);
	}

	@Test
	void readsFullPagesUnderALargeLimit() {
		FakeTable table = table(3000, 0.05);
		start(table, (spec) -> spec.readCapacity(10_000));
		this.time.pass(Duration.ofSeconds(5));
		assertThat(table.requests()).extracting(ScanRequest::limit).contains((Integer) null);
		assertThat(this.readings.stream().mapToDouble(Reading::units).sum()).isEqualTo(3000);
	}

	@Test
	void heedsASmallerPageSize() {
		FakeTable table = table(500, 0.1);
		start(table, (spec) -> spec.pageSize(7).readCapacity(100));
		this.time.pass(TEN_SECONDS);
		assertThat(table.requests()).extracting(ScanRequest::limit).allMatch((limit) -> limit <= 7).contains(7);
	}

	@Test
	void usesTheShareOfSegmentsThatAreDone() {
		FakeTable table = table(2000, 0.5);
		start(table, (spec) -> spec.segments(500).maxConcurrency(500).readCapacity(50));
		this.time.pass(Duration.ofSeconds(19));
		assertConsumed(5, 19, 45, 50);
	}

	@Test
	void readsLittleUnderASmallLimit() {
		start(table(2000, 0.5), (spec) -> spec.readCapacity(0.25));
		this.time.pass(Duration.ofSeconds(60));
		assertThat(consumed(0, 60)).isBetween(13.0, 15.5);
	}

	@Test
	void canBeChangedWhileRunning() {
		ScanExecution execution = start(table(4000, 0.5), (spec) -> spec.segments(4).readCapacity(10));
		this.time.pass(Duration.ofSeconds(20));
		execution.readCapacity(100);
		this.time.pass(Duration.ofSeconds(15));
		assertConsumed(5, 20, 9, 10);
		assertConsumed(21, 35, 90, 100);
		assertThat(execution.progress().requests().readCapacity()).isEqualTo(100);
		assertThat(execution.details().options()).containsEntry("readCapacity", 100.0);
	}

	@Test
	void canBeLiftedSoThatReadsThatWerePutOffStartAtOnce() {
		ScanExecution execution = start(table(4000, 0.5), (spec) -> spec.segments(4).readCapacity(10));
		this.time.pass(Duration.ofSeconds(20));
		assertConsumed(5, 20, 9, 10);
		execution.unlimitedReadCapacity();
		assertThat(execution.progress().requests().readCapacity()).isNull();
		assertThat(execution.details().options()).containsEntry("readCapacity", "none");
		this.time.pass(Duration.ZERO);
		assertThat(execution.join()).returns(8000L, ScanProgress::items);
	}

	@Test
	void liftedItemsPerSecondLeaveTheOtherLimit() {
		ScanExecution execution = start(table(6000, 0.5), (spec) -> spec.readCapacity(50).itemsPerSecond(20));
		this.time.pass(Duration.ofSeconds(20));
		assertConsumed(5, 20, 9, 10);
		execution.unlimitedItemsPerSecond();
		this.time.pass(Duration.ofSeconds(30));
		assertConsumed(21, 50, 45, 50);
		assertThat(execution.details().options()).containsEntry("itemsPerSecond", "none");
		execution.unlimitedReadCapacity();
		this.time.pass(Duration.ZERO);
		assertThat(execution.join()).returns(12_000L, ScanProgress::items);
	}

	@Test
	void holdsAgainWhenItIsSetAfterItWasLifted() {
		ScanExecution execution = start(table(6000, 0.5), (spec) -> spec.pageSize(10).segments(4).readCapacity(20));
		this.time.pass(Duration.ofSeconds(10));
		execution.unlimitedReadCapacity();
		this.time.executor().run(40);
		assertThat(consumed(10, 11)).isGreaterThan(100);
		execution.readCapacity("50");
		this.time.pass(Duration.ofSeconds(40));
		assertConsumed(12, 50, 45, 50);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2 })
	void liftedLimitIsChargedForNothingButWhatItHasPermitted(int pagesBefore) {
		List<Double> charged = new ArrayList<>();
		AtomicReference<ScanExecution> execution = new AtomicReference<>();
		FakeTable table = table(100, 0.5).onRequest((request) -> {
			if (this.readings.size() == pagesBefore) {
				execution.get().unlimitedReadCapacity();
			}
		});
		execution.set(template(table).budgets((name, perSecond) -> new RecordedBudget(charged))
			.build()
			.scan(User.class)
			.pageSize(10)
			.readCapacity(1000)
			.forEach((user) -> {
			}));
		this.time.pass(TEN_SECONDS);
		assertThat(execution.get().join()).returns(200L, ScanProgress::items);
		assertThat(charged.stream().mapToDouble(Double::doubleValue).sum())
			.isEqualTo(this.readings.stream().limit(pagesBefore + 1).mapToDouble(Reading::units).sum());
	}

	@Test
	void debtIsNotForgottenWhenALimitIsLiftedAndSetAgain() {
		ScanExecution execution = start(table(1000, 50), (spec) -> spec.readCapacity(1));
		this.time.pass(Duration.ofSeconds(1));
		assertThat(this.readings).hasSize(1);
		execution.unlimitedReadCapacity();
		execution.readCapacity(1);
		this.time.pass(Duration.ofSeconds(30));
		assertThat(this.readings).hasSize(1);
	}

	@Test
	void leavesASharedBudgetToOthersWhenLifted() {
		List<ScanExecution> instances = startTwoThatShare(50);
		this.time.pass(TEN_SECONDS);
		instances.get(0).unlimitedReadCapacity();
		this.time.pass(Duration.ZERO);
		assertThat(instances.get(0).progress().state()).isEqualTo(State.COMPLETED);
		this.time.pass(Duration.ofSeconds(30));
		assertConsumed(11, 40, 45, 50);
	}

	@Test
	void rejoinsASharedBudgetThatOthersHaveChanged() {
		List<ScanExecution> instances = startTwoThatShare(50);
		this.time.pass(TEN_SECONDS);
		instances.get(0).pause();
		instances.get(0).unlimitedReadCapacity();
		instances.get(1).readCapacity(20);
		this.time.pass(Duration.ofSeconds(20));
		assertConsumed(13, 30, 18, 20);
		instances.get(0).readCapacity(50);
		instances.get(0).resume();
		this.time.pass(Duration.ofSeconds(20));
		assertConsumed(31, 50, 45, 50);
	}

	@Test
	void canBeSetWhileRunningWithoutALimit() {
		ScanExecution execution = start(table(4000, 0.5), (spec) -> spec.pageSize(10).limit(5000));
		this.time.executor().run(5);
		execution.readCapacity(50);
		this.time.pass(Duration.ofSeconds(30));
		assertConsumed(1, 30, 45, 50);
	}

	@Test
	void changeOfConcurrencyKeepsTheLimit() {
		ScanExecution execution = start(table(4000, 0.5), (spec) -> spec.segments(4).readCapacity(10));
		execution.maxConcurrency(2);
		execution.readCapacity(50);
		this.time.pass(Duration.ofSeconds(20));
		assertConsumed(5, 20, 45, 50);
		assertThat(execution.progress().requests().maxConcurrency()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 16 })
	void takesAShareOfWhatIsProvisionedAndFollowsIt(int segments) {
		AtomicLong provisioned = new AtomicLong(100);
		FakeTable table = table(6000, 0.5).withDescription(() -> provisioned(provisioned.get()));
		ScanExecution execution = start(table, (spec) -> spec.segments(segments).readCapacityPercent(50));
		this.time.pass(Duration.ofSeconds(25));
		assertConsumed(5, 25, 45, 50);
		assertThat(execution.progress().requests().readCapacity()).isEqualTo(50);
		provisioned.set(40);
		this.time.pass(Duration.ofSeconds(40));
		assertConsumed(40, 65, 18, 20);
		assertThat(execution.progress().requests().readCapacity()).isEqualTo(20);
		assertThat(execution.details().options()).containsEntry("readCapacity", "50%");
	}

	@Test
	void takesAShareOfOnDemandMaximumElseOfWarmThroughput() {
		TableDescription warm = TableDescription.builder()
			.provisionedThroughput((throughput) -> throughput.readCapacityUnits(0L))
			.onDemandThroughput((throughput) -> throughput.maxReadRequestUnits(-1L))
			.warmThroughput((throughput) -> throughput.readUnitsPerSecond(12_000L))
			.build();
		TableDescription onDemand = warm
			.copy((table) -> table.onDemandThroughput((throughput) -> throughput.maxReadRequestUnits(400L)));
		assertThat(shareOf(warm)).isEqualTo(3000);
		assertThat(shareOf(onDemand)).isEqualTo(100);
	}

	@Test
	void takesAShareOfTheIndex() {
		GlobalSecondaryIndexDescription index = GlobalSecondaryIndexDescription.builder()
			.indexName("by-age")
			.provisionedThroughput((throughput) -> throughput.readCapacityUnits(8L))
			.build();
		TableDescription table = provisioned(100).copy((description) -> description.globalSecondaryIndexes(index));
		assertThat(shareOf(table, (spec) -> spec.indexName("by-age"))).isEqualTo(2);
		assertThat(shareOf(table, (spec) -> spec.indexName("local"))).isEqualTo(25);
	}

	private double shareOf(TableDescription description) {
		return shareOf(description, (spec) -> spec);
	}

	private double shareOf(TableDescription description, UnaryOperator<ScanSpec<User>> spec) {
		FakeTable table = table(10, 0.5).withDescription(() -> description);
		ScanExecution execution = start(table, (scan) -> spec.apply(scan).readCapacityPercent(25));
		this.time.executor().runAll();
		return execution.progress().requests().readCapacity();
	}

	@Test
	void refusesAShareOfWhatIsNotKnown() {
		FakeTable table = table(10, 0.5).withDescription(() -> TableDescription.builder().build());
		assertShareRefused(table, "tells neither a provisioned capacity nor a maximum of on-demand reads nor a warm");
	}

	@Test
	void refusesAShareThatCannotBeAskedFor() {
		FakeTable table = table(10, 0.5).withDescription(() -> {
			throw DynamoDbException.builder().message("Not authorized").build();
		});
		assertShareRefused(table, "Not authorized");
	}

	private void assertShareRefused(FakeTable table, String reason) {
		ScanExecution execution = start(table, (spec) -> spec.named("nightly").readCapacityPercent(25));
		this.time.pass(TEN_SECONDS);
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageStartingWith("Scan 'nightly' of table 'user' cannot be limited to 25% of the read capacity")
			.withMessageContaining(reason)
			.withMessageContaining("readCapacity(...)");
		assertThat(table.requests()).isEmpty();
		ScanExecution running = start(table, (spec) -> spec);
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> running.readCapacityPercent(25))
			.withMessageContaining(reason);
		this.time.pass(TEN_SECONDS);
		assertThat(running.join().state()).isEqualTo(State.COMPLETED);
	}

	@Test
	void goesOnWithTheLastShareWhenItCanNoLongerBeAskedFor() {
		AtomicLong asked = new AtomicLong();
		FakeTable table = table(6000, 0.5).withDescription(() -> {
			if (asked.incrementAndGet() > 1) {
				throw DynamoDbException.builder().message("Down").build();
			}
			return provisioned(100);
		});
		ScanExecution execution = start(table, (spec) -> spec.readCapacityPercent(50));
		this.time.pass(Duration.ofSeconds(50));
		assertConsumed(5, 50, 45, 50);
		assertThat(asked).hasValueGreaterThan(1);
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
	}

	@Test
	void goesOnWhenTheCapacityCannotBeAskedForAgainAfterAChange() {
		AtomicBoolean down = new AtomicBoolean();
		FakeTable table = table(6000, 0.5).withDescription(() -> {
			if (down.get()) {
				throw DynamoDbException.builder().message("Down").build();
			}
			return provisioned(100);
		});
		ScanExecution execution = start(table, (spec) -> spec.readCapacity(10));
		this.time.pass(Duration.ofSeconds(5));
		execution.readCapacityPercent(50);
		down.set(true);
		this.time.pass(Duration.ofSeconds(40));
		assertConsumed(6, 45, 45, 50);
	}

	@Test
	void largeCapacitiesAreNoMistake() {
		FakeTable table = table(10, 0.5).withDescription(() -> provisioned(2_000_000));
		ScanExecution execution = start(table, (spec) -> spec.readCapacityPercent(100));
		this.time.pass(TEN_SECONDS);
		assertThat(execution.join()).returns(20L, ScanProgress::items);
		assertThat(execution.progress().requests().readCapacity()).isEqualTo(1_000_000);
	}

	@Test
	void consumesItsLimitDespiteLatency() {
		FakeTable table = table(2000, 0.5).onRequest((request) -> this.time.spend(Duration.ofMillis(400)));
		start(table, (spec) -> spec.readCapacity(50));
		this.time.pass(Duration.ofSeconds(40));
		assertConsumed(10, 38, 43, 52);
	}

	@Test
	void refusesALimitWhereNobodyTellsWhatIsConsumed() {
		FakeTable table = table(10, 0.5).withoutConsumedCapacity();
		ScanExecution execution = start(table, (spec) -> spec.readCapacity(10));
		this.time.pass(TEN_SECONDS);
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("cannot be limited to a read capacity, because the answers of DynamoDB do not tell");
		ScanExecution ofItems = start(table, (spec) -> spec.itemsPerSecond(10));
		this.time.pass(TEN_SECONDS);
		assertThat(ofItems.join()).returns(20L, ScanProgress::items);
	}

	@Test
	void limitsItemsPerSecond() {
		start(table(2000, 0.01), (spec) -> spec.segments(4).itemsPerSecond(20));
		this.time.pass(Duration.ofSeconds(40));
		for (int from = 5; from <= 30; from++) {
			assertThat(items(from, from + 10)).isBetween(180.0, 200.0);
		}
	}

	@Test
	void limitsItemsThatPassAFilter() {
		FakeTable table = table(6000, 0.01).withFilter((item) -> Integer.parseInt(item.get("age").n()) % 10 == 0);
		start(table, (spec) -> spec.filterExpression("tenth").itemsPerSecond(10));
		this.time.pass(Duration.ofSeconds(50));
		for (int from = 5; from <= 40; from++) {
			assertThat(items(from, from + 10)).isBetween(88.0, 102.0);
		}
	}

	@Test
	void heedsBothLimits() {
		start(table(2000, 0.5), (spec) -> spec.readCapacity(50).itemsPerSecond(20));
		this.time.pass(Duration.ofSeconds(30));
		assertConsumed(5, 30, 9, 10);
	}

	@Test
	void itemsPerSecondCanBeChangedWhileRunning() {
		ScanExecution execution = start(table(2000, 0.5), (spec) -> spec);
		execution.itemsPerSecond(20);
		this.time.pass(Duration.ofSeconds(30));
		assertConsumed(5, 30, 9, 10);
	}

	@Test
	void instancesShareABudgetOfTheSameName() {
		startTwoThatShare(50);
		this.time.pass(Duration.ofSeconds(35));
		assertConsumed(5, 35, 45, 50);
	}

	private List<ScanExecution> startTwoThatShare(double unitsPerSecond) {
		List<Bucket> buckets = new ArrayList<>();
		BucketScanBudgets shared = new BucketScanBudgets((name, configuration) -> {
			assertThat(name).isEqualTo("nightly/read-capacity");
			if (buckets.isEmpty()) {
				buckets.add(this.time.bucket(configuration));
			}
			return buckets.get(0);
		});
		List<ScanExecution> instances = new ArrayList<>();
		for (int instance = 0; instance < 2; instance++) {
			instances.add(template(table(2000, 0.5)).budgets(shared)
				.build()
				.scan(User.class)
				.named("nightly")
				.segments(4)
				.readCapacity(unitsPerSecond)
				.forEach((user) -> {
				}));
		}
		return instances;
	}

	@Test
	void pausesAndEndsWhileItWaits() {
		ScanExecution execution = start(table(2000, 0.5), (spec) -> spec.readCapacity(10));
		this.time.pass(Duration.ofSeconds(5));
		execution.pause();
		double consumed = consumed(0, 6);
		this.time.pass(TEN_SECONDS);
		assertThat(consumed(0, 16)).isEqualTo(consumed);
		execution.resume();
		this.time.pass(TEN_SECONDS);
		assertThat(consumed(15, 25)).isBetween(90.0, 102.5);
		execution.cancel();
		this.time.pass(TEN_SECONDS);
		assertThat(execution.completion()).isCancelled();
	}

	@Test
	void endsWhenTheLastPageIsRead() {
		ScanExecution execution = start(table(50, 0.5), (spec) -> spec.segments(8).readCapacity(10));
		this.time.pass(TEN_SECONDS);
		assertThat(execution.join()).returns(100L, ScanProgress::items);
	}

	@Test
	void refusesLimitsOutOfRange() {
		ScanSpec<User> spec = template(table(0, 1)).build().scan(User.class);
		for (double units : new double[] { 0, 0.009, -1, Double.NaN, Double.POSITIVE_INFINITY, 1_000_001 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> spec.readCapacity(units))
				.withMessageContaining("'readCapacity' must be between 0.01 and 1000000 units per second");
			assertThatIllegalArgumentException().isThrownBy(() -> spec.itemsPerSecond(units))
				.withMessageContaining("'itemsPerSecond' must be between 0.01 and 1000000");
		}
		for (int percent : new int[] { 0, -1, 101 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> spec.readCapacityPercent(percent))
				.withMessage("'readCapacity' must be between 1%% and 100%%, but is %d%%", percent);
		}
	}

	@Test
	void aLaterStepReplacesTheKindOfLimit() {
		FakeTable table = table(10, 0.5).withDescription(() -> provisioned(100));
		assertThat(start(table, (spec) -> spec.readCapacity(10).readCapacityPercent(5)).details().options())
			.containsEntry("readCapacity", "5%");
		assertThat(start(table, (spec) -> spec.readCapacityPercent(5).readCapacity(10)).details().options())
			.containsEntry("readCapacity", 10.0);
	}

	@Test
	void showsNoLimitBeforeAPercentageIsKnown() {
		ManualExecutor executor = ManualExecutor.inOrder();
		ScanExecution execution = DynamoStreamTemplate
			.builder(FakeTable.ofUsers(100).withDescription(() -> provisioned(100)))
			.taskExecutor(executor)
			.build()
			.scan(User.class)
			.readCapacity(700)
			.forEach((user) -> {
			});
		executor.run(1);
		assertThat(execution.progress().requests().readCapacity()).isEqualTo(700);
		execution.readCapacityPercent(20);
		assertThat(execution.progress().requests().readCapacity()).isEqualTo(20);
	}

	@Test
	@SuppressWarnings("NullAway")
	void refusesTextsThatAreNull() {
		assertThatIllegalArgumentException().isThrownBy(() -> ScanSettings.none().readCapacity((String) null))
			.withMessage("'readCapacity' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> ScanSettings.none().itemsPerSecond((String) null))
			.withMessage("'itemsPerSecond' must not be null");
	}

	@Test
	void endedScansCannotBeChanged() {
		ScanExecution execution = start(table(1, 0.5), (spec) -> spec);
		this.time.pass(TEN_SECONDS);
		assertThatIllegalStateException().isThrownBy(() -> execution.readCapacity(1))
			.withMessageContaining("cannot change its read capacity, because it has ended");
		assertThatIllegalStateException().isThrownBy(() -> execution.itemsPerSecond(1))
			.withMessageContaining("cannot change its items per second, because it has ended");
		assertThatIllegalStateException().isThrownBy(execution::unlimitedReadCapacity)
			.withMessageContaining("cannot change its read capacity, because it has ended");
		assertThatIllegalStateException().isThrownBy(execution::unlimitedItemsPerSecond)
			.withMessageContaining("cannot change its items per second, because it has ended");
	}

	@ParameterizedTest
	@ValueSource(strings = { "much", "", "0", "Infinity", "101%", "none%" })
	void refusedTextsLeaveTheLimit(String text) {
		ScanExecution execution = start(table(100, 0.5), (spec) -> spec.readCapacity(10).itemsPerSecond(5));
		assertThatIllegalArgumentException().isThrownBy(() -> execution.readCapacity(text))
			.withMessageStartingWith("'readCapacity' must be");
		assertThatIllegalArgumentException().isThrownBy(() -> execution.itemsPerSecond(text))
			.withMessageStartingWith("'itemsPerSecond' must be");
		assertThat(execution.details().options()).containsEntry("readCapacity", 10.0)
			.containsEntry("itemsPerSecond", 5.0);
	}

	private static TableDescription provisioned(long units) {
		return TableDescription.builder()
			.provisionedThroughput((throughput) -> throughput.readCapacityUnits(units))
			.build();
	}

	/**
	 * Create a table with enough items to consume this many units.
	 */
	private static FakeTable table(int units, double unitsPerItem) {
		return FakeTable.ofUsers((int) (units / unitsPerItem)).withUnitsPerItem(unitsPerItem);
	}

	private ScanExecution start(FakeTable table, UnaryOperator<ScanSpec<User>> spec) {
		return spec.apply(template(table).build().scan(User.class)).forEach((user) -> {
		});
	}

	private DynamoStreamTemplate.Builder template(FakeTable table) {
		return DynamoStreamTemplate.builder(table)
			.taskExecutor(this.time.executor())
			.delays(this.time)
			.budgets(this.time.budgets())
			.listener(new ScanListener() {

				@Override
				public PageRequest requesting(ScanExecution execution, int segment) {
					return recording(ReadCapacityTests.this.time::seconds);
				}

			});
	}

	private ScanListener.PageRequest recording(Supplier<Double> now) {
		return new ScanListener.PageRequest() {

			@Override
			public void answered(ScanListener.PageRead page) {
				ReadCapacityTests.this.readings
					.add(new Reading(now.get(), page.consumedCapacity(), page.scannedItems(), page.items()));
			}

		};
	}

	/**
	 * Assert that over any ten seconds, or the whole time if it is shorter, this much was
	 * consumed per second.
	 */
	private void assertConsumed(int from, int to, double least, double most) {
		int window = Math.min(10, to - from);
		for (double start = from; start + window <= to; start += 0.1) {
			assertThat(consumed(start, start + window)).as("from %s", start).isBetween(least * window, most * window);
		}
	}

	private double consumed(double from, double to) {
		return this.readings.stream()
			.filter((reading) -> reading.at() >= from && reading.at() < to)
			.mapToDouble(Reading::units)
			.sum();
	}

	private double items(double from, double to) {
		return this.readings.stream()
			.filter((reading) -> reading.at() >= from && reading.at() < to)
			.mapToDouble(Reading::items)
			.sum();
	}

	/**
	 * A budget that permits everything and tells what it was charged.
	 *
	 * @param charged the charges
	 */
	private record RecordedBudget(List<Double> charged) implements ScanBudget {

		@Override
		public Duration charge(double amount) {
			this.charged.add(amount);
			return Duration.ZERO;
		}

		@Override
		public void settle(double difference) {
			this.charged.add(difference);
		}

		@Override
		public void limit(double perSecond) {
		}

	}

	private record Reading(double at, double units, int scannedItems, int items) {

	}

}

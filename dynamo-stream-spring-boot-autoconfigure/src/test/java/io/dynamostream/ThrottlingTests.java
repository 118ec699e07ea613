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
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingReason;

import io.dynamostream.ScanProgress.State;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInFault;
import io.dynamostream.standin.StandInRequest;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Throttled scans slow down, as a whole or in one segment, and recover.
 */
@Timeout(60)
class ThrottlingTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final String HOT_PARTITION = "TableReadKeyRangeThroughputExceeded";

	private static final String TABLE = "TableReadProvisionedThroughputExceeded";

	private final Throttling throttling = new Throttling();

	private long now = 5 * SECOND;

	@Test
	void isNotActiveBeforeSomethingWasThrottled() {
		send(0, 10, 0.1);
		assertThat(this.throttling.isActive(this.now)).isFalse();
		assertThat(this.throttling.delayOfScan(this.now)).isZero();
		assertThat(this.throttling.delayOfSegment(0, this.now)).isZero();
	}

	@Test
	void halvesTheRateOfAllAndRecoversWithinAMinute() {
		send(0, 50, 0.1);
		this.throttling.throttled(0, throughputExceeded(TABLE), 4, this.now);
		this.throttling.started(0, this.now);
		assertThat(rateOfScan()).isBetween(4.5, 5.6);
		assertThat(this.throttling.delayOfSegment(0, this.now)).isZero();
		advance(20);
		this.throttling.started(0, this.now);
		assertThat(rateOfScan()).isBetween(9.0, 11.2);
		advance(40);
		assertThat(this.throttling.isActive(this.now)).isFalse();
		assertThat(this.throttling.delayOfScan(this.now)).isZero();
	}

	@Test
	void countsThrottlesOfOneSecondOnce() {
		send(0, 50, 0.1);
		for (int i = 0; i < 9; i++) {
			this.throttling.throttled(0, throughputExceeded(TABLE), 4, this.now);
			advance(0.1);
		}
		this.throttling.started(0, this.now);
		assertThat(rateOfScan()).isBetween(4.5, 5.9);
		advance(0.2);
		this.throttling.throttled(0, throughputExceeded(TABLE), 4, this.now);
		this.throttling.started(0, this.now);
		assertThat(rateOfScan()).isBetween(2.3, 3.1);
	}

	@Test
	void goesOnHoweverOftenItIsThrottledAndStillRecovers() {
		send(0, 50, 0.1);
		for (int i = 0; i < 100; i++) {
			this.throttling.throttled(0, throughputExceeded(TABLE), 4, this.now);
			advance(1.1);
		}
		this.throttling.started(0, this.now);
		assertThat(rateOfScan()).isBetween(0.1, 1.0);
		advance(40);
		this.throttling.started(0, this.now);
		assertThat(rateOfScan()).isBetween(9.0, 11.5);
	}

	@Test
	void slowsDownOnlyTheSegmentThatReadsAHotPartition() {
		send(0, 50, 0.1);
		this.throttling.throttled(2, throughputExceeded(HOT_PARTITION), 4, this.now);
		this.throttling.started(2, this.now);
		assertThat(this.throttling.isActive(this.now)).isTrue();
		assertThat(this.throttling.delayOfScan(this.now)).isZero();
		assertThat(this.throttling.delayOfSegment(0, this.now)).isZero();
		assertThat(SECOND / (double) this.throttling.delayOfSegment(2, this.now)).isBetween(1.0, 1.5);
		advance(60);
		assertThat(this.throttling.isActive(this.now)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ HOT_PARTITION + ", true", "IndexReadKeyRangeThroughputExceeded, true", TABLE + ", false",
			"TableReadMaxOnDemandThroughputExceeded, false", "TableReadAccountLimitExceeded, false", ", false" })
	void tellsByTheReasonWhatIsToSlowDown(String reason, boolean segmentOnly) {
		ThrottlingReason[] reasons = (reason != null)
				? new ThrottlingReason[] { ThrottlingReason.builder().reason(reason).build() }
				: new ThrottlingReason[0];
		for (Throwable error : new Throwable[] {
				ProvisionedThroughputExceededException.builder().throttlingReasons(reasons).build(),
				RequestLimitExceededException.builder().throttlingReasons(reasons).build(),
				ThrottlingException.builder().throttlingReasons(reasons).build() }) {
			Throttling throttling = new Throttling();
			throttling.throttled(1, error, 4, this.now);
			throttling.started(1, this.now);
			assertThat(throttling.delayOfSegment(1, this.now) > 0).isEqualTo(segmentOnly);
			assertThat(throttling.delayOfScan(this.now) > 0).isEqualTo(!segmentOnly);
		}
	}

	private void send(int segment, int requests, double seconds) {
		for (int i = 0; i < requests; i++) {
			this.throttling.started(segment, this.now);
			advance(seconds);
		}
	}

	private void advance(double seconds) {
		this.now += (long) (seconds * SECOND);
	}

	private double rateOfScan() {
		return SECOND / (double) this.throttling.delayOfScan(this.now);
	}

	private static Throwable throughputExceeded(String reason) {
		return ProvisionedThroughputExceededException.builder()
			.throttlingReasons(ThrottlingReason.builder().reason(reason).build())
			.build();
	}

	/**
	 * Over HTTP, with the retries of the SDK.
	 */
	@Nested
	class OverHttpTests {

		private final StandInDynamoDb dynamoDb = StandInDynamoDb
			.start(StandInTable.of("user", IntStream.range(0, 400).mapToObj(FakeTable::user).toList()));

		private final HeldTime time = new HeldTime();

		private final DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.dynamoDb.client())
			.delays(this.time)
			.build();

		@AfterEach
		void close() {
			this.dynamoDb.close();
		}

		@Test
		void otherSegmentsGoOnWhenOneIsHot() {
			this.dynamoDb.fault((request) -> isOfSegment(request, 0), 1,
					StandInFault.throughputExceeded(HOT_PARTITION));
			ScanExecution execution = start();
			await().until(() -> execution.progress().segments().done() == 3);
			await().until(() -> this.time.isWaitedFor());
			assertThat(execution.progress().segments().reading()).isEqualTo(1);
			assertRecovers(execution);
		}

		@Test
		void allWaitWhenTheTableIsThrottled() {
			this.dynamoDb.fault((request) -> isOfSegment(request, 0), 1, StandInFault.throughputExceeded(TABLE));
			ScanExecution execution = start();
			await().until(() -> this.time.isWaitedFor() && execution.progress().requests().inFlight() == 0);
			assertThat(execution.progress().segments().done()).isZero();
			assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
			assertRecovers(execution);
		}

		private ScanExecution start() {
			return this.template.scan(User.class).segments(4).pageSize(10).forEach((user) -> {
			});
		}

		private static boolean isOfSegment(StandInRequest request, int segment) {
			return request.operation().equals("Scan") && Integer.valueOf(segment).equals(request.segment());
		}

		private void assertRecovers(ScanExecution execution) {
			await().until(() -> {
				this.time.advance(Duration.ofSeconds(5));
				return execution.progress().state() == State.COMPLETED;
			});
			assertThat(execution.progress().items()).isEqualTo(400);
			assertThat(execution.progress().requests().throttles()).isEqualTo(1);
		}

	}

}

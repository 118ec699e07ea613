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
import java.util.Map;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScanLimits}.
 */
class ScanLimitsTests {

	private static final Throwable HOT_PARTITION = ProvisionedThroughputExceededException.builder()
		.throttlingReasons(ThrottlingReason.builder().reason("TableReadKeyRangeThroughputExceeded").build())
		.build();

	private final FakeTable table = FakeTable.ofUsers(0);

	private final ScanPlan<User> plan = plan();

	private final ScanLimits limits = new ScanLimits(this.plan, null, new TableCapacities(this.table),
			new ScanTasks(new SimpleAsyncTaskExecutor(), new HeldTime(), (task) -> task));

	private ScanPlan<User> plan() {
		ScanTarget<User> target = ScanTarget.of(User.class, ItemTypeResolver.annotated("", ""), ScanSettings.none());
		ScanLayers layers = new ScanLayers(ScanSettings.none(), Map.of())
			.withSteps(ScanSettings.none().segments("auto"));
		return ScanPlan.of(target, layers, OptionalInt.empty());
	}

	@Test
	void dividesTheRateOfAHotPartitionByTheSegmentsThatAreReadAtOnce() {
		this.plan.segmentNumber().choose(5);
		assertThat(delayOfThrottledSegment()).isEqualTo(Duration.ofMillis(500));
	}

	@Test
	void dividesTheRateOfAHotPartitionByTheConcurrencyInForce() {
		this.plan.segmentNumber().choose(5);
		this.limits.adopt(this.plan.withSettings((settings) -> settings.maxConcurrency(2)));
		assertThat(delayOfThrottledSegment()).isEqualTo(Duration.ofMillis(200));
	}

	/**
	 * Return the delay of a segment after 20 requests in a second, whose rate is halved.
	 */
	private Duration delayOfThrottledSegment() {
		for (int request = 0; request < 20; request++) {
			this.limits.ask(0, null);
		}
		this.limits.throttled(0, HOT_PARTITION);
		assertThat(this.limits.ask(0, null).isGranted()).isTrue();
		return this.limits.ask(0, null).delay();
	}

}

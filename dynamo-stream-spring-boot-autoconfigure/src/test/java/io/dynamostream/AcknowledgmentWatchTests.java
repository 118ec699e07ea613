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
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Flux;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcknowledgmentWatch}.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class AcknowledgmentWatchTests {

	private static final String WAITS = "has waited for more than a minute";

	private final VirtualTime time = new VirtualTime();

	private final List<ScanEvent.Item<?>> open = new ArrayList<>();

	private final DynamoStreamTemplate template = DynamoStreamTemplate.builder(FakeTable.ofUsers(10))
		.taskExecutor(this.time.executor())
		.delays(this.time)
		.eventPublisher((event) -> {
			if (event instanceof ScanEvent.Item<?> item) {
				this.open.add(item);
			}
		})
		.build();

	@ParameterizedTest
	@ValueSource(ints = { 3, 10, 20 })
	void warnsOnceAtTheMaximumAndAtTheEnd(int max, CapturedOutput output) {
		start((spec) -> spec.maxUnacknowledgedItems(max));
		this.time.pass(Duration.ofMinutes(10));
		assertThat(output)
			.containsOnlyOnce(("Scan 'user' of table 'user' has waited for more than a minute until one of "
					+ "%d items is acknowledged. Let each item be acknowledged or said to have failed, also where an "
					+ "asynchronous listener throws, or raise maxUnacknowledgedItems(...) if single items take that long.")
				.formatted(Math.min(max, 10)));
	}

	@Test
	void warnsOfSubscribers(CapturedOutput output) {
		Flux.from(this.template.scan(User.class).acknowledgedPublisher()).subscribe();
		this.time.pass(Duration.ofMinutes(3));
		assertThat(output).containsOnlyOnce(WAITS);
	}

	@Test
	void saysNothingWhileItemsAreAcknowledged(CapturedOutput output) {
		ScanExecution execution = start((spec) -> spec.maxUnacknowledgedItems(3));
		for (int i = 0; i < 9; i++) {
			this.time.pass(Duration.ofSeconds(50));
			this.open.get(i).acknowledge();
		}
		this.time.pass(Duration.ofSeconds(50));
		assertThat(execution.progress().items()).isEqualTo(9);
		assertThat(output).doesNotContain(WAITS);
	}

	@Test
	void saysNothingOfScansThatArePausedOrHaveEnded(CapturedOutput output) {
		ScanExecution paused = start((spec) -> spec.maxUnacknowledgedItems(3));
		paused.pause();
		ScanExecution cancelled = start((spec) -> spec.maxUnacknowledgedItems(3));
		cancelled.cancel();
		this.time.pass(Duration.ofMinutes(10));
		assertThat(paused.progress().state()).isEqualTo(State.PAUSED);
		assertThat(output).doesNotContain(WAITS);
	}

	@Test
	void saysNothingWhereDemandIsWaitedFor(CapturedOutput output) {
		RecordingSubscriber<ScanEvent.Item<User>> subscriber = RecordingSubscriber.<ScanEvent.Item<User>>passive()
			.subscribedTo(this.template.scan(User.class).acknowledgedPublisher());
		subscriber.subscription().request(3);
		this.time.pass(Duration.ofMinutes(10));
		assertThat(subscriber.items()).hasSize(3);
		assertThat(output).doesNotContain(WAITS);
	}

	private ScanExecution start(UnaryOperator<ScanSpec<User>> spec) {
		ScanExecution execution = spec.apply(this.template.scan(User.class).manualAcknowledgment()).toListeners();
		this.time.pass(Duration.ZERO);
		return execution;
	}

}

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
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;

import io.dynamostream.autoconfigure.ScanProperties.DeliveryRetry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeliveryRetryMapper}.
 */
class DeliveryRetryMapperTests {

	private final DeliveryRetry ofAll = new DeliveryRetry();

	private final DeliveryRetry ofName = new DeliveryRetry();

	@Test
	void mapsNothingToNoPolicy() {
		assertThat(delays(this.ofAll)).isNull();
		this.ofAll.setMaxRetries(1L);
		assertThat(delays(this.ofName)).isNull();
	}

	@Test
	void mapsEachProperty() {
		this.ofAll.setMaxRetries(4L);
		assertThat(delays(this.ofAll)).containsExactly(1000L, 1000L, 1000L, 1000L);
		this.ofAll.setDelay(Duration.ofMillis(200));
		assertThat(delays(this.ofAll)).containsExactly(200L, 200L, 200L, 200L);
		this.ofAll.setMultiplier(2.0);
		assertThat(delays(this.ofAll)).containsExactly(200L, 400L, 800L, 1600L);
		this.ofAll.setMaxDelay(Duration.ofMillis(700));
		assertThat(delays(this.ofAll)).containsExactly(200L, 400L, 700L, 700L);
	}

	@Test
	void takesWhatANameDoesNotSetFromAll() {
		this.ofAll.setMaxRetries(2L);
		this.ofAll.setDelay(Duration.ofMillis(200));
		this.ofName.setMultiplier(3.0);
		assertThat(delays(this.ofName)).containsExactly(200L, 600L);
		this.ofName.setMaxRetries(1L);
		this.ofName.setDelay(Duration.ofMillis(50));
		assertThat(delays(this.ofName)).containsExactly(50L);
	}

	@Test
	void repeatsNothingIfOnlyDelaysAreSet() {
		this.ofAll.setDelay(Duration.ofMillis(200));
		assertThat(delays(this.ofAll)).isEmpty();
	}

	private List<Long> delays(DeliveryRetry properties) {
		RetryPolicy policy = new DeliveryRetryMapper("dynamo.stream", properties, this.ofAll).map();
		return (policy != null) ? delays(policy.getBackOff().start()) : null;
	}

	private static List<Long> delays(BackOffExecution backOff) {
		List<Long> delays = new ArrayList<>();
		for (long delay = backOff.nextBackOff(); delay != BackOffExecution.STOP; delay = backOff.nextBackOff()) {
			delays.add(delay);
		}
		return delays;
	}

}

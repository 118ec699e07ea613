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

package io.dynamostream.checkpoint;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ScanCheckpoint}.
 */
class ScanCheckpointTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456789Z");

	@Property(tries = 300)
	void isTheSameAfterJson(@ForAll("checkpoints") ScanCheckpoint checkpoint) {
		String json = checkpoint.toJson();
		assertThat(json).doesNotContain("\n");
		assertThat(ScanCheckpoint.fromJson(json)).isEqualTo(checkpoint);
	}

	@Provide
	Arbitrary<ScanCheckpoint> checkpoints() {
		Arbitrary<String> texts = Arbitraries.strings().all().filter((text) -> text.equals(roundTrip(text)));
		Arbitrary<AttributeValue> values = Arbitraries.oneOf(texts.map(AttributeValue::fromS),
				Arbitraries.bigDecimals().map((number) -> AttributeValue.fromN(number.toString())),
				Arbitraries.bytes()
					.array(byte[].class)
					.map((bytes) -> AttributeValue.fromB(SdkBytes.fromByteArray(bytes))));
		Arbitrary<ScanCheckpoint.Position> positions = Arbitraries.oneOf(
				Arbitraries.maps(texts, values).ofMinSize(1).ofMaxSize(4).map(ScanCheckpoint.AtKey::new),
				Arbitraries.just(new ScanCheckpoint.Done()));
		return Combinators
			.combine(texts.filter((name) -> !name.isBlank()), Arbitraries.maps(texts, texts).ofMaxSize(6),
					Arbitraries.maps(Arbitraries.integers().between(0, 50), positions),
					Arbitraries.longs().greaterOrEqual(0), Arbitraries.of(true, false))
			.as((name, fingerprint, at, items, finished) -> new ScanCheckpoint(name, fingerprint, at, items, items / 2,
					finished, NOW));
	}

	/**
	 * Unpaired surrogates are no text that DynamoDB could hold.
	 */
	private static String roundTrip(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	@Test
	void isSmallIfManySegmentsAreDone() {
		Map<Integer, ScanCheckpoint.Position> positions = new HashMap<>();
		IntStream.range(0, 1_000_000).forEach((segment) -> positions.put(segment, new ScanCheckpoint.Done()));
		positions.remove(500);
		ScanCheckpoint checkpoint = new ScanCheckpoint("nightly", Map.of(), positions, 1, 0, false, NOW);
		assertThat(checkpoint.toJson()).hasSizeLessThan(1000).contains("\"0-499,501-999999\"");
		assertThat(ScanCheckpoint.fromJson(checkpoint.toJson())).isEqualTo(checkpoint);
	}

	@Test
	void isNotChangedByWhoMadeIt() {
		Map<Integer, ScanCheckpoint.Position> positions = new HashMap<>();
		ScanCheckpoint checkpoint = new ScanCheckpoint("nightly", Map.of(), positions, 1, 0, false, NOW);
		positions.put(1, new ScanCheckpoint.Done());
		assertThat(checkpoint.positions()).isEmpty();
	}

	@Test
	void refusesValuesOutOfRange() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ScanCheckpoint(" ", Map.of(), Map.of(), 0, 0, false, NOW))
			.withMessage("'name' must not be blank");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ScanCheckpoint("a", Map.of(), Map.of(), -1, 0, false, NOW))
			.withMessage("'items' must be 0 or more, but is -1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ScanCheckpoint("a", Map.of(), Map.of(), 0, -1, false, NOW))
			.withMessage("'failedItems' must be between 0 and 0, but is -1");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new ScanCheckpoint("a", Map.of(), Map.of(-1, new ScanCheckpoint.Done()), 0, 0, false, NOW))
			.withMessageContaining("'positions'");
		assertThatIllegalArgumentException().isThrownBy(() -> new ScanCheckpoint.AtKey(Map.of()))
			.withMessage("'key' must not be empty");
	}

	@Test
	void saysThatJsonIsDamaged() {
		String json = new ScanCheckpoint("nightly", Map.of(), Map.of(), 1, 0, false, NOW).toJson();
		for (String damaged : new String[] { "", "{}", "[]", "nothing", json.substring(1),
				json.substring(0, json.length() - 1), json.replace("items", "itms"), json.replace("2026", "now") }) {
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> ScanCheckpoint.fromJson(damaged))
				.withMessageContaining("The checkpoint is damaged");
		}
	}

}

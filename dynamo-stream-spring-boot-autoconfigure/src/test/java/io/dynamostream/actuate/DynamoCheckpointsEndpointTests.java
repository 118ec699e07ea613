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

package io.dynamostream.actuate;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;

import io.dynamostream.checkpoint.ScanCheckpointException;
import io.dynamostream.checkpoint.ScanCheckpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link DynamoCheckpointsEndpoint}.
 */
class DynamoCheckpointsEndpointTests {

	private final ScanCheckpoints checkpoints = new FakeCheckpoints();

	private final DynamoCheckpointsEndpoint endpoint = endpoint(Show.NEVER);

	@Test
	void listsCheckpoints() {
		assertThat(this.endpoint.checkpoints().checkpoints())
			.extracting("name", "items", "failedItems", "finished", "segments.total", "segments.started",
					"segments.done", "openedBy", "error")
			.containsExactly(tuple("broken", null, null, null, null, null, null, null, "It is damaged."),
					tuple("export", 100L, 0L, true, 4, 4, 4, null, null), tuple("nightly", 60L, 2L, false, 8, 3, 1,
							"process 42 on host 'here' since 2026-01-02T03:00:00Z", null));
	}

	@Test
	void showsFactsOfTheFingerprintWithoutValues() {
		assertThat(this.endpoint.checkpoint("nightly").checkpoint().fingerprint()).containsExactly(
				entry("filter", "#age >= :min"), entry("index", "by-tenant"), entry("segments", "8"),
				entry("table", "id-of-table"));
	}

	@ParameterizedTest
	@EnumSource(value = Access.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void tellsWhatIsPermitted(Access access) {
		DynamoCheckpointsEndpoint endpoint = new DynamoCheckpointsEndpoint(this.checkpoints, (id, defaultAccess) -> {
			assertThat(id).isEqualTo(EndpointId.of("dynamocheckpoints"));
			assertThat(defaultAccess).isEqualTo(Access.READ_ONLY);
			return access;
		}, List.of(), Show.NEVER);
		assertThat(endpoint.checkpoints().access()).isEqualTo(access);
		assertThat(endpoint.checkpoint("nightly").access()).isEqualTo(access);
	}

	@Test
	void hidesPositions() {
		assertThat(this.endpoint.checkpoint("nightly").positions()).extracting("segment", "position")
			.containsExactly(tuple(1, "******"), tuple(3, "******"));
	}

	@ParameterizedTest
	@EnumSource(value = Show.class, mode = EnumSource.Mode.EXCLUDE, names = "NEVER")
	void showsPositionsWhereThatIsConfigured(Show showValues) {
		assertThat(endpoint(showValues).checkpoint("nightly").positions()).extracting("segment", "position")
			.last()
			.isEqualTo(tuple(3, Map.of("email", "a@b.c")));
	}

	@Test
	void appliesSanitizingFunctions() {
		SanitizingFunction function = SanitizingFunction.sanitizeValue().ifKeyContains("email");
		DynamoCheckpointsEndpoint endpoint = new DynamoCheckpointsEndpoint(this.checkpoints, (id, access) -> access,
				List.of(function), Show.ALWAYS);
		assertThat(endpoint.checkpoint("nightly").positions()).extracting("position")
			.last()
			.isEqualTo(Map.of("email", "******"));
	}

	@Test
	void showsWhyOneCannotBeRead() {
		CheckpointDetailsDescriptor details = this.endpoint.checkpoint("broken");
		assertThat(details.checkpoint().error()).isEqualTo("It is damaged.");
		assertThat(details.positions()).isEmpty();
	}

	@Test
	void deletesThoseThatAreFinishedOrCannotBeRead() {
		assertThat(this.endpoint.delete("export").items()).isEqualTo(100);
		assertThat(this.endpoint.delete("broken").error()).isEqualTo("It is damaged.");
		assertThat(this.checkpoints.findAll()).extracting(ScanCheckpoints.SavedCheckpoint::name)
			.containsExactly("nightly");
	}

	@Test
	void doesNotDeleteWhatIsOpen() {
		assertThatExceptionOfType(ScanCheckpointException.InUse.class).isThrownBy(() -> this.endpoint.delete("nightly"))
			.withMessage("It is in use.");
		assertThat(this.checkpoints.find("nightly")).isPresent();
	}

	@Test
	void hasNothingForUnknownNames() {
		assertThat(this.endpoint.checkpoint("weekly")).isNull();
		assertThat(this.endpoint.delete("weekly")).isNull();
	}

	private DynamoCheckpointsEndpoint endpoint(Show showValues) {
		return new DynamoCheckpointsEndpoint(this.checkpoints, (id, access) -> access, List.of(), showValues);
	}

}

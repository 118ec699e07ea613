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
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;

import io.dynamostream.ScanExecutions;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link DynamoScansEndpoint}.
 */
class DynamoScansEndpointTests {

	private final FakeScan nightly = new FakeScan("nightly", "users", State.RUNNING);

	private final FakeScan export = new FakeScan("export", "orders", State.COMPLETED);

	private final FakeScan users = new FakeScan("users", "users", State.FAILED);

	private final ScanExecutions executions = FakeScan.executions(this.users, this.nightly, this.export);

	private final DynamoScansEndpoint endpoint = endpoint(Show.NEVER);

	@Test
	void listsScansInTheOrderOfTheRegistry() {
		ScansDescriptor scans = this.endpoint.scans(null, null, null);
		assertThat(scans.scans()).extracting(ScanDescriptor::name).containsExactly("users", "nightly", "export");
	}

	@Test
	void filtersByStateNameAndTable() {
		assertThat(names(State.RUNNING, null, null)).containsExactly("nightly");
		assertThat(names(null, "users", null)).containsExactly("users");
		assertThat(names(null, null, "users")).containsExactly("users", "nightly");
		assertThat(names(State.FAILED, "nightly", "users")).isEmpty();
	}

	private List<String> names(State state, String name, String table) {
		return this.endpoint.scans(state, name, table).scans().stream().map(ScanDescriptor::name).toList();
	}

	@ParameterizedTest
	@EnumSource(value = Access.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void tellsWhatIsPermitted(Access access) {
		DynamoScansEndpoint endpoint = new DynamoScansEndpoint(this.executions, (id, defaultAccess) -> {
			assertThat(id).isEqualTo(EndpointId.of("dynamoscans"));
			assertThat(defaultAccess).isEqualTo(Access.READ_ONLY);
			return access;
		}, List.of(), Show.NEVER);
		assertThat(endpoint.scans(null, null, null).access()).isEqualTo(access);
		assertThat(endpoint.scan("id-of-nightly").access()).isEqualTo(access);
	}

	@Test
	void showsDetails() {
		ScanDetailsDescriptor details = this.endpoint.scan("id-of-nightly");
		assertThat(details.scan()).isEqualTo(ScanDescriptor.of(this.nightly.progress()))
			.returns(7L, ScanDescriptor::failedItems)
			.returns(9L, ScanDescriptor::unacknowledgedItems);
		assertThat(details.samples()).isEqualTo(this.nightly.details().samples());
		assertThat(details.options()).containsExactly(entry("filterExpression", "#a > :min"), entry("segments", 4));
		assertThat(details.expressionNames()).containsExactly(entry("#a", "age"));
		assertThat(details.segments()).extracting("number", "done", "pages", "items", "scannedItems")
			.containsExactly(tuple(0, true, 6L, 60L, 600L), tuple(1, false, 4L, 40L, 400L));
	}

	@Test
	void hidesDataOfTables() {
		ScanDetailsDescriptor details = this.endpoint.scan("id-of-nightly");
		assertThat(details.segments()).extracting("position").containsExactly(null, "******");
		assertThat(details.expressionValues()).containsOnlyKeys(":min", ":none", ":apiKey").containsValue("******");
		assertThat(details.expressionValues().values()).containsOnly("******");
	}

	@ParameterizedTest
	@EnumSource(value = Show.class, mode = EnumSource.Mode.EXCLUDE, names = "NEVER")
	void showsDataOfTablesWhereThatIsConfigured(Show showValues) {
		ScanDetailsDescriptor details = endpoint(showValues).scan("id-of-nightly");
		assertThat(details.segments()).extracting("position").containsExactly(null, Map.of("email", "a@b.c"));
		assertThat(details.expressionValues()).hasSize(3)
			.hasEntrySatisfying(":min", (value) -> assertThat(value).hasToString("18"))
			.contains(entry(":none", Optional.empty()), entry(":apiKey", "k"));
	}

	@Test
	void appliesSanitizingFunctions() {
		SanitizingFunction function = SanitizingFunction.sanitizeValue().ifKeyContains("apikey", "email");
		DynamoScansEndpoint endpoint = new DynamoScansEndpoint(this.executions, (id, access) -> access,
				List.of(function), Show.ALWAYS);
		ScanDetailsDescriptor details = endpoint.scan("id-of-nightly");
		assertThat(details.expressionValues()).containsEntry(":apiKey", "******").doesNotContainEntry(":min", "******");
		assertThat(details.segments()).last().extracting("position").isEqualTo(Map.of("email", "******"));
	}

	@Test
	void pausesAndResumes() {
		assertThat(this.endpoint.steer("id-of-nightly", "pause", null, null, null).state()).isEqualTo(State.PAUSED);
		assertThat(this.endpoint.steer("id-of-nightly", "resume", null, null, null).state()).isEqualTo(State.RUNNING);
		assertThat(this.nightly.calls()).containsExactly("pause", "resume");
	}

	@Test
	void changesConcurrency() {
		assertThat(this.endpoint.steer("id-of-nightly", null, 8, null, null)).isNotNull();
		assertThat(this.nightly.calls()).containsExactly("maxConcurrency 8");
	}

	@Test
	void changesLimits() {
		this.endpoint.steer("id-of-nightly", null, null, "200.5", null);
		this.endpoint.steer("id-of-nightly", null, null, " 25% ", null);
		this.endpoint.steer("id-of-nightly", null, null, "none", null);
		this.endpoint.steer("id-of-nightly", null, null, null, "500.0");
		this.endpoint.steer("id-of-nightly", null, null, null, "None");
		assertThat(this.nightly.calls()).containsExactly("readCapacity 200.5", "readCapacity  25% ",
				"readCapacity none", "itemsPerSecond 500.0", "itemsPerSecond None");
	}

	@ParameterizedTest
	@ValueSource(strings = { "few", "", "0", "-1", "NaN", "Infinity", "1000001", "25%", "nothing" })
	void refusesItemsPerSecond(String itemsPerSecond) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.endpoint.steer("id-of-nightly", null, null, null, itemsPerSecond))
			.withMessageContaining("'itemsPerSecond' must be");
		assertThat(this.nightly.calls()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "much", "", "%", "0", "0%", "101%", "12.5%", "-1", "NaN", "1000001", "Infinity", "none%" })
	void refusesReadCapacity(String readCapacity) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.endpoint.steer("id-of-nightly", null, null, readCapacity, null))
			.withMessageContaining("'readCapacity' must be");
		assertThat(this.nightly.calls()).isEmpty();
	}

	@Test
	void cancels() {
		assertThat(this.endpoint.cancel("id-of-nightly").state()).isEqualTo(State.CANCELLED);
		assertThat(this.endpoint.cancel("id-of-nightly").state()).isEqualTo(State.CANCELLED);
		assertThat(this.nightly.calls()).contains("cancel");
	}

	@Test
	void doesNotCancelWhatHasEndedOtherwise() {
		assertThatIllegalStateException().isThrownBy(() -> this.endpoint.cancel("id-of-export"))
			.withMessage("Scan 'export' of table 'orders' cannot be cancelled, because it has ended (COMPLETED).");
		assertThat(this.export.calls()).isEmpty();
	}

	@Test
	void doesExactlyOneThingAtATime() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.endpoint.steer("id-of-nightly", null, null, null, null))
			.withMessageContaining("None of 'action', 'maxConcurrency'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.endpoint.steer("id-of-nightly", "pause", 8, null, null))
			.withMessageContaining("More than one of 'action', 'maxConcurrency'");
		assertThat(this.nightly.calls()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "stop", "PAUSE", "", "cancel" })
	void namesAllowedActions(String action) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.endpoint.steer("id-of-nightly", action, null, null, null))
			.withMessageContaining("'" + action + "'")
			.withMessageContaining("Use 'pause' or 'resume'");
		assertThat(this.nightly.calls()).isEmpty();
	}

	@Test
	void hasNothingForUnknownIds() {
		assertThat(this.endpoint.scan("nightly")).isNull();
		assertThat(this.endpoint.steer("nightly", "pause", null, null, null)).isNull();
		assertThat(this.endpoint.cancel("nightly")).isNull();
	}

	private DynamoScansEndpoint endpoint(Show showValues) {
		return new DynamoScansEndpoint(this.executions, (id, access) -> access, List.of(), showValues);
	}

}

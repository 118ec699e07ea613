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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.core.retry.RetryPolicy;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

import io.dynamostream.DynamoStreamOperations.ScanSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScanLayers}: which settings win, and that specs do not change.
 */
class ScanLayersTests {

	private final FakeTable table = FakeTable.ofUsers(0);

	@Test
	void stepWinsOverNameWhichWinsOverAll() {
		ScanLayers layers = new ScanLayers(ScanSettings.none().pageSize(1).batchSize(1).limit(1).segments(1),
				Map.of("nightly", ScanSettings.none().pageSize(2).batchSize(2).limit(2)))
			.withName("nightly")
			.withSteps(ScanSettings.none().pageSize(3).batchSize(3));
		ScanSettings resolved = layers.resolve();
		assertThat(resolved.get(ScanOption.PAGE_SIZE)).isEqualTo(3);
		assertThat(resolved.get(ScanOption.BATCH_SIZE)).isEqualTo(3);
		assertThat(resolved.get(ScanOption.LIMIT)).isEqualTo(2);
		assertThat(resolved.get(ScanOption.SEGMENTS)).isEqualTo(SegmentChoice.of(1));
	}

	@Test
	void stepSetsFalseOverTrue() {
		ScanLayers layers = new ScanLayers(ScanSettings.none().consistentRead(true), Map.of())
			.withSteps(ScanSettings.none().consistentRead(false));
		assertThat(layers.resolve().get(ScanOption.CONSISTENT_READ)).isFalse();
	}

	@Test
	void otherNameAndUnknownNameHaveNoSettings() {
		ScanLayers layers = new ScanLayers(ScanSettings.none().limit(1),
				Map.of("nightly", ScanSettings.none().limit(2)));
		assertThat(layers.resolve().get(ScanOption.LIMIT)).isEqualTo(1);
		assertThat(layers.withName("hourly").resolve().get(ScanOption.LIMIT)).isEqualTo(1);
		assertThat(layers.withName("nightly").withName("hourly").resolve().get(ScanOption.LIMIT)).isEqualTo(1);
	}

	@Test
	void nameIsFoundWithoutCaseAndSeparators() {
		ScanLayers layers = new ScanLayers(ScanSettings.none().limit(1),
				Map.of("nightly-export", ScanSettings.none().limit(2), "nightlyimport", ScanSettings.none().limit(3)));
		assertThat(layers.withName("nightlyExport").resolve().get(ScanOption.LIMIT)).isEqualTo(2);
		assertThat(layers.withName("nightly-import").resolve().get(ScanOption.LIMIT)).isEqualTo(3);
		assertThat(layers.withName("nightly_import").resolve().get(ScanOption.LIMIT)).isEqualTo(3);
		assertThat(layers.withName("nightly.import").resolve().get(ScanOption.LIMIT)).isEqualTo(1);
	}

	@Test
	void exactNameWinsOverSimilarOne() {
		ScanLayers layers = new ScanLayers(ScanSettings.none(),
				Map.of("nightly-export", ScanSettings.none().limit(2), "nightlyexport", ScanSettings.none().limit(3)));
		assertThat(layers.withName("nightly-export").resolve().get(ScanOption.LIMIT)).isEqualTo(2);
		assertThat(layers.withName("nightlyexport").resolve().get(ScanOption.LIMIT)).isEqualTo(3);
	}

	@Test
	void stepWinsInWhateverOrderTheStepsAreCalled() {
		DynamoStreamTemplate template = template(ScanSettings.none().pageSize(1),
				Map.of("nightly", ScanSettings.none().pageSize(2).tableName("archive")));
		assertThat(request(template.scan(User.class).pageSize(3).named("nightly")).limit()).isEqualTo(3);
		assertThat(request(template.scan(User.class).named("nightly").pageSize(3)).limit()).isEqualTo(3);
		assertThat(request(template.scan(User.class).named("nightly")).limit()).isEqualTo(2);
		assertThat(request(template.scan(User.class)).limit()).isEqualTo(1);
		assertThat(request(template.scan(User.class).tableName("users").named("nightly")).tableName())
			.isEqualTo("users");
		assertThat(request(template.scan(User.class).named("nightly")).tableName()).isEqualTo("archive");
	}

	@Test
	void segmentsOfAllScansAreForParallelScanOnly() {
		DynamoStreamTemplate template = template(ScanSettings.none().segments(3),
				Map.of("wide", ScanSettings.none().segments(5)));
		assertThat(request(template.scan(User.class)).totalSegments()).isNull();
		assertThat(request(template.parallelScan(User.class)).totalSegments()).isEqualTo(3);
		assertThat(request(template.scan(User.class).named("wide")).totalSegments()).isEqualTo(5);
		assertThat(request(template.parallelScan(User.class).named("wide")).totalSegments()).isEqualTo(5);
		assertThat(request(template.parallelScan(User.class).segments(2).named("wide")).totalSegments()).isEqualTo(2);
	}

	@Test
	void parallelScanHasFourSegmentsByDefault() {
		DynamoStreamTemplate template = template(ScanSettings.none(), Map.of());
		assertThat(request(template.parallelScan(User.class)).totalSegments()).isEqualTo(4);
	}

	@Test
	void stepAddsPlaceholdersToThoseOfTheName() {
		ScanSpec<User> spec = template(ScanSettings.none().expressionName("#a", "age"),
				Map.of("adults", ScanSettings.none().filterExpression("#a >= :min AND #t = :tenant")))
			.scan(User.class)
			.expressionName("#t", "tenantId")
			.expressionValue(":min", 18)
			.expressionValue(":tenant", "tenant-1")
			.named("adults");
		ScanRequest request = request(spec);
		assertThat(request.filterExpression()).isEqualTo("#a >= :min AND #t = :tenant");
		assertThat(request.expressionAttributeNames()).isEqualTo(Map.of("#a", "age", "#t", "tenantId"));
		assertThat(request.expressionAttributeValues())
			.isEqualTo(Map.of(":min", AttributeValue.fromN("18"), ":tenant", AttributeValue.fromS("tenant-1")));
	}

	@Test
	void stepReplacesValueOfAPlaceholder() {
		ScanSpec<User> spec = template(adults(18), Map.of("older", ScanSettings.none().expressionValue(":min", 50)))
			.scan(User.class);
		assertThat(minimum(request(spec))).isEqualTo("18");
		assertThat(minimum(request(spec.named("older")))).isEqualTo("50");
		assertThat(minimum(request(spec.expressionValue(":min", 65).named("older")))).isEqualTo("65");
	}

	@Test
	void overriddenFilterTakesItsPlaceholdersWithIt() {
		ScanSpec<User> spec = template(adults(18), Map.of("of-tenant", tenant())).scan(User.class);
		ScanRequest named = request(spec.named("of-tenant"));
		assertThat(named.filterExpression()).isEqualTo("#t = :tenant");
		assertThat(named.expressionAttributeNames()).containsOnlyKeys("#t");
		assertThat(named.expressionAttributeValues()).containsOnlyKeys(":tenant");
		ScanRequest stepped = request(spec.named("of-tenant").filterExpression("attribute_exists(age)"));
		assertThat(stepped.hasExpressionAttributeNames()).isFalse();
		assertThat(stepped.hasExpressionAttributeValues()).isFalse();
	}

	@Test
	void valueOfTheNameForAnOverriddenFilterOfAllGoesWithTheFilter() {
		ScanSpec<User> spec = template(adults(18), Map.of("older", ScanSettings.none().expressionValue(":min", 50)))
			.scan(User.class)
			.named("older")
			.filterExpression("tenantId = :tenant")
			.expressionValue(":tenant", "tenant-1");
		assertThat(request(spec).expressionAttributeValues()).containsOnlyKeys(":tenant");
	}

	@Test
	void overridingFilterMayUsePlaceholdersOfTheOverriddenOne() {
		ScanSpec<User> spec = template(adults(18), Map.of()).scan(User.class)
			.filter(Expression.builder().expression("#a < :min").build());
		ScanRequest request = request(spec);
		assertThat(request.filterExpression()).isEqualTo("#a < :min");
		assertThat(request.expressionAttributeNames()).containsOnlyKeys("#a");
		assertThat(minimum(request)).isEqualTo("18");
	}

	@Test
	void overriddenFilterLeavesPlaceholdersOfTheProjection() {
		ScanSettings settings = adults(18).projectionExpression("id, #t").expressionName("#t", "tenantId");
		ScanSpec<User> spec = template(settings, Map.of()).scan(User.class).filterExpression("attribute_exists(age)");
		ScanRequest request = request(spec);
		assertThat(request.projectionExpression()).isEqualTo("id, #t");
		assertThat(request.expressionAttributeNames()).isEqualTo(Map.of("#t", "tenantId"));
		assertThat(request.hasExpressionAttributeValues()).isFalse();
	}

	@Test
	void keptSpecIsNotChangedByLaterSteps() {
		ScanSpec<User> kept = template(ScanSettings.none(), Map.of()).scan(User.class)
			.filterExpression("age > :min")
			.expressionValue(":min", 1);
		ScanRequest before = request(kept);
		kept.named("other").tableName("archive").indexName("by-tenant").segments(2).maxConcurrency(2).pageSize(1);
		kept.filterExpression("#a > :max").expressionName("#a", "age").expressionValue(":max", 2);
		kept.skipFailedItems().maxFailedItems(1).failOnFailedItem().deliveryRetry(RetryPolicy.withDefaults());
		kept.projectionExpression("id").consistentRead(true).limit(1).batchSize(2).bufferedPages(1);
		assertThat(request(kept)).isEqualTo(before);
	}

	@Test
	void keptSpecIsNotChangedByWhatWasGivenToIt() {
		List<Object> ids = new ArrayList<>(List.of("user-1"));
		Map<String, AttributeValue> values = new HashMap<>(Map.of(":min", AttributeValue.fromN("1")));
		ScanSpec<User> kept = template(ScanSettings.none(), Map.of()).scan(User.class)
			.filter(Expression.builder().expression("age > :min AND ids = :ids").expressionValues(values).build())
			.expressionValue(":ids", ids);
		ScanRequest before = request(kept);
		ids.add("user-2");
		values.clear();
		assertThat(request(kept)).isEqualTo(before);
	}

	@Test
	void templateIsNotChangedByWhatWasGivenToItsBuilder() {
		Map<String, ScanSettings> named = new HashMap<>(Map.of("nightly", ScanSettings.none().pageSize(2)));
		DynamoStreamTemplate template = template(ScanSettings.none(), named);
		named.put("nightly", ScanSettings.none().pageSize(3));
		assertThat(request(template.scan(User.class).named("nightly")).limit()).isEqualTo(2);
	}

	@Test
	void oneSpecStartsSeveralScansThroughEveryTerminal() {
		FakeTable users = FakeTable.ofUsers(20);
		ScanSpec<User> spec = Terminal.template(users).scan(User.class).pageSize(7);
		for (Terminal terminal : Terminal.values()) {
			assertThat(terminal.read(spec)).hasSize(20);
			assertThat(terminal.read(spec.limit(3))).hasSize(3);
			assertThat(terminal.read(spec)).hasSize(20);
		}
	}

	private static ScanSettings adults(int minimum) {
		return ScanSettings.none()
			.filterExpression("#a >= :min")
			.expressionName("#a", "age")
			.expressionValue(":min", minimum);
	}

	private static ScanSettings tenant() {
		return ScanSettings.none()
			.filterExpression("#t = :tenant")
			.expressionName("#t", "tenantId")
			.expressionValue(":tenant", "tenant-1");
	}

	private static String minimum(ScanRequest request) {
		return request.expressionAttributeValues().get(":min").n();
	}

	private DynamoStreamTemplate template(ScanSettings settings, Map<String, ScanSettings> named) {
		return DynamoStreamTemplate.builder(this.table).settings(settings).namedSettings(named).build();
	}

	/**
	 * Return the first request of a scan.
	 */
	private ScanRequest request(ScanSpec<User> spec) {
		this.table.requests().clear();
		try (Stream<User> users = spec.stream()) {
			assertThat(users).isEmpty();
		}
		return this.table.requests().get(0);
	}

}

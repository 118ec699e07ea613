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

import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondarySortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamOperations.ScanSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ScanPlan}: defaults, and what is refused before anything is read.
 */
class ScanPlanTests {

	private static final String REFUSED = "Scan 'user' of table 'user': ";

	private final FakeTable table = FakeTable.ofUsers(10);

	private final ScanSpec<User> spec = Terminal.template(this.table).scan(User.class);

	@Test
	void readsOneSegmentByDefault() {
		ScanPlan<User> plan = plan(ScanSettings.none());
		assertThat(plan.segments()).isEqualTo(1);
		assertThat(plan.maxConcurrency()).isEqualTo(1);
		assertThat(plan.maxPages()).isEqualTo(2);
		assertThat(plan.maxPagesPerSegment()).isEqualTo(2);
		assertThat(plan.batchSize()).isEqualTo(1);
		assertThat(plan.deliveryConcurrency()).isEqualTo(1);
		assertThat(plan.consistentRead()).isFalse();
		assertThat(plan.isLimited()).isFalse();
		assertThat(plan.startsFrugally()).isTrue();
	}

	@Test
	void readsAllSegmentsAtOnceByDefault() {
		ScanPlan<User> plan = plan(ScanSettings.none().segments(6));
		assertThat(plan.maxConcurrency()).isEqualTo(6);
		assertThat(plan.maxPages()).isEqualTo(12);
		assertThat(plan.maxPagesPerSegment()).isEqualTo(2);
		assertThat(plan.startsFrugally()).isFalse();
	}

	@Test
	void bufferedPagesComeOnTopOfThoseInFlight() {
		ScanSettings settings = ScanSettings.none().segments(64).maxConcurrency(4);
		assertThat(plan(settings).maxPages()).isEqualTo(8);
		assertThat(plan(settings.bufferedPages(0)).maxPages()).isEqualTo(4);
		assertThat(plan(settings.bufferedPages(0)).maxPagesPerSegment()).isEqualTo(1);
		assertThat(plan(settings.bufferedPages(9)).maxPages()).isEqualTo(13);
		assertThat(plan(settings.bufferedPages(9)).maxPagesPerSegment()).isEqualTo(4);
	}

	@Test
	void limitedScanStartsFrugallyHoweverManySegments() {
		ScanPlan<User> plan = plan(ScanSettings.none().segments(6).limit(10));
		assertThat(plan.isLimited()).isTrue();
		assertThat(plan.limit()).isEqualTo(10);
		assertThat(plan.startsFrugally()).isTrue();
	}

	@Test
	void concurrencyIsNoMoreThanSegments() {
		assertThat(plan(ScanSettings.none().segments(2).maxConcurrency(8)).maxConcurrency()).isEqualTo(2);
		assertThat(plan(ScanSettings.none().segments(8).maxConcurrency(2)).maxConcurrency()).isEqualTo(2);
	}

	@Test
	void concurrencyByDefaultIsNoMoreThanConnections() {
		assertThat(plan(ScanSettings.none().segments(64), OptionalInt.of(50)).maxConcurrency()).isEqualTo(50);
		assertThat(plan(ScanSettings.none().segments(64), OptionalInt.of(100)).maxConcurrency()).isEqualTo(64);
		assertThat(plan(ScanSettings.none().segments(64), OptionalInt.empty()).maxConcurrency()).isEqualTo(64);
	}

	@Test
	void concurrencyOfChosenSegmentsIsNoMoreThan32ByDefault() {
		ScanSettings auto = ScanSettings.none().segments("auto");
		assertThat(chosen(plan(auto, OptionalInt.empty()), 2000).maxConcurrency()).isEqualTo(32);
		assertThat(chosen(plan(auto, OptionalInt.empty()), 8).maxConcurrency()).isEqualTo(8);
		assertThat(chosen(plan(auto, OptionalInt.of(50)), 2000).maxConcurrency()).isEqualTo(32);
		assertThat(chosen(plan(auto, OptionalInt.of(20)), 2000).maxConcurrency()).isEqualTo(20);
		assertThat(chosen(plan(auto.maxConcurrency(100), OptionalInt.empty()), 2000).maxConcurrency()).isEqualTo(100);
	}

	private static ScanPlan<User> chosen(ScanPlan<User> plan, int segments) {
		plan.segmentNumber().choose(segments);
		return plan;
	}

	@Test
	void scanBearsNameOfItsTableByDefault() {
		ScanLayers layers = new ScanLayers(ScanSettings.none(), Map.of());
		assertThat(plan(layers).name()).isEqualTo("user");
		assertThat(plan(layers.withSteps(ScanSettings.none().tableName("archive"))).name()).isEqualTo("archive");
		assertThat(plan(layers.withName("nightly")).name()).isEqualTo("nightly");
	}

	@Test
	void describesPlaceInWords() {
		ScanSettings settings = ScanSettings.none().tableName("users");
		assertThat(plan(settings).describe(0)).isEqualTo("Scan 'users' of table 'users'");
		assertThat(plan(settings.segments(4)).describe(3)).isEqualTo("Scan 'users' of table 'users', segment 3 of 4,");
		assertThat(plan(settings.indexName("by-tenant")).describe())
			.isEqualTo("Scan 'users' of index 'by-tenant' of table 'users'");
	}

	@Test
	void refusesMoreConcurrencyThanConnections() {
		try (DynamoDbClient client = clientWithConnections(8)) {
			ScanSpec<User> spec = DynamoStreamTemplate.builder(client).build().scan(User.class).segments(64);
			assertThatIllegalArgumentException().isThrownBy(spec.maxConcurrency(9)::stream)
				.withMessage(REFUSED
						+ "'maxConcurrency' is 9, but the HTTP client of the DynamoDbClient has only 8 connections: "
						+ "further requests would wait for one and time out. Use at most 8, or give the HTTP client "
						+ "more connections (its maxConnections, or 'dynamo.stream.client.max-connections' for the "
						+ "client that the starter makes).");
			spec.maxConcurrency(8).stream().close();
			spec.stream().close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesUndefinedNamePlaceholder(Terminal terminal) {
		refuses(terminal, (spec) -> spec.filterExpression("#age > :min").expressionValue(":min", 18),
				REFUSED + "filterExpression '#age > :min' uses '#age', which is not defined. "
						+ "Define it with expressionName(\"#age\", ...).");
		refuses(terminal, (spec) -> spec.projectionExpression("id, #age"),
				REFUSED + "projectionExpression 'id, #age' uses '#age', which is not defined. "
						+ "Define it with expressionName(\"#age\", ...).");
	}

	@ParameterizedTest
	@EnumSource
	void refusesUndefinedValuePlaceholder(Terminal terminal) {
		refuses(terminal, (spec) -> spec.filterExpression("age > :min AND age < :max").expressionValue(":min", 18),
				REFUSED + "filterExpression 'age > :min AND age < :max' uses ':max', which is not defined. "
						+ "Define it with expressionValue(\":max\", ...).");
	}

	@ParameterizedTest
	@EnumSource
	void refusesUnusedPlaceholders(Terminal terminal) {
		refuses(terminal, (spec) -> spec.expressionValue(":min", 18), REFUSED
				+ "placeholder ':min' is defined but no expression of the scan uses it, which DynamoDB refuses. "
				+ "Remove expressionValue(\":min\", ...) or use it in the filter.");
		refuses(terminal,
				(spec) -> spec.filterExpression("age > :min").expressionValue(":min", 18).expressionName("#a", "age"),
				REFUSED + "placeholder '#a' is defined but no expression of the scan uses it, which DynamoDB refuses. "
						+ "Remove expressionName(\"#a\", ...) or use it in the filter or the projection.");
	}

	@ParameterizedTest
	@EnumSource
	void refusesConsistentReadOnGlobalIndex(Terminal terminal) {
		refuses(terminal, (spec) -> spec.indexName("by-tenant").consistentRead(true),
				"Scan 'user' of index 'by-tenant' of table 'user': consistent reads are not possible on a global "
						+ "secondary index. Leave out consistentRead(true), or scan the table itself.");
	}

	@Test
	void allowsConsistentReadOnTableAndOnUnknownIndex() {
		assertThat(this.spec.consistentRead(true).stream()).hasSize(10);
		assertThat(this.spec.consistentRead(true).indexName("unknown").stream()).hasSize(10);
		assertThat(this.table.requests()).allMatch((request) -> request.consistentRead());
	}

	@Test
	void allowsConsistentReadOnLocalIndex() {
		DynamoStreamTemplate template = Terminal.template(this.table);
		ScanSpec<Order> orders = template.scan(Order.class).consistentRead(true);
		assertThat(orders.indexName("local").stream()).hasSize(10);
		assertThat(orders.indexName("local-with-partition-key").stream()).hasSize(10);
		assertThatIllegalArgumentException().isThrownBy(orders.indexName("global")::stream);
	}

	@Test
	void allowsConsistentReadOnIndexOfTypeWithoutPrimaryKey() {
		ScanSpec<IndexView> views = Terminal.template(this.table).scan(IndexView.class).indexName("by-tenant");
		assertThat(views.stream()).hasSize(10);
		assertThat(views.consistentRead(true).stream()).hasSize(10);
	}

	@ParameterizedTest
	@EnumSource
	void refusesMoreDeliveriesAtOnceThanSegments(Terminal terminal) {
		refuses(terminal, (spec) -> spec.segments(2).deliveryConcurrency(3), REFUSED
				+ "'deliveryConcurrency' is 3, but the scan has only 2 segment(s), and items of one segment are "
				+ "delivered one call after another. Use segments(3) or more.");
	}

	@Test
	void deliveryConcurrencyOfAllScansIsNoMoreThanSegments() {
		ScanLayers layers = new ScanLayers(ScanSettings.none().deliveryConcurrency(3), Map.of());
		assertThat(plan(layers).deliveryConcurrency()).isEqualTo(1);
		assertThat(plan(layers.withSteps(ScanSettings.none().segments(8))).deliveryConcurrency()).isEqualTo(3);
	}

	@Test
	void saysWhichPropertyOfNamedScanIsRefused() {
		ScanSettings none = ScanSettings.none();
		saysOrigin(none.deliveryConcurrency(8), "dynamo.stream.scans.nightly.delivery-concurrency");
		saysOrigin(none.maxConcurrency(9), "dynamo.stream.scans.nightly.max-concurrency");
		saysOrigin(none.expressionValue(":minAge", 18), "dynamo.stream.scans.nightly.expression-values.minAge");
		saysOrigin(none.expressionName("#a", "age"), "dynamo.stream.scans.nightly.expression-names.a");
		saysOrigin(none.filterExpression("age > :min"), "dynamo.stream.scans.nightly.filter-expression");
		saysOrigin(none.projectionExpression("#a"), "dynamo.stream.scans.nightly.projection-expression");
		saysOrigin(none.indexName("by-tenant").consistentRead(true), "dynamo.stream.scans.nightly.consistent-read");
	}

	private static void saysOrigin(ScanSettings settings, String property) {
		ScanLayers layers = new ScanLayers(ScanSettings.none(), Map.of("nightly", settings)).withName("nightly");
		assertThatIllegalArgumentException().isThrownBy(() -> plan(layers, OptionalInt.of(8)))
			.withMessageStartingWith("Scan 'nightly' of ")
			.withMessageEndingWith(" It is set by '" + property + "'.");
	}

	@Test
	void saysWhichPropertyOfAllScansIsRefused() {
		ScanLayers layers = new ScanLayers(ScanSettings.none().expressionName("#a", "age"), Map.of());
		assertThatIllegalArgumentException().isThrownBy(() -> plan(layers))
			.withMessageEndingWith(" It is set by 'dynamo.stream.expression-names.a'.");
	}

	@Test
	void saysNoPropertyIfStepIsRefused() {
		ScanLayers layers = new ScanLayers(ScanSettings.none(),
				Map.of("nightly", ScanSettings.none().deliveryConcurrency(1).expressionName("#b", "b")))
			.withName("nightly");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> plan(layers.withSteps(ScanSettings.none().projectionExpression("#b").deliveryConcurrency(3))))
			.withMessageEndingWith("Use segments(3) or more.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> plan(
					layers.withSteps(ScanSettings.none().projectionExpression("#b").expressionName("#a", "age"))))
			.withMessageEndingWith(" or use it in the filter or the projection.");
	}

	private void refuses(Terminal terminal, UnaryOperator<ScanSpec<User>> steps, String message) {
		ScanSpec<User> refused = steps.apply(this.spec);
		assertThatIllegalArgumentException().isThrownBy(() -> terminal.read(refused)).withMessage(message);
		assertThat(this.table.requests()).isEmpty();
	}

	private static ScanPlan<User> plan(ScanSettings settings) {
		return plan(settings, OptionalInt.empty());
	}

	private static ScanPlan<User> plan(ScanSettings settings, OptionalInt connections) {
		return plan(new ScanLayers(settings, Map.of()), connections);
	}

	private static ScanPlan<User> plan(ScanLayers layers) {
		return plan(layers, OptionalInt.empty());
	}

	private static ScanPlan<User> plan(ScanLayers layers, OptionalInt connections) {
		ItemTypeResolver itemTypes = ItemTypeResolver.annotated("", "");
		return ScanPlan.of(ScanTarget.of(User.class, itemTypes, layers.resolve()), layers, connections);
	}

	private static DynamoDbClient clientWithConnections(int connections) {
		return DynamoDbClient.builder()
			.region(Region.EU_WEST_1)
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.httpClientBuilder(Apache5HttpClient.builder().maxConnections(connections))
			.build();
	}

	@DynamoDbBean
	public static class Order {

		private String id;

		private String number;

		private String day;

		@DynamoDbPartitionKey
		@DynamoDbSecondaryPartitionKey(indexNames = "local-with-partition-key")
		public String getId() {
			return this.id;
		}

		public void setId(String id) {
			this.id = id;
		}

		@DynamoDbSortKey
		@DynamoDbSecondaryPartitionKey(indexNames = "global")
		public String getNumber() {
			return this.number;
		}

		public void setNumber(String number) {
			this.number = number;
		}

		@DynamoDbSecondarySortKey(indexNames = { "local", "local-with-partition-key", "global" })
		public String getDay() {
			return this.day;
		}

		public void setDay(String day) {
			this.day = day;
		}

	}

	@DynamoDbBean
	public static class IndexView {

		private String tenantId;

		@DynamoDbSecondaryPartitionKey(indexNames = "by-tenant")
		public String getTenantId() {
			return this.tenantId;
		}

		public void setTenantId(String tenantId) {
			this.tenantId = tenantId;
		}

	}

}

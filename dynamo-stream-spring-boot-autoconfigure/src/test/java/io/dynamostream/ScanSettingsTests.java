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
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.DynamoStreamOperations.ScanSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ScanSettings} and the steps of a spec that set them.
 */
class ScanSettingsTests {

	private static final AttributeValue ONE = AttributeValue.fromN("1");

	private final FakeTable table = FakeTable.ofUsers(0);

	private final ScanSpec<User> spec = DynamoStreamTemplate.builder(this.table).build().scan(User.class);

	@Test
	void hasNothingSetByDefault() {
		ScanSettings none = ScanSettings.none();
		assertThat(none.get(ScanOption.SEGMENTS)).isNull();
		assertThat(none.get(ScanOption.PAGE_SIZE, 100)).isEqualTo(100);
		assertThat(none.entries(ScanOption.EXPRESSION_NAMES)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0, 1_000_001, Integer.MAX_VALUE })
	void refusesSegmentsOutOfRange(int segments) {
		String message = "'segments' must be between 1 and 1000000, but is " + segments;
		refuses(() -> this.spec.segments(segments), message);
		refuses(() -> ScanSettings.none().segments(segments), message);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 1_000_000 })
	void acceptsSegmentsInRange(int segments) {
		assertThat(ScanSettings.none().segments(segments).get(ScanOption.SEGMENTS))
			.isEqualTo(SegmentChoice.of(segments));
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", " AUTO ", "8", " 8\n" })
	void acceptsSegmentsAsText(String text) {
		SegmentChoice expected = text.contains("8") ? SegmentChoice.of(8) : SegmentChoice.automatic();
		ScanSettings settings = ScanSettings.none().segments(text);
		assertThat(settings.get(ScanOption.SEGMENTS)).isEqualTo(expected);
		assertThat(options(settings)).isEqualTo(Map.of("segments", text.contains("8") ? 8 : "auto"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "automatic", "eight", "1.5", "8 segments", "3000000000" })
	void refusesOtherTextsForSegments(String text) {
		refuses(() -> this.spec.segments(text),
				"'segments' must be a whole number, such as 8, or auto, but is '%s'".formatted(text));
	}

	@Test
	void refusesSegmentsOutOfRangeAsText() {
		refuses(() -> this.spec.segments("0"), "'segments' must be between 1 and 1000000, but is 0");
		refuses(() -> this.spec.segments(null), "'segments' must not be null");
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0 })
	void refusesNumbersBelowOne(int number) {
		refuses(() -> this.spec.maxConcurrency(number), "'maxConcurrency' must be 1 or more, but is " + number);
		refuses(() -> this.spec.pageSize(number), "'pageSize' must be 1 or more, but is " + number);
		refuses(() -> this.spec.batchSize(number), "'batchSize' must be 1 or more, but is " + number);
		refuses(() -> this.spec.deliveryConcurrency(number),
				"'deliveryConcurrency' must be 1 or more, but is " + number);
	}

	@Test
	void refusesNegativeNumbers() {
		refuses(() -> this.spec.limit(-1), "'limit' must be 0 or more, but is -1");
		refuses(() -> this.spec.limit(Long.MIN_VALUE), "'limit' must be 0 or more, but is -9223372036854775808");
		refuses(() -> this.spec.bufferedPages(-1), "'bufferedPages' must be 0 or more, but is -1");
	}

	@Test
	void acceptsSmallestNumbers() {
		ScanSettings settings = ScanSettings.none()
			.maxConcurrency(1)
			.pageSize(1)
			.batchSize(1)
			.deliveryConcurrency(1)
			.limit(0)
			.bufferedPages(0);
		assertThat(settings.get(ScanOption.MAX_CONCURRENCY)).isEqualTo(1);
		assertThat(settings.get(ScanOption.PAGE_SIZE)).isEqualTo(1);
		assertThat(settings.get(ScanOption.BATCH_SIZE)).isEqualTo(1);
		assertThat(settings.get(ScanOption.DELIVERY_CONCURRENCY)).isEqualTo(1);
		assertThat(settings.get(ScanOption.LIMIT)).isZero();
		assertThat(settings.get(ScanOption.BUFFERED_PAGES)).isZero();
	}

	@Test
	void refusesBudgetsOfFailedItemsOutOfRange() {
		refuses(() -> this.spec.maxFailedItems(-1), "'maxFailedItems' must be 0 or more, but is -1");
		refuses(() -> this.spec.maxFailedItemsPercent(-0.1),
				"'maxFailedItems' must be between 0% and 100%, but is -0.1%");
		refuses(() -> this.spec.maxFailedItemsPercent(100.5),
				"'maxFailedItems' must be between 0% and 100%, but is 100.5%");
		refuses(() -> this.spec.maxFailedItemsPercent(Double.NaN),
				"'maxFailedItems' must be between 0% and 100%, but is NaN%");
	}

	@Test
	void tellsBudgetsOfFailedItemsAsTexts() {
		assertThat(options(ScanSettings.none().maxFailedItems(7))).isEqualTo(Map.of("maxFailedItems", "7"));
		assertThat(options(ScanSettings.none().maxFailedItemsPercent(2))).isEqualTo(Map.of("maxFailedItems", "2%"));
		assertThat(options(ScanSettings.none().maxFailedItemsPercent(100))).isEqualTo(Map.of("maxFailedItems", "100%"));
		assertThat(options(ScanSettings.none().maxFailedItemsPercent(0.25)))
			.isEqualTo(Map.of("maxFailedItems", "0.25%"));
		assertThat(options(ScanSettings.none().maxFailedItems(Long.MAX_VALUE)))
			.isEqualTo(Map.of("maxFailedItems", "100%"));
	}

	private static Map<String, Object> options(ScanSettings settings) {
		return settings.toMap(Set.of());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t\n" })
	void refusesBlankTexts(String blank) {
		refuses(() -> this.spec.named(blank), "'name' must not be blank");
		refuses(() -> this.spec.tableName(blank), "'tableName' must not be blank");
		refuses(() -> this.spec.indexName(blank), "'indexName' must not be blank");
		refuses(() -> this.spec.filterExpression(blank), "'filterExpression' must not be blank");
		refuses(() -> this.spec.projectionExpression(blank), "'projectionExpression' must not be blank");
		refuses(() -> this.spec.expressionName("#a", blank),
				"The attribute name of placeholder '#a' must not be blank");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "#", "name", ":name", "# name", "#a.b", "##a", "#a " })
	void refusesNamePlaceholdersOfAnotherForm(String placeholder) {
		refuses(() -> this.spec.expressionName(placeholder, "name"),
				"'expressionName' must have a placeholder of the form '#name', but has '%s'".formatted(placeholder));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", "min", "#min", ": min", ":a-b" })
	void refusesValuePlaceholdersOfAnotherForm(String placeholder) {
		String message = "'expressionValue' must have a placeholder of the form ':name', but has '%s'";
		refuses(() -> this.spec.expressionValue(placeholder, 18), message.formatted(placeholder));
		Expression expression = Expression.builder()
			.expression("age > :min")
			.putExpressionValue(placeholder, ONE)
			.build();
		refuses(() -> this.spec.filter(expression), message.formatted(placeholder));
	}

	@Test
	void refusesNulls() {
		refuses(() -> this.spec.named(null), "'name' must not be blank");
		refuses(() -> this.spec.tableName(null), "'tableName' must not be null");
		refuses(() -> this.spec.filter(null), "'expression' must not be null");
		refuses(() -> this.spec.filter(Expression.builder().build()), "'filterExpression' must not be null");
		refuses(() -> this.spec.expressionName(null, "name"), "The placeholder of 'expressionName' must not be null");
		refuses(() -> this.spec.expressionValue(null, 1), "The placeholder of 'expressionValue' must not be null");
		refuses(() -> this.spec.expressionName("#a", null), "The attribute name of placeholder '#a' must not be blank");
		refuses(() -> this.spec.forEach(null), "'action' must not be null");
		refuses(() -> this.spec.forEachBatch(null), "'action' must not be null");
		refuses(() -> this.spec.toListeners(null), "'mappings' must not be null");
		refuses(() -> this.spec.skipFailedItems(null), "'recorder' must not be null");
		refuses(() -> this.spec.deliveryRetry(null), "'deliveryRetry' must not be null");
		refuses(() -> ScanSettings.none().onItemFailure(null), "'onItemFailure' must not be null");
	}

	@Test
	void takesPlaceholdersOfAnExpression() {
		ScanSettings settings = ScanSettings.none()
			.filter(Expression.builder()
				.expression("#a > :min")
				.putExpressionName("#a", "age")
				.putExpressionValue(":min", ONE)
				.build());
		assertThat(settings.get(ScanOption.FILTER_EXPRESSION)).isEqualTo("#a > :min");
		assertThat(settings.entries(ScanOption.EXPRESSION_NAMES)).isEqualTo(Map.of("#a", "age"));
		assertThat(settings.entries(ScanOption.EXPRESSION_VALUES)).isEqualTo(Map.of(":min", ONE));
	}

	@Test
	void takesExpressionWithoutPlaceholders() {
		ScanSettings settings = ScanSettings.none()
			.filter(Expression.builder().expression("attribute_exists(age)").build());
		assertThat(settings.get(ScanOption.FILTER_EXPRESSION)).isEqualTo("attribute_exists(age)");
		assertThat(settings.entries(ScanOption.EXPRESSION_NAMES)).isEmpty();
	}

	@Test
	void replacesFilterTogetherWithItsPlaceholders() {
		ScanSettings settings = ScanSettings.none()
			.filterExpression("#a > :min")
			.expressionName("#a", "age")
			.expressionValue(":min", 1)
			.filter(Expression.builder().expression("b = :b").putExpressionValue(":b", ONE).build());
		assertThat(settings.get(ScanOption.FILTER_EXPRESSION)).isEqualTo("b = :b");
		assertThat(settings.entries(ScanOption.EXPRESSION_NAMES)).isEmpty();
		assertThat(settings.entries(ScanOption.EXPRESSION_VALUES)).containsOnlyKeys(":b");
	}

	@Test
	void keepsPlaceholdersThatTheNewFilterOrTheProjectionUses() {
		ScanSettings settings = ScanSettings.none()
			.projectionExpression("id, #a")
			.expressionName("#a", "age")
			.expressionName("#n", "name")
			.expressionValue(":min", 1)
			.filterExpression("#a > :min AND attribute_exists(#n)")
			.filterExpression("#a < :min");
		assertThat(settings.entries(ScanOption.EXPRESSION_NAMES)).containsOnlyKeys("#a");
		assertThat(settings.entries(ScanOption.EXPRESSION_VALUES)).containsOnlyKeys(":min");
	}

	@Test
	void definesPlaceholdersBeforeTheExpressionThatUsesThem() {
		ScanSettings settings = ScanSettings.none()
			.expressionValue(":min", 1)
			.expressionName("#a", "age")
			.filterExpression("#a > :min");
		assertThat(settings.entries(ScanOption.EXPRESSION_VALUES)).containsOnlyKeys(":min");
		assertThat(settings.entries(ScanOption.EXPRESSION_NAMES)).containsOnlyKeys("#a");
	}

	@Test
	void replacesValueOfAPlaceholder() {
		ScanSettings settings = ScanSettings.none().expressionValue(":min", 18).expressionValue(":min", 1);
		assertThat(settings.entries(ScanOption.EXPRESSION_VALUES)).isEqualTo(Map.of(":min", ONE));
	}

	@Test
	void areNotChangedByLaterSteps() {
		ScanSettings kept = ScanSettings.none().segments(2).expressionValue(":min", 1);
		kept.segments(8).pageSize(10).expressionValue(":max", 2).expressionName("#a", "age").limit(1);
		assertThat(kept.get(ScanOption.SEGMENTS)).isEqualTo(SegmentChoice.of(2));
		assertThat(kept.get(ScanOption.PAGE_SIZE)).isNull();
		assertThat(kept.entries(ScanOption.EXPRESSION_VALUES)).isEqualTo(Map.of(":min", ONE));
		assertThat(kept.entries(ScanOption.EXPRESSION_NAMES)).isEmpty();
		assertThat(ScanSettings.none().get(ScanOption.SEGMENTS)).isNull();
	}

	private static void refuses(ThrowingCallable step, String message) {
		assertThatIllegalArgumentException().isThrownBy(step).withMessage(message);
	}

}

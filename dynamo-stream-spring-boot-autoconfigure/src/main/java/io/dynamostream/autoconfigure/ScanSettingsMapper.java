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

import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanSettings;

/**
 * Maps properties to {@link ScanSettings}, and names the property if a value is refused.
 */
final class ScanSettingsMapper {

	private final String prefix;

	private ScanSettings settings = ScanSettings.none();

	private ScanSettingsMapper(String prefix) {
		this.prefix = prefix;
	}

	static ScanSettings settings(DynamoStreamProperties properties) {
		return new ScanSettingsMapper(DynamoStreamProperties.PREFIX).map(properties, properties);
	}

	static Map<String, ScanSettings> namedSettings(DynamoStreamProperties properties) {
		return properties.getScans()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey,
					(scan) -> settings(scan.getKey(), scan.getValue(), properties)));
	}

	private static ScanSettings settings(String name, NamedScanProperties properties, ScanProperties ofAll) {
		ScanSettingsMapper mapper = new ScanSettingsMapper(DynamoStreamProperties.PREFIX + ".scans." + name);
		mapper.set("table-name", properties.getTableName(), ScanSettings::tableName);
		mapper.set("index-name", properties.getIndexName(), ScanSettings::indexName);
		mapper.set("resumable", properties.getResumable(), ScanSettings::resumable);
		mapper.set("restart", properties.getRestart(), ScanSettings::restart);
		mapper.set("manual-acknowledgment", properties.getManualAcknowledgment(), ScanSettings::manualAcknowledgment);
		return mapper.map(properties, ofAll);
	}

	private ScanSettings map(ScanProperties properties, ScanProperties ofAll) {
		set("filter-expression", properties.getFilterExpression(), ScanSettings::filterExpression);
		set("projection-expression", properties.getProjectionExpression(), ScanSettings::projectionExpression);
		entries("expression-names", properties.getExpressionNames()).forEach(this::setExpressionName);
		entries("expression-values", properties.getExpressionValues()).forEach(this::setExpressionValue);
		set("consistent-read", properties.getConsistentRead(), ScanSettings::consistentRead);
		set("page-size", properties.getPageSize(), ScanSettings::pageSize);
		set("limit", properties.getLimit(), ScanSettings::limit);
		set("segments", properties.getSegments(), ScanSettings::segments);
		set("max-concurrency", properties.getMaxConcurrency(), ScanSettings::maxConcurrency);
		set("buffered-pages", properties.getBufferedPages(), ScanSettings::bufferedPages);
		set("batch-size", properties.getBatchSize(), ScanSettings::batchSize);
		set("delivery-concurrency", properties.getDeliveryConcurrency(), ScanSettings::deliveryConcurrency);
		set("page-timeout", properties.getPageTimeout(), ScanSettings::pageTimeout);
		set("read-capacity", properties.getReadCapacity(), ScanSettings::readCapacity);
		set("items-per-second", properties.getItemsPerSecond(), ScanSettings::itemsPerSecond);
		set("delivery-retry",
				new DeliveryRetryMapper(this.prefix, properties.getDeliveryRetry(), ofAll.getDeliveryRetry()).map(),
				ScanSettings::deliveryRetry);
		set("on-item-failure", properties.getOnItemFailure(), ScanSettings::onItemFailure);
		set("max-failed-items", properties.getMaxFailedItems(), ScanSettingsMapper::maxFailedItems);
		set("max-unacknowledged-items", properties.getMaxUnacknowledgedItems(), ScanSettings::maxUnacknowledgedItems);
		return this.settings;
	}

	private static ScanSettings maxFailedItems(ScanSettings settings, String text) {
		String budget = text.strip();
		try {
			return budget.endsWith("%")
					? settings.maxFailedItemsPercent(Double.parseDouble(budget.substring(0, budget.length() - 1)))
					: settings.maxFailedItems(Long.parseLong(budget));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("It must be a number of items such as 100, or a percentage such as 1%",
					ex);
		}
	}

	private <V> Map<String, V> entries(String name, Map<String, V> bound) {
		return CheckedProperty.map(this.prefix + "." + name, bound, PlaceholderEntries::of);
	}

	private void setExpressionName(String key, String attribute) {
		set("expression-names." + key, attribute,
				(settings, value) -> settings.expressionName(placeholder('#', key), value));
	}

	private void setExpressionValue(String key, Object bound) {
		set("expression-values." + key, bound,
				(settings, value) -> settings.expressionValue(placeholder(':', key), BoundValue.toValue(value)));
	}

	/**
	 * Add the mark that property names lose unless they are in brackets.
	 */
	private static String placeholder(char mark, String key) {
		return (key.charAt(0) == mark) ? key : mark + key;
	}

	private <V> void set(String name, @Nullable V value, BiFunction<ScanSettings, V, ScanSettings> setter) {
		if (value != null) {
			this.settings = CheckedProperty.map(this.prefix + "." + name, value,
					(checked) -> setter.apply(this.settings, checked));
		}
	}

}

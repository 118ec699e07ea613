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

package io.dynamostream.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanProgress;

/**
 * The meters of {@link ScanMetrics}. All have the same tags, so that they can be set
 * against each other.
 */
enum ScanMeter implements MeterDocumentation {

	/**
	 * Items delivered.
	 */
	ITEMS(Meter.Type.COUNTER, "items", "items", "Items delivered", ScanProgress::items),

	/**
	 * Items evaluated by DynamoDB, before the filter.
	 */
	SCANNED_ITEMS(Meter.Type.COUNTER, "scanned.items", "items", "Items evaluated by DynamoDB, before the filter",
			ScanProgress::scannedItems),

	/**
	 * Items that could not be mapped, or whose consumer failed.
	 */
	FAILED_ITEMS(Meter.Type.COUNTER, "failed.items", "items",
			"Items that could not be mapped, or whose consumer failed", ScanProgress::failedItems),

	/**
	 * Pages read, empty ones included.
	 */
	PAGES(Meter.Type.COUNTER, "pages", "pages", "Pages read, empty ones included", ScanProgress::pages),

	/**
	 * Read capacity units consumed.
	 */
	CONSUMED_CAPACITY(Meter.Type.COUNTER, "consumed.capacity", "units", "Read capacity units consumed",
			ScanProgress::consumedCapacity),

	/**
	 * Times a request was sent again.
	 */
	RETRIES(Meter.Type.COUNTER, "retries", null, "Times a request was sent again",
			(progress) -> progress.requests().retries()),

	/**
	 * Answers by which DynamoDB asked to slow down.
	 */
	THROTTLES(Meter.Type.COUNTER, "throttles", null, "Answers by which DynamoDB asked to slow down",
			(progress) -> progress.requests().throttles()),

	/**
	 * Scans that have started and not ended, paused ones included.
	 */
	ACTIVE_SCANS(Meter.Type.GAUGE, "scans.active", null, "Scans that have started and not ended", (progress) -> 1),

	/**
	 * Pages that were read and wait for the consumer.
	 */
	BUFFERED_PAGES(Meter.Type.GAUGE, "pages.buffered", null, "Pages that were read and wait for the consumer",
			(progress) -> progress.requests().bufferedPages()),

	/**
	 * Items that wait for a manual acknowledgment.
	 */
	UNACKNOWLEDGED_ITEMS(Meter.Type.GAUGE, "unacknowledged.items", "items",
			"Items that wait for a manual acknowledgment", ScanProgress::unacknowledgedItems);

	private final Meter.Type type;

	private final String name;

	private final @Nullable String baseUnit;

	private final String description;

	private final ToDoubleFunction<ScanProgress> value;

	ScanMeter(Meter.Type type, String name, @Nullable String baseUnit, String description,
			ToDoubleFunction<ScanProgress> value) {
		this.type = type;
		this.name = "dynamo.stream." + name;
		this.baseUnit = baseUnit;
		this.description = description;
		this.value = value;
	}

	static List<ScanMeter> ofType(Meter.Type type) {
		return Arrays.stream(values()).filter((meter) -> meter.type == type).toList();
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.baseUnit;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public KeyName[] getKeyNames() {
		return ScanKeyValues.keys();
	}

	String description() {
		return this.description;
	}

	/**
	 * Return what one scan adds to the meter.
	 */
	double of(ScanProgress progress) {
		return this.value.applyAsDouble(progress);
	}

}

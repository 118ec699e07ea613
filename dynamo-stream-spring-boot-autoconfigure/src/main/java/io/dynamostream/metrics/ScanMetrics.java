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

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.dynamostream.ScanExecution;
import io.dynamostream.ScanListener;
import io.dynamostream.ScanProgress;

/**
 * Counts what scans do in a {@link MeterRegistry}: items, pages, capacity, retries,
 * throttles, and the scans that are active. How long scans and their requests take is
 * measured by {@link ScanObservations}.
 * <p>
 * Counters are brought up to date with each page, retry and end, never with each item.
 * Their tags are {@code table}, {@code index}, {@code name} and {@code mode}. Give the
 * same instance to all templates that share a registry, which has each gauge once. Safe
 * for use by several threads.
 *
 * @since 0.1.0
 */
public final class ScanMetrics implements ScanListener {

	private final MeterRegistry registry;

	private final Map<String, CountedScan> scans = new ConcurrentHashMap<>();

	private final Map<Tags, ActiveScans> active = new ConcurrentHashMap<>();

	/**
	 * Create a listener that counts in a registry.
	 * @param registry the registry
	 */
	public ScanMetrics(MeterRegistry registry) {
		Assert.notNull(registry, "'registry' must not be null");
		this.registry = registry;
	}

	@Override
	public void started(ScanExecution execution) {
		Tags tags = tags(execution.progress());
		this.scans.put(execution.id(), new CountedScan(execution, counters(tags)));
		this.active.computeIfAbsent(tags, this::gauges).add(execution);
	}

	private static Tags tags(ScanProgress progress) {
		return Tags.of(ScanKeyValues.of(progress).stream().map((key) -> Tag.of(key.getKey(), key.getValue())).toList());
	}

	/**
	 * Return all counters of the tags, so that they are there, at 0, before something
	 * goes wrong.
	 */
	private Map<ScanMeter, Counter> counters(Tags tags) {
		Map<ScanMeter, Counter> counters = new EnumMap<>(ScanMeter.class);
		for (ScanMeter meter : ScanMeter.ofType(Meter.Type.COUNTER)) {
			counters.put(meter,
					Counter.builder(meter.getName())
						.description(meter.description())
						.baseUnit(meter.getBaseUnit())
						.tags(tags)
						.register(this.registry));
		}
		return counters;
	}

	private ActiveScans gauges(Tags tags) {
		ActiveScans scans = new ActiveScans();
		for (ScanMeter meter : ScanMeter.ofType(Meter.Type.GAUGE)) {
			Gauge.builder(meter.getName(), scans, (active) -> active.sum(meter))
				.description(meter.description())
				.baseUnit(meter.getBaseUnit())
				.tags(tags)
				.register(this.registry);
		}
		return scans;
	}

	@Override
	public PageRequest requesting(ScanExecution execution, int segment) {
		CountedScan scan = this.scans.get(execution.id());
		return (scan != null) ? scan : PageRequest.UNOBSERVED;
	}

	@Override
	public void ended(ScanExecution execution, @Nullable Throwable error) {
		CountedScan scan = this.scans.remove(execution.id());
		if (scan != null) {
			scan.count();
		}
		ActiveScans active = this.active.get(tags(execution.progress()));
		if (active != null) {
			active.remove(execution);
		}
	}

}

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

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where the settings of a scan come from: a step on the spec wins over the settings of
 * its name, which win over those of all scans.
 *
 * @param defaults settings of all scans
 * @param named settings by the name of the scan
 * @param name name of the scan
 * @param steps settings made by steps on the spec
 */
record ScanLayers(ScanSettings defaults, Map<String, ScanSettings> named, @Nullable String name, ScanSettings steps) {

	ScanLayers(ScanSettings defaults, Map<String, ScanSettings> named) {
		this(defaults, named, null, ScanSettings.none());
	}

	ScanLayers withName(String name) {
		return new ScanLayers(this.defaults, this.named, name, this.steps);
	}

	ScanLayers withSteps(ScanSettings steps) {
		return new ScanLayers(this.defaults, this.named, this.name, steps);
	}

	ScanSettings resolve() {
		return this.steps.orElse(namedSettings().orElse(this.defaults));
	}

	/**
	 * Return the settings that were made for this scan, by a step or under its name, and
	 * not for all scans.
	 */
	ScanSettings ofThisScan() {
		return this.steps.orElse(namedSettings());
	}

	/**
	 * Return in a sentence which property sets an option, or nothing if none does.
	 */
	String origin(ScanOption<?> option) {
		return origin(option, "");
	}

	/**
	 * Return in a sentence which property sets an entry of an option.
	 */
	String origin(ScanOption<?> option, String key) {
		String property = property(option, key);
		return (property != null) ? " It is set by '%s'.".formatted(property) : "";
	}

	@Nullable String property(ScanOption<?> option, String key) {
		if (has(this.steps, option, key)) {
			return null;
		}
		String suffix = suffix(option, key);
		if (has(namedSettings(), option, key)) {
			return "dynamo.stream.scans.%s.%s".formatted(keyOf(String.valueOf(this.name)), suffix);
		}
		return has(this.defaults, option, key) ? "dynamo.stream." + suffix : null;
	}

	private static boolean has(ScanSettings settings, ScanOption<?> option, String key) {
		Object value = settings.get(option);
		return (value instanceof Map<?, ?> entries) ? entries.containsKey(key) : value != null;
	}

	private static String suffix(ScanOption<?> option, String key) {
		String kebabCase = option.name().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
		return key.isEmpty() ? kebabCase : "%ss.%s".formatted(kebabCase, key.substring(1));
	}

	private ScanSettings namedSettings() {
		String key = (this.name != null) ? keyOf(this.name) : null;
		return (key != null) ? this.named.getOrDefault(key, ScanSettings.none()) : ScanSettings.none();
	}

	/**
	 * Return the name under which there are settings of a scan. It may differ in case and
	 * separators, since a name that comes from an environment variable has neither.
	 */
	private @Nullable String keyOf(String name) {
		return this.named.containsKey(name) ? name
				: this.named.keySet()
					.stream()
					.filter((key) -> relax(key).equals(relax(name)))
					.min(String::compareTo)
					.orElse(null);
	}

	private static String relax(String name) {
		return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

}

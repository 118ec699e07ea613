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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.dynamostream.ScanExecution;
import io.dynamostream.ScanSettings;

/**
 * What is to be done with a scan, as a request says it.
 */
final class Steering {

	private static final String WHAT = "'action', 'maxConcurrency', 'readCapacity' and 'itemsPerSecond'";

	private Steering() {
	}

	static Consumer<ScanExecution> of(@Nullable String action, @Nullable Integer maxConcurrency,
			@Nullable String readCapacity, @Nullable String itemsPerSecond) {
		List<Consumer<ScanExecution>> given = Stream
			.of(map(action, Steering::action), map(maxConcurrency, Steering::maxConcurrency),
					map(readCapacity, Steering::readCapacity), map(itemsPerSecond, Steering::itemsPerSecond))
			.flatMap(Optional::stream)
			.toList();
		Assert.isTrue(given.size() < 2, "More than one of %s is given. Send one request for each.".formatted(WHAT));
		Assert.isTrue(!given.isEmpty(),
				("None of %s is given. Send {\"action\": \"pause\"}, {\"action\": \"resume\"}, "
						+ "{\"maxConcurrency\": 8}, {\"readCapacity\": 200}, {\"readCapacity\": \"25%%\"}, "
						+ "{\"itemsPerSecond\": 500} or {\"itemsPerSecond\": \"none\"}.")
					.formatted(WHAT));
		return given.get(0);
	}

	private static <V> Optional<Consumer<ScanExecution>> map(@Nullable V value,
			Function<V, Consumer<ScanExecution>> change) {
		return Optional.ofNullable(value).map(change);
	}

	private static Consumer<ScanExecution> maxConcurrency(int requestsInFlight) {
		return (execution) -> execution.maxConcurrency(requestsInFlight);
	}

	private static Consumer<ScanExecution> readCapacity(String text) {
		ScanSettings.none().readCapacity(text);
		return (execution) -> execution.readCapacity(text);
	}

	private static Consumer<ScanExecution> itemsPerSecond(String text) {
		ScanSettings.none().itemsPerSecond(text);
		return (execution) -> execution.itemsPerSecond(text);
	}

	private static Consumer<ScanExecution> action(String action) {
		return switch (action) {
			case "pause" -> ScanExecution::pause;
			case "resume" -> ScanExecution::resume;
			default -> throw new IllegalArgumentException(
					"Unknown action '%s'. Use 'pause' or 'resume', or the DELETE method to cancel the scan."
						.formatted(action));
		};
	}

}

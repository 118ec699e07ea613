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

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.util.StringUtils;

import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpoints;

/**
 * Description of a checkpoint, without its positions. Of one that cannot be read there
 * are but the name, the error and who has it open.
 *
 * @param name name of the scan
 * @param savedAt when it was saved last
 * @param items number of items before the positions, in all runs
 * @param failedItems number of items that were skipped, in all runs
 * @param finished whether the scan has come to its end
 * @param segments number of segments by state
 * @param fingerprint what was scanned, without values
 * @param openedBy who has it open, in words
 * @param error why it cannot be read, and the remedy
 * @since 0.1.0
 */
public record CheckpointDescriptor(String name, @Nullable Instant savedAt, @Nullable Long items,
		@Nullable Long failedItems, @Nullable Boolean finished, @Nullable Segments segments,
		@Nullable Map<String, String> fingerprint, @Nullable String openedBy,
		@Nullable String error) implements OperationResponseBody {

	private static final String SEGMENTS = "segments";

	/**
	 * Fact of a fingerprint that only hashes values.
	 */
	private static final String PLACEHOLDERS = "placeholders";

	static CheckpointDescriptor of(ScanCheckpoints.SavedCheckpoint saved) {
		ScanCheckpoint checkpoint = saved.checkpoint();
		if (checkpoint == null) {
			return new CheckpointDescriptor(saved.name(), null, null, null, null, null, null, saved.openedBy(),
					saved.error());
		}
		return new CheckpointDescriptor(saved.name(), checkpoint.savedAt(), checkpoint.items(),
				checkpoint.failedItems(), checkpoint.finished(), Segments.of(checkpoint), fingerprint(checkpoint),
				saved.openedBy(), null);
	}

	private static Map<String, String> fingerprint(ScanCheckpoint checkpoint) {
		Map<String, String> facts = new TreeMap<>(checkpoint.fingerprint());
		facts.keySet().remove(PLACEHOLDERS);
		facts.values().removeIf((value) -> !StringUtils.hasText(value));
		return facts;
	}

	/**
	 * Number of segments by state.
	 *
	 * @param total number of all segments
	 * @param started number of those that have been started, done ones included
	 * @param done number of those that have been read to their end
	 */
	public record Segments(int total, int started, int done) {

		static Segments of(ScanCheckpoint checkpoint) {
			int started = checkpoint.positions().size();
			int done = (int) checkpoint.positions()
				.values()
				.stream()
				.filter(ScanCheckpoint.Done.class::isInstance)
				.count();
			int total = Integer.parseInt(checkpoint.fingerprint().getOrDefault(SEGMENTS, "0"));
			return checkpoint.finished() ? new Segments(total, total, total) : new Segments(total, started, done);
		}

	}

}

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

package io.dynamostream.checkpoint;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.util.Assert;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How far a scan has come: all items before its positions have been delivered and
 * acknowledged. Immutable.
 *
 * @param name name of the scan
 * @param fingerprint what was scanned, by the name of the fact: another scan cannot go on
 * from here
 * @param positions positions of the segments that have been started, by their number from
 * 0; of a finished scan there need be none
 * @param items number of items before the positions, in all runs that went on from each
 * other, 0 or more
 * @param failedItems number of those that have failed and were skipped, 0 or more
 * @param finished whether the scan has come to its end
 * @param savedAt when this was so
 * @since 0.1.0
 */
public record ScanCheckpoint(String name, Map<String, String> fingerprint, Map<Integer, Position> positions, long items,
		long failedItems, boolean finished, Instant savedAt) {

	/**
	 * Create a checkpoint.
	 * @throws IllegalArgumentException if the name is blank, or a number is below 0
	 */
	public ScanCheckpoint {
		Assert.hasText(name, "'name' must not be blank");
		Assert.isTrue(items >= 0, () -> "'items' must be 0 or more, but is " + items);
		Assert.isTrue(failedItems >= 0 && failedItems <= items,
				() -> "'failedItems' must be between 0 and %d, but is %d".formatted(items, failedItems));
		Assert.isTrue(positions.keySet().stream().allMatch((segment) -> segment >= 0),
				"'positions' must be of segments from 0 on");
		fingerprint = Collections.unmodifiableMap(new TreeMap<>(fingerprint));
		positions = Collections.unmodifiableMap(new TreeMap<>(positions));
	}

	/**
	 * Return this checkpoint as JSON, for stores that keep text.
	 * @return a JSON object on one line
	 */
	public String toJson() {
		return CheckpointJson.write(this);
	}

	/**
	 * Read a checkpoint that was written by {@link #toJson()}.
	 * @param json a JSON object
	 * @return the checkpoint
	 * @throws ScanCheckpointException if the text is damaged, or written in a newer
	 * format
	 */
	public static ScanCheckpoint fromJson(String json) {
		return CheckpointJson.read(json);
	}

	/**
	 * A position in a segment that has been started.
	 */
	public sealed interface Position {

	}

	/**
	 * The items of the segment up to this key have been acknowledged.
	 *
	 * @param key key of the last one, with the attributes of the index as well if an
	 * index is scanned
	 */
	public record AtKey(Map<String, AttributeValue> key) implements Position {

		/**
		 * Create a position.
		 * @throws IllegalArgumentException if the key has no attributes
		 */
		public AtKey {
			Assert.notEmpty(key, "'key' must not be empty");
			key = Collections.unmodifiableMap(new TreeMap<>(key));
		}

	}

	/**
	 * All items of the segment have been acknowledged.
	 */
	public record Done() implements Position {

	}

}

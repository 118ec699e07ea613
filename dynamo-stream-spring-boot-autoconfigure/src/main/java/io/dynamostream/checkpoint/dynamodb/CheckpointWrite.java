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

package io.dynamostream.checkpoint.dynamodb;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.checkpoint.DatabaseScanCheckpointStore.Holder;

/**
 * What is written to the item of a checkpoint when it is saved. It is either in the item,
 * or in parts that are items of their own.
 *
 * @param holder who holds its lease
 * @param content what is saved
 * @param finished whether the scan has come to its end
 * @param expiresAt when it may be removed, or {@code null} if never
 */
record CheckpointWrite(Holder holder, CompressedText content, boolean finished, @Nullable Instant expiresAt) {

	/**
	 * What fits into an item beside its other attributes.
	 */
	private static final int PART_SIZE = 390_000;

	List<byte[]> parts() {
		return (this.content.bytes().length > PART_SIZE) ? this.content.split(PART_SIZE) : List.of();
	}

	String update() {
		boolean whole = parts().isEmpty();
		String set = "SET %s = :expiry, %s = :finished, %s = :content".formatted(CheckpointItem.EXPIRY,
				CheckpointItem.FINISHED, whole ? CheckpointItem.CONTENT : CheckpointItem.PARTS);
		String remove = " REMOVE " + (whole ? CheckpointItem.PARTS : CheckpointItem.CONTENT);
		return (this.expiresAt != null) ? set + ", %s = :timeToLive".formatted(CheckpointItem.TIME_TO_LIVE) + remove
				: set + remove + ", " + CheckpointItem.TIME_TO_LIVE;
	}

	Map<String, AttributeValue> values() {
		List<byte[]> parts = parts();
		Map<String, AttributeValue> values = new HashMap<>();
		values.put(":token", AttributeValue.fromS(this.holder.token()));
		values.put(":expiry", CheckpointItem.expiry(this.holder));
		values.put(":finished", AttributeValue.fromBool(this.finished));
		values.put(":content",
				parts.isEmpty() ? CheckpointItem.binary(this.content.bytes()) : CheckpointItem.number(parts.size()));
		if (this.expiresAt != null) {
			values.put(":timeToLive", CheckpointItem.number(this.expiresAt.getEpochSecond()));
		}
		return values;
	}

}

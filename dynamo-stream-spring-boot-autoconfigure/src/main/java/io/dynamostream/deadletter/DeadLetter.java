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

package io.dynamostream.deadletter;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.ScanEvent;

/**
 * An item that a scan has skipped, as a {@link DeadLetterFile} keeps it. Its text holds
 * nothing of the item.
 *
 * @param scan name of the scan
 * @param executionId identifier of the execution
 * @param tableName name of the table that was read
 * @param indexName name of the secondary index that was read, or {@code null}
 * @param segment number of the segment, from 0
 * @param time when the item was recorded
 * @param errorType class name of the error
 * @param errorMessage message of the error, which may quote the item, or {@code null}
 * @param key primary key of the item, as far as it has one
 * @param item all that was read of the item
 * @since 0.1.0
 */
public record DeadLetter(String scan, String executionId, String tableName, @Nullable String indexName, int segment,
		Instant time, String errorType, @Nullable String errorMessage, Map<String, AttributeValue> key,
		Map<String, AttributeValue> item) {

	/**
	 * Create a dead letter.
	 */
	public DeadLetter {
		key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
		item = Collections.unmodifiableMap(new LinkedHashMap<>(item));
	}

	static DeadLetter of(ScanEvent.ItemFailed<?> failed, Instant time) {
		return new DeadLetter(failed.name(), failed.executionId(), failed.tableName(), failed.indexName(),
				failed.segment(), time, failed.error().getClass().getName(), failed.error().getMessage(), failed.key(),
				failed.item());
	}

	@Override
	public String toString() {
		return "DeadLetter[scan=%s, executionId=%s, tableName=%s, indexName=%s, segment=%d, time=%s, errorType=%s]"
			.formatted(this.scan, this.executionId, this.tableName, this.indexName, this.segment, this.time,
					this.errorType);
	}

}

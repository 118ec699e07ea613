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

package io.dynamostream.standin;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A request as it arrived at the stand-in.
 *
 * @param number position among the requests received, from 1
 * @param operation name of the operation, such as {@code Scan}
 * @param tableName name of the table
 * @param indexName name of the index, if one is scanned
 * @param segment segment of a parallel scan
 * @param totalSegments number of segments of a parallel scan
 * @param limit number of items to evaluate
 * @param exclusiveStartKey key to start after, empty for the first page
 * @param filterExpression the filter
 * @param projectionExpression the projection
 * @param expressionNames placeholders for names
 * @param expressionValues placeholders for values
 * @param consistentRead whether the read is strongly consistent
 * @param returnConsumedCapacity level of detail of the consumed capacity
 * @since 0.1.0
 */
public record StandInRequest(int number, String operation, String tableName, @Nullable String indexName,
		@Nullable Integer segment, @Nullable Integer totalSegments, @Nullable Integer limit,
		Map<String, AttributeValue> exclusiveStartKey, @Nullable String filterExpression,
		@Nullable String projectionExpression, Map<String, String> expressionNames,
		Map<String, AttributeValue> expressionValues, boolean consistentRead, @Nullable String returnConsumedCapacity) {

	/**
	 * Return whether this asks for the first page of a table or segment.
	 * @return whether there is no start key
	 */
	public boolean firstPage() {
		return this.exclusiveStartKey.isEmpty();
	}

	int segmentOrZero() {
		return (this.segment != null) ? this.segment : 0;
	}

	int totalSegmentsOrOne() {
		return (this.totalSegments != null) ? this.totalSegments : 1;
	}

}

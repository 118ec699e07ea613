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

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is known about a scan beyond its {@link ScanProgress}: an immutable snapshot. It
 * holds data of the table in the positions of segments and in the values of expressions;
 * take care to whom they are shown.
 *
 * @param progress how far the scan is
 * @param segments its segments in the order of their numbers, without those that have not
 * started. Empty if there are more than 4096 segments
 * @param samples how far the scan was at recent times, oldest first: up to 120, at least
 * a second apart unless the scan was paused or resumed
 * @param options the options in force, by the names of the steps of
 * {@link DynamoStreamOperations.ScanSpec}, without expression names and values
 * @param expressionNames attribute names by placeholder
 * @param expressionValues values by placeholder
 * @since 0.1.0
 */
public record ScanDetails(ScanProgress progress, List<Segment> segments, List<Sample> samples,
		Map<String, Object> options, Map<String, String> expressionNames,
		Map<String, AttributeValue> expressionValues) {

	public ScanDetails {
		segments = List.copyOf(segments);
		samples = List.copyOf(samples);
		options = Map.copyOf(options);
		expressionNames = Map.copyOf(expressionNames);
		expressionValues = Map.copyOf(expressionValues);
	}

	/**
	 * How far one segment is.
	 *
	 * @param number number of the segment, from 0
	 * @param done whether it has been read to its end
	 * @param pages number of pages read, empty ones included
	 * @param items number of items delivered
	 * @param scannedItems number of items that DynamoDB evaluated, before the filter
	 * @param consumedCapacity read capacity units consumed
	 * @param position the LastEvaluatedKey of the last page, or {@code null} when the
	 * segment is done
	 */
	public record Segment(int number, boolean done, long pages, long items, long scannedItems, double consumedCapacity,
			@Nullable Map<String, AttributeValue> position) {

	}

	/**
	 * How far the whole scan was at a time.
	 *
	 * @param time when the sample was taken
	 * @param items number of items delivered
	 * @param scannedItems number of items evaluated
	 * @param consumedCapacity read capacity units consumed
	 */
	public record Sample(Instant time, long items, long scannedItems, double consumedCapacity) {

	}

}

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
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.dynamostream.ScanDetails;

/**
 * Description of one scan: its {@link ScanDetails} in JSON.
 *
 * @param access what the endpoint permits
 * @param scan how far the scan is
 * @param segments its segments, without those that have not started
 * @param samples how far the scan was at recent times, oldest first
 * @param options the options in force
 * @param expressionNames attribute names by placeholder
 * @param expressionValues plain or hidden values by placeholder
 * @since 0.1.0
 */
public record ScanDetailsDescriptor(Access access, ScanDescriptor scan, List<SegmentDescriptor> segments,
		List<ScanDetails.Sample> samples, Map<String, Object> options, Map<String, String> expressionNames,
		Map<String, Object> expressionValues) implements OperationResponseBody {

	static ScanDetailsDescriptor of(ScanDetails details, Access access, ShownValues values) {
		return new ScanDetailsDescriptor(access, ScanDescriptor.of(details.progress()),
				details.segments().stream().map((segment) -> SegmentDescriptor.of(segment, values)).toList(),
				details.samples(), new TreeMap<>(details.options()), new TreeMap<>(details.expressionNames()),
				values.values(details.expressionValues()));
	}

	/**
	 * Description of one segment.
	 *
	 * @param number number of the segment, from 0
	 * @param done whether it has been read to its end
	 * @param pages number of pages read
	 * @param items number of items delivered
	 * @param scannedItems number of items evaluated
	 * @param consumedCapacity read capacity units consumed
	 * @param position plain or hidden LastEvaluatedKey of the last page
	 */
	public record SegmentDescriptor(int number, boolean done, long pages, long items, long scannedItems,
			double consumedCapacity, @Nullable Object position) {

		static SegmentDescriptor of(ScanDetails.Segment segment, ShownValues values) {
			return new SegmentDescriptor(segment.number(), segment.done(), segment.pages(), segment.items(),
					segment.scannedItems(), segment.consumedCapacity(), values.position(segment.position()));
		}

	}

}

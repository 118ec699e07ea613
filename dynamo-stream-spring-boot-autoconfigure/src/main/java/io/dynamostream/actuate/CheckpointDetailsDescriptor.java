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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpoints;

/**
 * Description of one checkpoint with its positions.
 *
 * @param access what the endpoint permits
 * @param checkpoint the checkpoint
 * @param positions where the segments are that have been started and are not done
 * @since 0.1.0
 */
public record CheckpointDetailsDescriptor(Access access, CheckpointDescriptor checkpoint,
		List<PositionDescriptor> positions) implements OperationResponseBody {

	static CheckpointDetailsDescriptor of(ScanCheckpoints.SavedCheckpoint saved, Access access, ShownValues values) {
		return new CheckpointDetailsDescriptor(access, CheckpointDescriptor.of(saved),
				positions(saved.checkpoint(), values));
	}

	private static List<PositionDescriptor> positions(@Nullable ScanCheckpoint checkpoint, ShownValues values) {
		List<PositionDescriptor> positions = new ArrayList<>();
		if (checkpoint != null) {
			checkpoint.positions().forEach((segment, position) -> {
				if (position instanceof ScanCheckpoint.AtKey at) {
					positions.add(new PositionDescriptor(segment, values.position(at.key())));
				}
			});
		}
		return positions;
	}

	/**
	 * Description of the position of one segment.
	 *
	 * @param segment number of the segment, from 0
	 * @param position plain or hidden key of the last item that the consumer was done
	 * with
	 */
	public record PositionDescriptor(int segment, @Nullable Object position) {

	}

}

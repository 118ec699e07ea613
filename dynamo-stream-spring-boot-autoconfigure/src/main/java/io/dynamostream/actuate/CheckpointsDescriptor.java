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

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Description of the checkpoints of resumable scans.
 *
 * @param access what the endpoint permits
 * @param checkpoints the checkpoints, ordered by name
 * @since 0.1.0
 */
public record CheckpointsDescriptor(Access access,
		List<CheckpointDescriptor> checkpoints) implements OperationResponseBody {

	public CheckpointsDescriptor {
		checkpoints = List.copyOf(checkpoints);
	}

}

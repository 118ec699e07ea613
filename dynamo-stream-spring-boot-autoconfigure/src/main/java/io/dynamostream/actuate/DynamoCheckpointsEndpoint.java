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

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.util.Assert;

import io.dynamostream.checkpoint.ScanCheckpoints;

/**
 * {@link Endpoint @Endpoint} to list, show and delete the checkpoints of resumable scans.
 * It is read only unless {@code management.endpoint.dynamocheckpoints.access} says
 * otherwise.
 *
 * @since 0.1.0
 */
@Endpoint(id = DynamoCheckpointsEndpoint.ID, defaultAccess = Access.READ_ONLY)
public class DynamoCheckpointsEndpoint {

	static final String ID = "dynamocheckpoints";

	private final ScanCheckpoints checkpoints;

	private final Access access;

	private final Sanitizer sanitizer;

	private final Show showValues;

	/**
	 * Create a new {@link DynamoCheckpointsEndpoint} instance.
	 * @param checkpoints the checkpoints
	 * @param accessResolver tells what the endpoint permits
	 * @param sanitizingFunctions functions that hide values of tables
	 * @param showValues when positions are shown
	 */
	public DynamoCheckpointsEndpoint(ScanCheckpoints checkpoints, EndpointAccessResolver accessResolver,
			Iterable<SanitizingFunction> sanitizingFunctions, Show showValues) {
		Assert.notNull(checkpoints, "'checkpoints' must not be null");
		this.checkpoints = checkpoints;
		this.access = accessResolver.accessFor(EndpointId.of(ID), Access.READ_ONLY);
		this.sanitizer = new Sanitizer(sanitizingFunctions);
		this.showValues = showValues;
	}

	/**
	 * Return all checkpoints.
	 * @return the checkpoints, ordered by name
	 */
	@ReadOperation
	public CheckpointsDescriptor checkpoints() {
		return new CheckpointsDescriptor(this.access,
				this.checkpoints.findAll().stream().map(CheckpointDescriptor::of).toList());
	}

	/**
	 * Return one checkpoint with its positions.
	 * @param name name of the scan
	 * @return the checkpoint, or {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable CheckpointDetailsDescriptor checkpoint(@Selector String name) {
		return checkpoint(name, this.showValues.isShown(true));
	}

	@Nullable CheckpointDetailsDescriptor checkpoint(String name, boolean showUnsanitized) {
		ShownValues values = new ShownValues(this.sanitizer, showUnsanitized);
		return this.checkpoints.find(name)
			.map((entry) -> CheckpointDetailsDescriptor.of(entry, this.access, values))
			.orElse(null);
	}

	/**
	 * Delete a checkpoint, so that the next scan of this name begins anew.
	 * @param name name of the scan
	 * @return the checkpoint that was deleted, or {@code null} if there is none
	 * @throws io.dynamostream.checkpoint.ScanCheckpointException if a scan has it open,
	 * or if it cannot be deleted
	 */
	@DeleteOperation
	public @Nullable CheckpointDescriptor delete(@Selector String name) {
		return this.checkpoints.find(name)
			.filter((entry) -> this.checkpoints.delete(name))
			.map(CheckpointDescriptor::of)
			.orElse(null);
	}

}

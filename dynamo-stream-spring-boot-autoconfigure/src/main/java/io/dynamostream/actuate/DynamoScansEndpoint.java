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

import java.util.Optional;
import java.util.function.Consumer;

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
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.util.Assert;

import io.dynamostream.ScanExecution;
import io.dynamostream.ScanExecutions;
import io.dynamostream.ScanProgress;
import io.dynamostream.ScanProgress.State;

/**
 * {@link Endpoint @Endpoint} to watch and steer the scans of an application. It is read
 * only unless {@code management.endpoint.dynamoscans.access} says otherwise.
 *
 * @since 0.1.0
 */
@Endpoint(id = DynamoScansEndpoint.ID, defaultAccess = Access.READ_ONLY)
public class DynamoScansEndpoint {

	static final String ID = "dynamoscans";

	private final ScanExecutions executions;

	private final Access access;

	private final Sanitizer sanitizer;

	private final Show showValues;

	/**
	 * Create a new {@link DynamoScansEndpoint} instance.
	 * @param executions the scans
	 * @param accessResolver tells what the endpoint permits
	 * @param sanitizingFunctions functions that hide values of tables
	 * @param showValues when values of tables are shown
	 */
	public DynamoScansEndpoint(ScanExecutions executions, EndpointAccessResolver accessResolver,
			Iterable<SanitizingFunction> sanitizingFunctions, Show showValues) {
		Assert.notNull(executions, "'executions' must not be null");
		this.executions = executions;
		this.access = accessResolver.accessFor(EndpointId.of(ID), Access.READ_ONLY);
		this.sanitizer = new Sanitizer(sanitizingFunctions);
		this.showValues = showValues;
	}

	/**
	 * Return the scans that run and those that have ended lately.
	 * @param state state of the scans, or {@code null} for any
	 * @param name name of the scans, or {@code null} for any
	 * @param table name of their table, or {@code null} for any
	 * @return the scans, newest first
	 */
	@ReadOperation
	public ScansDescriptor scans(@Nullable State state, @Nullable String name, @Nullable String table) {
		return new ScansDescriptor(this.access,
				this.executions.findAll()
					.stream()
					.map(ScanExecution::progress)
					.filter((progress) -> state == null || progress.state() == state)
					.filter((progress) -> name == null || progress.name().equals(name))
					.filter((progress) -> table == null || progress.tableName().equals(table))
					.map(ScanDescriptor::of)
					.toList());
	}

	/**
	 * Return one scan with its segments and recent samples.
	 * @param id identifier of the execution
	 * @return the scan, or {@code null} if none is known
	 */
	@ReadOperation
	public @Nullable ScanDetailsDescriptor scan(@Selector String id) {
		return scan(id, this.showValues.isShown(true));
	}

	@Nullable ScanDetailsDescriptor scan(String id, boolean showUnsanitized) {
		ShownValues values = new ShownValues(this.sanitizer, showUnsanitized);
		return this.executions.findById(id)
			.map((execution) -> ScanDetailsDescriptor.of(execution.details(), this.access, values))
			.orElse(null);
	}

	/**
	 * Pause or resume a scan, or change its concurrency or its limits.
	 * @param id identifier of the execution
	 * @param action {@code pause} or {@code resume}, or {@code null}
	 * @param maxConcurrency how many requests may be in flight at a time, or {@code null}
	 * @param readCapacity read capacity units per second, a percentage such as
	 * {@code 25%}, {@code none} for no limit, or {@code null}
	 * @param itemsPerSecond how many items may be read per second, {@code none} for no
	 * limit, or {@code null}
	 * @return the scan, or {@code null} if none is known
	 * @throws IllegalArgumentException if not exactly one thing is to be done, or if it
	 * cannot be done with any scan
	 * @throws IllegalStateException if the scan has ended
	 */
	@WriteOperation
	public @Nullable ScanDescriptor steer(@Selector String id, @Nullable String action,
			@Nullable Integer maxConcurrency, @Nullable String readCapacity, @Nullable String itemsPerSecond) {
		return change(id, Steering.of(action, maxConcurrency, readCapacity, itemsPerSecond));
	}

	/**
	 * Cancel a scan. Does nothing if it has been cancelled.
	 * @param id identifier of the execution
	 * @return the scan, or {@code null} if none is known
	 * @throws IllegalStateException if the scan has ended otherwise
	 */
	@DeleteOperation
	public @Nullable ScanDescriptor cancel(@Selector String id) {
		return change(id, DynamoScansEndpoint::cancel);
	}

	private static void cancel(ScanExecution execution) {
		ScanProgress progress = execution.progress();
		Assert.state(!progress.state().hasEnded() || progress.state() == State.CANCELLED,
				() -> "Scan '%s' of table '%s' cannot be cancelled, because it has ended (%s)."
					.formatted(progress.name(), progress.tableName(), progress.state()));
		execution.cancel();
	}

	private @Nullable ScanDescriptor change(String id, Consumer<ScanExecution> change) {
		Optional<ScanExecution> execution = this.executions.findById(id);
		execution.ifPresent(change);
		return execution.map(ScanExecution::progress).map(ScanDescriptor::of).orElse(null);
	}

}

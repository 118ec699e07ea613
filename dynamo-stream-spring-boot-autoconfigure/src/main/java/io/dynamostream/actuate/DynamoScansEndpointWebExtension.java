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

import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.util.StringUtils;

import io.dynamostream.DynamoStreamException;
import io.dynamostream.ScanProgress.State;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link DynamoScansEndpoint}:
 * who may see values, and the answers to requests that are not possible.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = DynamoScansEndpoint.class)
@ImportRuntimeHints(DynamoScansEndpointWebExtension.Hints.class)
public class DynamoScansEndpointWebExtension {

	private final DynamoScansEndpoint delegate;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Create a new {@link DynamoScansEndpointWebExtension} instance.
	 * @param delegate the endpoint
	 * @param showValues when values of tables are shown
	 * @param roles roles of users that may see values, or none for all users
	 */
	public DynamoScansEndpointWebExtension(DynamoScansEndpoint delegate, Show showValues, Set<String> roles) {
		this.delegate = delegate;
		this.showValues = showValues;
		this.roles = roles;
	}

	/**
	 * Return the scans that run and those that have ended lately.
	 * @param state state of the scans, or {@code null} for any
	 * @param name name of the scans, or {@code null} for any
	 * @param table name of their table, or {@code null} for any
	 * @return the scans, newest first, or a problem
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> scans(@Nullable String state, @Nullable String name,
			@Nullable String table) {
		return answer(() -> new WebEndpointResponse<>(this.delegate.scans(state(state), name, table)));
	}

	private static @Nullable State state(@Nullable String text) {
		return StringUtils.hasText(text) ? Arrays.stream(State.values())
			.filter((state) -> state.name().equalsIgnoreCase(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Unknown state '%s'. Use one of %s.".formatted(text,
					StringUtils.arrayToDelimitedString(State.values(), ", "))))
				: null;
	}

	/**
	 * Return one scan with its segments and recent samples.
	 * @param securityContext who asks
	 * @param id identifier of the execution
	 * @return the scan, or a problem
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> scan(SecurityContext securityContext, @Selector String id) {
		boolean showUnsanitized = this.showValues.isShown(securityContext, this.roles);
		return found(id, this.delegate.scan(id, showUnsanitized), WebEndpointResponse::new);
	}

	/**
	 * Pause or resume a scan, or change its concurrency or its limits.
	 * @param id identifier of the execution
	 * @param action {@code pause} or {@code resume}
	 * @param maxConcurrency how many requests may be in flight at a time
	 * @param readCapacity read capacity units per second, a percentage such as
	 * {@code 25%}, or {@code none} for no limit
	 * @param itemsPerSecond how many items may be read per second, or {@code none} for no
	 * limit
	 * @return the scan, or a problem
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> steer(@Selector String id, @Nullable String action,
			@Nullable String maxConcurrency, @Nullable String readCapacity, @Nullable String itemsPerSecond) {
		return answer(() -> {
			Integer requests = number(maxConcurrency);
			return found(id, this.delegate.steer(id, action, requests, readCapacity, itemsPerSecond),
					WebEndpointResponse::new);
		});
	}

	private static @Nullable Integer number(@Nullable String text) {
		try {
			return (text != null) ? Integer.valueOf(text) : null;
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"'maxConcurrency' must be a whole number of requests, but is '%s'.".formatted(text), ex);
		}
	}

	/**
	 * Cancel a scan.
	 * @param id identifier of the execution
	 * @return nothing, or a problem
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> cancel(@Selector String id) {
		return answer(() -> found(id, this.delegate.cancel(id),
				(scan) -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT)));
	}

	private static <T> WebEndpointResponse<OperationResponseBody> found(String id, @Nullable T scan,
			Function<T, WebEndpointResponse<OperationResponseBody>> answer) {
		return (scan != null) ? answer.apply(scan)
				: Problem.notFound(("There is no scan '%s'. It may have ended and been forgotten: "
						+ "'dynamo.stream.history-size' says how many ended scans are kept.")
					.formatted(id));
	}

	private static WebEndpointResponse<OperationResponseBody> answer(
			Supplier<WebEndpointResponse<OperationResponseBody>> answer) {
		try {
			return answer.get();
		}
		catch (IllegalArgumentException ex) {
			return Problem.badRequest(ex.getMessage());
		}
		catch (IllegalStateException | DynamoStreamException ex) {
			return Problem.conflict(ex.getMessage());
		}
	}

	static class Hints implements RuntimeHintsRegistrar {

		private final BindingReflectionHintsRegistrar bindingRegistrar = new BindingReflectionHintsRegistrar();

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			this.bindingRegistrar.registerReflectionHints(hints.reflection(), Problem.class, ScansDescriptor.class,
					ScanDetailsDescriptor.class, ScanDescriptor.class);
		}

	}

}

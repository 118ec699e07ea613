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
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.util.Assert;

import io.dynamostream.checkpoint.ScanCheckpointException;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the
 * {@link DynamoCheckpointsEndpoint}: who may see positions, the answers to requests that
 * are not possible, and names that servers do not take in a path.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = DynamoCheckpointsEndpoint.class)
@ImportRuntimeHints(DynamoCheckpointsEndpointWebExtension.Hints.class)
public class DynamoCheckpointsEndpointWebExtension {

	private final DynamoCheckpointsEndpoint delegate;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Create a new {@link DynamoCheckpointsEndpointWebExtension} instance.
	 * @param delegate the endpoint
	 * @param showValues when positions are shown
	 * @param roles roles of users that may see positions, or none for all users
	 */
	public DynamoCheckpointsEndpointWebExtension(DynamoCheckpointsEndpoint delegate, Show showValues,
			Set<String> roles) {
		this.delegate = delegate;
		this.showValues = showValues;
		this.roles = roles;
	}

	/**
	 * Return all checkpoints, or one with its positions.
	 * @param securityContext who asks
	 * @param name name of the scan, or {@code null} for all checkpoints
	 * @return the checkpoints, ordered by name, or a problem
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> checkpoints(SecurityContext securityContext,
			@Nullable String name) {
		return (name != null) ? checkpoint(securityContext, name)
				: answer(() -> new WebEndpointResponse<>(this.delegate.checkpoints()));
	}

	/**
	 * Return one checkpoint with its positions.
	 * @param securityContext who asks
	 * @param name name of the scan
	 * @return the checkpoint, or a problem
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> checkpoint(SecurityContext securityContext,
			@Selector String name) {
		boolean showUnsanitized = this.showValues.isShown(securityContext, this.roles);
		return answer(() -> found(name, this.delegate.checkpoint(name, showUnsanitized), WebEndpointResponse::new));
	}

	/**
	 * Delete the checkpoint of a scan whose name is a parameter.
	 * @param name name of the scan
	 * @return nothing, or a problem
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> deleteNamed(@Nullable String name) {
		return answer(() -> {
			Assert.isTrue(name != null, "Which checkpoint is to be deleted? Give the name of its scan, as '/{name}' "
					+ "or as '?name={name}'.");
			return delete(name);
		});
	}

	/**
	 * Delete a checkpoint.
	 * @param name name of the scan
	 * @return nothing, or a problem
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> delete(@Selector String name) {
		return answer(() -> found(name, this.delegate.delete(name),
				(checkpoint) -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT)));
	}

	private static <T> WebEndpointResponse<OperationResponseBody> found(String name, @Nullable T checkpoint,
			Function<T, WebEndpointResponse<OperationResponseBody>> answer) {
		return (checkpoint != null) ? answer.apply(checkpoint)
				: Problem
					.notFound(("There is no checkpoint '%s'. Only resumable scans have one, which bears their name, "
							+ "once they have saved it.")
						.formatted(name));
	}

	private static WebEndpointResponse<OperationResponseBody> answer(
			Supplier<WebEndpointResponse<OperationResponseBody>> answer) {
		try {
			return answer.get();
		}
		catch (IllegalArgumentException ex) {
			return Problem.badRequest(ex.getMessage());
		}
		catch (ScanCheckpointException.InUse ex) {
			return Problem.conflict(ex.getMessage());
		}
		catch (ScanCheckpointException ex) {
			return Problem.unavailable(ex.getMessage());
		}
	}

	static class Hints implements RuntimeHintsRegistrar {

		private final BindingReflectionHintsRegistrar bindingRegistrar = new BindingReflectionHintsRegistrar();

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			this.bindingRegistrar.registerReflectionHints(hints.reflection(), Problem.class,
					CheckpointsDescriptor.class, CheckpointDetailsDescriptor.class);
		}

	}

}

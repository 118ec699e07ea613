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
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;

/**
 * Why a request is not possible, as of RFC 9457. Spring's own {@code ProblemDetail} needs
 * Spring Web, which is not on the class path of every web endpoint.
 *
 * @param status the HTTP status
 * @param title name of the status
 * @param detail what is wrong, and what to do
 */
record Problem(int status, String title, @Nullable String detail) implements OperationResponseBody {

	private static final MimeType MIME_TYPE = MimeType.valueOf("application/problem+json");

	static WebEndpointResponse<OperationResponseBody> badRequest(@Nullable String detail) {
		return answer(new Problem(WebEndpointResponse.STATUS_BAD_REQUEST, "Bad Request", detail));
	}

	static WebEndpointResponse<OperationResponseBody> notFound(@Nullable String detail) {
		return answer(new Problem(WebEndpointResponse.STATUS_NOT_FOUND, "Not Found", detail));
	}

	static WebEndpointResponse<OperationResponseBody> conflict(@Nullable String detail) {
		return answer(new Problem(409, "Conflict", detail));
	}

	static WebEndpointResponse<OperationResponseBody> unavailable(@Nullable String detail) {
		return answer(new Problem(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, "Service Unavailable", detail));
	}

	private static WebEndpointResponse<OperationResponseBody> answer(Problem problem) {
		return new WebEndpointResponse<>(problem, problem.status(), MIME_TYPE);
	}

}

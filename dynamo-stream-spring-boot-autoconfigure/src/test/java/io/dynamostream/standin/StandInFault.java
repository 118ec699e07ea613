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

import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with a request.
 *
 * @since 0.1.0
 */
public sealed interface StandInFault {

	/**
	 * The throughput of the table is exceeded.
	 * @return a status 400 error
	 */
	static StandInFault throughputExceeded() {
		return new Error(400, Error.DYNAMODB + "ProvisionedThroughputExceededException",
				"The level of configured provisioned throughput for the table was exceeded. "
						+ "Consider increasing your provisioning level with the UpdateTable API.");
	}

	/**
	 * The requests come faster than the table or account takes them.
	 * @return a status 400 error
	 */
	static StandInFault throttled() {
		return new Error(400, Error.DYNAMODB + "ThrottlingException",
				"Rate of requests exceeds the allowed throughput.");
	}

	/**
	 * The provisioned capacity is exceeded, for a reason that DynamoDB names.
	 * @param reason the reason, such as {@code TableReadKeyRangeThroughputExceeded}
	 * @return a status 400 error
	 */
	static StandInFault throughputExceeded(String reason) {
		return new Error(400, Error.DYNAMODB + "ProvisionedThroughputExceededException",
				"Throughput exceeded: " + reason, reason);
	}

	/**
	 * The table does not exist.
	 * @return a status 400 error
	 */
	static StandInFault resourceNotFound() {
		return new Error(400, Error.DYNAMODB + "ResourceNotFoundException", "Requested resource not found");
	}

	/**
	 * The credentials do not permit the scan.
	 * @param tableName name of the table
	 * @return a status 400 error
	 */
	static StandInFault accessDenied(String tableName) {
		return new Error(400, Error.SERVICE + "AccessDeniedException",
				("User: arn:aws:iam::000000000000:user/reader is not authorized to perform: dynamodb:Scan on resource: "
						+ "arn:aws:dynamodb:us-east-1:000000000000:table/%s because no identity-based policy allows "
						+ "the dynamodb:Scan action")
					.formatted(tableName));
	}

	/**
	 * A parameter is wrong.
	 * @param message the message
	 * @return a status 400 error
	 */
	static StandInFault validation(String message) {
		return Error.validation(message);
	}

	/**
	 * The service failed.
	 * @return a status 500 error
	 */
	static StandInFault internalServerError() {
		return new Error(500, Error.DYNAMODB + "InternalServerError", "Internal server error");
	}

	/**
	 * The service is not available.
	 * @return a status 503 error
	 */
	static StandInFault serviceUnavailable() {
		return new Error(503, Error.DYNAMODB + "ServiceUnavailable", "Service unavailable");
	}

	/**
	 * An error response.
	 *
	 * @param status HTTP status
	 * @param type type of the error, with its namespace
	 * @param message the message
	 * @param throttlingReason why the request was throttled, or {@code null}
	 * @since 0.1.0
	 */
	record Error(int status, String type, String message, @Nullable String throttlingReason) implements StandInFault {

		private static final String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";

		private static final String SERVICE = "com.amazon.coral.service#";

		public Error(int status, String type, String message) {
			this(status, type, message, null);
		}

		static Error validation(String message) {
			return new Error(400, "com.amazon.coral.validate#ValidationException", message);
		}

		static Error unknownOperation() {
			return new Error(400, SERVICE + "UnknownOperationException", "");
		}

	}

	/**
	 * A failure below the protocol.
	 *
	 * @since 0.1.0
	 */
	enum Transport implements StandInFault {

		/**
		 * The connection is closed without an answer.
		 */
		CONNECTION_CLOSED,

		/**
		 * The connection is closed in the middle of the body.
		 */
		BODY_TRUNCATED,

		/**
		 * The body does not have the checksum that the header gives.
		 */
		CHECKSUM_WRONG,

		/**
		 * There is no answer until the stand-in closes.
		 */
		NO_ANSWER

	}

}

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

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

/**
 * Turns what goes wrong in a request into messages that name the fact, the place and the
 * remedy.
 */
final class ScanFailures {

	private static final String CHECK_CREDENTIALS = "Check the credentials and the region of the DynamoDbClient.";

	private static final Set<String> TOO_OFTEN = Set.of("ProvisionedThroughputExceededException", "ThrottlingException",
			"RequestLimitExceeded");

	private static final int SERVER_ERROR = 500;

	private static final Map<String, String> REMEDIES = Map.ofEntries(
			Map.entry("AccessDeniedException", "Allow the action %s on the table or index."),
			Map.entry("UnrecognizedClientException", CHECK_CREDENTIALS),
			Map.entry("InvalidSignatureException", CHECK_CREDENTIALS),
			Map.entry("IncompleteSignatureException", CHECK_CREDENTIALS),
			Map.entry("MissingAuthenticationTokenException", CHECK_CREDENTIALS),
			Map.entry("ExpiredTokenException", "Renew the credentials."));

	private final DynamoDbClient client;

	private final ScanPlan<?> plan;

	private final Action action;

	ScanFailures(DynamoDbClient client, ScanPlan<?> plan) {
		this(client, plan, Action.SCAN);
	}

	/**
	 * Create what explains failures of an action.
	 * @param action what DynamoDB was asked to do
	 */
	ScanFailures(DynamoDbClient client, ScanPlan<?> plan, Action action) {
		this.client = client;
		this.plan = plan;
		this.action = action;
	}

	DynamoStreamException requestFailed(SegmentCursor cursor, RuntimeException cause) {
		String message = "%s failed at page %d: %s".formatted(this.plan.describe(cursor.segment()), cursor.pages() + 1,
				explain(cause));
		return new DynamoStreamException(message, this.plan.target().tableName(), cursor.segment(), cause);
	}

	/**
	 * Return in a sentence what went wrong and what to do about it.
	 */
	String explain(RuntimeException cause) {
		if (cause instanceof AwsServiceException ex) {
			return explainService(ex);
		}
		if (cause instanceof SdkClientException ex) {
			return explainClient(ex);
		}
		return (cause instanceof UnsupportedOperationException) ? this.action.unsupported(sentence(cause.toString()))
				: sentence(cause.toString());
	}

	private String explainService(AwsServiceException ex) {
		AwsErrorDetails details = ex.awsErrorDetails();
		String code = (details != null && StringUtils.hasText(details.errorCode())) ? details.errorCode()
				: "status " + ex.statusCode();
		String text = (details != null && StringUtils.hasText(details.errorMessage())) ? details.errorMessage()
				: ex.getMessage();
		if ("ResourceNotFoundException".equals(code)) {
			return "there is no such table%s. Create it, or set the right name with %s.".formatted(where(),
					tableName());
		}
		return "DynamoDB answered %s: %s %s".formatted(code, sentence(text), remedy(ex, code, String.valueOf(text)))
			.strip();
	}

	private String tableName() {
		String property = this.plan.layers().property(ScanOption.TABLE_NAME, "");
		return (property != null) ? "'%s'".formatted(property)
				: "tableName(...) or 'dynamo.stream.tables.%s'".formatted(this.plan.target().itemType().getName());
	}

	private String remedy(AwsServiceException ex, String code, String text) {
		if ("ValidationException".equals(code)) {
			return validationRemedy(text);
		}
		if (TOO_OFTEN.contains(code) || this.action.limit.equals(code)) {
			return this.action.slowDown;
		}
		String byDefault = (ex.statusCode() >= SERVER_ERROR) ? this.action.tryAgain : "";
		return REMEDIES.getOrDefault(code, byDefault).formatted(this.action.permission);
	}

	private String validationRemedy(String text) {
		if (text.contains("does not have the specified index")) {
			return "Create index '%s' or correct indexName(...).%s".formatted(this.plan.target().indexName(),
					origin(ScanOption.INDEX_NAME));
		}
		if (text.contains("reserved keyword")) {
			return "Use a placeholder for the reserved word and define it with expressionName(\"#name\", \"name\").";
		}
		if (text.contains("Consistent read")) {
			return "Leave out consistentRead(true), or scan the table itself." + origin(ScanOption.CONSISTENT_READ);
		}
		if (text.contains("FilterExpression")) {
			return "Correct the filter expression '%s'.%s".formatted(this.plan.expressions().filter(),
					origin(ScanOption.FILTER_EXPRESSION));
		}
		if (text.contains("ProjectionExpression")) {
			return "Correct the projection expression '%s'.%s".formatted(this.plan.expressions().projection(),
					origin(ScanOption.PROJECTION_EXPRESSION));
		}
		return "";
	}

	private String origin(ScanOption<?> option) {
		return this.plan.layers().origin(option);
	}

	private String explainClient(SdkClientException ex) {
		String text = String.valueOf(ex.getMessage());
		if (text.contains("Unable to load credentials")) {
			return "no AWS credentials were found. Provide them where the SDK's default chain looks (environment, "
					+ "profile, container or instance role), or configure the DynamoDbClient.";
		}
		if (isUnreachable(ex) || text.contains("HTTP request: Connect ")) {
			return "DynamoDB could not be reached%s: %s Check the endpoint and the network.".formatted(where(),
					sentence(text));
		}
		return "%s %s".formatted(sentence(text), clientRemedy(text)).strip();
	}

	private String clientRemedy(String text) {
		if (text.contains("Timeout waiting for connection from pool") || text.contains("Acquire operation")) {
			return this.action.moreConnections;
		}
		if (text.contains("timed out") || text.contains("timeout configuration")) {
			return this.action.moreTime;
		}
		return text.contains("credentials") ? CHECK_CREDENTIALS : "";
	}

	private static boolean isUnreachable(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConnectException || cause instanceof NoRouteToHostException
					|| cause instanceof UnknownHostException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return where DynamoDB is, as far as the client tells: it need not be one of the
	 * SDK.
	 */
	private String where() {
		try {
			DynamoDbServiceClientConfiguration configuration = this.client.serviceClientConfiguration();
			if (configuration == null) {
				return "";
			}
			Region region = configuration.region();
			return configuration.endpointOverride()
				.map((endpoint) -> " at " + endpoint)
				.orElse((region != null) ? " in region " + region : "");
		}
		catch (UnsupportedOperationException ex) {
			return "";
		}
	}

	private static String sentence(@Nullable String text) {
		String stripped = String.valueOf(text).strip();
		return stripped.endsWith(".") ? stripped : stripped + ".";
	}

	/**
	 * What DynamoDB is asked to do, and what helps if that fails.
	 */
	enum Action {

		SCAN("dynamodb:Scan", "",
				"The retries of the DynamoDbClient are used up. Lower maxConcurrency, raise the capacity of the table, or "
						+ "give the client a more patient retry strategy.",
				"The retries of the DynamoDbClient are used up. Run the scan again later.",
				"Lower maxConcurrency or give the HTTP client of the DynamoDbClient more connections.",
				"Give the DynamoDbClient or, with pageTimeout(...), the page more time, or use a smaller pageSize."),

		DESCRIBE_TABLE("dynamodb:DescribeTable", "LimitExceededException",
				"Tables are described only so often. Try again later.",
				"The retries of the DynamoDbClient are used up. Try again later.",
				"Give the HTTP client of the DynamoDbClient more connections.",
				"Check the network, or give the DynamoDbClient more time.");

		private final String permission;

		private final String limit;

		private final String slowDown;

		private final String tryAgain;

		private final String moreConnections;

		private final String moreTime;

		Action(String permission, String limit, String slowDown, String tryAgain, String moreConnections,
				String moreTime) {
			this.permission = permission;
			this.limit = limit;
			this.slowDown = slowDown;
			this.tryAgain = tryAgain;
			this.moreConnections = moreConnections;
			this.moreTime = moreTime;
		}

		private String unsupported(String what) {
			return (this == DESCRIBE_TABLE) ? "the DynamoDbClient cannot describe tables. Use one that can." : what;
		}

	}

}

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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * Asks DynamoDB how large tables are. Where it does not say, scans go on without an
 * estimate. Safe for use by several threads.
 */
final class TableSizes {

	private static final Log logger = LogFactory.getLog(TableSizes.class);

	private static final String ACCESS_DENIED = "AccessDeniedException";

	/**
	 * How long not to ask again for what was refused: it would be refused each time, and
	 * be reported to who watches over permissions.
	 */
	private static final Duration UNTIL_ASKED_AGAIN = Duration.ofMinutes(10);

	private static final String REFUSED_LATELY = "dynamodb:DescribeTable was not allowed less than 10 minutes ago. "
			+ "Allow it.";

	private final DynamoDbClient client;

	private final AsyncTaskExecutor executor;

	private final Clock clock;

	private final Map<String, Instant> refusedUntil = new ConcurrentHashMap<>();

	TableSizes(DynamoDbClient client, AsyncTaskExecutor executor, Clock clock) {
		this.client = client;
		this.executor = executor;
		this.clock = clock;
	}

	/**
	 * Ask for the size of a table or index, without waiting for the answer.
	 * @param answer takes the size, or {@code null} if it cannot be known
	 */
	void ask(ScanTarget<?> target, Consumer<@Nullable TableSize> answer) {
		if (isRefused(target)) {
			answer.accept(null);
			return;
		}
		try {
			this.executor.execute(() -> answer.accept(describe(target)));
		}
		catch (TaskRejectedException ex) {
			logger.debug("No task to ask for the size of " + target.describe(), ex);
			answer.accept(null);
		}
	}

	private boolean isRefused(ScanTarget<?> target) {
		return this.clock.instant().isBefore(this.refusedUntil.getOrDefault(target.tableName(), Instant.MIN));
	}

	/**
	 * Ask for the size of a table or index, and wait for the answer.
	 * @param plan the plan of the scan that wants to know
	 * @param description asks for the description of the table, unless it was refused
	 * lately
	 */
	Answer of(ScanPlan<?> plan, Supplier<TableDescription> description) {
		if (isRefused(plan.target())) {
			return new Answer(null, REFUSED_LATELY);
		}
		try {
			TableSize size = TableSize.of(plan.target(), description.get(), this.clock.instant());
			return new Answer(size, (size != null) ? "" : TableSize.NO_INDEX);
		}
		catch (RuntimeException ex) {
			unknown(plan.target(), ex);
			return new Answer(null, TableDescriptions.explain(this.client, plan, ex));
		}
	}

	private @Nullable TableSize describe(ScanTarget<?> target) {
		try {
			return TableSize.of(target, TableDescriptions.of(this.client, target), this.clock.instant());
		}
		catch (RuntimeException ex) {
			unknown(target, ex);
			return null;
		}
	}

	private void unknown(ScanTarget<?> target, RuntimeException ex) {
		String fact = "The size of %s is not known, so the progress of its scans is measured by segments only: %s"
			.formatted(target.describe(), ex.getMessage());
		logger.debug(fact, ex);
		if (isRefused(ex) && this.refusedUntil.put(target.tableName(), askAgainAt()) == null) {
			logger.info(fact + ". Allow dynamodb:DescribeTable to have it estimated.");
		}
	}

	private static boolean isRefused(RuntimeException ex) {
		return ex instanceof AwsServiceException error && error.awsErrorDetails() != null
				&& ACCESS_DENIED.equals(error.awsErrorDetails().errorCode());
	}

	private Instant askAgainAt() {
		return this.clock.instant().plus(UNTIL_ASKED_AGAIN);
	}

	/**
	 * What is known about a size.
	 *
	 * @param size the size, or {@code null} if it cannot be known
	 * @param reason in a sentence why it is not known, and what to do about it; empty if
	 * it is
	 */
	record Answer(@Nullable TableSize size, String reason) {

	}

}

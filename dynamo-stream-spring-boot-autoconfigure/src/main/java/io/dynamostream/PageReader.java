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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import io.dynamostream.ScanListener.PageRequest;
import io.dynamostream.decoder.BodyBuffers;
import io.dynamostream.decoder.ItemCapture;

/**
 * Reads one page: the only place where a table is scanned. Each request is built from the
 * plan alone. Retries, signing and endpoints are those of the client.
 */
final class PageReader {

	private static final Log logger = LogFactory.getLog(PageReader.class);

	private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

	private final DynamoDbClient client;

	private final ScanPlan<?> plan;

	private final RequestObserver observer;

	private final ScanLimits limits;

	private final ScanFailures failures;

	private final BodyBuffers buffers = new BodyBuffers();

	private final @Nullable Duration timeout;

	private volatile ScanExpressions expressions;

	PageReader(DynamoDbClient client, ScanPlan<?> plan, RequestObserver observer, ScanLimits limits) {
		this.client = client;
		this.plan = plan;
		this.observer = observer;
		this.limits = limits;
		this.failures = new ScanFailures(client, plan);
		this.timeout = CallTimeout.of(client, plan.settings().get(ScanOption.PAGE_TIMEOUT), DEFAULT_TIMEOUT);
		this.expressions = plan.expressions();
	}

	/**
	 * Return whether requests have to ask for a permit.
	 */
	boolean isLimited() {
		return this.limits.areInForce();
	}

	/**
	 * Return the limit to the read capacity per second, or {@code null} if there is none
	 * or none is known yet.
	 */
	@Nullable Double unitsPerSecond() {
		return this.limits.unitsPerSecond();
	}

	/**
	 * Ask whether the page at a cursor may be read now. May block.
	 * @param cursor the cursor
	 * @param pageSize how many items to evaluate, or {@code null} for a full page
	 * @throws DynamoStreamException if that cannot be known
	 */
	ReadPermit ask(SegmentCursor cursor, @Nullable Integer pageSize) {
		return this.limits.ask(cursor.segment(), pageSize);
	}

	/**
	 * Send other expressions than those of the plan.
	 */
	void expressions(ScanExpressions expressions) {
		this.expressions = expressions;
	}

	/**
	 * Read the page at a cursor.
	 * @param cursor the cursor
	 * @param permit what permits it
	 * @return the page
	 * @throws DynamoStreamException if DynamoDB did not answer the request with a page
	 */
	Page read(SegmentCursor cursor, ReadPermit permit) {
		long start = this.limits.nanoTime();
		Page page = request(cursor, permit);
		this.limits.consumed(permit, page, this.limits.nanoTime() - start);
		return page;
	}

	/**
	 * Give back a page that has been delivered, unless somebody may still look at it: an
	 * extension of the enhanced client has seen its items, and positions are keys of
	 * those that are acknowledged.
	 */
	void release(Page page) {
		if (page.acknowledgment().delivered() && this.plan.target().extension() == null) {
			this.buffers.giveBack(page.items());
		}
	}

	/**
	 * Forget the memory of pages that were given back, because fewer pages are wanted.
	 */
	void forgetReleased() {
		this.buffers.clear();
	}

	private Page request(SegmentCursor cursor, ReadPermit permit) {
		PageRequest observed = this.observer.requesting(cursor.segment(), permit);
		try {
			Page page = page(cursor, permit.pageSize(), observed);
			this.observer.pageRead(page);
			log(page);
			observed.answered(page.describe());
			return page;
		}
		catch (DynamoStreamException ex) {
			observed.failed(ex);
			throw ex;
		}
		catch (RuntimeException ex) {
			observed.failed(ex);
			throw this.failures.requestFailed(cursor, ex);
		}
		catch (Error ex) {
			observed.failed(ex);
			throw ex;
		}
	}

	private Page page(SegmentCursor cursor, @Nullable Integer limit, PageRequest observed) {
		ItemCapture capture = this.plan.target().decoding().capture(this.buffers);
		ScanRequest.Builder request = request(cursor, limit)
			.overrideConfiguration((options) -> configure(options, observed, capture));
		ScanResponse response = this.client.scan(request.build());
		return page(cursor, response, (capture != null) ? capture.itemsOf(response) : response.items());
	}

	private ScanRequest.Builder request(SegmentCursor cursor, @Nullable Integer limit) {
		ScanRequest.Builder request = ScanRequest.builder()
			.tableName(this.plan.target().tableName())
			.indexName(this.plan.target().indexName())
			.limit(limit)
			.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
		addExpressions(request);
		addPosition(request, cursor);
		if (this.plan.consistentRead()) {
			request.consistentRead(true);
		}
		return request;
	}

	private void configure(AwsRequestOverrideConfiguration.Builder options, PageRequest observed,
			@Nullable ItemCapture capture) {
		options.addPlugin(new RetryObserver(observed));
		if (capture != null) {
			options.addPlugin(capture);
		}
		if (this.timeout != null) {
			options.apiCallTimeout(this.timeout);
		}
	}

	private void addExpressions(ScanRequest.Builder request) {
		ScanExpressions expressions = this.expressions;
		request.filterExpression(expressions.filter()).projectionExpression(expressions.projection());
		if (!expressions.names().isEmpty()) {
			request.expressionAttributeNames(expressions.names());
		}
		if (!expressions.values().isEmpty()) {
			request.expressionAttributeValues(expressions.values());
		}
	}

	private void addPosition(ScanRequest.Builder request, SegmentCursor cursor) {
		if (this.plan.segments() > 1) {
			request.segment(cursor.segment()).totalSegments(this.plan.segments());
		}
		if (cursor.position() instanceof SegmentCursor.AtKey position) {
			request.exclusiveStartKey(position.key());
		}
	}

	private Page page(SegmentCursor cursor, ScanResponse response, List<Map<String, AttributeValue>> items) {
		Map<String, AttributeValue> lastEvaluatedKey = response.hasLastEvaluatedKey() ? response.lastEvaluatedKey()
				: Map.of();
		Work work = new Work(1, orZero(response.scannedCount()), capacity(response.consumedCapacity()));
		return new Page(cursor.advance(lastEvaluatedKey, work), items, work);
	}

	private static int orZero(@Nullable Integer count) {
		return (count != null) ? count : 0;
	}

	private double capacity(@Nullable ConsumedCapacity consumed) {
		Double units = (consumed != null) ? consumed.capacityUnits() : null;
		if (units == null && this.limits.areOfCapacity()) {
			throw this.plan.failure("cannot be limited to a read capacity, because the answers of DynamoDB do not tell "
					+ "what they have consumed. Leave out the limit or use itemsPerSecond(...), and look for what comes "
					+ "between the DynamoDbClient and DynamoDB.", null);
		}
		return (units != null) ? units : 0;
	}

	private void log(Page page) {
		if (logger.isDebugEnabled()) {
			logger.debug("%s read page %d: %d of %d items, %s RCU".formatted(this.plan.describe(page.segment()),
					page.next().pages(), page.items().size(), page.work().scannedItems(),
					page.work().consumedCapacity()));
		}
	}

	/**
	 * Who wants to know of requests.
	 */
	interface RequestObserver {

		PageRequest requesting(int segment, ReadPermit permit);

		/**
		 * Called before {@link PageRequest#answered}.
		 */
		void pageRead(Page page);

	}

}

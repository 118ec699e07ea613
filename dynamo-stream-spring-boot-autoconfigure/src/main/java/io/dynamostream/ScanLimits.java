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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.dynamostream.budget.ScanBudget;
import io.dynamostream.budget.ScanBudgets;

/**
 * Says whether a request of a scan may be sent now: as its limits to read capacity and to
 * items per second allow, and as DynamoDB has throttled it. Safe for use by several
 * threads. Asking may block, and must not be done under a lock.
 */
final class ScanLimits {

	private static final Log logger = LogFactory.getLog(ScanLimits.class);

	/**
	 * How old the capacity of a table may be of which a scan may consume a percentage.
	 */
	private static final long CAPACITY_VALID_NANOS = TimeUnit.SECONDS.toNanos(30);

	/**
	 * What a page of 1 MB consumes at most, by DynamoDB's rule of 0.5 units for 4 KB, or
	 * 1 for a consistent read.
	 */
	private static final double FULL_PAGE = 128;

	private final ScanPlan<?> plan;

	private final @Nullable ScanBudgets budgets;

	private final TableCapacities capacities;

	private final Delays delays;

	private final Throttling throttling;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable ReadCapacity readCapacity;

	private volatile @Nullable Double itemsPerSecond;

	private volatile @Nullable Double unitsPerSecond;

	private volatile @Nullable RateLimit capacityLimit;

	private volatile @Nullable RateLimit itemsLimit;

	private @Nullable Double tableCapacity;

	private long tableCapacityAt;

	ScanLimits(ScanPlan<?> plan, @Nullable ScanBudgets budgets, TableCapacities capacities, Delays delays) {
		this.plan = plan;
		this.budgets = budgets;
		this.capacities = capacities;
		this.delays = delays;
		this.throttling = new Throttling(plan.maxConcurrency());
		adopt(plan);
	}

	/**
	 * Refuse a plan that has limits where there can be no budgets.
	 */
	static void checkPossible(ScanPlan<?> plan, @Nullable ScanBudgets budgets) {
		ScanSettings settings = plan.settings();
		boolean limited = settings.get(ScanOption.READ_CAPACITY) != null
				|| settings.get(ScanOption.ITEMS_PER_SECOND) != null;
		Assert.state(!limited || budgets != null,
				() -> ("%s cannot be limited to a read capacity or to items per second, "
						+ "because Bucket4j is not on the class path. Add com.bucket4j:bucket4j_jdk17-core, or leave out the limit.")
					.formatted(plan.describe()));
	}

	/**
	 * Heed the limits of a plan from now on.
	 */
	void adopt(ScanPlan<?> plan) {
		checkPossible(plan, this.budgets);
		ReadCapacity readCapacity = plan.settings().get(ScanOption.READ_CAPACITY);
		this.itemsPerSecond = plan.settings().get(ScanOption.ITEMS_PER_SECOND);
		this.readCapacity = readCapacity;
		if (readCapacity != null && !readCapacity.isPercent()) {
			this.unitsPerSecond = readCapacity.amount();
		}
	}

	/**
	 * Return the limit to the read capacity in units per second, or {@code null} if there
	 * is none or none is known yet.
	 */
	@Nullable Double unitsPerSecond() {
		return this.unitsPerSecond;
	}

	/**
	 * Return whether a request has to ask.
	 */
	boolean areInForce() {
		return this.readCapacity != null || this.itemsPerSecond != null
				|| this.throttling.isActive(this.delays.nanoTime());
	}

	/**
	 * Ask whether a request may be sent now, and charge it if so.
	 * @param segment number of the segment
	 * @param pageSize how many items it is to evaluate, or {@code null} for a full page
	 * @throws DynamoStreamException if a limit cannot be known
	 */
	ReadPermit ask(int segment, @Nullable Integer pageSize) {
		if (!areInForce()) {
			return ReadPermit.granted(pageSize);
		}
		this.lock.lock();
		try {
			long now = this.delays.nanoTime();
			long ofScan = this.throttling.delayOfScan(now);
			long ofSegment = this.throttling.delayOfSegment(segment, now);
			if (ofScan > 0 || ofSegment > 0) {
				return ReadPermit.after(Duration.ofNanos(Math.max(ofScan, ofSegment)), ofScan <= 0);
			}
			return charge(pageSize, capacityLimit(now), itemsLimit());
		}
		finally {
			this.lock.unlock();
		}
	}

	private static ReadPermit charge(@Nullable Integer wanted, @Nullable RateLimit capacity,
			@Nullable RateLimit items) {
		Integer pageSize = (capacity != null) ? capacity.pageSize(wanted) : wanted;
		pageSize = (items != null) ? items.pageSize(pageSize) : pageSize;
		double ofCapacity = (capacity != null) ? capacity.expected(pageSize) : 0;
		double ofItems = (items != null) ? items.expected(pageSize) : 0;
		Duration delay = (capacity != null) ? capacity.charge(ofCapacity) : Duration.ZERO;
		if (items != null && delay.isZero()) {
			delay = items.charge(ofItems);
			if (!delay.isZero() && capacity != null) {
				capacity.giveBack(ofCapacity);
			}
		}
		return delay.isZero() ? new ReadPermit(delay, false, pageSize, ofCapacity, ofItems)
				: ReadPermit.after(delay, false);
	}

	private @Nullable RateLimit capacityLimit(long now) {
		ReadCapacity readCapacity = this.readCapacity;
		if (readCapacity == null) {
			return null;
		}
		double units = readCapacity.isPercent() ? readCapacity.of(tableCapacity(readCapacity, now))
				: readCapacity.amount();
		this.unitsPerSecond = units;
		double fullPage = this.plan.consistentRead() ? 2 * FULL_PAGE : FULL_PAGE;
		this.capacityLimit = limit(this.capacityLimit, "read-capacity", units, fullPage, 0);
		return this.capacityLimit;
	}

	private @Nullable RateLimit itemsLimit() {
		Double itemsPerSecond = this.itemsPerSecond;
		if (itemsPerSecond == null) {
			return null;
		}
		this.itemsLimit = limit(this.itemsLimit, "items", itemsPerSecond, Double.MAX_VALUE, 1);
		return this.itemsLimit;
	}

	private @Nullable RateLimit limit(@Nullable RateLimit limit, String what, double perSecond, double fullPage,
			double costPerItem) {
		ScanBudgets budgets = this.budgets;
		if (limit == null && budgets != null) {
			ScanBudget budget = budgets.open(this.plan.name() + "/" + what, RateLimit.aim(perSecond));
			return new RateLimit(budget, perSecond, fullPage, costPerItem);
		}
		if (limit != null) {
			limit.limit(perSecond);
		}
		return limit;
	}

	/**
	 * Return the capacity of the table or index, which may be changed while the scan
	 * runs. If it can no longer be asked for, the last one counts.
	 */
	private double tableCapacity(ReadCapacity share, long now) {
		Double known = this.tableCapacity;
		if (known != null && now - this.tableCapacityAt < CAPACITY_VALID_NANOS) {
			return known;
		}
		this.tableCapacityAt = now;
		try {
			this.tableCapacity = describeCapacity(share);
		}
		catch (DynamoStreamException ex) {
			if (known == null) {
				throw ex;
			}
			logger.warn("%s. The scan goes on with the share of %s RCU that it had.".formatted(ex.getMessage(), known));
		}
		return (this.tableCapacity != null) ? this.tableCapacity : 0;
	}

	/**
	 * Ask for the capacity of which a limit is a percentage.
	 * @throws DynamoStreamException if it cannot be known
	 */
	double describeCapacity(ReadCapacity share) {
		Double capacity;
		try {
			capacity = this.capacities.of(this.plan.target());
		}
		catch (RuntimeException ex) {
			throw this.plan
				.failure(("cannot be limited to %s of the read capacity, because DynamoDB could not be asked "
						+ "how much there is: %s. Allow dynamodb:DescribeTable, or use readCapacity(...) with units per second.%s")
					.formatted(share, ex.getMessage(), this.plan.layers().origin(ScanOption.READ_CAPACITY)), ex);
		}
		if (capacity == null) {
			throw this.plan.failure(("cannot be limited to %s of the read capacity, because DynamoDB tells neither a "
					+ "provisioned capacity nor a maximum of on-demand reads nor a warm throughput. "
					+ "Use readCapacity(...) with units per second.%s")
				.formatted(share, this.plan.layers().origin(ScanOption.READ_CAPACITY)), null);
		}
		return capacity;
	}

	/**
	 * Note that a request is sent.
	 */
	void started(int segment) {
		this.throttling.started(segment, this.delays.nanoTime());
	}

	/**
	 * Slow down, because a request was throttled.
	 */
	void throttled(int segment, Throwable error) {
		this.throttling.throttled(segment, error, this.delays.nanoTime());
	}

	/**
	 * Take in what a request has consumed.
	 */
	void consumed(ReadPermit permit, Page page) {
		RateLimit capacity = this.capacityLimit;
		if (capacity != null) {
			capacity.consumed(permit.capacity(), page.work().consumedCapacity(), page.work().scannedItems());
		}
		RateLimit items = this.itemsLimit;
		if (items != null) {
			items.consumed(permit.items(), page.items().size(), page.work().scannedItems());
		}
	}

	/**
	 * Give back what a request was charged that was not answered.
	 */
	void giveBack(ReadPermit permit) {
		RateLimit capacity = this.capacityLimit;
		if (capacity != null) {
			capacity.giveBack(permit.capacity());
		}
		RateLimit items = this.itemsLimit;
		if (items != null) {
			items.giveBack(permit.items());
		}
	}

}

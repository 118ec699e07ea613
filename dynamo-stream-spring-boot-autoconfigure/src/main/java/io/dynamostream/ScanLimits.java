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
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.util.Assert;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

import io.dynamostream.budget.ScanBudget;
import io.dynamostream.budget.ScanBudgets;

/**
 * Says whether a request of a scan may be sent now: as its limits to read capacity and to
 * items per second allow, and as DynamoDB has throttled it. Safe for use by several
 * threads. Asking may block, and must not be done under the lock of a source.
 */
final class ScanLimits {

	private static final Log logger = LogFactory.getLog(ScanLimits.class);

	/**
	 * How old the capacity of a table may be of which a scan may consume a percentage.
	 */
	private static final long CAPACITY_VALID_NANOS = TimeUnit.SECONDS.toNanos(30);

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);

	/**
	 * What a page of 1 MB consumes at most, by DynamoDB's rule of 0.5 units for 4 KB, or
	 * 1 for a consistent read.
	 */
	private static final double FULL_PAGE = 128;

	private final ScanPlan<?> plan;

	private final @Nullable ScanBudgets budgets;

	private final TableCapacities capacities;

	private final ScanTasks tasks;

	private final Throttling throttling = new Throttling();

	private volatile ScanPlan<?> inForce;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable ReadCapacity readCapacity;

	private volatile @Nullable Double itemsPerSecond;

	private volatile @Nullable Double unitsPerSecond;

	private volatile @Nullable RateLimit capacityLimit;

	private volatile @Nullable RateLimit itemsLimit;

	private volatile @Nullable Double tableCapacity;

	private volatile long tableCapacityAt;

	ScanLimits(ScanPlan<?> plan, @Nullable ScanBudgets budgets, TableCapacities capacities, ScanTasks tasks) {
		this.plan = plan;
		this.budgets = budgets;
		this.capacities = capacities;
		this.tasks = tasks;
		this.inForce = plan;
		adopt(plan);
	}

	/**
	 * Refuse a plan that has limits where there can be no budgets.
	 */
	static void checkPossible(ScanPlan<?> plan, @Nullable ScanBudgets budgets) {
		boolean limited = readCapacity(plan) != null || itemsPerSecond(plan) != null;
		Assert.state(!limited || budgets != null,
				() -> ("%s cannot be limited to a read capacity or to items per second, "
						+ "because Bucket4j is not on the class path. Add com.bucket4j:bucket4j_jdk17-core, or leave out the limit.")
					.formatted(plan.describe()));
	}

	static @Nullable ReadCapacity readCapacity(ScanPlan<?> plan) {
		ReadCapacity readCapacity = plan.settings().get(ScanOption.READ_CAPACITY);
		return (readCapacity != null && readCapacity.isLimited()) ? readCapacity : null;
	}

	static @Nullable Double itemsPerSecond(ScanPlan<?> plan) {
		ItemsPerSecond items = plan.settings().get(ScanOption.ITEMS_PER_SECOND);
		return (items != null && items.isLimited()) ? items.amount() : null;
	}

	/**
	 * Heed the limits of a plan from now on.
	 */
	void adopt(ScanPlan<?> plan) {
		checkPossible(plan, this.budgets);
		this.inForce = plan;
		rejoin(this.capacityLimit, this.readCapacity);
		rejoin(this.itemsLimit, this.itemsPerSecond);
		ReadCapacity readCapacity = readCapacity(plan);
		this.itemsPerSecond = itemsPerSecond(plan);
		this.readCapacity = readCapacity;
		this.unitsPerSecond = (readCapacity != null) ? unitsPerSecond(readCapacity) : null;
	}

	private @Nullable Double unitsPerSecond(ReadCapacity readCapacity) {
		Double known = this.tableCapacity;
		if (readCapacity.isPercent()) {
			return (known != null) ? readCapacity.of(known) : null;
		}
		return readCapacity.amount();
	}

	private static void rejoin(@Nullable RateLimit limit, @Nullable Object before) {
		if (limit != null && before == null) {
			limit.rejoin();
		}
	}

	/**
	 * Return the limit to the read capacity in units per second, or {@code null} if there
	 * is none or none is known yet.
	 */
	@Nullable Double unitsPerSecond() {
		return (this.readCapacity != null) ? this.unitsPerSecond : null;
	}

	/**
	 * Return whether a request has to ask.
	 */
	boolean areInForce() {
		return this.readCapacity != null || this.itemsPerSecond != null || this.throttling.isActive(nanoTime());
	}

	/**
	 * Return whether what answers have consumed must be known.
	 */
	boolean areOfCapacity() {
		return this.readCapacity != null;
	}

	long nanoTime() {
		return this.tasks.delays().nanoTime();
	}

	/**
	 * Ask whether a request may be sent now, and charge it if so.
	 * @param segment number of the segment
	 * @param pageSize how many items it is to evaluate, or {@code null} for a full page
	 * @throws DynamoStreamException if a limit cannot be known, or its budget fails
	 */
	ReadPermit ask(int segment, @Nullable Integer pageSize) {
		if (!areInForce()) {
			this.throttling.started(segment, nanoTime());
			return ReadPermit.granted(pageSize);
		}
		this.lock.lock();
		try {
			ReadPermit permit = permit(segment, pageSize, nanoTime());
			if (permit.isGranted()) {
				this.throttling.started(segment, nanoTime());
			}
			return permit;
		}
		finally {
			this.lock.unlock();
		}
	}

	private ReadPermit permit(int segment, @Nullable Integer pageSize, long now) {
		long ofScan = this.throttling.delayOfScan(now);
		long ofSegment = this.throttling.delayOfSegment(segment, now);
		if (ofScan > 0 || ofSegment > 0) {
			return ReadPermit.after(shorten(Duration.ofNanos(Math.max(ofScan, ofSegment))), ofScan <= 0);
		}
		return budgeted(() -> charge(pageSize, capacityLimit(now), itemsLimit()));
	}

	/**
	 * Call budgets, which may be far away.
	 */
	private <V> V budgeted(Supplier<V> call) {
		try {
			return call.get();
		}
		catch (DynamoStreamException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw this.plan
				.failure(("could not charge its budget '%s': %s. Check what is behind the ScanBudgets, and run the "
						+ "scan again.")
					.formatted(this.plan.name(), ex), ex);
		}
	}

	private ReadPermit charge(@Nullable Integer wanted, @Nullable RateLimit capacity, @Nullable RateLimit items) {
		Integer pageSize = (capacity != null) ? capacity.pageSize(wanted) : wanted;
		pageSize = (items != null) ? items.pageSize(pageSize) : pageSize;
		double ofCapacity = (capacity != null) ? capacity.expected(pageSize) : 0;
		double ofItems = (items != null) ? items.expected(pageSize) : 0;
		Duration delay = (capacity != null) ? capacity.charge(ofCapacity) : Duration.ZERO;
		if (items != null && delay.isZero()) {
			delay = items.charge(ofItems);
			if (!delay.isZero() && capacity != null) {
				capacity.settle(-ofCapacity);
			}
		}
		return delay.isZero() ? new ReadPermit(delay, false, pageSize, ofCapacity, ofItems)
				: ReadPermit.after(shorten(delay), false);
	}

	/**
	 * Let nobody wait so long that he misses a change of the limit or of the table.
	 */
	private static Duration shorten(Duration delay) {
		return (delay.compareTo(LONGEST_DELAY) < 0) ? delay : LONGEST_DELAY;
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
	 * Return the capacity of the table or index, which may change while the scan runs. It
	 * is asked for again without waiting for the answer.
	 */
	private double tableCapacity(ReadCapacity share, long now) {
		Double known = this.tableCapacity;
		if (known == null) {
			return learnCapacity(share);
		}
		if (now - this.tableCapacityAt >= CAPACITY_VALID_NANOS) {
			this.tableCapacityAt = now;
			refreshCapacity(share);
		}
		return known;
	}

	private void refreshCapacity(ReadCapacity share) {
		try {
			this.tasks.executor().execute(() -> {
				try {
					learnCapacity(share);
				}
				catch (DynamoStreamException ex) {
					logger.warn(("%s goes on with the limit that it had, because its share of the read capacity is no "
							+ "longer known: %s")
						.formatted(this.plan.describe(), String.valueOf(ex.getCause())));
				}
			});
		}
		catch (TaskRejectedException ex) {
			logger.debug("No task to ask for the read capacity of " + this.plan.target().describe(), ex);
		}
	}

	/**
	 * Ask for the capacity of which the limit is to be a percentage, and remember it.
	 * @throws DynamoStreamException if it cannot be known
	 */
	double learnCapacity(ReadCapacity share) {
		double capacity = describeCapacity(share);
		learned(capacity);
		return capacity;
	}

	private void learned(double capacity) {
		this.tableCapacity = capacity;
		this.tableCapacityAt = nanoTime();
	}

	/**
	 * Remember the capacity of a table that was described for another reason.
	 */
	void described(TableDescription table) {
		Double capacity = TableCapacities.of(this.plan.target(), table);
		if (capacity != null) {
			learned(capacity);
		}
	}

	private double describeCapacity(ReadCapacity share) {
		try {
			return known(this.plan, share, this.capacities.of(this.plan.target()));
		}
		catch (DynamoStreamException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw this.plan
				.failure(("cannot be limited to %s of the read capacity, because DynamoDB could not be asked "
						+ "how much there is: %s. Allow dynamodb:DescribeTable, or use readCapacity(...) with units per second.%s")
					.formatted(share, ex.getMessage(), this.plan.layers().origin(ScanOption.READ_CAPACITY)), ex);
		}
	}

	/**
	 * Return the capacity of which the limit is a percentage.
	 * @throws DynamoStreamException if DynamoDB tells none
	 */
	static double known(ScanPlan<?> plan, ReadCapacity share, @Nullable Double capacity) {
		if (capacity == null) {
			throw plan.failure(("cannot be limited to %s of the read capacity, because DynamoDB tells neither a "
					+ "provisioned capacity nor a maximum of on-demand reads nor a warm throughput. "
					+ "Use readCapacity(...) with units per second.%s")
				.formatted(share, plan.origin(ScanOption.READ_CAPACITY)), null);
		}
		return capacity;
	}

	/**
	 * Slow down, because a request was throttled.
	 */
	void throttled(int segment, Throwable error) {
		this.throttling.throttled(segment, error, this.inForce.maxConcurrency(), nanoTime());
	}

	/**
	 * Take in what a request has consumed.
	 * @param permit its permit
	 * @param page its answer
	 * @param nanos how long it took
	 * @throws DynamoStreamException if a budget fails
	 */
	void consumed(ReadPermit permit, Page page, long nanos) {
		double secondsApart = nanos / (double) TimeUnit.SECONDS.toNanos(1) / this.inForce.maxConcurrency();
		Work work = page.work();
		forLimits(permit,
				(capacity) -> capacity.consumed(permit.capacity(), work.consumedCapacity(), work.scannedItems(),
						secondsApart),
				(items) -> items.consumed(permit.items(), page.items().size(), work.scannedItems(), secondsApart));
	}

	/**
	 * Charge a request once more whose answer was of no use, since DynamoDB may have read
	 * for it.
	 */
	void wasted(ReadPermit permit) {
		forLimits(permit, (capacity) -> capacity.settle(permit.capacity()), (items) -> {
		});
	}

	/**
	 * Give back what a request was charged for which DynamoDB has read nothing.
	 */
	void giveBack(ReadPermit permit) {
		forLimits(permit, (capacity) -> capacity.settle(-permit.capacity()), (items) -> items.settle(-permit.items()));
	}

	/**
	 * Do something with the limits that are in force, and with those that were lifted
	 * after they had charged the request.
	 */
	private void forLimits(ReadPermit permit, Consumer<RateLimit> ofCapacity, Consumer<RateLimit> ofItems) {
		RateLimit capacity = (this.readCapacity != null || permit.capacity() > 0) ? this.capacityLimit : null;
		RateLimit items = (this.itemsPerSecond != null || permit.items() > 0) ? this.itemsLimit : null;
		budgeted(() -> {
			if (capacity != null) {
				ofCapacity.accept(capacity);
			}
			if (items != null) {
				ofItems.accept(items);
			}
			return true;
		});
	}

}

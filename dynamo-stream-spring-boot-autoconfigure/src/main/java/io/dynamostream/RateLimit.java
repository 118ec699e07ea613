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
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.dynamostream.budget.ScanBudget;

/**
 * A limit to what a scan consumes per second. What a page will consume is learnt from the
 * pages before it, per item that DynamoDB evaluates, and pages are kept so small that
 * four of them make up a second's budget, if that many can be had in a second. Safe for
 * use by several threads.
 */
final class RateLimit {

	/**
	 * What is aimed at, so that a page more or less in some ten seconds does not exceed
	 * the limit.
	 */
	private static final double AIM = 0.96;

	private static final double LEAST_SECONDS_PER_PAGE = 0.25;

	private static final double MOST_SECONDS_PER_PAGE = 1;

	/**
	 * A budget charges no request nothing.
	 */
	private static final double LEAST_COST = 0.001;

	/**
	 * How much the pages before weigh against the last one.
	 */
	private static final double MEMORY = 0.75;

	private final ScanBudget budget;

	private final double fullPage;

	private final ReentrantLock lock = new ReentrantLock();

	private double perSecond;

	private double secondsPerPage = LEAST_SECONDS_PER_PAGE;

	private double consumed;

	private double scanned;

	private boolean rejoining;

	/**
	 * Create a limit.
	 * @param budget the budget to heed
	 * @param perSecond the limit
	 * @param fullPage what a page consumes at most, whatever its size
	 * @param costPerItem what an evaluated item consumes, 0 if that is to be learnt
	 */
	RateLimit(ScanBudget budget, double perSecond, double fullPage, double costPerItem) {
		this.budget = budget;
		this.perSecond = perSecond;
		this.fullPage = fullPage;
		this.consumed = costPerItem;
		this.scanned = (costPerItem > 0) ? 1 : 0;
	}

	static double aim(double perSecond) {
		return perSecond * AIM;
	}

	/**
	 * Return what a page is to consume while answers come at once.
	 */
	static double ofPage(double perSecond) {
		return perSecond * LEAST_SECONDS_PER_PAGE;
	}

	void limit(double perSecond) {
		this.lock.lock();
		try {
			if (perSecond == this.perSecond && !this.rejoining) {
				return;
			}
			this.perSecond = perSecond;
			this.rejoining = false;
		}
		finally {
			this.lock.unlock();
		}
		this.budget.limit(aim(perSecond));
	}

	/**
	 * Note that the limit was lifted meanwhile, so that others may have given another one
	 * to the budget.
	 */
	void rejoin() {
		this.lock.lock();
		try {
			this.rejoining = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many items a page may evaluate: one, as long as nobody knows what an
	 * item costs.
	 * @param pageSize what is wanted, or {@code null} for a full page
	 */
	@Nullable Integer pageSize(@Nullable Integer pageSize) {
		this.lock.lock();
		try {
			if (budgetOfPage() >= this.fullPage) {
				return pageSize;
			}
			double most = (this.scanned > 0) ? budgetOfPage() / Math.max(costPerItem(), Double.MIN_NORMAL) : 1;
			int largest = (int) Math.max(1, Math.min(most, Integer.MAX_VALUE));
			return (pageSize != null) ? Math.min(pageSize, largest) : Integer.valueOf(largest);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return what a page is expected to consume.
	 * @param pageSize how many items it may evaluate, or {@code null} for a full page
	 */
	double expected(@Nullable Integer pageSize) {
		this.lock.lock();
		try {
			double most = Math.min(budgetOfPage(), this.fullPage);
			double cost = (this.scanned > 0 && pageSize != null) ? Math.min(pageSize * costPerItem(), this.fullPage)
					: most;
			return Math.max(LEAST_COST, cost);
		}
		finally {
			this.lock.unlock();
		}
	}

	private double budgetOfPage() {
		return this.perSecond * this.secondsPerPage;
	}

	private double costPerItem() {
		return this.consumed / this.scanned;
	}

	Duration charge(double amount) {
		return this.budget.charge(amount);
	}

	/**
	 * Take in what a page has consumed.
	 * @param charged what it was charged
	 * @param consumed what it has consumed
	 * @param scannedItems how many items were evaluated for it
	 * @param secondsApart how many seconds lie between two answers: pages must be large
	 * enough to use up the budget in that time
	 */
	void consumed(double charged, double consumed, long scannedItems, double secondsApart) {
		this.lock.lock();
		try {
			this.secondsPerPage = Math.min(MOST_SECONDS_PER_PAGE,
					Math.max(LEAST_SECONDS_PER_PAGE, this.secondsPerPage * MEMORY + secondsApart * (1 - MEMORY)));
			if (scannedItems > 0) {
				this.consumed = this.consumed * MEMORY + consumed;
				this.scanned = this.scanned * MEMORY + scannedItems;
			}
		}
		finally {
			this.lock.unlock();
		}
		this.budget.settle(consumed - charged);
	}

	/**
	 * Charge once more, or give back if it is negative.
	 */
	void settle(double amount) {
		if (amount != 0) {
			this.budget.settle(amount);
		}
	}

}

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

package io.dynamostream.metrics;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import io.dynamostream.ScanListener.PageRead;

/**
 * What is known of a request for a page that is observed.
 *
 * @since 0.1.0
 * @see PageObservationConvention
 */
public class PageObservationContext extends Observation.Context {

	private final ScanObservationContext scan;

	private final int segment;

	private final AtomicInteger retries = new AtomicInteger();

	private volatile @Nullable Outcome outcome;

	private volatile @Nullable PageRead page;

	/**
	 * Create a context.
	 * @param scan the context of the scan
	 * @param segment number of the segment, from 0
	 */
	public PageObservationContext(ScanObservationContext scan, int segment) {
		this.scan = scan;
		this.segment = segment;
	}

	/**
	 * Return the context of the scan that the page belongs to.
	 * @return the context of the scan
	 */
	public ScanObservationContext scan() {
		return this.scan;
	}

	/**
	 * Return the number of the segment.
	 * @return the number, from 0
	 */
	public int segment() {
		return this.segment;
	}

	/**
	 * Return how many times the request was sent again.
	 * @return the number of retries
	 */
	public int retries() {
		return this.retries.get();
	}

	/**
	 * Return how the request ended.
	 * @return the outcome, or {@code null} before the end
	 */
	public @Nullable Outcome outcome() {
		return this.outcome;
	}

	/**
	 * Return what the page holds.
	 * @return the page, or {@code null} if the request was not answered with one
	 */
	public @Nullable PageRead page() {
		return this.page;
	}

	void retrying() {
		this.retries.incrementAndGet();
	}

	void answered(PageRead page) {
		this.page = page;
		this.outcome = Outcome.ANSWERED;
	}

	void failed(Outcome outcome) {
		this.outcome = outcome;
	}

	/**
	 * How a request ended.
	 */
	public enum Outcome {

		/**
		 * DynamoDB sent the page.
		 */
		ANSWERED,

		/**
		 * DynamoDB did not send the page, whatever was retried.
		 */
		FAILED,

		/**
		 * The page was no longer wanted, because the scan had ended or had enough items.
		 */
		ABORTED

	}

}

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

import org.jspecify.annotations.Nullable;

/**
 * Observes scans, for meters, traces and the like. Its methods are called by the threads
 * of a scan and must not block. What they throw is logged and changes nothing. Listeners
 * are given to the {@linkplain DynamoStreamTemplate.Builder#listener builder} of the
 * template; the starter gives it all beans of this type, in their order, which therefore
 * must not need the template.
 * <p>
 * This is not for consuming items: see
 * {@link DynamoStreamOperations.ScanSpec#toListeners()}.
 *
 * @since 0.1.0
 */
public interface ScanListener {

	/**
	 * A scan is about to send its first request.
	 * @param execution the scan
	 */
	default void started(ScanExecution execution) {
	}

	/**
	 * A request for a page is about to be sent, by this thread.
	 * @param execution the scan
	 * @param segment number of the segment, from 0
	 * @return what is told of the request, by the same thread
	 */
	default PageRequest requesting(ScanExecution execution, int segment) {
		return PageRequest.UNOBSERVED;
	}

	/**
	 * A scan has ended, and its progress is final. Called exactly once for each scan that
	 * has started; requests that are aborted by its end may still report after it. The
	 * end of an abandoned scan is told by a thread that all of them share. Waiting for
	 * the scan here would never end.
	 * @param execution the scan
	 * @param error what ended it, or {@code null} if it was not an error
	 */
	default void ended(ScanExecution execution, @Nullable Throwable error) {
	}

	/**
	 * Observes one request for a page. Exactly one of {@link #answered} and
	 * {@link #failed} is called, last.
	 */
	interface PageRequest {

		/**
		 * Observes nothing.
		 */
		PageRequest UNOBSERVED = new PageRequest() {

		};

		/**
		 * The SDK is about to send the request again.
		 * @param error why
		 * @param throttled whether DynamoDB had asked to slow down
		 */
		default void retrying(Throwable error, boolean throttled) {
		}

		/**
		 * The page has come, and is counted in the progress of the scan.
		 * @param page what it holds
		 */
		default void answered(PageRead page) {
		}

		/**
		 * The request has failed for good, or was aborted because the scan has ended.
		 * @param error why
		 */
		default void failed(Throwable error) {
		}

	}

	/**
	 * What a page holds.
	 *
	 * @param items number of items returned
	 * @param scannedItems number of items evaluated
	 * @param consumedCapacity read capacity units consumed
	 * @param last whether it is the last page of its segment
	 */
	record PageRead(int items, int scannedItems, double consumedCapacity, boolean last) {

	}

}

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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Several listeners as one, none of which can harm a scan or the others.
 */
final class ScanListeners implements ScanListener {

	private static final Log logger = LogFactory.getLog(ScanListeners.class);

	private final List<ScanListener> listeners;

	ScanListeners(List<ScanListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void started(ScanExecution execution) {
		forEach(this.listeners, (listener) -> listener.started(execution));
	}

	@Override
	public PageRequest requesting(ScanExecution execution, int segment) {
		return new PageRequests(
				this.listeners.stream().map((listener) -> requesting(listener, execution, segment)).toList());
	}

	private static PageRequest requesting(ScanListener listener, ScanExecution execution, int segment) {
		try {
			return listener.requesting(execution, segment);
		}
		catch (Throwable ex) {
			warn(listener, ex);
			return PageRequest.UNOBSERVED;
		}
	}

	@Override
	public void ended(ScanExecution execution, @Nullable Throwable error) {
		forEach(this.listeners, (listener) -> listener.ended(execution, error));
	}

	private static <L> void forEach(List<L> listeners, Consumer<L> call) {
		for (L listener : listeners) {
			try {
				call.accept(listener);
			}
			catch (Throwable ex) {
				warn(listener, ex);
			}
		}
	}

	private static void warn(Object listener, Throwable ex) {
		logger.warn("The scan goes on, but %s, which observes it, failed".formatted(listener.getClass().getName()), ex);
	}

	/**
	 * Several observers of a request as one.
	 *
	 * @param requests the observers
	 */
	private record PageRequests(List<PageRequest> requests) implements PageRequest {

		@Override
		public void retrying(Throwable error, boolean throttled) {
			forEach(this.requests, (request) -> request.retrying(error, throttled));
		}

		@Override
		public void answered(PageRead page) {
			forEach(lastFirst(), (request) -> request.answered(page));
		}

		@Override
		public void failed(Throwable error) {
			forEach(lastFirst(), (request) -> request.failed(error));
		}

		/**
		 * What began last ends first, since each may have opened a scope.
		 */
		private List<PageRequest> lastFirst() {
			List<PageRequest> reversed = new ArrayList<>(this.requests);
			Collections.reverse(reversed);
			return reversed;
		}

	}

}

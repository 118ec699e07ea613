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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import software.amazon.awssdk.core.exception.SdkException;

import io.dynamostream.ScanExecution;
import io.dynamostream.ScanListener;
import io.dynamostream.ScanProgress.LastError;
import io.dynamostream.ScanProgress.State;

/**
 * Observes scans and their requests in an {@link ObservationRegistry}, whose handlers
 * make timers and traces of them: {@code dynamo.stream.scan} for a scan as a whole, and
 * {@code dynamo.stream.page} below it for each request for a page.
 * <p>
 * A scan is below what is observed on the thread that starts it, which for a stream or a
 * subscriber is the thread that reads. Each request is the current observation of its
 * thread, so that what the SDK reports is below it. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see ScanObservationDocumentation
 */
public final class ScanObservations implements ScanListener {

	private static final ScanObservationConvention SCAN_CONVENTION = new DefaultScanObservationConvention();

	private static final PageObservationConvention PAGE_CONVENTION = new DefaultPageObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable ScanObservationConvention scanConvention;

	private final @Nullable PageObservationConvention pageConvention;

	private final Map<String, ObservedScan> scans = new ConcurrentHashMap<>();

	/**
	 * Create a listener that observes with the default conventions.
	 * @param registry the registry
	 */
	public ScanObservations(ObservationRegistry registry) {
		this(registry, null, null);
	}

	/**
	 * Create a listener that observes with given conventions.
	 * @param registry the registry
	 * @param scanConvention the convention for scans, or {@code null} for that of the
	 * registry or the default
	 * @param pageConvention the convention for requests, or {@code null} for that of the
	 * registry or the default
	 */
	public ScanObservations(ObservationRegistry registry, @Nullable ScanObservationConvention scanConvention,
			@Nullable PageObservationConvention pageConvention) {
		Assert.notNull(registry, "'registry' must not be null");
		this.registry = registry;
		this.scanConvention = scanConvention;
		this.pageConvention = pageConvention;
	}

	@Override
	public void started(ScanExecution execution) {
		ScanObservationContext context = new ScanObservationContext(execution);
		Observation observation = ScanObservationDocumentation.SCAN.start(this.scanConvention, SCAN_CONVENTION,
				() -> context, this.registry);
		this.scans.put(execution.id(), new ObservedScan(observation, context));
	}

	@Override
	public PageRequest requesting(ScanExecution execution, int segment) {
		ObservedScan scan = this.scans.get(execution.id());
		return (scan != null) ? requesting(scan, segment) : PageRequest.UNOBSERVED;
	}

	private PageRequest requesting(ObservedScan scan, int segment) {
		PageObservationContext context = new PageObservationContext(scan.context(), segment);
		Observation observation = ScanObservationDocumentation.PAGE.observation(this.pageConvention, PAGE_CONVENTION,
				() -> context, this.registry);
		observation.parentObservation(scan.observation()).start();
		return new ObservedRequest(observation, context);
	}

	@Override
	public void ended(ScanExecution execution, @Nullable Throwable error) {
		ObservedScan scan = this.scans.remove(execution.id());
		if (scan != null) {
			scan.ended(error);
		}
	}

	/**
	 * A scan that runs.
	 *
	 * @param observation its observation
	 * @param context the context of the observation
	 */
	private record ObservedScan(Observation observation, ScanObservationContext context) {

		void ended(@Nullable Throwable error) {
			this.context.ended();
			if (error != null && this.context.progress().state() == State.FAILED) {
				this.observation.error(withoutItem(error));
			}
			this.observation.stop();
		}

		/**
		 * Return the error of the SDK, which tells of requests alone, or else one that
		 * says what happened without what other causes may quote of an item.
		 */
		private Throwable withoutItem(Throwable error) {
			LastError last = this.context.progress().lastError();
			return (error.getCause() instanceof SdkException cause) ? cause
					: new ScanFailedException((last != null) ? last.message() : "");
		}

	}

	/**
	 * A scan has failed because of an item or its consumer.
	 */
	private static final class ScanFailedException extends RuntimeException {

		ScanFailedException(String message) {
			super(message, null, false, false);
		}

	}

}

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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

import io.dynamostream.DynamoStreamException;
import io.dynamostream.ScanExecution;
import io.dynamostream.ScanListener;
import io.dynamostream.User;
import io.dynamostream.metrics.PageObservationContext.Outcome;
import io.dynamostream.standin.StandInFault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ScanObservations}.
 */
@Timeout(120)
class ScanObservationsTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final RecordingHandler observed = new RecordingHandler();

	private final ScanObservations observations = new ScanObservations(this.registry);

	private final CurrentObservations current = new CurrentObservations(this.registry);

	private final CurrentObservations outside = new CurrentObservations(this.registry);

	private final ScannedTables tables = new ScannedTables(this.outside, this.observations, this.current);

	ScanObservationsTests() {
		this.registry.observationConfig().observationHandler(this.observed);
	}

	@AfterEach
	void close() {
		this.tables.close();
	}

	@Test
	void observesScanAndEachOfItsRequests() {
		this.tables.people().named("nightly").forEach(ScannedTables::ignore).join();
		assertThat(scan().getName()).isEqualTo("dynamo.stream.scan");
		assertThat(scan().getContextualName()).isEqualTo("scan nightly");
		assertThat(pages()).hasSize(this.tables.dynamoDb().pagesServed()).allSatisfy((page) -> {
			assertThat(page.getName()).isEqualTo("dynamo.stream.page");
			assertThat(page.getContextualName()).isEqualTo("page of nightly");
			assertThat(page.outcome()).isEqualTo(Outcome.ANSWERED);
			assertThat(page.scan()).isSameAs(scan());
		});
		assertThat(pages()).extracting(PageObservationContext::segment).contains(0, 1, 2, 3);
	}

	@Test
	void hasKeyValuesOfTheScan() {
		this.tables.people().named("nightly").forEach(ScannedTables::ignore).join();
		assertThat(scan().getLowCardinalityKeyValues()).containsExactlyInAnyOrder(KeyValue.of("table", "people"),
				KeyValue.of("index", "none"), KeyValue.of("name", "nightly"), KeyValue.of("mode", "callback"),
				KeyValue.of("outcome", "completed"));
		assertThat(scan().getHighCardinalityKeyValues())
			.containsExactly(KeyValue.of("execution", scan().execution().id()));
	}

	@Test
	void hasKeyValuesOfTheRequest() {
		this.tables.throttled(StandInFault.throttled());
		PageObservationContext page = pages().get(0);
		assertThat(page.getLowCardinalityKeyValues()).containsExactlyInAnyOrder(KeyValue.of("table", "user"),
				KeyValue.of("index", "none"), KeyValue.of("name", "user"), KeyValue.of("mode", "callback"),
				KeyValue.of("outcome", "answered"));
		assertThat(page.getHighCardinalityKeyValues()).containsExactlyInAnyOrder(
				KeyValue.of("execution", scan().execution().id()), KeyValue.of("segment", "0"),
				KeyValue.of("retries", "1"));
		assertThat(page.page()).isNotNull().satisfies((read) -> assertThat(read.items()).isEqualTo(10));
	}

	@Test
	void requestsAreBelowTheScan() {
		this.tables.stream();
		assertThat(pages()).isNotEmpty()
			.allSatisfy((page) -> assertThat(page.getParentObservation()).isNotNull()
				.extracting((parent) -> parent.getContextView())
				.isSameAs(scan()));
	}

	@Test
	void requestIsCurrentWhileItIsSentAndNotAfterwards() {
		this.tables.throttled(StandInFault.internalServerError());
		assertThat(this.current.whileSent).isNotEmpty().hasSameSizeAs(pages()).hasSameElementsAs(pages());
		assertThat(this.outside.whileSent).isEmpty();
		assertThat(this.outside.afterwards).isNotEmpty().containsOnlyNulls();
	}

	@Test
	void scanOfStreamIsBelowWhatItsReaderObserves() {
		Observation request = Observation.start("web.request", this.registry);
		request.scoped(this.tables::stream);
		request.stop();
		assertThat(scan().getParentObservation()).isSameAs(request);
	}

	@Test
	void errorOfAScanQuotesNoItem() {
		ScanExecution execution = this.tables.people().forEach((user) -> {
			throw new IllegalStateException("secret");
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		assertThat(scan().getError()).hasMessageContaining("was ended by its consumer").hasNoCause();
		assertThat(scan().getError().toString()).doesNotContain("secret");
	}

	@Test
	void failedScanHasItsCauseAsError() {
		this.tables.fail();
		assertThat(scan().getLowCardinalityKeyValue("outcome")).isEqualTo(KeyValue.of("outcome", "failed"));
		assertThat(scan().getError()).isInstanceOf(ResourceNotFoundException.class);
		assertThat(pages()).singleElement().satisfies((page) -> {
			assertThat(page.outcome()).isEqualTo(Outcome.FAILED);
			assertThat(page.page()).isNull();
			assertThat(page.getError()).isInstanceOf(ResourceNotFoundException.class);
		});
	}

	@Test
	void scanThatItsConsumerFailsHasItsErrorAndAnsweredRequests() {
		ScanExecution execution = this.tables.users().bufferedPages(0).forEach((user) -> {
			throw new UnsupportedOperationException();
		});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		assertThat(scan().getError()).hasMessageContaining("threw java.lang.UnsupportedOperationException");
		assertThat(pages()).extracting(PageObservationContext::outcome).containsOnly(Outcome.ANSWERED);
	}

	@Test
	void cancelledScanAndTheRequestThatItAbortsHaveNoError() {
		this.tables.cancelInFlight();
		await().until(() -> pages().size() == 1);
		assertThat(scan().getLowCardinalityKeyValue("outcome")).isEqualTo(KeyValue.of("outcome", "cancelled"));
		assertThat(scan().getError()).isNull();
		assertThat(pages().get(0).outcome()).isEqualTo(Outcome.ABORTED);
		assertThat(pages().get(0).getError()).isNull();
	}

	@Test
	void streamThatIsClosedEarlyIsCancelled() {
		try (Stream<User> users = this.tables.users().stream()) {
			assertThat(users.iterator().next()).isNotNull();
		}
		assertThat(scan().getLowCardinalityKeyValue("outcome")).isEqualTo(KeyValue.of("outcome", "cancelled"));
	}

	@Test
	void hasNoOutcomeBeforeTheEnd() {
		this.tables.stream();
		assertThat(this.observed.started).isNotEmpty()
			.allSatisfy((keys) -> assertThat(keys).extracting(KeyValue::getKey)
				.containsExactlyInAnyOrder("table", "index", "name", "mode"));
	}

	@Test
	void usesGivenConventions() {
		ScanObservations customized = new ScanObservations(this.registry, new TeamConvention(), new ShortConvention());
		try (ScannedTables scanned = new ScannedTables(customized)) {
			scanned.stream();
		}
		assertThat(scan().getLowCardinalityKeyValue("team")).isEqualTo(KeyValue.of("team", "orders"));
		assertThat(scan().getName()).isEqualTo("dynamo.stream.scan");
		assertThat(pages()).isNotEmpty()
			.allSatisfy((page) -> assertThat(page.getName()).isEqualTo("dynamo.request"))
			.allSatisfy((page) -> assertThat(page.getLowCardinalityKeyValues()).isEmpty());
	}

	@Test
	void usesGlobalConventionOfTheRegistry() {
		this.registry.observationConfig().observationConvention(new GlobalConvention());
		this.tables.stream();
		assertThat(scan().getName()).isEqualTo("global");
	}

	@Test
	void observesNothingWhereTheRegistryDoesNot() {
		ScanObservations none = new ScanObservations(ObservationRegistry.NOOP);
		try (ScannedTables scanned = new ScannedTables(none)) {
			scanned.stream();
		}
		assertThat(this.observed.stopped).isEmpty();
	}

	@Test
	void forgetsScansThatHaveEnded() {
		this.tables.stream();
		this.tables.fail();
		this.tables.cancelInFlight();
		assertThat(this.observations).extracting("scans", InstanceOfAssertFactories.MAP).isEmpty();
		await().until(() -> this.observed.started.size() == this.observed.stopped.size());
	}

	@Test
	void failingHandlerDoesNotBreakScans() {
		this.registry.observationConfig().observationHandler(new FailingHandler());
		assertThat(this.tables.users().forEach(ScannedTables::ignore).join().items()).isEqualTo(100);
		assertThat(this.observations).extracting("scans", InstanceOfAssertFactories.MAP).isEmpty();
	}

	private ScanObservationContext scan() {
		return this.observed.of(ScanObservationContext.class).get(0);
	}

	private List<PageObservationContext> pages() {
		return this.observed.of(PageObservationContext.class);
	}

	private static final class RecordingHandler implements ObservationHandler<Observation.Context> {

		private final List<KeyValues> started = new CopyOnWriteArrayList<>();

		private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

		@Override
		public void onStart(Observation.Context context) {
			this.started.add(context.getLowCardinalityKeyValues());
		}

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		<C extends Observation.Context> List<C> of(Class<C> type) {
			return this.stopped.stream().filter(type::isInstance).map(type::cast).toList();
		}

	}

	/**
	 * Records what is the current observation of the thread that sends requests.
	 */
	private static final class CurrentObservations implements ScanListener {

		private final ObservationRegistry registry;

		private final List<Observation.ContextView> whileSent = new CopyOnWriteArrayList<>();

		private final List<Observation> afterwards = new CopyOnWriteArrayList<>();

		CurrentObservations(ObservationRegistry registry) {
			this.registry = registry;
		}

		@Override
		public PageRequest requesting(ScanExecution execution, int segment) {
			Observation current = this.registry.getCurrentObservation();
			if (current != null) {
				this.whileSent.add(current.getContextView());
			}
			return new PageRequest() {

				@Override
				public void answered(PageRead page) {
					CurrentObservations.this.afterwards.add(CurrentObservations.this.registry.getCurrentObservation());
				}

			};
		}

	}

	private static final class FailingHandler implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			throw new IllegalStateException("Broken");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	private static final class TeamConvention extends DefaultScanObservationConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(ScanObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and("team", "orders");
		}

	}

	private static final class ShortConvention implements PageObservationConvention {

		@Override
		public String getName() {
			return "dynamo.request";
		}

	}

	private static final class GlobalConvention extends DefaultScanObservationConvention
			implements GlobalObservationConvention<ScanObservationContext> {

		@Override
		public String getName() {
			return "global";
		}

	}

}

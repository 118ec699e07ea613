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

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the technology compatibility kit of Reactive Streams. Left out is only what the
 * kit itself cannot test, and what is for publishers that multicast: each subscription is
 * a scan of its own.
 */
class ScanPublisherTckTests {

	@ParameterizedTest
	@ValueSource(classes = { Verification.class, AcknowledgedVerification.class })
	@Timeout(300)
	void meetsTheSpecification(Class<?> verification) {
		TestListenerAdapter results = run(verification);
		assertThat(results.getFailedTests()).extracting(ScanPublisherTckTests::describe).isEmpty();
		assertThat(results.getSkippedTests()).extracting(ITestResult::getName)
			.allMatch((name) -> name.matches("(untested|optional_spec111_multicast)_.*"));
		assertThat(results.getPassedTests()).hasSizeGreaterThanOrEqualTo(25);
	}

	private static TestListenerAdapter run(Class<?> verification) {
		TestListenerAdapter results = new TestListenerAdapter();
		TestNG testNg = new TestNG(false);
		testNg.setVerbose(0);
		testNg.setTestClasses(new Class<?>[] { verification });
		testNg.addListener(results);
		testNg.run();
		return results;
	}

	private static String describe(ITestResult result) {
		return result.getName() + ": " + result.getThrowable();
	}

	/**
	 * Lets the kit subscribe to scans of tables of any size.
	 */
	public static class Verification extends PublisherVerification<User> {

		private static final long TIMEOUT = 1000;

		private static final long SILENCE = 50;

		private static final long GARBAGE_COLLECTION = 1000;

		Verification() {
			super(new TestEnvironment(TIMEOUT, SILENCE), GARBAGE_COLLECTION);
		}

		@Override
		public Publisher<User> createPublisher(long items) {
			return template(items).parallelScan(User.class).publisher();
		}

		@Override
		public Publisher<User> createFailedPublisher() {
			DynamoStreamTemplate template = template(1);
			template.stop();
			return template.scan(User.class).publisher();
		}

		static DynamoStreamTemplate template(long items) {
			return DynamoStreamTemplate.builder(new GeneratedTable(items)).build();
		}

	}

	/**
	 * Acknowledges items when they are emitted, of which no more than one may be
	 * unacknowledged.
	 */
	public static class AcknowledgedVerification extends Verification {

		@Override
		public Publisher<User> createPublisher(long items) {
			return acknowledged(template(items).parallelScan(User.class));
		}

		@Override
		public Publisher<User> createFailedPublisher() {
			DynamoStreamTemplate template = template(1);
			template.stop();
			return acknowledged(template.scan(User.class));
		}

		private static Publisher<User> acknowledged(DynamoStreamOperations.ScanSpec<User> spec) {
			return Flux.from(spec.maxUnacknowledgedItems(1).acknowledgedPublisher()).map((item) -> {
				item.acknowledge();
				return item.item();
			});
		}

	}

	/**
	 * A table that may be too large for any memory: its users are made when they are
	 * read. All are in the first segment.
	 *
	 * @param items number of items
	 */
	private record GeneratedTable(long items) implements DynamoDbClient {

		private static final int ITEMS_PER_PAGE = 2000;

		@Override
		public ScanResponse scan(ScanRequest request) {
			if (request.segment() > 0) {
				return ScanResponse.builder().items(List.of()).build();
			}
			long from = request.hasExclusiveStartKey() ? Long.parseLong(request.exclusiveStartKey().get("id").s()) : 0;
			long size = (request.limit() != null) ? Math.min(ITEMS_PER_PAGE, request.limit()) : ITEMS_PER_PAGE;
			return page(from, Math.min(from + size, this.items));
		}

		private ScanResponse page(long from, long to) {
			ScanResponse.Builder page = ScanResponse.builder()
				.items(LongStream.range(from, to).mapToObj(GeneratedTable::key).toList());
			return ((to < this.items) ? page.lastEvaluatedKey(key(to)) : page).build();
		}

		private static Map<String, AttributeValue> key(long number) {
			return Map.of("id", AttributeValue.fromS(String.valueOf(number)));
		}

		@Override
		public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
			return DynamoDbServiceClientConfiguration.builder().build();
		}

		@Override
		public String serviceName() {
			return DynamoDbClient.SERVICE_NAME;
		}

		@Override
		public void close() {
		}

	}

}

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
import java.util.Random;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.core.task.AsyncTaskExecutor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import io.dynamostream.DynamoStreamOperations.ScanSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The publisher reads no more than one page beyond the demand, whatever the demand, the
 * pages and the order in which threads get on.
 */
@Timeout(120)
class ScanPublisherDemandTests {

	static final List<Long> seeds = new Random(4).longs(300).boxed().toList();

	static final List<Long> fewSeeds = seeds.subList(0, 40);

	@ParameterizedTest
	@FieldSource("seeds")
	void readsNoMoreThanOnePageBeyondTheDemand(long seed) {
		Shape shape = Shape.of(new Random(seed));
		PageCounter pages = new PageCounter(shape.table());
		ManualExecutor executor = ManualExecutor.inAnyOrder(new Random(seed));
		RecordingSubscriber<User> subscriber = subscribe(shape, template(pages, executor));
		long demanded = 0;
		for (long demand : shape.demands()) {
			demanded += demand;
			subscriber.subscription().request(demand);
			executor.runAll();
			assertThat(subscriber.items()).as("%s", shape).hasSize((int) Math.min(demanded, shape.matching()));
			assertThat(pages.read()).as("%s", shape).isLessThanOrEqualTo(pages.neededFor(demanded) + 1);
		}
	}

	@ParameterizedTest
	@FieldSource("fewSeeds")
	void countsDemandThatComesWhilePagesArrive(long seed) throws InterruptedException {
		Shape shape = Shape.of(new Random(seed));
		PageCounter pages = new PageCounter(shape.table());
		CountingExecutor executor = new CountingExecutor();
		RecordingSubscriber<User> subscriber = subscribe(shape, template(pages, executor));
		long demanded = 0;
		for (long demand : shape.demands()) {
			demanded += demand;
			subscriber.subscription().request(demand);
		}
		executor.awaitIdle();
		assertThat(subscriber.items()).as("%s", shape).hasSize((int) Math.min(demanded, shape.matching()));
		assertThat(pages.read()).as("%s", shape).isLessThanOrEqualTo(pages.neededFor(demanded) + 1);
		assertThat(subscriber.overlaps()).isZero();
	}

	private static DynamoStreamTemplate template(PageCounter pages, AsyncTaskExecutor executor) {
		return DynamoStreamTemplate.builder(pages).taskExecutor(executor).build();
	}

	private static RecordingSubscriber<User> subscribe(Shape shape, DynamoStreamTemplate template) {
		return RecordingSubscriber.<User>passive().subscribedTo(shape.spec(template).publisher());
	}

	/**
	 * Shape of a table, of a scan over it and of the demand.
	 *
	 * @param items number of items
	 * @param segments number of segments
	 * @param concurrency number of requests in flight
	 * @param bufferedPages number of pages buffered
	 * @param pageSize number of items per page, 0 for the default
	 * @param keptOneIn the filter keeps one item in so many
	 * @param demands what is demanded, one after another
	 */
	record Shape(int items, int segments, int concurrency, int bufferedPages, int pageSize, int keptOneIn,
			List<Long> demands) {

		static Shape of(Random random) {
			int items = random.nextBoolean() ? random.nextInt(300) : random.nextInt(20_000);
			return new Shape(items, 1 + random.nextInt(12), 1 + random.nextInt(6), random.nextInt(5),
					random.nextBoolean() ? 0 : 1 + random.nextInt(50), 1 + random.nextInt(3) * random.nextInt(100),
					random.longs(1 + random.nextInt(12), 1, 2 + random.nextInt(1 + items)).boxed().toList());
		}

		FakeTable table() {
			return FakeTable.ofUsers(this.items)
				.withFilter((item) -> Integer.parseInt(item.get("age").n()) % this.keptOneIn == 0);
		}

		int matching() {
			return (this.items + this.keptOneIn - 1) / this.keptOneIn;
		}

		ScanSpec<User> spec(DynamoStreamTemplate template) {
			ScanSpec<User> spec = template.scan(User.class)
				.segments(this.segments)
				.maxConcurrency(this.concurrency)
				.bufferedPages(this.bufferedPages);
			spec = (this.pageSize > 0) ? spec.pageSize(this.pageSize) : spec;
			return (this.keptOneIn > 1) ? spec.filterExpression("age > :age").expressionValue(":age", 1) : spec;
		}

	}

	/**
	 * A client that notes how many items each page had.
	 */
	static final class PageCounter implements DynamoDbClient {

		private final FakeTable table;

		private final List<Integer> pages = Collections.synchronizedList(new ArrayList<>());

		PageCounter(FakeTable table) {
			this.table = table;
		}

		@Override
		public ScanResponse scan(ScanRequest request) {
			ScanResponse response = this.table.scan(request);
			this.pages.add(response.count());
			return response;
		}

		int read() {
			return this.pages.size();
		}

		/**
		 * Return how many of the pages read, in their order, meet a demand.
		 */
		int neededFor(long demand) {
			int needed = 0;
			for (long items = 0; items < demand && needed < this.pages.size(); needed++) {
				items += this.pages.get(needed);
			}
			return needed;
		}

		@Override
		public DynamoDbServiceClientConfiguration serviceClientConfiguration() {
			return this.table.serviceClientConfiguration();
		}

		@Override
		public String serviceName() {
			return this.table.serviceName();
		}

		@Override
		public void close() {
		}

	}

}

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

import java.net.URI;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamOperations.ScanSpec;

/**
 * Reads a table of users in a process of its own, whose heap can be small, and counts
 * them. The consumer is slower than the source: after every 1000 items it waits until the
 * source has read ahead as far as it may. The exit status is 0 if it counted the number
 * of items expected. Arguments: endpoint, {@link Terminal}, expected items, requests in
 * flight, buffered pages.
 */
public final class MemoryProbe {

	static final int BATCH_SIZE = 100;

	private final ReadingAhead readingAhead = new ReadingAhead();

	private MemoryProbe() {
	}

	public static void main(String[] args) {
		long expected = Long.parseLong(args[2]);
		ReadingAhead result = new MemoryProbe().read(URI.create(args[0]), Terminal.valueOf(args[1]),
				Integer.parseInt(args[3]), Integer.parseInt(args[4]));
		System.out.println(result);
		System.exit((result.itemsConsumed() == expected) ? 0 : 1);
	}

	private ReadingAhead read(URI endpoint, Terminal terminal, int concurrency, int bufferedPages) {
		try (DynamoDbClient client = client(endpoint);
				AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(Listener.class, () -> new Listener(this.readingAhead::consumed));
			context.refresh();
			DynamoStreamTemplate template = DynamoStreamTemplate.builder(client).eventPublisher(context).build();
			ScanSpec<User> users = template.parallelScan(User.class).tableName("users");
			terminal.read(users.segments(64).maxConcurrency(concurrency).bufferedPages(bufferedPages),
					this.readingAhead::consumed);
		}
		return this.readingAhead;
	}

	private DynamoDbClient client(URI endpoint) {
		return DynamoDbClient.builder()
			.endpointOverride(endpoint)
			.region(Region.US_EAST_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy")))
			.overrideConfiguration((configuration) -> configuration.addExecutionInterceptor(this.readingAhead))
			.build();
	}

	/**
	 * The ways to read a table.
	 */
	enum Terminal {

		STREAM {

			@Override
			void read(ScanSpec<User> users, IntConsumer consumer) {
				try (Stream<User> stream = users.stream()) {
					stream.forEach((user) -> consumer.accept(1));
				}
			}

		},

		PUBLISHER {

			@Override
			void read(ScanSpec<User> users, IntConsumer consumer) {
				Flux.from(users.publisher()).doOnNext((user) -> consumer.accept(1)).blockLast();
			}

		},

		FOR_EACH {

			@Override
			void read(ScanSpec<User> users, IntConsumer consumer) {
				users.forEach((user) -> consumer.accept(1)).join();
			}

		},

		FOR_EACH_BATCH {

			@Override
			void read(ScanSpec<User> users, IntConsumer consumer) {
				users.batchSize(BATCH_SIZE).forEachBatch((batch) -> consumer.accept(batch.size())).join();
			}

		},

		LISTENERS {

			@Override
			void read(ScanSpec<User> users, IntConsumer consumer) {
				users.toListeners().join();
			}

		};

		abstract void read(ScanSpec<User> users, IntConsumer consumer);

	}

	static class Listener {

		private final IntConsumer consumer;

		Listener(IntConsumer consumer) {
			this.consumer = consumer;
		}

		@EventListener
		void on(ScanEvent.Item<User> event) {
			this.consumer.accept(1);
		}

	}

}

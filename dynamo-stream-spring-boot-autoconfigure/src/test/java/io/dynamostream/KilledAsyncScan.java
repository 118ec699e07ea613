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
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Reads a table of users in a process of its own that will be killed, to an
 * {@code @Async} listener whose calls wait in an unbounded queue, finish in any order and
 * fail now and then. Prints the id of each user that is done or has failed. Arguments as
 * those of {@link KilledScan}.
 */
public final class KilledAsyncScan {

	static final int MAX_UNACKNOWLEDGED = 40;

	private KilledAsyncScan() {
	}

	public static void main(String[] args) {
		Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(args[4]));
		try (DynamoDbClient client = KilledScanStore.client(URI.create(args[0]));
				AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class);
			context.registerBean(DynamoStreamTemplate.class,
					() -> DynamoStreamTemplate.builder(client)
						.eventPublisher(context)
						.checkpointStore(KilledScanStore.valueOf(args[2]).open(args[3], clock).store())
						.checkpointInterval(Duration.parse(args[1]))
						.build());
			context.refresh();
			scan(context.getBean(DynamoStreamTemplate.class));
		}
		System.exit(0);
	}

	private static void scan(DynamoStreamTemplate template) {
		template.scan(User.class)
			.tableName("users")
			.named("nightly")
			.segments(8)
			.resumable()
			.manualAcknowledgment()
			.maxUnacknowledgedItems(MAX_UNACKNOWLEDGED)
			.skipFailedItems((failed) -> KilledScan.print("failed " + failed.key().get("id").s()))
			.maxFailedItemsPercent(50)
			.toListeners()
			.join();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Application {

		@Bean
		ThreadPoolTaskExecutor taskExecutor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(8);
			return executor;
		}

		@Bean
		InFlight inFlight() {
			return new InFlight();
		}

		@Bean
		Worker worker(InFlight inFlight) {
			return new Worker(inFlight);
		}

	}

	/**
	 * Counts the events that wait for the worker or are in its hands.
	 */
	static class InFlight {

		private final AtomicInteger count = new AtomicInteger();

		@EventListener
		@Order(Ordered.HIGHEST_PRECEDENCE)
		void on(ScanEvent.Item<User> event) {
			if (this.count.incrementAndGet() > MAX_UNACKNOWLEDGED) {
				KilledScan.print("too many in flight");
			}
		}

	}

	/**
	 * Works on users.
	 */
	static class Worker {

		private final InFlight inFlight;

		private final Random random = new Random();

		Worker(InFlight inFlight) {
			this.inFlight = inFlight;
		}

		@Async
		@EventListener
		void on(ScanEvent.Item<User> event) {
			for (int i = this.random.nextInt(50); i > 0; i--) {
				Thread.yield();
			}
			this.inFlight.count.decrementAndGet();
			if (this.random.nextInt(50) == 0) {
				event.fail(new IllegalStateException("Refused"));
			}
			else {
				KilledScan.print("delivered " + event.item().getId());
				event.acknowledge();
			}
		}

	}

}

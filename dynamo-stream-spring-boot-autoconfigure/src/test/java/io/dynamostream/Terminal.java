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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamOperations.ScanSpec;

/**
 * The ways to read a scan to its end.
 */
enum Terminal {

	STREAM {

		@Override
		List<User> read(ScanSpec<User> spec) {
			try (Stream<User> users = spec.stream()) {
				return users.toList();
			}
		}

	},

	PARALLEL_STREAM {

		@Override
		List<User> read(ScanSpec<User> spec) {
			try (Stream<User> users = spec.stream()) {
				return users.parallel().toList();
			}
		}

	},

	PUBLISHER {

		@Override
		List<User> read(ScanSpec<User> spec) {
			return Flux.from(spec.publisher()).collectList().block();
		}

	},

	PUBLISHER_ONE_AT_A_TIME {

		@Override
		List<User> read(ScanSpec<User> spec) {
			return Flux.from(spec.publisher()).limitRate(1).collectList().block();
		}

	},

	FOR_EACH {

		@Override
		List<User> read(ScanSpec<User> spec) {
			List<User> users = new CopyOnWriteArrayList<>();
			spec.forEach(users::add).join();
			return users;
		}

	},

	FOR_EACH_BATCH {

		@Override
		List<User> read(ScanSpec<User> spec) {
			List<User> users = new CopyOnWriteArrayList<>();
			spec.batchSize(7).forEachBatch(users::addAll).join();
			return users;
		}

	},

	LISTENERS {

		@Override
		List<User> read(ScanSpec<User> spec) {
			return Listeners.received.read(() -> spec.toListeners().join());
		}

	},

	LISTENERS_BATCHED {

		@Override
		List<User> read(ScanSpec<User> spec) {
			return Listeners.received.read(() -> spec.batchSize(5).toListeners().join());
		}

	};

	abstract List<User> read(ScanSpec<User> spec);

	/**
	 * Build a template over a table, with a publisher of events that {@link #LISTENERS}
	 * hears.
	 */
	static DynamoStreamTemplate template(DynamoDbClient client) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("dynamo-stream-");
		executor.setVirtualThreads(Boolean.getBoolean("spring.threads.virtual.enabled"));
		return template(client, executor);
	}

	static DynamoStreamTemplate template(DynamoDbClient client, AsyncTaskExecutor executor) {
		return builder(client, executor).build();
	}

	static DynamoStreamTemplate.Builder builder(DynamoDbClient client, AsyncTaskExecutor executor) {
		return DynamoStreamTemplate.builder(client).taskExecutor(executor).eventPublisher(Listeners.received::on);
	}

	private static final class Listeners {

		static final Listeners received = new Listeners();

		private final List<User> users = new CopyOnWriteArrayList<>();

		void on(Object event) {
			if (event instanceof ScanEvent.Item<?> item) {
				this.users.add((User) item.item());
			}
			if (event instanceof ScanEvent.Batch<?> batch) {
				batch.items().forEach((item) -> this.users.add((User) item));
			}
		}

		List<User> read(Runnable scan) {
			this.users.clear();
			scan.run();
			return List.copyOf(this.users);
		}

	}

}

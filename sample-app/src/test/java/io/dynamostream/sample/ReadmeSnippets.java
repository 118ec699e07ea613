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

package io.dynamostream.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanEstimate;
import io.dynamostream.ScanEvent;
import io.dynamostream.ScanEventMappings;
import io.dynamostream.ScanExecution;
import io.dynamostream.autoconfigure.DynamoStreamClientCustomizer;
import io.dynamostream.sample.User.Status;

/**
 * The Java code of the README, word for word, so that it compiles and runs.
 */
class ReadmeSnippets {

	final LongAdder counted = new LongAdder();

	final ConcurrentLinkedQueue<User> exported = new ConcurrentLinkedQueue<>();

	final Map<Map<String, AttributeValue>, Throwable> failed = new ConcurrentHashMap<>();

	void getStarted(DynamoStreamTemplate template) {
		try (Stream<User> users = template.scan(User.class).stream()) {
			users.filter((user) -> user.hasStatus(Status.ACTIVE)).limit(1000).forEach(this::export);
		}
	}

	Map<String, Long> stream(DynamoStreamTemplate template) {
		try (Stream<User> users = template.parallelScan(User.class).segments(8).stream()) {
			return users.parallel().collect(Collectors.groupingByConcurrent(User::tenant, Collectors.counting()));
		}
	}

	ScanExecution inBackground(DynamoStreamTemplate template) {
		ScanExecution execution = template.parallelScan(User.class).batchSize(50).forEachBatch(this::save);
		return execution;
	}

	void limited(DynamoStreamTemplate template) {
		template.parallelScan(User.class).segments(16).readCapacity(200).forEach(this::count);
	}

	ScanEstimate estimate(DynamoStreamTemplate template) {
		ScanEstimate estimate = template.parallelScan(User.class).segments("auto").readCapacity(200).estimate();
		return estimate;
	}

	ScanExecution resumable(DynamoStreamTemplate template) {
		ScanExecution export = template.parallelScan(User.class).named("export").resumable().forEach(this::export);
		return export;
	}

	void acknowledged(DynamoStreamTemplate template) {
		template.parallelScan(User.class).named("mails").resumable().manualAcknowledgment().toListeners();
	}

	void asEvents(DynamoStreamTemplate template) {
		template.parallelScan(User.class).batchSize(100).toListeners();
	}

	ScanEventMappings<User> asThemselves() {
		return ScanEventMappings.of(User.class).itemAsItself();
	}

	@EventListener
	void on(ScanEvent.Batch<User> batch) {
		batch.items().forEach(this::count);
	}

	Flux<Integer> asPublisher(DynamoStreamTemplate template) {
		Flux<Integer> saved = Flux.from(template.parallelScan(User.class).publisher())
			.map(this::transform)
			.buffer(25)
			.concatMap(this::saveAll);
		return saved;
	}

	ScanExecution skipping(DynamoStreamTemplate template) {
		ScanExecution migration = template.parallelScan(User.class)
			.skipFailedItems((failed) -> this.failed.put(failed.key(), failed.error()))
			.maxFailedItemsPercent(1)
			.forEach(this::migrate);
		return migration;
	}

	private void migrate(User user) {
		if (user.getId().equals(SeedUsers.number(7).getId())) {
			throw new IllegalStateException("Refused");
		}
	}

	private void export(User user) {
		this.exported.add(user);
	}

	private void save(List<User> users) {
		users.forEach(this::count);
	}

	private void count(User user) {
		this.counted.increment();
	}

	private Contact transform(User user) {
		Contact contact = new Contact();
		contact.setId(user.getId());
		return contact;
	}

	private Mono<Integer> saveAll(List<Contact> contacts) {
		return Mono.just(contacts.size());
	}

	/**
	 * Works in the background.
	 */
	static class Mailer {

		private final ReadmeSnippets snippets;

		Mailer(ReadmeSnippets snippets) {
			this.snippets = snippets;
		}

		@Async
		@EventListener
		void on(ScanEvent.Item<User> user) {
			try {
				send(user.item());
				user.acknowledge();
			}
			catch (RuntimeException ex) {
				user.fail(ex);
			}
		}

		private void send(User user) {
			this.snippets.count(user);
		}

	}

	/**
	 * Switches on what the mailer needs.
	 */
	@EnableAsync
	static class InBackground {

	}

	/**
	 * Not a configuration that the component scan of the sample finds.
	 */
	static class Beans {

		@Bean
		DynamoStreamClientCustomizer patientClient() {
			return (client) -> client
				.overrideConfiguration((override) -> override.apiCallTimeout(Duration.ofMinutes(1)));
		}

		@Bean(defaultCandidate = false)
		SimpleAsyncTaskExecutor dynamoStreamTaskExecutor() {
			return new SimpleAsyncTaskExecutor("scans-");
		}

	}

}

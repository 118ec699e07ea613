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

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Reactor is needed for the publisher and for nothing else.
 */
@Timeout(60)
class WithoutReactorTests {

	private final ReducedClassPath withoutReactor = new ReducedClassPath("reactor-core");

	@AfterEach
	void close() {
		this.withoutReactor.close();
	}

	@Test
	void hasNoReactor() {
		assertThatExceptionOfType(ClassNotFoundException.class)
			.isThrownBy(() -> this.withoutReactor.loadClass("reactor.core.publisher.Flux"));
	}

	@Test
	void publisherSaysWhatIsMissing() {
		assertThatIllegalStateException().isThrownBy(() -> this.withoutReactor.call(Publishing.class))
			.withMessage(
					"publisher() needs Reactor, which is not on the class path. Add io.projectreactor:reactor-core.");
	}

	@Test
	void acknowledgedPublisherSaysWhatIsMissing() {
		assertThatIllegalStateException().isThrownBy(() -> this.withoutReactor.call(PublishingAcknowledged.class))
			.withMessageStartingWith("acknowledgedPublisher() needs Reactor, which is not on the class path.");
	}

	@Test
	void everythingElseWorks() throws Exception {
		assertThat(this.withoutReactor.call(EverythingElse.class)).isEqualTo(400L);
	}

	/**
	 * Asks for a publisher.
	 */
	static class Publishing implements Callable<Object> {

		@Override
		public Object call() {
			return DynamoStreamTemplate.builder(FakeTable.ofUsers(100)).build().scan(User.class).publisher();
		}

	}

	/**
	 * Asks for a publisher of items that are acknowledged.
	 */
	static class PublishingAcknowledged implements Callable<Object> {

		@Override
		public Object call() {
			return DynamoStreamTemplate.builder(FakeTable.ofUsers(100))
				.build()
				.scan(User.class)
				.acknowledgedPublisher();
		}

	}

	/**
	 * Reads a table of 100 users in every other way and counts.
	 */
	static class EverythingElse implements Callable<Long> {

		private final AtomicInteger published = new AtomicInteger();

		private final DynamoStreamTemplate template = DynamoStreamTemplate.builder(FakeTable.ofUsers(100))
			.eventPublisher((event) -> this.published.addAndGet((event instanceof ScanEvent.Item<?>) ? 1 : 0))
			.build();

		@Override
		public Long call() {
			long forEach = this.template.scan(User.class).forEach(User::getId).join().items();
			long batches = this.template.parallelScan(User.class).forEachBatch((users) -> users.get(0)).join().items();
			this.template.scan(User.class).toListeners().join();
			try (Stream<User> users = this.template.parallelScan(User.class).stream()) {
				return users.count() + forEach + batches + this.published.get();
			}
		}

	}

}

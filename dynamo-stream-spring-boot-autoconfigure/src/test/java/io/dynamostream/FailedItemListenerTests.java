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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What listeners hear of failed items, and what becomes of those that they fail.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class FailedItemListenerTests {

	private final PoisonedUsers users = PoisonedUsers.of(200, (number) -> number % 20 == 5);

	private final AnnotationConfigApplicationContext context = ListeningContext.of(this.users.table(),
			new SimpleAsyncTaskExecutor(), Listeners.class);

	private final Listeners listeners = this.context.getBean(Listeners.class);

	private final ScanSpec<User> spec = ListeningContext.template(this.context)
		.scan(User.class)
		.pageSize(10)
		.skipFailedItems(this.users);

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void hearOfThoseOfTheirItemType() {
		ScanProgress result = this.spec.segments(3).toListeners().join();
		assertThat(this.listeners.consumed).hasSize(190);
		assertThat(this.listeners.failedUsers).isEqualTo(this.users.recorded()).hasSize(10);
		assertThat(this.listeners.failedProducts).isEmpty();
		assertThat(result.failedItems()).isEqualTo(10);
	}

	@Test
	void hearOfNoneWhereTheFirstOneEndsTheScan() {
		ScanExecution execution = this.spec.failOnFailedItem().toListeners();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join);
		assertThat(this.listeners.failedUsers).isEmpty();
	}

	@Test
	void failTheItemForWhichTheyThrow() {
		this.listeners.refusesTenth = true;
		ScanProgress result = this.spec.toListeners().join();
		assertThat(result.state()).isEqualTo(State.COMPLETED);
		assertThat(result.failedItems()).isEqualTo(30);
		assertThat(result.items()).isEqualTo(170);
		assertThat(this.listeners.failedUsers).filteredOn((failed) -> failed.error() == this.listeners.error)
			.hasSize(20)
			.allMatch((failed) -> failed.key().get("id").s().endsWith("0"));
	}

	@Test
	void failAllItemsOfTheBatchForWhichTheyThrow() {
		this.listeners.refusesTenth = true;
		ScanProgress result = this.spec.batchSize(19).toListeners().join();
		assertThat(result.failedItems()).isEqualTo(200);
		assertThat(this.listeners.failedUsers).hasSize(200).doesNotHaveDuplicates();
	}

	@Test
	void thatThrowWhenTheyHearOfOneAreLoggedAndChangeNothing(CapturedOutput output) {
		this.listeners.refusesFailed = true;
		ScanProgress result = this.spec.toListeners().join();
		assertThat(result.state()).isEqualTo(State.COMPLETED);
		assertThat(result.items()).isEqualTo(190);
		assertThat(output)
			.contains("Scan 'user' of table 'user' goes on, but a listener of its failed items failed with "
					+ "java.lang.IllegalStateException")
			.doesNotContain(PoisonedUsers.SECRET);
	}

	static class Listeners {

		private final List<User> consumed = new CopyOnWriteArrayList<>();

		private final List<ScanEvent.ItemFailed<User>> failedUsers = new CopyOnWriteArrayList<>();

		private final List<ScanEvent.ItemFailed<Product>> failedProducts = new CopyOnWriteArrayList<>();

		private final IllegalStateException error = new IllegalStateException("Refused " + PoisonedUsers.SECRET);

		private volatile boolean refusesTenth;

		private volatile boolean refusesFailed;

		@EventListener
		void on(ScanEvent.Item<User> event) {
			consume(event.item());
		}

		@EventListener
		void on(ScanEvent.Batch<User> event) {
			event.items().forEach(this::consume);
		}

		private void consume(User user) {
			if (this.refusesTenth && user.getAge() % 10 == 0) {
				throw this.error;
			}
			this.consumed.add(user);
		}

		@EventListener
		void onFailed(ScanEvent.ItemFailed<User> event) {
			this.failedUsers.add(event);
			if (this.refusesFailed) {
				throw this.error;
			}
		}

		@EventListener
		void onFailedProduct(ScanEvent.ItemFailed<Product> event) {
			this.failedProducts.add(event);
		}

	}

	static class Product {

	}

}

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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * How streams end, and that they leave nothing behind.
 */
@Timeout(60)
class StreamScanTests {

	private final FakeTable table = FakeTable.ofUsers(1000);

	private final DynamoStreamTemplate template = Terminal.template(this.table);

	@Test
	void closeAbortsTheRequestsInFlight() {
		Gate gate = Gate.before(this.table);
		gate.open(1);
		try (Stream<User> users = this.template.parallelScan(User.class).pageSize(10).stream()) {
			users.iterator().next();
			gate.awaitWaiting(4);
		}
		gate.awaitWaiting(0);
		assertThat(this.table.requests()).hasSize(5);
	}

	@Test
	void closeWakesAThreadThatWaitsForAPage() {
		Gate gate = Gate.before(this.table);
		Stream<User> users = this.template.scan(User.class).stream();
		CompletableFuture<Long> count = CompletableFuture.supplyAsync(users::count);
		gate.awaitWaiting(1);
		users.close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(count::get)
			.havingCause()
			.isInstanceOf(DynamoStreamException.class)
			.withMessage("Scan 'user' of table 'user' was closed before its end. Do not read from it after close().");
	}

	@Test
	void interruptEndsTheWait() throws InterruptedException {
		Gate gate = Gate.before(this.table);
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread reader = new Thread(() -> {
			try (Stream<User> users = this.template.scan(User.class).stream()) {
				users.count();
			}
			catch (DynamoStreamException ex) {
				thrown.set(Thread.currentThread().isInterrupted() ? ex : null);
			}
		});
		reader.start();
		gate.awaitWaiting(1);
		reader.interrupt();
		reader.join();
		assertThat(thrown.get()).hasMessage("Scan 'user' of table 'user' was interrupted while it waited for a page. "
				+ "Run it again if that was not to end it.");
		gate.awaitWaiting(0);
	}

	@Test
	void aFailedRequestFailsTheStreamOnceAndStopsTheOtherSegments() {
		Gate gate = Gate.before(this.table);
		this.table.onRequest((request) -> {
			if (request.segment() == 3) {
				throw InternalServerErrorException.builder().message("Out of order").build();
			}
			gate.pass(request);
		});
		try (Stream<User> users = this.template.parallelScan(User.class).pageSize(10).stream()) {
			assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(users::count)
				.satisfies((ex) -> assertThat(ex.segment()).hasValue(3))
				.satisfies((ex) -> assertThat(ex.tableName()).isEqualTo("user"))
				.withMessageContaining("segment 3 of 4");
		}
		await().atMost(Duration.ofSeconds(20)).until(() -> this.table.requestsInFlight() == 0);
	}

	@Test
	void aPageInHandIsDeliveredBeforeTheFailureOfTheNext() {
		CountDownLatch secondPage = new CountDownLatch(11);
		this.table.onRequest((request) -> {
			if (this.table.requests().size() == 3) {
				awaitCount(secondPage);
				throw InternalServerErrorException.builder().message("Out of order").build();
			}
		});
		List<User> received = new ArrayList<>();
		try (Stream<User> users = this.template.scan(User.class).pageSize(10).stream()) {
			assertThatExceptionOfType(DynamoStreamException.class)
				.isThrownBy(() -> users.peek((user) -> secondPage.countDown()).forEach(received::add))
				.withMessageContaining("page 3");
		}
		assertThat(received).hasSize(20);
	}

	private static void awaitCount(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void anExceptionOfTheConsumerStopsReading() {
		Gate gate = Gate.before(this.table);
		gate.open(2);
		Stream<User> users = this.template.scan(User.class).pageSize(10).stream();
		assertThatIllegalStateException().isThrownBy(() -> users.forEach((user) -> {
			if (user.getAge() == 15) {
				throw new IllegalStateException("Enough");
			}
		})).withMessage("Enough");
		gate.awaitWaiting(0);
	}

	@RepeatedTest(50)
	void anExceptionOfTheConsumerReachesTheCallerOfAParallelStream() {
		try (Stream<User> users = this.template.parallelScan(User.class).pageSize(2).stream()) {
			assertThatIllegalStateException().isThrownBy(() -> users.parallel().forEach((user) -> {
				if (user.getAge() == 15) {
					throw new IllegalStateException("Enough");
				}
			})).withMessageEndingWith("Enough");
		}
	}

	@Test
	void aStreamCanBeUsedOnceAndItsSpecAgain() {
		DynamoStreamOperations.ScanSpec<User> spec = this.template.scan(User.class);
		try (Stream<User> users = spec.stream()) {
			users.count();
			assertThatIllegalStateException().isThrownBy(users::count)
				.withMessageContaining("already been operated upon or closed");
		}
		try (Stream<User> users = spec.stream()) {
			assertThat(users.count()).isEqualTo(1000);
		}
	}

}

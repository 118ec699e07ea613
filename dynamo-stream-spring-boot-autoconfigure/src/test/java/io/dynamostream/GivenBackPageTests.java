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

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.test.util.ReflectionTestUtils;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.DynamoStreamTemplate.Decoder;
import io.dynamostream.decoder.ItemCapture;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInTable;
import io.dynamostream.standin.StandInTable.EmptyLastPage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Pages are read into the memory of those that have been delivered.
 */
@Timeout(120)
class GivenBackPageTests {

	private static final int USERS = 5000;

	private static final int PAGE = 200;

	private final Queue<ItemCapture> captures = new ConcurrentLinkedQueue<>();

	private final StandInDynamoDb dynamoDb = StandInDynamoDb
		.start(StandInTable.ofUsers("user", USERS, 620).withEmptyLastPage(EmptyLastPage.ALWAYS));

	private final DynamoDbClient client = this.dynamoDb
		.client((client) -> client.overrideConfiguration((options) -> options.addExecutionInterceptor(new Captures())));

	@AfterEach
	void close() {
		this.client.close();
		this.dynamoDb.close();
	}

	@ParameterizedTest
	@EnumSource
	void isReadByNobody(Terminal terminal) {
		assertThat(terminal.read(template().parallelScan(User.class).segments(3).pageSize(PAGE)))
			.extracting(User::getId)
			.doesNotHaveDuplicates()
			.hasSize(USERS);
		assertThat(pages()).hasSizeGreaterThan(20)
			.allSatisfy((page) -> assertThatIllegalStateException().isThrownBy(() -> page.get(0).size())
				.withMessage("The page of the item has been given back"));
	}

	@ParameterizedTest
	@EnumSource
	void isForgottenAtTheEnd(Terminal terminal) {
		terminal.read(template().parallelScan(User.class).segments(3).pageSize(PAGE));
		assertThat(freeBuffers()).isEmpty();
	}

	@Test
	void isForgottenAtAnEmptyEnd() {
		holdScans();
		DynamoStreamTemplate template = template();
		Iterator<User> users = template.scan(User.class).pageSize(PAGE).stream().iterator();
		CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
			take(users, PAGE + 1);
			await().until(() -> template.executions().findAll().get(0).progress().pages() == 3);
			take(users, USERS - PAGE - 1);
			assertThat(users.hasNext()).isFalse();
		});
		awaitGivenBack(USERS / PAGE, 1);
		await().until(() -> freeBuffers().size() == 2);
		this.dynamoDb.release();
		end.join();
		assertThat(freeBuffers()).isEmpty();
	}

	private static void take(Iterator<User> users, int count) {
		for (int i = 0; i < count; i++) {
			users.next();
		}
	}

	@Test
	void isForgottenAtALimit() {
		Iterator<User> users = template().scan(User.class).pageSize(PAGE).limit(5 * PAGE).stream().iterator();
		take(users, 5 * PAGE);
		assertThat(users.hasNext()).isFalse();
		assertThat(freeBuffers()).isEmpty();
	}

	@Test
	void isForgottenWhenItIsTheLastBeforeACancellation() {
		DynamoStreamTemplate template = template();
		AtomicInteger count = new AtomicInteger();
		Stream<User> users = template.scan(User.class).pageSize(PAGE).stream();
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> users.forEach((user) -> {
			if (count.incrementAndGet() == PAGE) {
				template.executions().findAll().get(0).cancel();
			}
		})).withMessageContaining("was cancelled");
		assertThat(freeBuffers()).isEmpty();
	}

	@Test
	void isForgottenAfterCancellation() {
		holdScans();
		RecordingSubscriber<User> subscriber = RecordingSubscriber.<User>unbounded()
			.subscribedTo(template().scan(User.class).pageSize(PAGE).publisher());
		awaitGivenBack(2, 1);
		subscriber.subscription().cancel();
		assertThat(freeBuffers()).isEmpty();
	}

	private void holdScans() {
		this.dynamoDb.hold((request) -> request.operation().equals("Scan"));
	}

	/**
	 * Wait until pages have been given back and the next ones are requested.
	 */
	private void awaitGivenBack(int pages, int requests) {
		for (int page = 0; page < pages; page++) {
			this.dynamoDb.release();
		}
		this.dynamoDb.awaitHeld(requests);
		await().until(() -> !freeBuffers().isEmpty());
	}

	@Test
	void isForgottenWhenFewerPagesMayBeHeld() {
		holdScans();
		DynamoStreamTemplate template = template();
		RecordingSubscriber<User> subscriber = RecordingSubscriber.<User>unbounded()
			.subscribedTo(template.parallelScan(User.class).segments(4).pageSize(PAGE).publisher());
		awaitGivenBack(1, 4);
		awaitGivenBack(8, 4);
		template.executions().findAll().get(0).maxConcurrency(1);
		assertThat(freeBuffers()).isEmpty();
		awaitGivenBack(5, 1);
		assertThat(freeBuffers()).hasSizeLessThanOrEqualTo(2);
		subscriber.subscription().cancel();
	}

	@Test
	void leavesItemsThatFailLater() {
		Set<String> failed = ConcurrentHashMap.newKeySet();
		RuntimeException error = new IllegalStateException("Not today");
		ScanSpec<User> spec = template().parallelScan(User.class)
			.segments(3)
			.pageSize(PAGE)
			.maxFailedItems(USERS)
			.skipFailedItems((item) -> failed.add(item.item().get("id").s() + item.item().get("email").s()));
		spec.batchSize(500).forEachBatch((users) -> {
			throw error;
		}).join();
		assertThat(failed).hasSize(USERS);
		failed.clear();
		Flux.from(spec.batchSize(1).acknowledgedPublisher())
			.buffer(500)
			.doOnNext((users) -> users.forEach((user) -> user.fail(error)))
			.blockLast();
		assertThat(failed).hasSize(USERS);
	}

	@ParameterizedTest
	@EnumSource
	void isReadByNobodyWhenItIsAcknowledged(Terminal terminal) {
		assertThat(terminal.read(resumable().segments(3))).extracting(User::getId)
			.doesNotHaveDuplicates()
			.hasSize(USERS);
		assertThat(freeBuffers()).isEmpty();
	}

	@Test
	void isKeptUntilItIsAcknowledged() {
		resumable().batchSize(PAGE + PAGE / 2).forEachBatch((users) -> {
		}).join();
		List<List<Map<String, AttributeValue>>> pages = pages();
		assertThat(pages.get(0).get(0)).containsKey("id");
		assertThat(pages.get(1).get(0)).containsKey("id");
		assertThatIllegalStateException().isThrownBy(() -> pages.get(2).get(0).size());
	}

	private ScanSpec<User> resumable() {
		return template((template) -> template.checkpointStore(new MemoryStore((saved) -> {
		}))).parallelScan(User.class).segments(1).named("nightly").pageSize(PAGE).resumable();
	}

	@Test
	void isKeptForExtensions() {
		Queue<Map<String, AttributeValue>> items = new ConcurrentLinkedQueue<>();
		ItemTypeResolver keeping = new ExtendedUsers((context) -> {
			items.add(context.items());
			return null;
		});
		assertThat(template((template) -> template.itemTypes(keeping)).scan(User.class).stream()).hasSize(USERS);
		assertThat(items).hasSize(USERS).allSatisfy((item) -> assertThat(item).containsKey("id"));
	}

	private DynamoStreamTemplate template() {
		return template((template) -> template);
	}

	private DynamoStreamTemplate template(UnaryOperator<DynamoStreamTemplate.Builder> customizer) {
		return customizer
			.apply(Terminal.builder(this.client, new SimpleAsyncTaskExecutor("dynamo-stream-")).decoder(Decoder.DIRECT))
			.build();
	}

	private List<List<Map<String, AttributeValue>>> pages() {
		return this.captures.stream()
			.map((capture) -> capture.itemsOf(ScanResponse.builder().build()))
			.filter((page) -> !page.isEmpty())
			.toList();
	}

	private Collection<?> freeBuffers() {
		Object buffers = ReflectionTestUtils.getField(this.captures.element(), "buffers");
		return (Collection<?>) ReflectionTestUtils.getField(buffers, "free");
	}

	/**
	 * Gets to know what takes the items of each page.
	 */
	private final class Captures implements ExecutionInterceptor {

		@Override
		public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
			if (context.request() instanceof ScanRequest request) {
				for (SdkPlugin plugin : request.overrideConfiguration().orElseThrow().plugins()) {
					if (plugin instanceof ItemCapture capture) {
						GivenBackPageTests.this.captures.add(capture);
					}
				}
			}
		}

	}

}

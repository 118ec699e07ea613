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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of an application context hear the scans of their item type.
 */
@Timeout(60)
class ListenerTests {

	private final FakeTable table = FakeTable.ofUsers(100);

	private final List<AnnotationConfigApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void close() {
		this.contexts.forEach(AnnotationConfigApplicationContext::close);
	}

	@Test
	void hearStartThenItemsThenCompletion() {
		AnnotationConfigApplicationContext context = context(AllEvents.class);
		ScanExecution execution = template(context).parallelScan(User.class).named("nightly").pageSize(7).toListeners();
		ScanProgress result = execution.join();
		List<ScanEvent<?>> events = context.getBean(AllEvents.class).events;
		assertThat(events).hasSize(102)
			.allMatch((event) -> event.executionId().equals(execution.id()))
			.allMatch((event) -> event.name().equals("nightly"))
			.allMatch((event) -> event.itemType() == User.class);
		assertThat(events.get(0)).isInstanceOf(ScanEvent.Started.class);
		assertThat(events.subList(1, 101)).allMatch((event) -> event instanceof ScanEvent.Item);
		assertThat(events.get(101)).isInstanceOfSatisfying(ScanEvent.Completed.class,
				(completed) -> assertThat(completed.progress()).isEqualTo(result));
	}

	@Test
	void hearBatchesOfTheGivenSizeAndTheLastOneShorter() {
		AnnotationConfigApplicationContext context = context(AllEvents.class);
		template(context).parallelScan(User.class).pageSize(7).batchSize(30).toListeners().join();
		List<ScanEvent<?>> events = context.getBean(AllEvents.class).events;
		assertThat(events).hasSize(6);
		assertThat(events.subList(1, 5)).extracting((event) -> ((ScanEvent.Batch<?>) event).items().size())
			.containsExactly(30, 30, 30, 10);
	}

	@Test
	void hearOfAnEmptyTable() {
		AnnotationConfigApplicationContext context = track(
				ListeningContext.of(FakeTable.ofUsers(0), new SimpleAsyncTaskExecutor(), AllEvents.class));
		template(context).scan(User.class).batchSize(30).toListeners().join();
		assertThat(context.getBean(AllEvents.class).events).hasExactlyElementsOfTypes(ScanEvent.Started.class,
				ScanEvent.Completed.class);
	}

	@Test
	void hearOnlyTheirItemTypeWhenTwoAreScannedAtOnce() {
		AnnotationConfigApplicationContext context = context(TypedListeners.class);
		Gate gate = Gate.before(this.table);
		List<ScanExecution> executions = List.of(template(context).scan(User.class).toListeners(),
				template(context).scan(Product.class).toListeners(),
				template(context).scan(User.class).batchSize(40).toListeners(),
				template(context).scan(Product.class).batchSize(60).toListeners());
		gate.awaitWaiting(4);
		gate.open(4);
		executions.forEach(ScanExecution::join);
		TypedListeners heard = context.getBean(TypedListeners.class);
		assertThat(heard.users).hasSize(100).hasOnlyElementsOfType(User.class);
		assertThat(heard.products).hasSize(100).hasOnlyElementsOfType(Product.class);
		assertThat(heard.userBatches).hasSize(3).allMatch((batch) -> batch.get(0) instanceof User);
		assertThat(heard.productBatches).hasSize(2).allMatch((batch) -> batch.get(0) instanceof Product);
		assertThat(heard.endedUsers).hasSize(2).allMatch((event) -> event.itemType() == User.class);
	}

	@Test
	void areBeansThatListenToPayloads() {
		AnnotationConfigApplicationContext context = context(ListenerBeans.class);
		template(context).scan(User.class).toListeners().join();
		template(context).scan(Product.class).toListeners().join();
		ListenerBeans beans = context.getBean(ListenerBeans.class);
		assertThat(beans.byClass).hasSize(100);
		assertThat(beans.byMethod).hasSize(100);
		assertThat(beans.products).hasSize(100);
	}

	@Test
	void mayHaveConditions() {
		AnnotationConfigApplicationContext context = context(ConditionalListener.class);
		template(context).scan(User.class).toListeners().join();
		assertThat(context.getBean(ConditionalListener.class).elders).extracting(User::getAge).containsExactly(98, 99);
	}

	@Test
	void hearEachItemInTheirOrder() {
		AnnotationConfigApplicationContext context = context(OrderedListeners.class);
		template(context).scan(User.class).limit(3).toListeners().join();
		assertThat(context.getBean(OrderedListeners.class).calls).containsExactly("first 0", "second 0", "third 0",
				"first 1", "second 1", "third 1", "first 2", "second 2", "third 2");
	}

	@Test
	void mayBeInTheParentContext() {
		AnnotationConfigApplicationContext parent = track(new AnnotationConfigApplicationContext(AllEvents.class));
		AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
		child.setParent(parent);
		track(ListeningContext.start(child, this.table, new SimpleAsyncTaskExecutor()));
		template(child).scan(User.class).toListeners().join();
		assertThat(parent.getBean(AllEvents.class).events).hasSize(102);
	}

	@Test
	void mayCancelTheScanTheyHear() {
		AnnotationConfigApplicationContext context = context(AllEvents.class);
		AllEvents heard = context.getBean(AllEvents.class);
		ManualExecutor executor = ManualExecutor.inOrder();
		ScanExecution execution = DynamoStreamTemplate.builder(this.table)
			.taskExecutor(executor)
			.eventPublisher(context)
			.build()
			.scan(User.class)
			.toListeners();
		heard.then = (event) -> cancelAtItem(execution, event, 10);
		executor.runAll();
		assertThat(heard.events).hasSize(13);
		assertThat(heard.events.get(12)).isInstanceOfSatisfying(ScanEvent.Cancelled.class,
				(cancelled) -> assertThat(cancelled.progress().state()).isEqualTo(ScanProgress.State.CANCELLED));
	}

	private static void cancelAtItem(ScanExecution execution, ScanEvent<?> event, int age) {
		if (event instanceof ScanEvent.Item<?> item && ((User) item.item()).getAge() == age) {
			execution.cancel();
		}
	}

	private AnnotationConfigApplicationContext context(Class<?>... beans) {
		return track(ListeningContext.of(this.table, new SimpleAsyncTaskExecutor(), beans));
	}

	private AnnotationConfigApplicationContext track(AnnotationConfigApplicationContext context) {
		this.contexts.add(context);
		return context;
	}

	private static DynamoStreamTemplate template(AnnotationConfigApplicationContext context) {
		return ListeningContext.template(context);
	}

	static class AllEvents {

		final List<ScanEvent<?>> events = new CopyOnWriteArrayList<>();

		volatile Consumer<ScanEvent<?>> then = (event) -> {
		};

		@EventListener
		void on(ScanEvent<?> event) {
			this.events.add(event);
			this.then.accept(event);
		}

	}

	static class TypedListeners {

		private final List<Object> users = new CopyOnWriteArrayList<>();

		private final List<Object> products = new CopyOnWriteArrayList<>();

		private final List<List<?>> userBatches = new CopyOnWriteArrayList<>();

		private final List<List<?>> productBatches = new CopyOnWriteArrayList<>();

		private final List<ScanEvent<?>> endedUsers = new CopyOnWriteArrayList<>();

		@EventListener
		void onUser(ScanEvent.Item<User> event) {
			this.users.add(event.item());
		}

		@EventListener
		void onProduct(ScanEvent.Item<Product> event) {
			this.products.add(event.item());
		}

		@EventListener
		void onUsers(ScanEvent.Batch<User> event) {
			this.userBatches.add(event.items());
		}

		@EventListener
		void onProducts(ScanEvent.Batch<Product> event) {
			this.productBatches.add(event.items());
		}

		@EventListener
		void onUsersRead(ScanEvent.Completed<User> event) {
			this.endedUsers.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerBeans {

		private final List<User> byClass = new CopyOnWriteArrayList<>();

		private final List<User> byMethod = new CopyOnWriteArrayList<>();

		private final List<Product> products = new CopyOnWriteArrayList<>();

		@Bean
		UserListener userListener() {
			return new UserListener(this.byClass);
		}

		@Bean
		ApplicationListener<PayloadApplicationEvent<ScanEvent.Item<User>>> userPayloadListener() {
			return (event) -> this.byMethod.add(event.getPayload().item());
		}

		@Bean
		ApplicationListener<PayloadApplicationEvent<ScanEvent.Item<Product>>> productPayloadListener() {
			return ApplicationListener.forPayload((event) -> this.products.add(event.item()));
		}

	}

	private record UserListener(
			List<User> heard) implements ApplicationListener<PayloadApplicationEvent<ScanEvent.Item<User>>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<ScanEvent.Item<User>> event) {
			this.heard.add(event.getPayload().item());
		}

	}

	static class ConditionalListener {

		private final List<User> elders = new CopyOnWriteArrayList<>();

		@EventListener(condition = "#event.item().age > 97")
		void on(ScanEvent.Item<User> event) {
			this.elders.add(event.item());
		}

	}

	static class OrderedListeners {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@Order(2)
		@EventListener
		void a(ScanEvent.Item<User> event) {
			this.calls.add("second " + event.item().getAge());
		}

		@Order(3)
		@EventListener
		void b(ScanEvent.Item<User> event) {
			this.calls.add("third " + event.item().getAge());
		}

		@Order(1)
		@EventListener
		void c(ScanEvent<User> event) {
			if (event instanceof ScanEvent.Item<User> item) {
				this.calls.add("first " + item.item().getAge());
			}
		}

	}

}

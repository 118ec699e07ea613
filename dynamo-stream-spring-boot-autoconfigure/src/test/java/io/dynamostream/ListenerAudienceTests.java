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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import io.dynamostream.DynamoStreamOperations.ScanSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A scan that no listener would hear is refused before it reads.
 */
@Timeout(60)
class ListenerAudienceTests {

	private static final List<Object> heard = new CopyOnWriteArrayList<>();

	private final FakeTable table = FakeTable.ofUsers(10);

	private final List<AnnotationConfigApplicationContext> contexts = new ArrayList<>();

	@AfterEach
	void close() {
		this.contexts.forEach(AnnotationConfigApplicationContext::close);
		heard.clear();
	}

	@Test
	void noListener() {
		ScanSpec<User> spec = spec().named("nightly");
		assertThatIllegalStateException().isThrownBy(spec::toListeners)
			.withMessage(
					"Scan 'nightly' of table 'user' was not started, because no listener would hear it: there is no "
							+ "@EventListener for io.dynamostream.ScanEvent$Item<io.dynamostream.User>. Declare a bean with one.");
		assertThat(this.table.requests()).isEmpty();
	}

	@Test
	void listenerForBatchesOnly() {
		assertThatIllegalStateException().isThrownBy(() -> spec(BatchListener.class).toListeners())
			.withMessageEndingWith("there is no @EventListener for "
					+ "io.dynamostream.ScanEvent$Item<io.dynamostream.User>. Declare a bean with one, or use "
					+ "batchSize(2) or more, as there is one for "
					+ "io.dynamostream.ScanEvent$Batch<io.dynamostream.User>.");
		assertThat(this.table.requests()).isEmpty();
	}

	@Test
	void listenerForItemsOnly() {
		assertThatIllegalStateException().isThrownBy(() -> spec(ItemListener.class).batchSize(2).toListeners())
			.withMessageEndingWith("there is no @EventListener for "
					+ "io.dynamostream.ScanEvent$Batch<io.dynamostream.User>. Declare a bean with one, or use "
					+ "batchSize(1), as there is one for io.dynamostream.ScanEvent$Item<io.dynamostream.User>.");
		assertThat(this.table.requests()).isEmpty();
	}

	@Test
	void listenerForAMappedTypeOnly() {
		ScanEventMappings<User> mappings = ScanEventMappings.of(User.class)
			.item(Integer.class, User::getAge)
			.batch(String.class, (users) -> "some");
		ScanSpec<User> spec = spec(ItemListener.class, StringListener.class);
		assertThatIllegalStateException().isThrownBy(() -> spec.toListeners(mappings))
			.withMessageEndingWith("there is no @EventListener for java.lang.Integer. Declare a bean with one, or use "
					+ "batchSize(2) or more, as there is one for java.lang.String.");
		spec.batchSize(2).toListeners(mappings).join();
		assertThat(heard).hasSize(5);
	}

	@ParameterizedTest
	@ValueSource(classes = { EndListener.class, OtherTypeListener.class, OtherListenerBeans.class,
			CatchAllListenerBeans.class })
	void listenersForSomethingElse(Class<?> beans) {
		assertThatIllegalStateException().isThrownBy(() -> spec(beans).toListeners())
			.withMessageEndingWith("Declare a bean with one.");
		assertThat(this.table.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(classes = { ItemListener.class, AnyItemListener.class, AnythingListener.class,
			AnyPayloadListener.class, LambdaListenerBean.class, PrototypeListenerBean.class, LazyListenerBean.class })
	void listenersThatWouldHear(Class<?> beans) {
		spec(beans).toListeners().join();
		assertThat(heard).filteredOn((event) -> event instanceof ScanEvent.Item).hasSize(10);
	}

	@Test
	void listenerOfTheParentContext() {
		AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(ItemListener.class);
		AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
		child.setParent(parent);
		start(child).toListeners().join();
		parent.close();
		assertThat(heard).hasSize(10);
	}

	@Test
	void listenerOfAChildContextIsNotHeardByTheParent() {
		AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext();
		ScanSpec<User> spec = start(parent);
		AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
		child.register(ItemListener.class);
		child.setParent(parent);
		child.refresh();
		this.contexts.add(0, child);
		assertThatIllegalStateException().isThrownBy(spec::toListeners);
	}

	@Test
	void publisherOfWhoseListenersNothingIsKnown() {
		DynamoStreamTemplate.builder(this.table)
			.eventPublisher(heard::add)
			.build()
			.scan(User.class)
			.toListeners()
			.join();
		assertThat(heard).hasSize(12);
	}

	@Test
	void noPublisher() {
		ScanSpec<User> spec = DynamoStreamTemplate.builder(this.table).build().scan(User.class);
		assertThatIllegalStateException().isThrownBy(spec::toListeners)
			.withMessage(
					"toListeners() needs an event publisher. Give one to the builder of the DynamoStreamTemplate.");
	}

	private ScanSpec<User> spec(Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		for (Class<?> bean : beans) {
			context.register(bean);
		}
		return start(context);
	}

	private ScanSpec<User> start(AnnotationConfigApplicationContext context) {
		this.contexts.add(context);
		ListeningContext.start(context, this.table, new SimpleAsyncTaskExecutor());
		return ListeningContext.template(context).scan(User.class);
	}

	static class ItemListener {

		@EventListener
		void on(ScanEvent.Item<User> event) {
			heard.add(event);
		}

	}

	static class BatchListener {

		@EventListener
		void on(ScanEvent.Batch<User> event) {
			heard.add(event);
		}

	}

	static class StringListener {

		@EventListener
		void on(String event) {
			heard.add(event);
		}

	}

	static class EndListener {

		@EventListener
		void on(ScanEvent.Completed<User> event) {
			heard.add(event);
		}

	}

	static class OtherTypeListener {

		@EventListener
		void on(ScanEvent.Item<Product> event) {
			heard.add(event);
		}

	}

	static class AnyItemListener {

		@EventListener
		void on(ScanEvent.Item<?> event) {
			heard.add(event);
		}

	}

	static class AnythingListener {

		@EventListener
		void on(Object event) {
			heard.add(event);
		}

	}

	static class AnyPayloadListener {

		@EventListener
		void on(PayloadApplicationEvent<?> event) {
			heard.add(event.getPayload());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherListenerBeans {

		@Bean
		ApplicationListener<ContextRefreshedEvent> refreshed() {
			return heard::add;
		}

		@Bean
		ApplicationListener<PayloadApplicationEvent<ScanEvent.Item<Product>>> products() {
			return heard::add;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CatchAllListenerBeans {

		@Bean
		ApplicationListener<ApplicationEvent> everything() {
			return heard::add;
		}

		@Bean
		ApplicationListener<?> anything() {
			return heard::add;
		}

		@Bean
		EverythingListener everythingListener() {
			return new EverythingListener();
		}

		@Bean
		EverythingSmartListener everythingSmartListener() {
			return new EverythingSmartListener();
		}

	}

	static class EverythingListener implements ApplicationListener<ApplicationEvent> {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			heard.add(event);
		}

	}

	static class EverythingSmartListener implements SmartApplicationListener {

		@Override
		public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
			return true;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			heard.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LambdaListenerBean {

		@Bean
		ApplicationListener<PayloadApplicationEvent<ScanEvent.Item<User>>> users() {
			return ApplicationListener.forPayload(heard::add);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeListenerBean {

		@Bean
		@Scope("prototype")
		ApplicationListener<PayloadApplicationEvent<ScanEvent.Item<User>>> users() {
			return (event) -> heard.add(event.getPayload());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyListenerBean {

		@Bean
		@Lazy
		UserListener users() {
			return new UserListener();
		}

	}

	static class UserListener implements ApplicationListener<PayloadApplicationEvent<ScanEvent.Item<User>>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<ScanEvent.Item<User>> event) {
			heard.add(event.getPayload());
		}

	}

}

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

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * Creates application contexts that have listeners and a template which publishes to
 * them.
 */
final class ListeningContext {

	private ListeningContext() {
	}

	static AnnotationConfigApplicationContext of(FakeTable table, AsyncTaskExecutor executor, Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(beans);
		return start(context, table, executor);
	}

	/**
	 * Add a template to a context and refresh it.
	 */
	static AnnotationConfigApplicationContext start(AnnotationConfigApplicationContext context, FakeTable table,
			AsyncTaskExecutor executor) {
		context.registerBean(DynamoStreamTemplate.class,
				() -> DynamoStreamTemplate.builder(table).taskExecutor(executor).eventPublisher(context).build());
		context.refresh();
		return context;
	}

	static DynamoStreamTemplate template(AnnotationConfigApplicationContext context) {
		return context.getBean(DynamoStreamTemplate.class);
	}

}

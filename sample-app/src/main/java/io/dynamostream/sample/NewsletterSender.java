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

import java.util.concurrent.atomic.LongAdder;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Component;

import io.dynamostream.ScanEvent;
import io.dynamostream.sample.User.Status;

/**
 * Sends the newsletter to several users at once. Nobody would hear of an exception of an
 * asynchronous method, so it is given to the event.
 */
@Component
class NewsletterSender {

	private final LongAdder sent = new LongAdder();

	@Async
	@EventListener(condition = "#event.name() == 'newsletter'")
	void on(ScanEvent.Item<User> event) {
		try {
			send(event.item());
			event.acknowledge();
		}
		catch (RuntimeException ex) {
			event.fail(ex);
		}
	}

	private void send(User user) {
		if (user.hasStatus(Status.BOUNCED)) {
			throw new IllegalStateException("The mailbox does not exist");
		}
		this.sent.increment();
	}

	long sent() {
		return this.sent.sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

	}

}

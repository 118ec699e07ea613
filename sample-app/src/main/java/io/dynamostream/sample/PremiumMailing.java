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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.dynamostream.DynamoStreamTemplate;

/**
 * Treats premium and regular users of each batch apart, at the same time, the premium
 * ones on an executor of their own. The batch ends when both are done. So at most one
 * batch is in work: nothing piles up behind a slow executor, and an error of either kind
 * fails the scan instead of getting lost.
 */
@RestController
class PremiumMailing {

	private final DynamoStreamTemplate template;

	private final Executions executions;

	private final Executor premiumExecutor;

	PremiumMailing(DynamoStreamTemplate template, Executions executions,
			@Qualifier("premiumExecutor") Executor premiumExecutor) {
		this.template = template;
		this.executions = executions;
		this.premiumExecutor = premiumExecutor;
	}

	@PostMapping("/mailing")
	ResponseEntity<Executions.View> start() {
		Mailing mailing = new Mailing();
		return this.executions.accepted(this.template.scan(User.class)
			.named("mailing")
			.batchSize(100)
			.forEachBatch((users) -> send(users, mailing)), mailing::sent);
	}

	/**
	 * Returns, or throws, only when the premium users of the batch are done as well: what
	 * goes on behind it would go on after the end of the scan.
	 */
	void send(List<User> users, Mailing mailing) {
		Map<Boolean, List<User>> byPremium = users.stream().collect(Collectors.partitioningBy(User::hasPremium));
		CompletableFuture<Void> premium = CompletableFuture
			.runAsync(() -> byPremium.get(true).forEach(mailing::sendPremium), this.premiumExecutor);
		try {
			byPremium.get(false).forEach(mailing::sendRegular);
		}
		finally {
			premium.join();
		}
	}

	/**
	 * Stands for a mail service.
	 */
	static class Mailing {

		private final LongAdder premium = new LongAdder();

		private final LongAdder regular = new LongAdder();

		void sendPremium(User user) {
			this.premium.increment();
		}

		void sendRegular(User user) {
			this.regular.increment();
		}

		Sent sent() {
			return new Sent(this.premium.sum(), this.regular.sum());
		}

	}

	record Sent(long premium, long regular) {

	}

}

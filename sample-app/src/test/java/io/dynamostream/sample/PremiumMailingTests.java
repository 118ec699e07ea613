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
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PremiumMailingTests extends AbstractSampleTests {

	@Autowired
	private PremiumMailing mailing;

	@Test
	void treatsPremiumAndRegularUsersApart() {
		long premium = usersWith(User::getPremium);
		Map<String, Object> result = result(runToEnd("/mailing", "COMPLETED"));
		assertThat(result).hasToString("{premium=%d, regular=%d}".formatted(premium, userCount() - premium));
	}

	@Test
	void waitsForPremiumUsersWhenRegularUserFails() {
		FailingMailing mailing = new FailingMailing();
		List<User> users = users().limit(100).toList();
		assertThatIllegalStateException().isThrownBy(() -> this.mailing.send(users, mailing))
			.withMessage("The mailbox is full");
		assertThat(mailing.sent().premium()).isEqualTo(users.stream().filter(User::getPremium).count()).isPositive();
	}

	/**
	 * Begins with premium users when it has failed for a regular one.
	 */
	private static final class FailingMailing extends PremiumMailing.Mailing {

		private final CountDownLatch failed = new CountDownLatch(1);

		@Override
		void sendRegular(User user) {
			this.failed.countDown();
			throw new IllegalStateException("The mailbox is full");
		}

		@Override
		void sendPremium(User user) {
			try {
				this.failed.await();
				super.sendPremium(user);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}

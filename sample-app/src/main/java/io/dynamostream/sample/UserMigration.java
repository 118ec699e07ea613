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

import java.time.Clock;
import java.util.List;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.dynamostream.DynamoStreamTemplate;

/**
 * Copies the users to another table, with their e-mail addresses in lower case. Up to
 * four batches are written at once while the next pages are read. The scan is resumable:
 * when it has failed, or the application was stopped or killed, the next one goes on
 * where it was. Batches that repeat then do no harm, since items are put whole.
 */
@RestController
class UserMigration {

	private final DynamoStreamTemplate template;

	private final BatchWriter writer;

	private final Executions executions;

	private final Clock clock = Clock.systemUTC();

	UserMigration(DynamoStreamTemplate template, BatchWriter writer, Executions executions) {
		this.template = template;
		this.writer = writer;
		this.executions = executions;
	}

	@PostMapping("/migration")
	ResponseEntity<Executions.View> start() {
		return this.executions.accepted(this.template.parallelScan(User.class)
			.named("migration")
			.segments(8)
			.resumable()
			.batchSize(BatchWriter.MAX_ITEMS)
			.deliveryConcurrency(4)
			.forEachBatch(this::migrate));
	}

	private void migrate(List<User> users) {
		this.writer.write(MigratedUser.class, users.stream().map(this::transform).toList());
	}

	private MigratedUser transform(User user) {
		MigratedUser migrated = new MigratedUser();
		migrated.setId(user.getId());
		migrated.setEmail(user.emailInLowerCase());
		migrated.setName(user.getName());
		migrated.setTenantId(user.getTenantId());
		migrated.setStatus(user.getStatus());
		migrated.setAge(user.getAge());
		migrated.setPremium(user.getPremium());
		migrated.setCreated(user.getCreated());
		migrated.setUpdatedAt(this.clock.instant());
		return migrated;
	}

}

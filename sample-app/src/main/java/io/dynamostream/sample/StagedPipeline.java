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

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.DynamoStreamTemplate;

/**
 * Reads, transforms and saves in stages. Demand travels upwards: a finished save asks for
 * one batch more, that is, for 25 users, and pages are requested only as users are asked
 * for. So a slow table behind the last stage slows the scan before the first.
 */
@RestController
class StagedPipeline {

	private static final int SAVES_AT_ONCE = 4;

	private final DynamoStreamTemplate template;

	private final BatchWriter writer;

	StagedPipeline(DynamoStreamTemplate template, BatchWriter writer) {
		this.template = template;
		this.writer = writer;
	}

	@PostMapping("/pipeline")
	Mono<Saved> run() {
		return Flux.from(source().publisher())
			.map(this::transform)
			.buffer(BatchWriter.MAX_ITEMS)
			.flatMap(this::save, SAVES_AT_ONCE)
			.reduce(new Saved(0), Saved::plus);
	}

	private ScanSpec<User> source() {
		return this.template.scan(User.class).named("pipeline").pageSize(500);
	}

	private Contact transform(User user) {
		Contact contact = new Contact();
		contact.setId(user.getId());
		contact.setEmail(user.emailInLowerCase());
		contact.setName(user.getName());
		return contact;
	}

	private Mono<Integer> save(List<Contact> contacts) {
		return Mono.fromRunnable(() -> this.writer.write(Contact.class, contacts))
			.subscribeOn(Schedulers.boundedElastic())
			.thenReturn(contacts.size());
	}

	record Saved(long contacts) {

		Saved plus(int more) {
			return new Saved(this.contacts + more);
		}

	}

}

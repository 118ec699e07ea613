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
import java.util.concurrent.atomic.LongAdder;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.dynamostream.DynamoStreamTemplate;

/**
 * Processes users in chunks of a hundred. The size of the chunks is that of the work, the
 * size of the pages that of the requests: neither depends on the other.
 */
@RestController
class ChunkedProcessing {

	private final DynamoStreamTemplate template;

	private final Executions executions;

	ChunkedProcessing(DynamoStreamTemplate template, Executions executions) {
		this.template = template;
		this.executions = executions;
	}

	@PostMapping("/chunks")
	ResponseEntity<Executions.View> start() {
		Chunks chunks = new Chunks();
		return this.executions.accepted(this.template.scan(User.class)
			.named("chunks")
			.pageSize(50)
			.batchSize(100)
			.forEachBatch(chunks::process), chunks::counted);
	}

	/**
	 * Stands for work that is cheaper by the hundred.
	 */
	private static final class Chunks {

		private final LongAdder chunks = new LongAdder();

		private final LongAdder users = new LongAdder();

		void process(List<User> chunk) {
			this.chunks.increment();
			this.users.add(chunk.size());
		}

		Counted counted() {
			return new Counted(this.chunks.sum(), this.users.sum());
		}

	}

	record Counted(long chunks, long users) {

	}

}

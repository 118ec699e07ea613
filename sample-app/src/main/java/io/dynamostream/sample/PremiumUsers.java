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

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

import io.dynamostream.DynamoStreamTemplate;

/**
 * A scan that is described in {@code application.yml}, under
 * {@code dynamo.stream.scans.premium-users}. What it reads and how fast can be changed
 * where the application runs.
 */
@RestController
class PremiumUsers {

	private final DynamoStreamTemplate template;

	PremiumUsers(DynamoStreamTemplate template) {
		this.template = template;
	}

	@GetMapping(path = "/users/premium", produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<User> premium() {
		return Flux.from(this.template.parallelScan(User.class).named("premium-users").publisher());
	}

}

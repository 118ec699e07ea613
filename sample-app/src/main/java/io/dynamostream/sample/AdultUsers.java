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

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.sample.User.Status;

/**
 * Lets DynamoDB choose the items and their attributes, so that nothing else is sent and
 * mapped. The spec is immutable: it is made once and read once per request, as one line
 * of JSON per user, at the speed of the client.
 */
@RestController
class AdultUsers {

	private final ScanSpec<User> activeAdults;

	AdultUsers(DynamoStreamTemplate template) {
		this.activeAdults = template.scan(User.class)
			.named("adults")
			.filterExpression("#status = :active AND age >= :min")
			.projectionExpression("id, email, #name")
			.expressionName("#status", "status")
			.expressionName("#name", "name")
			.expressionValue(":active", Status.ACTIVE.name())
			.expressionValue(":min", 18);
	}

	@GetMapping(path = "/users/adults", produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<User> activeAdults() {
		return Flux.from(this.activeAdults.publisher());
	}

}

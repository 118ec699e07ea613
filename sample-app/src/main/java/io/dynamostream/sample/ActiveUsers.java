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
import java.util.stream.Stream;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.sample.User.Status;

/**
 * The first thousand active users, by a lazy sequential stream: it reads the pages that
 * hold them and no more, however large the table is.
 */
@RestController
class ActiveUsers {

	private final DynamoStreamTemplate template;

	ActiveUsers(DynamoStreamTemplate template) {
		this.template = template;
	}

	@GetMapping("/users/active")
	List<String> firstThousand() {
		try (Stream<User> users = this.template.scan(User.class).stream()) {
			return users.filter((user) -> user.hasStatus(Status.ACTIVE)).map(User::getName).limit(1000).toList();
		}
	}

}

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
import java.util.function.Predicate;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import io.dynamostream.sample.User.Status;

import static org.assertj.core.api.Assertions.assertThat;

class FilteredUsersTests extends AbstractSampleTests {

	@Test
	void readsProjectedAttributesOfActiveAdults() {
		assertThat(objects("/users/adults"))
			.containsExactlyInAnyOrderElementsOf(users().filter(this::isActiveAdult).map(this::projection).toList());
	}

	@Test
	void readsPremiumUsersAsConfigured() {
		assertThat(objects("/users/premium")).extracting((user) -> user.get("id"))
			.containsExactlyInAnyOrderElementsOf(ids(User::getPremium));
	}

	private List<Map<String, Object>> objects(String path) {
		return lines(path).stream().map((line) -> JsonPath.parse(line).<Map<String, Object>>read("$")).toList();
	}

	private boolean isActiveAdult(User user) {
		return user.hasStatus(Status.ACTIVE) && user.getAge() >= 18;
	}

	private Map<String, Object> projection(User user) {
		return Map.of("id", user.getId(), "email", user.getEmail(), "name", user.getName());
	}

	private List<Object> ids(Predicate<User> predicate) {
		return users().filter(predicate).<Object>map(User::getId).toList();
	}

}

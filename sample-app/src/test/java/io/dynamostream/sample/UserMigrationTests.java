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
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UserMigrationTests extends AbstractSampleTests {

	@Test
	void copiesEveryUserWithEmailInLowerCase() {
		Map<String, Object> ended = runToEnd("/migration", "COMPLETED");
		assertThat(progress(ended)).containsEntry("items", userCount());
		Map<String, MigratedUser> migrated = migrated();
		assertThat(migrated).hasSize(userCount());
		assertThat(users())
			.allSatisfy((user) -> assertThat(values(migrated.get(user.getId()))).isEqualTo(values(user)));
		assertThat(migrated.values()).extracting(MigratedUser::getUpdatedAt).doesNotContainNull();
	}

	private Map<String, MigratedUser> migrated() {
		try (Stream<MigratedUser> users = this.template.scan(MigratedUser.class).consistentRead(true).stream()) {
			return users.collect(Collectors.toMap(User::getId, Function.identity()));
		}
	}

	private List<Object> values(User user) {
		String email = (user instanceof MigratedUser) ? user.getEmail() : user.getEmail().toLowerCase(Locale.ROOT);
		return List.of(user.getId(), email, user.getName(), user.getTenantId(), user.getStatus(), user.getAge(),
				user.getPremium(), user.getCreated());
	}

}

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
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StagedPipelineTests extends AbstractSampleTests {

	@Test
	void savesEveryUserAsContact() {
		assertThat(post("/pipeline")).containsEntry("contacts", userCount());
		try (Stream<Contact> contacts = this.template.scan(Contact.class).consistentRead(true).stream()) {
			assertThat(contacts.map(this::values))
				.containsExactlyInAnyOrderElementsOf(users().map(this::values).toList());
		}
	}

	private List<String> values(Contact contact) {
		return List.of(contact.getId(), contact.getEmail(), contact.getName());
	}

	private List<String> values(User user) {
		return List.of(user.getId(), user.getEmail().toLowerCase(Locale.ROOT), user.getName());
	}

}

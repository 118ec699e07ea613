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

package io.dynamostream.decoder;

import org.junit.jupiter.api.Test;

import io.dynamostream.User;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ItemDecoder}.
 */
class ItemDecoderTests {

	private final BothWays<Account> accounts = BothWays.of(Account.class);

	@Test
	void decodesFlatBean() {
		User user = BothWays.of(User.class).decodes("""
				{"id":{"S":"u1"},"tenantId":{"S":"t1"},"age":{"N":"42"},"unknown":{"L":[{"S":"x"}]}}""");
		assertThat(user.getTenantId()).isEqualTo("t1");
		assertThat(user.getAge()).isEqualTo(42);
	}

	@Test
	void decodesItemWithoutAttributes() {
		assertThat(this.accounts.decodes("{}").isActive()).isFalse();
	}

	@Test
	void heedsAnnotations() {
		Account account = this.accounts.decodes(
				"""
						{"id":{"S":"a"},"version":{"N":"123456789012345678"},"at-getter":{"S":"b"},"at setter, \u00e4\\u20ac":{"S":"c"},
						"renamedAtGetter":{"S":"x"},"ignoredAtGetter":{"S":"x"},"ignoredAtSetter":{"S":"x"},
						"hidden":{"S":"x"},"constant":{"S":"x"},"fluent":{"S":"d"},"shouted":{"S":"e"},
						"active":{"BOOL":true},"premium":{"BOOL":false},"level":{"S":"very high"},"birthday":{"S":"2024-02-29"},
						"levels":{"SS":["low","very high"]}}""");
		assertThat(account.getRenamedAtSetter()).isEqualTo("c");
		assertThat(account.getShouted()).isEqualTo("E");
		assertThat(account.getLevel()).isEqualTo(Account.Level.HIGH);
		assertThat(account.getHidden()).isEqualTo("none");
	}

	@Test
	void decodesNestedTypes() {
		Account account = this.accounts.decodes("""
				{"address":{"M":{"street":{"S":"a"},"number":{"N":"7"},"other":{"NULL":true}}},
				"addresses":{"L":[{"M":{"street":{"S":"b"}}},{"M":{"number":{"N":"8"}}}]},
				"named":{"M":{"x":{"M":{"street":{"S":"c"}}},"":{"M":{"number":{"N":"9"}}}}},
				"deep":{"L":[{"M":{"a":{"L":[{"N":"1"},{"N":"-2"}]},"b":{"L":[]}}},{"M":{}}]},
				"parent":{"M":{"parent":{"M":{"id":{"S":"d"},"children":{"L":[{"M":{"id":{"S":"e"}}}]}}}}},
				"contact":{"M":{"mail":{"S":"f"},"calls":{"N":"3"},"primary":{"BOOL":true},
				"deputy":{"M":{"mail":{"S":"g"},"others":{"L":[{"M":{"mail":{"S":"h"}}}]}}}}}}""");
		assertThat(account.getAddress().getNumber()).isEqualTo(7);
		assertThat(account.getParent().getParent().getChildren()).hasSize(1);
		assertThat(account.getContact().deputy().others()).hasSize(1);
	}

	@Test
	void decodesImmutable() {
		Contact contact = BothWays.of(Contact.class)
			.decodes(
					"{\"mail\":{\"S\":\"a\"},\"primary\":{\"BOOL\":true},\"label\":{\"S\":\"x\"},\"address\":{\"M\":{}}}");
		assertThat(contact.isPrimary()).isTrue();
		assertThat(contact.getCalls()).isEqualTo(-1);
		assertThat(contact.address()).isNotNull();
	}

	@Test
	void keepsEmptyObjectsWhereTheyArePreserved() {
		Account account = this.accounts.decodes("""
				{"address":{"M":{}},"preserved":{"M":{}},"sparse":{"M":{"other":{"S":"x"}}},
				"preservedAddresses":{"L":[{"M":{}}]},"contact":{"M":{"other":{"N":"1"}}}}""");
		assertThat(account.getAddress()).isNull();
		assertThat(account.getPreserved()).isNotNull();
		assertThat(account.getPreservedAddresses()).hasSize(1);
	}

}

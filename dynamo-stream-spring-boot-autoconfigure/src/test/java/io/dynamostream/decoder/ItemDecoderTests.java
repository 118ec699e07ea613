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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.Assert;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbFlatten;

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
					"{\"mail\":{\"S\":\"a\"},\"primary\":{\"BOOL\":true},\"note\":{\"S\":\"x\"},\"address\":{\"M\":{}}}");
		assertThat(contact.isPrimary()).isTrue();
		assertThat(contact.getCalls()).isEqualTo(-1);
		assertThat(contact.address()).isNotNull();
		assertThat(contact.note()).isEqualTo("none");
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

	@Test
	void decodesFlattenedObjects() {
		BothWays<Order> orders = BothWays.of(Order.class);
		Order order = orders.decodes("""
				{"number":{"N":"1"},"street":{"S":"a"},"customer":{"M":{"mail":{"S":"b"}}},"id":{"S":"c"},
				"children":{"L":[{"M":{"id":{"S":"d"}}}]},"mail":{"S":"e"}}""");
		assertThat(order.getAddress().getStreet()).isEqualTo("a");
		assertThat(order.getContact().email()).isEqualTo("e");
		assertThat(orders.decodes("{\"id\":{\"S\":\"c\"}}").getAddress()).isNull();
		orders.declines("{\"street\":{\"NULL\":true}}");
	}

	@Test
	void decodesBeanWithManyAttributes() {
		BothWays<?> wide = BothWays.of(GeneratedBean.of("Wide", Collections.nCopies(130, "String")));
		String attributes = IntStream.range(0, 130)
			.mapToObj((index) -> "\"p%1$s\":{\"S\":\"%1$s\"}".formatted(index))
			.collect(Collectors.joining(","));
		wide.decodes("{" + attributes + "}");
		wide.declines("{" + attributes + ",\"p63\":{\"S\":\"x\"}}");
		wide.declines("{" + attributes + ",\"p64\":{\"S\":\"x\"}}");
		wide.declines("{" + attributes + ",\"p129\":{\"S\":\"x\"}}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":{\"S\":\"a\"},\"id\":{\"S\":\"b\"}}",
			"{\"id\":{\"NULL\":true},\"id\":{\"S\":\"b\"}}", "{\"id\":{\"N\":\"1\"}}", "{\"id\":{\"BOOL\":true}}",
			"{\"id\":{\"NULL\":false}}", "{\"id\":{\"L\":[{\"S\":\"a\"}]}}", "{\"id\":{}}",
			"{\"id\":{\"S\":\"a\",\"N\":\"1\"}}", "{\"id\":{\"S\":1}}", "{\"id\":null}", "{\"id\":{\"S\":null}}",
			"{\"version\":{\"N\":\"9223372036854775808\"}}", "{\"version\":{\"N\":\"1.0\"}}",
			"{\"version\":{\"S\":\"1\"}}", "{\"active\":{\"N\":\"1\"}}", "{\"active\":{\"S\":\"true\"}}",
			"{\"level\":{\"S\":\"none\"}}", "{\"address\":{\"M\":{\"street\":{\"NULL\":true}}}}",
			"{\"address\":{\"S\":\"a\"}}", "{\"addresses\":{\"L\":[{\"NULL\":true}]}}",
			"{\"addresses\":{\"L\":[{\"M\":{}}]}}", "{\"addresses\":{\"SS\":[]}}",
			"{\"named\":{\"M\":{\"a\":{\"M\":{\"street\":{\"S\":\"a\"}}},\"a\":{\"M\":{\"street\":{\"S\":\"b\"}}}}}}",
			"{\"levels\":{\"L\":[{\"S\":\"low\"}]}}", "{\"birthday\":{\"S\":\"yesterday\"}}",
			"{\"shouted\":{\"N\":\"1\"}}" })
	void leavesOddItemToSchema(String item) {
		this.accounts.declines(item);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-0", "007", "-1", "999999999999999999", "1234567890123456789", "9223372036854775807",
			"-9223372036854775807", "0000000000000000001" })
	void decodesLong(String number) {
		assertThat(this.accounts.decodes("{\"version\":{\"N\":\"" + number + "\"}}").getVersion())
			.isEqualTo(Long.parseLong(number));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "9999999999999999999",
					"12345678901234567890", "18446744073709551616", "-", "", "1-", "+1", "1 ", "\u0661" })
	void leavesWhatMayBeNoLongToSchema(String number) {
		this.accounts.declines("{\"version\":{\"N\":\"" + number + "\"}}");
	}

	@Test
	void skipsNulls() {
		Account account = this.accounts.decodes("""
				{"id":{"NULL":true},"version":{"NULL":true},"active":{"NULL":true},"level":{"NULL":true},
				"address":{"NULL":true},"addresses":{"NULL":true},"named":{"NULL":true},"levels":{"NULL":true},
				"birthday":{"NULL":true},"shouted":{"NULL":true},"fluent":{"S":""}}""");
		assertThat(account.getFluent()).isEmpty();
	}

	@Test
	void callsSettersInOrder() {
		BothWays<Logbook> logbooks = BothWays.of(Logbook.class);
		assertThat(logbooks.decodes("""
				{"mail":{"NULL":true},"b":{"S":""},"street":{"S":""},"a":{"S":""},"number":{"N":"1"},"mail2":{"S":""},
				"calls":{"N":"1"}}""").calls).containsExactly("b", "a", "address", "contact");
		assertThat(logbooks.decodes("{\"calls\":{\"N\":\"1\"},\"street\":{\"S\":\"\"},\"mail\":{\"S\":\"\"}}").calls)
			.containsExactly("contact", "address");
	}

	@Test
	void leavesItemWhoseSetterThrowsToSchema() {
		BothWays<Fragile> fragile = BothWays.of(Fragile.class);
		fragile.decodes("{\"positive\":{\"N\":\"1\"}}");
		fragile.declines("{\"positive\":{\"N\":\"-1\"}}");
	}

	@Test
	void leavesDamagedItemToSchema() {
		ItemDecoder<Account> decoder = ItemDecoder.of(TableSchema.fromBean(Account.class));
		String item = "{\"id\":{\"S\":\"a\"},\"unknown\":{\"L\":[{\"N\":\"1\"}]}}";
		Stream
			.concat(IntStream.range(0, item.length()).mapToObj((end) -> item.substring(0, end)), Stream.of(item + "}"))
			.map((damaged) -> damaged.getBytes(StandardCharsets.UTF_8))
			.forEach((text) -> assertThat(decoder.decode(EncodedItems.of(text).get(0))).isNull());
	}

	@Test
	@Timeout(60)
	void decodesInSeveralThreadsAtOnce() {
		byte[] item = "{\"id\":{\"S\":\"a\"},\"children\":{\"L\":[{\"M\":{\"version\":{\"N\":\"1\"}}}]}}"
			.getBytes(StandardCharsets.UTF_8);
		ItemDecoder<Account> decoder = ItemDecoder.of(TableSchema.fromBean(Account.class));
		assertThat(IntStream.range(0, 20_000)
			.parallel()
			.mapToObj((i) -> Snapshot.of(decoder.decode(EncodedItems.of(item).get(0))))
			.distinct()).hasSize(1);
	}

	/**
	 * A bean that remembers which setters were called.
	 */
	@DynamoDbBean
	public static class Logbook {

		private final List<String> calls = new ArrayList<>();

		public String getA() {
			return "";
		}

		public void setA(String a) {
			this.calls.add("a");
		}

		public String getB() {
			return "";
		}

		public void setB(String b) {
			this.calls.add("b");
		}

		@DynamoDbFlatten
		public Contact getContact() {
			return null;
		}

		public void setContact(Contact contact) {
			this.calls.add("contact");
		}

		@DynamoDbFlatten
		public Account.Address getAddress() {
			return null;
		}

		public void setAddress(Account.Address address) {
			this.calls.add("address");
		}

	}

	/**
	 * A bean whose setter is choosy.
	 */
	@DynamoDbBean
	public static class Fragile {

		private int positive = 1;

		public int getPositive() {
			return this.positive;
		}

		public void setPositive(int positive) {
			Assert.isTrue(positive > 0, "'positive' must be positive");
			this.positive = positive;
		}

	}

}

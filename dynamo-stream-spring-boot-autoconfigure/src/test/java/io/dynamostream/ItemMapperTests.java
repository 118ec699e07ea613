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

package io.dynamostream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClientExtension;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbExtensionContext;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.enhanced.dynamodb.extensions.ReadModification;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbConvertedBy;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbFlatten;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ItemMapper}.
 */
class ItemMapperTests {

	private static final AttributeValue ID = AttributeValue.fromS("order-1");

	private static final AttributeValue NUMBER = AttributeValue.fromN("7");

	private final ItemTypeResolver annotated = ItemTypeResolver.annotated("", "");

	@Test
	void mapsBeanWithConverterAndRenamedAndFlattenedAttributes() {
		Order order = mapper(Order.class).map(0,
				Map.of("id", ID, "number", NUMBER, "created_at", AttributeValue.fromN("1000"), "city",
						AttributeValue.fromS("Paris"), "unknown", AttributeValue.fromBool(true)));
		assertThat(order.getId()).isEqualTo("order-1");
		assertThat(order.getNumber()).isEqualTo(7);
		assertThat(order.getCreated()).isEqualTo(Instant.ofEpochSecond(1000));
		assertThat(order.getAddress().getCity()).isEqualTo("Paris");
	}

	@Test
	void mapsImmutable() {
		Customer customer = mapper(Customer.class).map(0, Map.of("id", ID, "age", AttributeValue.fromN("42")));
		assertThat(customer.id()).isEqualTo("order-1");
		assertThat(customer.age()).isEqualTo(42);
	}

	@Test
	void leavesOutAttributesThatAreAbsentOrNull() {
		Order order = mapper(Order.class).map(0, Map.of("id", ID, "created_at", AttributeValue.fromNul(true)));
		assertThat(order.getId()).isEqualTo("order-1");
		assertThat(order.getNumber()).isZero();
		assertThat(order.getCreated()).isNull();
		assertThat(order.getAddress()).isNull();
	}

	@Test
	void mapsItemWithNoneOfTheAttributesToEmptyObject() {
		assertThat(mapper(Order.class).map(0, Map.of("other", ID))).isNotNull().extracting(Order::getId).isNull();
		assertThat(mapper(Order.class).map(0, Map.of())).isNotNull().extracting(Order::getId).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void emptyObjectIsDeliveredByEveryTerminal(Terminal terminal) {
		FakeTable table = FakeTable.of(List.of(Map.of("other", ID)));
		assertThat(terminal.read(Terminal.template(table).scan(User.class))).singleElement()
			.extracting(User::getId)
			.isNull();
	}

	@Test
	void appliesAfterReadOfExtension() {
		ItemMapper<Order> mapper = mapper(Order.class, (context) -> {
			Map<String, AttributeValue> transformed = new HashMap<>(context.items());
			transformed.put("number", AttributeValue.fromN("8"));
			return ReadModification.builder().transformedItem(transformed).build();
		});
		assertThat(mapper.map(0, Map.of("id", ID, "number", NUMBER)).getNumber()).isEqualTo(8);
	}

	@Test
	void takesItemAsItIsWhereExtensionChangesNothing() {
		Map<String, AttributeValue> item = Map.of("id", ID, "number", NUMBER);
		assertThat(mapper(Order.class, (context) -> ReadModification.builder().build()).map(0, item).getNumber())
			.isEqualTo(7);
		assertThat(mapper(Order.class, (context) -> null).map(0, item).getNumber()).isEqualTo(7);
		DynamoDbEnhancedClientExtension idle = new DynamoDbEnhancedClientExtension() {
		};
		assertThat(mapper(Order.class, idle, ScanSettings.none()).map(0, item).getNumber()).isEqualTo(7);
	}

	@Test
	void tellsExtensionWhatIsRead() {
		List<DynamoDbExtensionContext.AfterRead> contexts = new ArrayList<>();
		Extension extension = (context) -> {
			contexts.add(context);
			return null;
		};
		mapper(Order.class, extension).map(0, Map.of("id", ID));
		mapper(Order.class, extension, ScanSettings.none().tableName("orders").indexName("by-day")).map(0,
				Map.of("id", ID));
		assertThat(contexts.get(0).operationContext().tableName()).isEqualTo("order");
		assertThat(contexts.get(0).operationContext().indexName()).isEqualTo(TableMetadata.primaryIndexName());
		assertThat(contexts.get(0).items()).isEqualTo(Map.of("id", ID));
		assertThat(contexts.get(0).tableMetadata().primaryPartitionKey()).isEqualTo("id");
		assertThat(contexts.get(0).tableSchema()).isSameAs(this.annotated.tableSchema(Order.class));
		assertThat(contexts.get(1).operationContext().tableName()).isEqualTo("orders");
		assertThat(contexts.get(1).operationContext().indexName()).isEqualTo("by-day");
	}

	@Test
	void namesAttributeThatDoesNotFit() {
		refuses(mapper(Order.class), Map.of("id", ID, "number", NUMBER, "created_at", AttributeValue.fromS("secret")),
				"Scan 'order' of table 'order' has an item with key id=order-1, number=7 that does not fit %s: "
						+ "attribute 'created_at' of type S cannot be mapped (NumberFormatException). "
						+ "Correct the item, or the type or converter of the property.");
	}

	@Test
	void namesAllAttributesThatDoNotFit() {
		refuses(mapper(Order.class),
				Map.of("id", ID, "created_at", AttributeValue.fromS("secret"), "number",
						AttributeValue.fromS("secret")),
				"Scan 'order' of table 'order' has an item with key id=order-1, number=secret that does not fit %s: "
						+ "attribute 'created_at' of type S and attribute 'number' of type S cannot be mapped "
						+ "(NumberFormatException). Correct the item, or the type or converter of the property.");
	}

	@Test
	void namesFlattenedAttributeThatDoesNotFit() {
		refuses(mapper(Order.class), Map.of("id", ID, "zip", AttributeValue.fromS("secret")),
				"Scan 'order' of table 'order' has an item with key id=order-1 that does not fit %s: attribute 'zip' of "
						+ "type S cannot be mapped (NumberFormatException). Correct the item, or the type or converter "
						+ "of the property.");
	}

	@Test
	void namesSegmentAndIndexOfItemThatDoesNotFit() {
		ItemMapper<Order> mapper = mapper(Order.class, null, ScanSettings.none().segments(4).indexName("by-day"));
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> mapper.map(3, Map.of("id", ID, "number", AttributeValue.fromBool(true))))
			.withMessageStartingWith("Scan 'order' of index 'by-day' of table 'order', segment 3 of 4, has an item "
					+ "with key id=order-1, number=BOOL value that does not fit ")
			.satisfies((ex) -> assertThat(ex.segment()).hasValue(3));
	}

	@Test
	void doesNotQuoteBinaryKeys() {
		ItemMapper<Order> mapper = mapper(Order.class);
		AttributeValue binary = AttributeValue.fromB(SdkBytes.fromUtf8String("secret"));
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> mapper.map(0, Map.of("id", binary, "number", AttributeValue.fromS("x"))))
			.withMessageContaining(" has an item with key id=B value, number=x that does not fit ");
	}

	@Test
	void saysThatItemHasNoKeyAttributes() {
		refuses(mapper(Order.class), Map.of("created_at", AttributeValue.fromS("secret")),
				"Scan 'order' of table 'order' has an item without key attributes that does not fit %s: "
						+ "attribute 'created_at' of type S cannot be mapped (NumberFormatException). "
						+ "Correct the item, or the type or converter of the property.");
	}

	@Test
	void describesItemOfTypeWithoutPrimaryKey() {
		refuses(mapper(Address.class), Map.of("id", ID, "zip", AttributeValue.fromS("secret")),
				"Scan 'address' of table 'address' has an item without key attributes that does not fit %s: "
						+ "attribute 'zip' of type S cannot be mapped (NumberFormatException). "
						+ "Correct the item, or the type or converter of the property.",
				Address.class);
	}

	@Test
	void namesOnlyTheAttributeThatDoesNotFitWhereOthersAreRequired() {
		refuses(mapper(Customer.class), Map.of("id", ID, "age", AttributeValue.fromS("secret")),
				"Scan 'customer' of table 'customer' has an item with key id=order-1 that does not fit %s: "
						+ "attribute 'age' of type S cannot be mapped (NumberFormatException). "
						+ "Correct the item, or the type or converter of the property.",
				Customer.class);
	}

	@Test
	void blamesNoAttributeWhereOneIsMissing() {
		refuses(mapper(Customer.class), Map.of("id", ID),
				"Scan 'customer' of table 'customer' has an item with key id=order-1 that does not fit %s: "
						+ "its attributes cannot be mapped together (NullPointerException). "
						+ "Correct the item, or the type or converter of the property.",
				Customer.class);
	}

	@Test
	void blamesTheExtensionWhereItFails() {
		ItemMapper<Order> mapper = mapper(Order.class, (context) -> {
			throw new IllegalStateException("secret");
		});
		refuses(mapper, Map.of("id", ID, "number", NUMBER),
				"Scan 'order' of table 'order' has an item with key id=order-1, number=7 that the extension of the "
						+ "enhanced client cannot read (IllegalStateException). Correct the item or the extension.");
	}

	@Test
	void blamesAttributesAsTheExtensionLeavesThem() {
		ItemMapper<Order> mapper = mapper(Order.class, (context) -> {
			Objects.requireNonNull(context.items().get("id"));
			Map<String, AttributeValue> transformed = new HashMap<>(context.items());
			transformed.put("created_at", AttributeValue.fromS("secret"));
			return ReadModification.builder().transformedItem(transformed).build();
		});
		refuses(mapper, Map.of("id", ID, "number", NUMBER),
				"Scan 'order' of table 'order' has an item with key id=order-1, number=7 that does not fit %s: "
						+ "attribute 'created_at' of type S cannot be mapped (NumberFormatException). "
						+ "Correct the item, or the type or converter of the property.");
	}

	@Test
	void mapsWithSchemaThatDoesNotKeepEmptyObjects() {
		TableSchema<EnhancedDocument> schema = TableSchema.documentSchemaBuilder()
			.attributeConverterProviders(AttributeConverterProvider.defaultProvider())
			.build();
		ItemMapper<EnhancedDocument> mapper = mapper(
				new ScanTarget<>(EnhancedDocument.class, schema, null, "order", null), ScanSettings.none());
		assertThat(mapper.map(0, Map.of("id", ID)).getString("id")).isEqualTo("order-1");
		assertThat(mapper.map(0, Map.of("number", NUMBER)).getNumber("number").intValue()).isEqualTo(7);
		assertThat(mapper.map(0, Map.of()).toMap()).isEmpty();
	}

	@Test
	void knowsNoKeyOfSchemaWithoutPrimaryKey() {
		TableSchema<Address> schema = StaticTableSchema.builder(Address.class)
			.newItemSupplier(Address::new)
			.addAttribute(String.class, (city) -> city.name("city").getter(Address::getCity).setter(Address::setCity))
			.addAttribute(Integer.class,
					(zip) -> zip.name("zip")
						.getter(Address::getZip)
						.setter(Address::setZip)
						.tags(StaticAttributeTags.secondaryPartitionKey("by-zip")))
			.build();
		ScanTarget<Address> target = new ScanTarget<>(Address.class, schema, null, "address", "by-zip");
		assertThat(target.isGlobalIndex()).isFalse();
		assertThat(target.describeKey(Map.of("zip", NUMBER))).isEqualTo("without key attributes");
	}

	@ParameterizedTest
	@EnumSource
	void itemThatDoesNotFitFailsEveryTerminal(Terminal terminal) {
		FakeTable table = FakeTable.of(List.of(FakeTable.user(1),
				Map.of("id", AttributeValue.fromS("user-2"), "age", AttributeValue.fromS("secret"))));
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> terminal.read(Terminal.template(table).scan(User.class)))
			.withMessage("Scan 'user' of table 'user' has an item with key id=user-2 that does not fit "
					+ "io.dynamostream.User: attribute 'age' of type S cannot be mapped (NumberFormatException). "
					+ "Correct the item, or the type or converter of the property.")
			.satisfies((ex) -> assertThat(ex.tableName()).isEqualTo("user"))
			.satisfies((ex) -> assertThat(ex.segment()).hasValue(0));
	}

	private void refuses(ItemMapper<?> mapper, Map<String, AttributeValue> item, String message) {
		refuses(mapper, item, message, Order.class);
	}

	private void refuses(ItemMapper<?> mapper, Map<String, AttributeValue> item, String message, Class<?> itemType) {
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(() -> mapper.map(0, item))
			.withMessage(message.formatted(itemType.getName()))
			.withCauseInstanceOf(RuntimeException.class)
			.satisfies((ex) -> assertThat(ex.segment()).hasValue(0));
	}

	private <T> ItemMapper<T> mapper(Class<T> itemType) {
		return mapper(itemType, null);
	}

	private <T> ItemMapper<T> mapper(Class<T> itemType, @Nullable Extension extension) {
		return mapper(itemType, extension, ScanSettings.none());
	}

	private <T> ItemMapper<T> mapper(Class<T> itemType, @Nullable DynamoDbEnhancedClientExtension extension,
			ScanSettings settings) {
		ScanTarget<T> annotated = ScanTarget.of(itemType, this.annotated, settings);
		ScanTarget<T> target = new ScanTarget<>(itemType, annotated.schema(), extension, annotated.tableName(),
				annotated.indexName());
		return mapper(target, settings);
	}

	private static <T> ItemMapper<T> mapper(ScanTarget<T> target, ScanSettings settings) {
		return new ItemMapper<>(ScanPlan.of(target, new ScanLayers(settings, Map.of()), OptionalInt.empty()));
	}

	/**
	 * An extension as a lambda.
	 */
	private interface Extension extends DynamoDbEnhancedClientExtension {

		@Override
		@Nullable ReadModification afterRead(DynamoDbExtensionContext.AfterRead context);

	}

	@DynamoDbBean
	public static class Order {

		private String id;

		private int number;

		private Instant created;

		private Address address;

		@DynamoDbPartitionKey
		public String getId() {
			return this.id;
		}

		public void setId(String id) {
			this.id = id;
		}

		@DynamoDbSortKey
		public int getNumber() {
			return this.number;
		}

		public void setNumber(int number) {
			this.number = number;
		}

		@DynamoDbAttribute("created_at")
		@DynamoDbConvertedBy(EpochSeconds.class)
		public Instant getCreated() {
			return this.created;
		}

		public void setCreated(Instant created) {
			this.created = created;
		}

		@DynamoDbFlatten
		public Address getAddress() {
			return this.address;
		}

		public void setAddress(Address address) {
			this.address = address;
		}

	}

	@DynamoDbBean
	public static class Address {

		private String city;

		private Integer zip;

		public String getCity() {
			return this.city;
		}

		public void setCity(String city) {
			this.city = city;
		}

		public Integer getZip() {
			return this.zip;
		}

		public void setZip(Integer zip) {
			this.zip = zip;
		}

	}

	@DynamoDbImmutable(builder = Customer.Builder.class)
	public static final class Customer {

		private final String id;

		private final Integer age;

		private Customer(Builder builder) {
			this.id = Objects.requireNonNull(builder.id);
			this.age = Objects.requireNonNull(builder.age);
		}

		@DynamoDbPartitionKey
		public String id() {
			return this.id;
		}

		public Integer age() {
			return this.age;
		}

		public static final class Builder {

			private String id;

			private Integer age;

			public Builder id(String id) {
				this.id = id;
				return this;
			}

			public Builder age(Integer age) {
				this.age = age;
				return this;
			}

			public Customer build() {
				return new Customer(this);
			}

		}

	}

	/**
	 * Stores an instant as seconds.
	 */
	public static class EpochSeconds implements AttributeConverter<Instant> {

		@Override
		public AttributeValue transformFrom(Instant input) {
			return AttributeValue.fromN(String.valueOf(input.getEpochSecond()));
		}

		@Override
		public Instant transformTo(AttributeValue input) {
			return Instant.ofEpochSecond(Long.parseLong((input.n() != null) ? input.n() : input.s()));
		}

		@Override
		public EnhancedType<Instant> type() {
			return EnhancedType.of(Instant.class);
		}

		@Override
		public AttributeValueType attributeValueType() {
			return AttributeValueType.N;
		}

	}

}

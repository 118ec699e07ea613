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

import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AnnotatedItemTypes}.
 */
class AnnotatedItemTypesTests {

	private static final String ANNOTATE = "Annotate it with @DynamoDbBean or @DynamoDbImmutable, or declare a "
			+ "TableSchema bean for it.";

	private static final String CORRECT = "A @DynamoDbBean is a public class with a public constructor without "
			+ "parameters, public getters and setters, and a @DynamoDbConvertedBy for each property of a type that "
			+ "the SDK does not know. Correct it, or declare a TableSchema bean for it.";

	private final ItemTypeResolver itemTypes = ItemTypeResolver.annotated("", "");

	@Test
	void namesTableInSnakeCase() {
		assertThat(this.itemTypes.tableName(User.class)).isEqualTo("user");
		assertThat(this.itemTypes.tableName(WithoutKey.class)).isEqualTo("without_key");
		assertThat(this.itemTypes.tableName(IPAddressV6Entry.class)).isEqualTo("ip_address_v6_entry");
		assertThat(this.itemTypes.tableName(OrderDTO.class)).isEqualTo("order_dto");
	}

	@Test
	void namesTableIndependentlyOfTheLocale() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("tr"));
		try {
			assertThat(this.itemTypes.tableName(IPAddressV6Entry.class)).isEqualTo("ip_address_v6_entry");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void addsPrefixAndSuffixAsTheyAre() {
		assertThat(ItemTypeResolver.annotated("Prod-", "_v2").tableName(WithoutKey.class))
			.isEqualTo("Prod-without_key_v2");
	}

	@Test
	void createsSchemaOnce() {
		assertThat(this.itemTypes.tableSchema(User.class)).isSameAs(this.itemTypes.tableSchema(User.class));
		assertThat(this.itemTypes.tableSchema(User.class).itemType().rawClass()).isEqualTo(User.class);
	}

	@Test
	void hasNoExtension() {
		assertThat(this.itemTypes.extension(User.class)).isNull();
	}

	@Test
	void acceptsTypeWithoutPartitionKeyBecauseAScanNeedsNone() {
		FakeTable table = FakeTable.of(List.of(Map.of("name", AttributeValue.fromS("Ann"))));
		assertThat(Terminal.template(table).scan(WithoutKey.class).stream()).extracting(WithoutKey::getName)
			.containsExactly("Ann");
	}

	@ParameterizedTest
	@ValueSource(classes = { Object.class, String.class, Map.class, int.class, Unannotated.class, PlainRecord.class })
	void refusesTypeWithoutAnnotation(Class<?> itemType) {
		refuses(itemType, "Class does not appear to be a valid DynamoDb annotated class. [class = \"%s\"]. %s"
			.formatted(itemType, ANNOTATE));
	}

	@Test
	void refusesTypeWithoutDefaultConstructor() {
		refuses(WithoutDefaultConstructor.class, ("Class '%s' appears to have no default constructor thus cannot be "
				+ "used with the BeanTableSchema. %s")
			.formatted(WithoutDefaultConstructor.class, CORRECT));
	}

	@ParameterizedTest
	@ValueSource(classes = { PackagePrivate.class, Private.class })
	void refusesTypeThatIsNotPublic(Class<?> itemType) {
		refuses(itemType, "it is not public. " + CORRECT);
	}

	@Test
	void refusesTypeWithoutProperties() {
		refuses(WithoutSetter.class, "it has no property with a public getter and setter. " + CORRECT);
	}

	@Test
	void refusesPropertiesWithoutConverter() {
		refuses(WithDate.class, "Converter not found for EnhancedType(java.util.Date). " + CORRECT);
		refuses(WithObject.class, "java.lang.IndexOutOfBoundsException: Index: 0. " + CORRECT);
	}

	@Test
	void refusesImmutableWithoutBuildMethod() {
		refuses(WithoutBuild.class, "An immutable builder class must have a public method named 'build()' that takes "
				+ "no arguments and returns an instance of the immutable class it builds. A @DynamoDbImmutable is a "
				+ "public class with getters, and its builder a public class with a setter for each of them and a "
				+ "build() method. Correct it, or declare a TableSchema bean for it.");
	}

	@ParameterizedTest
	@EnumSource
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void isRefusedByEveryTerminalBeforeAnythingIsRead(Terminal terminal) {
		FakeTable table = FakeTable.ofUsers(1);
		Class itemType = Unannotated.class;
		assertThatIllegalArgumentException().isThrownBy(() -> terminal.read(Terminal.template(table).scan(itemType)))
			.withMessageStartingWith(Unannotated.class.getTypeName() + " cannot be mapped to DynamoDB items: ");
		assertThat(table.requests()).isEmpty();
	}

	private void refuses(Class<?> itemType, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.itemTypes.tableSchema(itemType))
			.withMessage("%s cannot be mapped to DynamoDB items: %s", itemType.getTypeName(), message);
	}

	record PlainRecord(String id) {

	}

	static class IPAddressV6Entry {

	}

	static class OrderDTO {

	}

	public static class Unannotated {

	}

	@DynamoDbBean
	public static class WithoutKey {

		private String name;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

	@DynamoDbBean
	public static class WithoutDefaultConstructor extends WithoutKey {

		WithoutDefaultConstructor(String name) {
			setName(name);
		}

	}

	@DynamoDbBean
	static class PackagePrivate extends WithoutKey {

	}

	@DynamoDbBean
	private static final class Private extends WithoutKey {

	}

	@DynamoDbBean
	public static class WithoutSetter {

		public String getName() {
			return "";
		}

	}

	@DynamoDbBean
	public static class WithDate {

		private Date created;

		public Date getCreated() {
			return this.created;
		}

		public void setCreated(Date created) {
			this.created = created;
		}

	}

	@DynamoDbBean
	public static class WithObject {

		private Object value;

		public Object getValue() {
			return this.value;
		}

		public void setValue(Object value) {
			this.value = value;
		}

	}

	@DynamoDbImmutable(builder = WithoutBuild.Builder.class)
	public static class WithoutBuild {

		public static class Builder {

		}

	}

}

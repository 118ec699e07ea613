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

package io.dynamostream.autoconfigure;

import java.util.Date;
import java.util.List;

import io.awspring.cloud.dynamodb.DefaultDynamoDbTableSchemaResolver;
import io.awspring.cloud.dynamodb.DynamoDbTableNameResolver;
import io.awspring.cloud.dynamodb.DynamoDbTableSchemaResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClientExtension;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.ItemTypeResolver;
import io.dynamostream.User;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ApplicationItemTypes}.
 */
class ApplicationItemTypesTests {

	private static final TableSchema<User> SCHEMA = schema();

	private static final DynamoDbEnhancedClientExtension EXTENSION = new DynamoDbEnhancedClientExtension() {

	};

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoStreamAutoConfiguration.class))
		.withBean(DynamoDbClient.class, EmptyTable::client);

	@Test
	void readsAnnotationsAndNameOfClass() {
		this.contextRunner.withPropertyValues("dynamo.stream.table-prefix=a-", "dynamo.stream.table-suffix=-z")
			.run((context) -> {
				assertThat(itemTypes(context).tableSchema(User.class).itemType().rawClass()).isEqualTo(User.class);
				assertThat(itemTypes(context).tableSchema(User.class))
					.isSameAs(itemTypes(context).tableSchema(User.class));
				assertThat(itemTypes(context).tableName(User.class)).isEqualTo("a-user-z");
				assertThat(itemTypes(context).extension(User.class)).isNull();
			});
	}

	@Test
	void takesSchemaBean() {
		this.contextRunner.withUserConfiguration(SchemaConfiguration.class, SchemaResolverConfiguration.class)
			.run((context) -> {
				assertThat(itemTypes(context).tableSchema(User.class)).isSameAs(SCHEMA);
				assertThat(itemTypes(context).tableName(User.class)).isEqualTo("user");
			});
	}

	@Test
	void takesEverythingFromTableBean() {
		this.contextRunner
			.withUserConfiguration(SchemaConfiguration.class, TableConfiguration.class, NameResolverConfiguration.class)
			.run((context) -> {
				DynamoDbTable<?> table = context.getBean(DynamoDbTable.class);
				assertThat(itemTypes(context).tableSchema(User.class)).isSameAs(table.tableSchema())
					.isNotSameAs(SCHEMA);
				assertThat(itemTypes(context).tableName(User.class)).isEqualTo("users-of-bean");
				assertThat(itemTypes(context).extension(User.class)).isSameAs(EXTENSION);
			});
	}

	@Test
	void tableBeanWithoutExtensionHasNone() {
		this.contextRunner.withUserConfiguration(EnhancedClientConfiguration.class)
			.withBean("users", DynamoDbTable.class,
					() -> DynamoDbEnhancedClient.builder()
						.dynamoDbClient(EmptyTable.client())
						.extensions()
						.build()
						.table("users", SCHEMA))
			.run((context) -> assertThat(itemTypes(context).extension(User.class)).isNotSameAs(EXTENSION));
	}

	@Test
	void propertyWinsOverTableBean() {
		this.contextRunner.withUserConfiguration(TableConfiguration.class)
			.withPropertyValues("dynamo.stream.tables.User=users-of-property")
			.run((context) -> assertThat(itemTypes(context).tableName(User.class)).isEqualTo("users-of-property"));
	}

	@Test
	void asksResolversOfSpringCloudAws() {
		this.contextRunner.withUserConfiguration(SchemaResolverConfiguration.class, NameResolverConfiguration.class)
			.withPropertyValues("dynamo.stream.table-prefix=ignored-")
			.run((context) -> {
				assertThat(itemTypes(context).tableSchema(User.class))
					.isSameAs(SchemaResolverConfiguration.RESOLVED_SCHEMA);
				assertThat(itemTypes(context).tableName(User.class)).isEqualTo("resolved-User");
			});
	}

	@Test
	void ignoresBeansOfOtherItemTypes() {
		this.contextRunner.withUserConfiguration(SchemaConfiguration.class, TableConfiguration.class).run((context) -> {
			assertThat(itemTypes(context).tableSchema(Other.class).itemType().rawClass()).isEqualTo(Other.class);
			assertThat(itemTypes(context).tableName(Other.class)).isEqualTo("other");
		});
	}

	@Test
	void takesPrimaryOfSeveralTableBeans() {
		this.contextRunner.withUserConfiguration(TableConfiguration.class, PrimaryTableConfiguration.class)
			.run((context) -> assertThat(itemTypes(context).tableName(User.class)).isEqualTo("primary-users"));
	}

	@Test
	void refusesToChooseTableOfSeveralBeans() {
		this.contextRunner.withUserConfiguration(TableConfiguration.class, SecondTableConfiguration.class)
			.run((context) -> {
				assertThat(itemTypes(context).tableSchema(User.class).itemType().rawClass()).isEqualTo(User.class);
				assertThatIllegalArgumentException().isThrownBy(() -> itemTypes(context).tableName(User.class))
					.withMessageContaining("io.dynamostream.User")
					.withMessageContaining("users-of-bean")
					.withMessageContaining("second-users")
					.withMessageContaining("'dynamo.stream.tables.User'");
			});
	}

	@Test
	void refusesToChooseOneOfSeveralSchemaBeans() {
		this.contextRunner.withUserConfiguration(SchemaConfiguration.class, SecondSchemaConfiguration.class)
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> itemTypes(context).tableSchema(User.class))
				.withMessage("There are 2 TableSchema beans for io.dynamostream.User. Declare one of them @Primary."));
	}

	@Test
	void takesExtensionOfEnhancedClient() {
		this.contextRunner.withUserConfiguration(EnhancedClientConfiguration.class)
			.run((context) -> assertThat(itemTypes(context).extension(User.class)).isSameAs(EXTENSION));
	}

	@Test
	void takesNoExtensionOfSeveralEnhancedClients() {
		this.contextRunner.withUserConfiguration(EnhancedClientConfiguration.class)
			.withBean("second", DynamoDbEnhancedClient.class, () -> enhancedClient())
			.run((context) -> assertThat(itemTypes(context).extension(User.class)).isNull());
	}

	@Test
	void unmappableClassIsNamedWithRemedy() {
		this.contextRunner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> itemTypes(context).tableSchema(String.class))
			.withMessageContaining("java.lang.String cannot be mapped")
			.withMessageContaining("@DynamoDbBean"));
	}

	@Test
	void classThatSpringCloudAwsCannotMapIsNamedWithRemedy() {
		this.contextRunner.withUserConfiguration(SchemaResolverConfiguration.class)
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> itemTypes(context).tableSchema(String.class))
				.withMessageContaining("java.lang.String cannot be mapped")
				.withMessageContaining("DynamoDbTableSchemaResolver")
				.withMessageContaining("@DynamoDbBean"));
	}

	@Test
	void everyClassThatSpringCloudAwsCannotMapIsNamedWithReasonAndRemedy() {
		this.contextRunner
			.withBean(DynamoDbTableSchemaResolver.class, () -> new DefaultDynamoDbTableSchemaResolver(List.of()))
			.run((context) -> {
				refuses(context, WithDate.class, "Converter not found for EnhancedType(java.util.Date).");
				refuses(context, WithoutProperties.class, "it has no property with a public getter and setter.");
				refuses(context, PackagePrivate.class, "it is not public.");
			});
	}

	@Test
	void failureOfSchemaResolverIsNamed() {
		DynamoDbTableSchemaResolver resolver = new DynamoDbTableSchemaResolver() {

			@Override
			public <T> TableSchema<T> resolve(Class<T> itemType) {
				throw new IllegalStateException("The registry is empty");
			}

		};
		this.contextRunner.withBean(DynamoDbTableSchemaResolver.class, () -> resolver)
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> itemTypes(context).tableSchema(User.class))
				.withMessageContaining("io.dynamostream.User cannot be mapped by the DynamoDbTableSchemaResolver")
				.withMessageContaining("The registry is empty"));
	}

	private static void refuses(AssertableApplicationContext context, Class<?> itemType, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> itemTypes(context).tableSchema(itemType))
			.withMessageStartingWith("%s cannot be mapped to DynamoDB items: %s A @DynamoDbBean is ",
					itemType.getTypeName(), reason)
			.withMessageContaining("or declare a TableSchema bean for it.");
	}

	private static ItemTypeResolver itemTypes(AssertableApplicationContext context) {
		return context.getBean(ItemTypeResolver.class);
	}

	private static TableSchema<User> schema() {
		return TableSchema.builder(User.class)
			.newItemSupplier(User::new)
			.addAttribute(String.class,
					(id) -> id.name("id")
						.getter(User::getId)
						.setter(User::setId)
						.tags(StaticAttributeTags.primaryPartitionKey()))
			.build();
	}

	private static DynamoDbEnhancedClient enhancedClient() {
		return DynamoDbEnhancedClient.builder().dynamoDbClient(EmptyTable.client()).extensions(EXTENSION).build();
	}

	/**
	 * An item type without beans of its own.
	 */
	@DynamoDbBean
	public static class Other {

		private @Nullable String id;

		@DynamoDbPartitionKey
		public @Nullable String getId() {
			return this.id;
		}

		public void setId(String id) {
			this.id = id;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SchemaConfiguration {

		@Bean
		TableSchema<User> userSchema() {
			return SCHEMA;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondSchemaConfiguration {

		@Bean
		TableSchema<User> secondUserSchema() {
			return schema();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TableConfiguration {

		@Bean
		DynamoDbTable<User> users() {
			return enhancedClient().table("users-of-bean", schema());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondTableConfiguration {

		@Bean
		DynamoDbTable<User> secondUsers() {
			return enhancedClient().table("second-users", SCHEMA);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryTableConfiguration {

		@Bean
		@Primary
		DynamoDbTable<User> primaryUsers() {
			return enhancedClient().table("primary-users", SCHEMA);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EnhancedClientConfiguration {

		@Bean
		DynamoDbEnhancedClient userEnhancedClient() {
			return enhancedClient();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SchemaResolverConfiguration {

		private static final TableSchema<User> RESOLVED_SCHEMA = schema();

		@Bean
		DynamoDbTableSchemaResolver schemaResolver() {
			return new DynamoDbTableSchemaResolver() {

				@Override
				@SuppressWarnings("unchecked")
				public <T> TableSchema<T> resolve(Class<T> itemType) {
					return (itemType == User.class) ? (TableSchema<T>) RESOLVED_SCHEMA
							: TableSchema.fromClass(itemType);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NameResolverConfiguration {

		@Bean
		DynamoDbTableNameResolver nameResolver() {
			return new DynamoDbTableNameResolver() {

				@Override
				public <T> String resolve(Class<T> itemType) {
					return "resolved-" + itemType.getSimpleName();
				}

			};
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
	public static class WithoutProperties {

	}

	@DynamoDbBean
	static class PackagePrivate extends Other {

	}

}

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

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.DefaultAttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.BeanTableSchemaParams;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbFlatten;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnore;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.User;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the types and attributes that {@link ItemDecoder} takes, and those that it
 * leaves to others.
 */
@ExtendWith(OutputCaptureExtension.class)
class DecodableTypesTests {

	private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

	@BeforeEach
	void logReasons() {
		this.logging.setLogLevel(ItemDecoder.class.getName(), LogLevel.DEBUG);
	}

	@AfterEach
	void logAsBefore() {
		this.logging.setLogLevel(ItemDecoder.class.getName(), null);
	}

	@Test
	void decodesTheseTypesItself(CapturedOutput output) {
		List<String> types = List.of("String", "boolean", "Boolean", "byte", "Byte", "short", "Short", "int", "Integer",
				"long", "Long", "float", "Float", "double", "Double", "java.math.BigDecimal", "java.math.BigInteger",
				"byte[]", "software.amazon.awssdk.core.SdkBytes", "java.time.Instant", "java.util.UUID",
				"Account.Level", "Account", "Contact", "java.util.List<String>",
				"java.util.List<java.util.List<Account>>", "java.util.Set<String>", "java.util.Set<Integer>",
				"java.util.Set<byte[]>", "java.util.Collection<Account.Level>", "java.util.Map<String, String>",
				"java.util.Map<String, java.util.List<Contact>>");
		assertThat(ItemDecoder.of(TableSchema.fromClass(GeneratedBean.of("Decoded", types)))).isNotNull();
		assertThat(output).doesNotContain("Attribute 'p");
	}

	@Test
	void leavesOtherTypesToTheirConverters(CapturedOutput output) {
		List<String> types = List.of("char", "Character", "char[]", "CharSequence", "StringBuilder",
				"java.time.LocalDate", "java.time.Duration", "java.util.OptionalInt",
				"java.util.concurrent.atomic.AtomicLong", "java.net.URI", "java.util.Map<Integer, String>",
				"java.util.Set<java.time.LocalDate>");
		assertThat(ItemDecoder.of(TableSchema.fromClass(GeneratedBean.of("Converted", types)))).isNotNull();
		IntStream.range(0, types.size())
			.forEach((index) -> assertThat(output)
				.contains("Attribute 'p" + index + "' of io.dynamostream.decoder.Converted is left to its converter"));
	}

	@Test
	void leavesCollectionsToTheProvidersOfTheType(CapturedOutput output) {
		BothWays.of(Provided.class).decodes("{\"text\":{\"S\":\"A\"},\"texts\":{\"L\":[{\"S\":\"B\"}]}}");
		assertThat(output).contains("Attribute 'text' of ").contains("Attribute 'texts' of ");
	}

	@Test
	void leavesNumbersToTheirConverters() {
		Numbers numbers = BothWays.of(Numbers.class)
			.decodes("{\"units\":{\"N\":\"1\"},\"tens\":{\"N\":\"2\"},\"parts\":{\"N\":\"3\"},\"name\":{\"S\":\"A\"}}");
		assertThat(numbers.getUnits()).isEqualTo(-1);
		assertThat(numbers.getTens()).isEqualTo(-2);
		assertThat(numbers.getParts()).isEqualTo(-3);
	}

	@Test
	void findsFluentSetterBeforeTheSchemaDoes() throws Exception {
		assertThat(BeanIntrospection.blueprint(Fluent.class).properties()).extracting(Property::setter)
			.containsExactly(Fluent.class.getMethod("setText", String.class));
	}

	@Test
	void saysThatFluentSetterIsOneOfSeveral() {
		assertThatExceptionOfType(NotDecodableException.class)
			.isThrownBy(() -> BeanIntrospection.blueprint(Ambiguous.class))
			.withMessage("it has several methods setText that return it");
	}

	@Test
	void leavesDirectlyDeclaredSchemaAlone(CapturedOutput output) {
		assertThat(ItemDecoder.of(TableSchema.builder(User.class).newItemSupplier(User::new).build())).isNull();
		assertThat(output).contains("Items of io.dynamostream.User are mapped by their schema, "
				+ "since it is a StaticTableSchema, which does not tell its setters as an annotated class does");
	}

	@Test
	void leavesDocumentsAlone(CapturedOutput output) {
		assertThat(ItemDecoder.of(TableSchema.documentSchemaBuilder().build())).isNull();
		assertThat(output).contains("since it is a DocumentTableSchema");
	}

	@Test
	void leavesTypeWithFlattenedMapAlone(CapturedOutput output) {
		assertThat(ItemDecoder.of(TableSchema.fromBean(FlattenedMap.class))).isNull();
		assertThat(output).contains("are mapped by their schema, since its flattened property 'others' is a map");
	}

	@Test
	void leavesPropertyOfSuchTypeToItsConverter(CapturedOutput output) {
		BothWays.of(Nesting.class).decodes("{\"others\":{\"M\":{\"a\":{\"S\":\"b\"}}}}");
		assertThat(output).contains("Attribute 'others' of ").contains("flattened property 'others' is a map");
	}

	@Test
	void leavesTypeThatIsFlattenedTwiceAlone(CapturedOutput output) {
		assertThat(ItemDecoder.of(TableSchema.fromBean(FlattenedTwice.class))).isNull();
		assertThat(output).contains("since its flattened property 'order' has one as well");
	}

	@Test
	void decodesTypeOfAnotherClassLoader() throws Exception {
		Class<?> type = new ChildClassLoader().define(Reloaded.class);
		MethodHandles.Lookup lookup = (MethodHandles.Lookup) type.getMethod("lookup").invoke(null);
		BothWays<?> bothWays = new BothWays<>(
				TableSchema.fromBean(BeanTableSchemaParams.builder(type).lookup(lookup).build()));
		assertThat(bothWays.decodes("{\"id\":{\"S\":\"a\"},\"version\":{\"N\":\"1\"}}")).isInstanceOf(type);
	}

	@Test
	void decodesImmutableWhoseBuilderIsInheritedAndConstructed() {
		Ticket ticket = BothWays.of(Ticket.class)
			.decodes("{\"title\":{\"S\":\"a\"},\"open\":{\"BOOL\":true},\"price\":{\"N\":\"1.5\"}}");
		assertThat(ticket.getTitle()).isEqualTo("a");
		assertThat(ticket.isOpen()).isTrue();
		assertThat(ticket.price()).isEqualTo(1.5);
	}

	@Test
	@Timeout(60)
	void createsDecodersInSeveralThreadsAtOnce() {
		TableSchema<?> schema = TableSchema
			.fromClass(GeneratedBean.of("Concurrent", List.of("int", "String", "double", "Account", "Contact")));
		assertThat(IntStream.range(0, 400).parallel().mapToObj((i) -> ItemDecoder.of(schema))).doesNotContainNull();
	}

	@Test
	void makesFunctionsOfClassOnce() throws Exception {
		assertThat(ClassFunctions.of(User.class).setter(User.class.getMethod("setAge", int.class)))
			.isSameAs(ClassFunctions.of(User.class).setter(User.class.getMethod("setAge", int.class)));
	}

	@Test
	void saysThatClassCannotBeAccessed() {
		assertThatExceptionOfType(NotDecodableException.class).isThrownBy(() -> ClassFunctions.of(Thread.class))
			.withMessageStartingWith("java.lang.Thread cannot be accessed: ");
	}

	/**
	 * A bean with a provider of its own.
	 */
	@DynamoDbBean(converterProviders = { LowerCase.class, DefaultAttributeConverterProvider.class })
	public static class Provided {

		private String text;

		private List<String> texts;

		public String getText() {
			return this.text;
		}

		public void setText(String text) {
			this.text = text;
		}

		public List<String> getTexts() {
			return this.texts;
		}

		public void setTexts(List<String> texts) {
			this.texts = texts;
		}

	}

	/**
	 * Provides a converter of texts, and one of lists of them.
	 */
	public static class LowerCase implements AttributeConverterProvider {

		@Override
		@SuppressWarnings("unchecked")
		public <V> AttributeConverter<V> converterFor(EnhancedType<V> type) {
			if (type.rawClass() == List.class) {
				return (AttributeConverter<V>) DefaultAttributeConverterProvider.builder()
					.addConverter(new LowerCaseConverter())
					.build()
					.converterFor(type);
			}
			return (type.rawClass() == String.class) ? (AttributeConverter<V>) new LowerCaseConverter() : null;
		}

	}

	/**
	 * Writes texts in lower case.
	 */
	static class LowerCaseConverter extends Account.ShoutingConverter {

		@Override
		public String transformTo(AttributeValue input) {
			return input.s().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * An immutable type whose builder has a superclass and no method that creates it.
	 */
	@DynamoDbImmutable(builder = Ticket.Builder.class)
	public static final class Ticket {

		private final Builder builder;

		private Ticket(Builder builder) {
			this.builder = builder;
		}

		public String getTitle() {
			return this.builder.title;
		}

		public Boolean isOpen() {
			return this.builder.open;
		}

		public double price() {
			return this.builder.price;
		}

		/**
		 * Builds what has a title.
		 *
		 * @param <B> type of the builder
		 */
		public abstract static class TitledBuilder<B extends TitledBuilder<B>> {

			String title;

			public abstract B self();

			public B setTitle(String title) {
				this.title = title;
				return self();
			}

		}

		/**
		 * Builds tickets.
		 */
		public static final class Builder extends TitledBuilder<Builder> {

			private Boolean open;

			private double price;

			@Override
			@DynamoDbIgnore
			public Builder self() {
				return this;
			}

			public Builder open(Boolean open) {
				this.open = open;
				return this;
			}

			public void setPrice(double price) {
				this.price = price;
			}

			public Ticket build() {
				return new Ticket(this);
			}

		}

	}

	/**
	 * A bean with numbers.
	 */
	@DynamoDbBean(converterProviders = { Negation.class, DefaultAttributeConverterProvider.class })
	public static class Numbers {

		private int units;

		private long tens;

		private double parts;

		private String name;

		public int getUnits() {
			return this.units;
		}

		public void setUnits(int units) {
			this.units = units;
		}

		public long getTens() {
			return this.tens;
		}

		public void setTens(long tens) {
			this.tens = tens;
		}

		public double getParts() {
			return this.parts;
		}

		public void setParts(double parts) {
			this.parts = parts;
		}

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

	/**
	 * Provides converters that negate numbers.
	 */
	public static class Negation implements AttributeConverterProvider {

		private final Map<Class<?>, AttributeConverter<?>> converters = Map.of(int.class,
				new NegatingConverter<>(Integer.class, (text) -> -Integer.parseInt(text)), long.class,
				new NegatingConverter<>(Long.class, (text) -> -Long.parseLong(text)), double.class,
				new NegatingConverter<>(Double.class, (text) -> -Double.parseDouble(text)));

		@Override
		@SuppressWarnings("unchecked")
		public <V> AttributeConverter<V> converterFor(EnhancedType<V> type) {
			return (AttributeConverter<V>) this.converters.get(type.rawClass());
		}

	}

	/**
	 * Negates numbers.
	 */
	record NegatingConverter<N>(Class<N> number, Function<String, N> parser) implements AttributeConverter<N> {

		@Override
		public AttributeValue transformFrom(N input) {
			throw new UnsupportedOperationException();
		}

		@Override
		public N transformTo(AttributeValue input) {
			return this.parser.apply(input.n());
		}

		@Override
		public EnhancedType<N> type() {
			return EnhancedType.of(this.number);
		}

		@Override
		public AttributeValueType attributeValueType() {
			return AttributeValueType.N;
		}

	}

	/**
	 * A bean with a setter that returns it.
	 */
	@DynamoDbBean
	public static class Fluent {

		private String text;

		public String getText() {
			return this.text;
		}

		public Fluent setText(String text) {
			this.text = text;
			return this;
		}

	}

	/**
	 * A bean with two such setters.
	 */
	@DynamoDbBean
	public static class Ambiguous {

		private String text;

		public String getText() {
			return this.text;
		}

		public Ambiguous setText(String text) {
			this.text = text;
			return this;
		}

		public Ambiguous setText(Object text) {
			return setText(text.toString());
		}

	}

	/**
	 * A bean with a flattened map.
	 */
	@DynamoDbBean
	public static class FlattenedMap {

		private Map<String, String> others;

		@DynamoDbFlatten
		public Map<String, String> getOthers() {
			return this.others;
		}

		public void setOthers(Map<String, String> others) {
			this.others = others;
		}

	}

	/**
	 * A bean with a property of such a type.
	 */
	@DynamoDbBean
	public static class Nesting {

		private FlattenedMap others;

		public FlattenedMap getOthers() {
			return this.others;
		}

		public void setOthers(FlattenedMap others) {
			this.others = others;
		}

	}

	/**
	 * A bean with a flattened property that has one.
	 */
	@DynamoDbBean
	public static class FlattenedTwice {

		private Order order;

		@DynamoDbFlatten
		public Order getOrder() {
			return this.order;
		}

		public void setOrder(Order order) {
			this.order = order;
		}

	}

	/**
	 * A bean that is loaded once more.
	 */
	@DynamoDbBean
	public static class Reloaded extends AccountBase {

		public static MethodHandles.Lookup lookup() {
			return MethodHandles.lookup();
		}

	}

	/**
	 * Defines classes anew.
	 */
	private static final class ChildClassLoader extends ClassLoader {

		private ChildClassLoader() {
			super(ChildClassLoader.class.getClassLoader());
		}

		private Class<?> define(Class<?> type) throws IOException {
			try (InputStream code = getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
				byte[] bytes = code.readAllBytes();
				return defineClass(type.getName(), bytes, 0, bytes.length);
			}
		}

	}

}

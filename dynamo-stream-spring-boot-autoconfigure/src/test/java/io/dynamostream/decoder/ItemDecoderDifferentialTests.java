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

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.enhanced.dynamodb.DefaultAttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the decoder makes of random items is what the SDK makes of them. Each test makes
 * 3000 of them, and more with {@code -Ddynamo.stream.decoder.tries=1000000}; others with
 * {@code -Ddynamo.stream.decoder.seed=1000000}. The message of a failure has the item.
 */
class ItemDecoderDifferentialTests {

	private static final int PAGE_SIZE = 100;

	private static final int PAGES = Integer.getInteger("dynamo.stream.decoder.tries", 3000) / PAGE_SIZE;

	private static final int SEED = Integer.getInteger("dynamo.stream.decoder.seed", 0);

	/**
	 * The types of collections of the bean that has properties of all types.
	 */
	private static final List<String> COLLECTIONS = List.of("java.util.List<String>", "java.util.List<Integer>",
			"java.util.List<Double>", "java.util.List<Boolean>", "java.util.List<byte[]>",
			"java.util.List<java.time.LocalDate>", "java.util.List<java.util.OptionalInt>",
			"java.util.List<Account.Level>", "java.util.List<Account.Address>",
			"java.util.List<java.util.List<java.time.Instant>>", "java.util.Set<String>", "java.util.Set<Integer>",
			"java.util.Set<Long>", "java.util.Set<Double>", "java.util.Set<java.math.BigDecimal>",
			"java.util.Set<byte[]>", "java.util.Set<software.amazon.awssdk.core.SdkBytes>",
			"java.util.Set<java.util.UUID>", "java.util.Set<java.time.LocalDate>", "java.util.Set<Account.Level>",
			"java.util.Collection<String>", "java.util.Map<String, String>", "java.util.Map<String, Integer>",
			"java.util.Map<String, Account.Address>", "java.util.Map<String, java.util.Map<String, Double>>",
			"java.util.Map<String, java.util.Set<String>>", "java.util.Map<Integer, String>",
			"java.util.Map<java.util.UUID, java.util.List<Contact>>", "Account", "Contact", "Account.Level");

	private static final List<String> TYPES = Stream
		.of(standardTypes().stream().map(Class::getCanonicalName), COLLECTIONS.stream())
		.flatMap((types) -> types)
		.toList();

	private static final Class<?> EVERYTHING = GeneratedBean.of("Everything", TYPES);

	/**
	 * The types that the SDK has converters for, which it does not tell.
	 */
	private static List<? extends Class<?>> standardTypes() {
		try {
			Field converters = DefaultAttributeConverterProvider.class.getDeclaredField("converterCache");
			converters.setAccessible(true);
			Map<?, ?> types = (Map<?, ?>) converters.get(new DefaultAttributeConverterProvider());
			return types.keySet().stream().map((type) -> ((EnhancedType<?>) type).rawClass()).toList();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Stream<Class<?>> types() {
		return Stream.of(EVERYTHING, Account.class, Contact.class, Order.class);
	}

	@ParameterizedTest
	@MethodSource("types")
	void makesTheSameOfFittingItems(Class<?> type) {
		assertThat(compare(type, 100)).as("share of items that are decoded").isGreaterThan(0.5);
	}

	@ParameterizedTest
	@MethodSource("types")
	void makesTheSameOfOddItems(Class<?> type) {
		assertThat(compare(type, 4)).as("share of items that are decoded").isBetween(0.1, 0.9);
	}

	private static double compare(Class<?> type, int oddities) {
		TableSchema<?> schema = TableSchema.fromClass(type);
		BothWays<?> bothWays = new BothWays<>(schema);
		int decoded = 0;
		for (int page = 0; page < PAGES; page++) {
			Random random = new Random(SEED + page);
			List<String> items = Stream
				.generate(() -> new AttributeText(random).write(new RandomAttributes(random).item(schema, oddities)))
				.limit(PAGE_SIZE)
				.toList();
			decoded += bothWays.compares(items);
		}
		return (double) decoded / PAGES / PAGE_SIZE;
	}

}

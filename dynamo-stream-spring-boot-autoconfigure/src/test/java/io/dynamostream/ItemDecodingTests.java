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

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.SpringProperties;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.extensions.ReadModification;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import io.dynamostream.DynamoStreamTemplate.Decoder;
import io.dynamostream.decoder.ItemCapture;
import io.dynamostream.standin.CannedHttpClient;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Who decodes the items of a scan.
 */
@Timeout(60)
class ItemDecodingTests {

	private static final String PROPERTY = "dynamo.stream.decoder";

	@AfterEach
	void forgetProperty() {
		SpringProperties.setProperty(PROPERTY, null);
	}

	@Test
	void takesItemsOutOfAnswersUnlessTold() {
		SpringProperties.setProperty(PROPERTY, "direct");
		assertThat(takesItems((builder) -> builder)).isTrue();
		assertThat(takesItems((builder) -> builder.decoder(Decoder.SDK))).isFalse();
	}

	@Test
	void heedsSystemPropertyUnlessTold() {
		SpringProperties.setProperty(PROPERTY, "sdk");
		assertThat(takesItems((builder) -> builder)).isFalse();
		assertThat(takesItems((builder) -> builder.decoder(Decoder.DIRECT))).isTrue();
	}

	@Test
	void refusesUnknownSystemProperty() {
		SpringProperties.setProperty(PROPERTY, "skd");
		assertThatIllegalArgumentException().isThrownBy(() -> DynamoStreamTemplate.builder(FakeTable.ofUsers(1)))
			.withMessage("'dynamo.stream.decoder' must be 'direct' or 'sdk', but is 'skd'");
	}

	@Test
	void leavesItemsOfOtherClientsToThem() {
		try (DynamoDbClient client = client()) {
			DynamoStreamTemplate template = template(new MaskingClient(client), Decoder.DIRECT);
			assertThat(template.scan(User.class).stream().map(User::getId)).containsExactly("masked");
		}
	}

	private static DynamoDbClient client(ExecutionInterceptor... interceptors) {
		return new CannedHttpClient()
			.answering("{\"Count\":1,\"Items\":[{\"id\":{\"S\":\"a\"}}],\"ScannedCount\":1,"
					+ "\"ConsumedCapacity\":{\"CapacityUnits\":0.5}}")
			.client((builder) -> builder
				.overrideConfiguration((options) -> options.executionInterceptors(List.of(interceptors))));
	}

	private static DynamoDbClient client(String answer) {
		return new CannedHttpClient().answering(answer).client((builder) -> {
		});
	}

	private static boolean takesItems(UnaryOperator<DynamoStreamTemplate.Builder> customizer) {
		AtomicBoolean takes = new AtomicBoolean();
		ExecutionInterceptor interceptor = new ExecutionInterceptor() {

			@Override
			public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
				if (context.request() instanceof ScanRequest request) {
					takes.set(request.overrideConfiguration()
						.orElseThrow()
						.plugins()
						.stream()
						.anyMatch(ItemCapture.class::isInstance));
				}
			}

		};
		try (DynamoDbClient client = client(interceptor)) {
			customizer.apply(DynamoStreamTemplate.builder(client)).build().scan(User.class).stream().toList();
			return takes.get();
		}
	}

	@ParameterizedTest
	@EnumSource
	void readsTheSameItemsBothWays(Terminal terminal) {
		try (StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("user", 1000, 620));
				DynamoDbClient client = dynamoDb.client()) {
			List<User> decodedBySdk = sorted(terminal.read(template(client, Decoder.SDK).scan(User.class)));
			List<User> decoded = sorted(terminal.read(template(client, Decoder.DIRECT).scan(User.class)));
			assertThat(decoded).hasSize(1000).usingRecursiveComparison().isEqualTo(decodedBySdk);
		}
	}

	private static List<User> sorted(List<User> users) {
		return users.stream().sorted(Comparator.comparing(User::getId)).toList();
	}

	@Test
	void mapsItemsOfSchemasThatItCannotLookInto() {
		TableSchema<User> schema = schema(User::setId);
		try (StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("user", 1000, 620));
				DynamoDbClient client = dynamoDb.client()) {
			DynamoStreamTemplate template = DynamoStreamTemplate.builder(client)
				.decoder(Decoder.DIRECT)
				.itemTypes(new SingleSchema(schema))
				.build();
			assertThat(template.scan(User.class).stream().map(User::getId)).doesNotHaveDuplicates().hasSize(1000);
		}
	}

	@ParameterizedTest
	@EnumSource
	void failsWhenAnItemIsNone(Terminal terminal) {
		assertRefused(terminal, "{\"Count\":1,\"Items\":[{\"id\":{\"S\":\"\\q\"}}],\"ScannedCount\":1,"
				+ "\"ConsumedCapacity\":{\"CapacityUnits\":0.5}}");
	}

	@ParameterizedTest
	@EnumSource
	void failsWhenThereAreMoreItemsThanTheAnswerSays(Terminal terminal) {
		assertRefused(terminal,
				"{\"Count\":1,\"Items\":[{\"id\":{\"S\":\"a\"}},{\"id\":{\"S\":\"b\"}}],\"ScannedCount\":2,"
						+ "\"ConsumedCapacity\":{\"CapacityUnits\":0.5}}");
	}

	static List<Supplier<ReadModification>> extensionsThatDoNotLook() {
		Map<String, AttributeValue> masked = Map.of("id", AttributeValue.fromS("masked"));
		return List.of(() -> ReadModification.builder().transformedItem(masked).build(), () -> {
			throw new IllegalStateException("Not today");
		});
	}

	@ParameterizedTest
	@MethodSource("extensionsThatDoNotLook")
	void failsWhenAnItemIsNoneAtWhichAnExtensionDoesNotLook(Supplier<ReadModification> afterRead) {
		DynamoStreamTemplate template = DynamoStreamTemplate
			.builder(client("{\"Count\":1,\"Items\":[{},{}],\"ConsumedCapacity\":{\"CapacityUnits\":0.5}}"))
			.decoder(Decoder.DIRECT)
			.itemTypes(new ExtendedUsers((context) -> afterRead.get()))
			.build();
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> template.scan(User.class).stream().toList())
			.withMessageContaining("got an answer that is not of the form of DynamoDB's");
	}

	private static void assertRefused(Terminal terminal, String answer) {
		DynamoStreamTemplate template = template(client(answer), Decoder.DIRECT);
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> terminal.read(template.scan(User.class).skipFailedItems()))
			.withMessageContaining(
					"got an answer that is not of the form of DynamoDB's. Look for what comes between the "
							+ "DynamoDbClient and DynamoDB, or let the SDK decode the answers with 'dynamo.stream.decoder=sdk'.");
		assertThat(template.executions().findAll()).singleElement()
			.satisfies((execution) -> assertThat(execution.progress().failedItems()).isZero());
	}

	@Test
	void skipsItemsWhoseSettersThrowAnError() {
		DynamoDbClient client = client(
				"{\"Count\":2,\"Items\":[{\"id\":{\"S\":\"a\"}},{\"id\":{\"S\":\"b\"}}],\"ScannedCount\":2,"
						+ "\"ConsumedCapacity\":{\"CapacityUnits\":0.5}}");
		DynamoStreamTemplate template = template(client, Decoder.DIRECT);
		assertThat(template.scan(Picky.class).tableName("user").skipFailedItems().stream()).extracting(Picky::getId)
			.containsExactly("b");
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> template.scan(Picky.class).tableName("user").stream().toList())
			.withMessageContaining("that does not fit")
			.withMessageContaining("AssertionError");
	}

	@Test
	void failsWhenAFailedItemCannotBeRecorded() {
		DynamoDbClient client = client(
				"{\"Count\":1,\"Items\":[{\"id\":{\"S\":\"a\"},\"unknown\":{\"B\":\"**\"}}],\"ScannedCount\":1,"
						+ "\"ConsumedCapacity\":{\"CapacityUnits\":0.5}}");
		IllegalStateException error = new IllegalStateException("No room");
		ScanExecution execution = template(client, Decoder.DIRECT).scan(User.class)
			.skipFailedItems()
			.forEach((user) -> {
				throw error;
			});
		assertThatExceptionOfType(DynamoStreamException.class).isThrownBy(execution::join)
			.withMessageContaining("got an answer that is not of the form of DynamoDB's")
			.satisfies((ex) -> assertThat(ex.getCause()).hasSuppressedException(error));
	}

	private static DynamoStreamTemplate template(DynamoDbClient client, Decoder decoder) {
		return Terminal.builder(client, new SimpleAsyncTaskExecutor("dynamo-stream-")).decoder(decoder).build();
	}

	@Test
	void requestsTheNextPageBeforeTheItemsOfOneAreDecoded() {
		CountDownLatch requests = new CountDownLatch(3);
		AtomicInteger items = new AtomicInteger();
		TableSchema<User> schema = schema((user, id) -> {
			if (items.incrementAndGet() == 101) {
				await(requests);
			}
		});
		DynamoStreamTemplate template = DynamoStreamTemplate
			.builder(FakeTable.ofUsers(300).withItemsPerPage(100).onRequest((request) -> requests.countDown()))
			.itemTypes(new SingleSchema(schema))
			.build();
		assertThat(template.scan(User.class).stream()).hasSize(300);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static TableSchema<User> schema(BiConsumer<User, String> setter) {
		return StaticTableSchema.builder(User.class)
			.newItemSupplier(User::new)
			.addAttribute(String.class,
					(id) -> id.name("id")
						.getter(User::getId)
						.setter(setter)
						.tags(StaticAttributeTags.primaryPartitionKey()))
			.build();
	}

	/**
	 * Takes no item with the key 'a'.
	 */
	@DynamoDbBean
	public static final class Picky {

		private String id = "";

		@DynamoDbPartitionKey
		public String getId() {
			return this.id;
		}

		public void setId(String id) {
			if (id.equals("a")) {
				throw new AssertionError(id);
			}
			this.id = id;
		}

	}

	/**
	 * Hides what another client has read.
	 *
	 * @param client the other client
	 */
	private record MaskingClient(DynamoDbClient client) implements DynamoDbClient {

		@Override
		public ScanResponse scan(ScanRequest request) {
			return this.client.scan(request)
				.toBuilder()
				.items(List.of(Map.of("id", AttributeValue.fromS("masked"))))
				.build();
		}

		@Override
		public String serviceName() {
			return this.client.serviceName();
		}

		@Override
		public void close() {
			this.client.close();
		}

	}

	/**
	 * Knows a single schema.
	 *
	 * @param schema the schema
	 */
	private record SingleSchema(TableSchema<?> schema) implements ItemTypeResolver {

		@Override
		@SuppressWarnings("unchecked")
		public <T> TableSchema<T> tableSchema(Class<T> itemType) {
			return (TableSchema<T>) this.schema;
		}

		@Override
		public String tableName(Class<?> itemType) {
			return "user";
		}

	}

}

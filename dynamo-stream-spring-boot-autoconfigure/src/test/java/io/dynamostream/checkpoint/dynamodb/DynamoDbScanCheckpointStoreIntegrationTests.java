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

package io.dynamostream.checkpoint.dynamodb;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanExecution;
import io.dynamostream.ScanListener;
import io.dynamostream.ScanProgress;
import io.dynamostream.User;
import io.dynamostream.checkpoint.AbstractDatabaseScanCheckpointStoreTests;
import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpointException;
import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpoints.SavedCheckpoint;
import io.dynamostream.embedded.EmbeddedDynamoDb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DynamoDbScanCheckpointStore} with DynamoDB Local.
 */
class DynamoDbScanCheckpointStoreIntegrationTests extends AbstractDatabaseScanCheckpointStoreTests {

	private static EmbeddedDynamoDb dynamoDb;

	private static DynamoDbClient client;

	private static final List<SdkRequest> requests = new CopyOnWriteArrayList<>();

	private final String table = "checkpoints-" + UUID.randomUUID();

	@BeforeAll
	static void start() {
		dynamoDb = EmbeddedDynamoDb.start();
		client = client((context, attributes) -> requests.add(context.request()));
	}

	private static DynamoDbClient client(BeforeExecution interceptor) {
		return DynamoDbClient.builder()
			.endpointOverride(dynamoDb.endpoint())
			.region(Region.of("local"))
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
			.overrideConfiguration((override) -> override.addExecutionInterceptor(interceptor))
			.build();
	}

	@AfterAll
	static void stop() {
		client.close();
		dynamoDb.close();
	}

	/**
	 * Return a client that is not allowed some operations.
	 */
	private static DynamoDbClient clientWithout(String... operations) {
		return client((context, attributes) -> {
			String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
			if (List.of(operations).contains(operation)) {
				throw DynamoDbException.builder()
					.statusCode(400)
					.awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDeniedException").build())
					.build();
			}
		});
	}

	private DynamoDbScanCheckpointStore.Builder builder() {
		return builder(client);
	}

	private DynamoDbScanCheckpointStore.Builder builder(DynamoDbClient client) {
		return DynamoDbScanCheckpointStore.builder(client)
			.tableName(this.table)
			.leases(this.time.options())
			.createTable(true);
	}

	@Override
	protected DynamoDbScanCheckpointStore store() {
		return builder().build();
	}

	@Override
	protected String text(String key) {
		return new CompressedText(item(key).get("checkpointGzip").b().asByteArray()).text();
	}

	private Map<String, AttributeValue> item(String key) {
		return client.getItem((get) -> get.tableName(this.table).key(CheckpointItem.key(key)).consistentRead(true))
			.item();
	}

	@Override
	protected void text(String key, String text) {
		content(key, CompressedText.of(text).bytes());
	}

	private void content(String key, byte[] content) {
		Map<String, AttributeValue> item = new HashMap<>(item(key));
		item.put("checkpointGzip", AttributeValue.fromB(SdkBytes.fromByteArray(content)));
		client.putItem((put) -> put.tableName(this.table).item(item));
	}

	@Test
	void takesNoDamagedBytesForCheckpoint() {
		save("nightly");
		byte[] sound = item("nightly").get("checkpointGzip").b().asByteArray();
		for (int i = 0; i < sound.length; i++) {
			byte[] damaged = sound.clone();
			damaged[i] ^= 1;
			content("nightly", damaged);
			try (Lease lease = open("nightly")) {
				assertThat(lease.load()).contains(checkpoint("nightly", 1));
			}
			catch (ScanCheckpointException ex) {
				assertThat(ex).hasMessageContaining("is damaged, its checksum does not match");
			}
			assertThat(item("nightly").get("checkpointGzip").b().asByteArray()).isEqualTo(damaged);
		}
	}

	/**
	 * Somebody has changed the item, or restored a part of it.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void leaseOfWhichSomeIsMissingHidesNoOtherAndCanBeDeleted(boolean ofOtherType) {
		save("nightly");
		save("other");
		Map<String, AttributeValue> item = new HashMap<>(item("nightly"));
		item.put("leaseToken", AttributeValue.fromS("a"));
		if (ofOtherType) {
			item.put("leaseExpiry", AttributeValue.fromS("tomorrow"));
		}
		client.putItem((put) -> put.tableName(this.table).item(item));
		assertThat(store().findAll()).extracting(SavedCheckpoint::openedBy).containsExactly(null, null);
		open("nightly").close();
		client.putItem((put) -> put.tableName(this.table).item(item));
		assertThat(store().delete("nightly")).isTrue();
		assertThat(store().findAll()).hasSize(1);
	}

	@Test
	void leaseOfUnknownOwnerIsRespectedUntilItExpires() {
		save("nightly");
		Map<String, AttributeValue> item = new HashMap<>(item("nightly"));
		item.put("leaseToken", AttributeValue.fromS("a"));
		item.put("leaseExpiry", CheckpointItem.number(NOW.plusSeconds(30).toEpochMilli()));
		client.putItem((put) -> put.tableName(this.table).item(item));
		assertThatExceptionOfType(ScanCheckpointException.InUse.class).isThrownBy(() -> open("nightly"))
			.withMessageContaining("is in use by process 0 on host 'unknown'");
		this.time.jump(Duration.ofSeconds(30));
		open("nightly").close();
	}

	@Test
	void createsTableWhenOneIsOpenedAndToldTo() {
		DynamoDbScanCheckpointStore store = store();
		assertThat(store.findAll()).isEmpty();
		assertThat(store.delete("nightly")).isFalse();
		assertThat(client.listTables().tableNames()).doesNotContain(this.table);
		store.open("nightly", OWNER).close();
		assertThat(client.describeTable((describe) -> describe.tableName(this.table)).table()).satisfies(
				(table) -> assertThat(table.billingModeSummary().billingModeAsString()).isEqualTo("PAY_PER_REQUEST"));
		assertThat(client.describeTimeToLive((describe) -> describe.tableName(this.table)).timeToLiveDescription())
			.satisfies((ttl) -> assertThat(ttl.attributeName()).isEqualTo("expiresAt"));
	}

	@Test
	void saysThatTheTableIsMissing() {
		DynamoDbScanCheckpointStore store = builder().createTable(false).build();
		String reason = "the table is missing. Set 'dynamo.stream.checkpoint.dynamodb.create-table' to true, or create "
				+ "it with the partition key 'scanName' of type S and no sort key.";
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.open("nightly", OWNER))
			.withMessage("Checkpoint 'nightly' in DynamoDB table '%s' could not be opened: %s".formatted(this.table,
					reason));
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(store::findAll)
			.withMessageEndingWith("could not be listed: " + reason);
		assertThat(client.listTables().tableNames()).doesNotContain(this.table);
	}

	@Test
	void saysThatTheTableHasAnotherKey() {
		client.createTable((create) -> create.tableName(this.table)
			.attributeDefinitions(
					AttributeDefinition.builder().attributeName("id").attributeType(ScalarAttributeType.S).build())
			.keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
			.billingMode("PAY_PER_REQUEST"));
		assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> open("nightly"))
			.withMessageContaining(
					"the table is not as expected (ValidationException, status 400). It needs the partition "
							+ "key 'scanName' of type S and no sort key.");
	}

	@Test
	void leavesNothingOfCheckpointThatIsDeleted() {
		try (Lease lease = open("nightly")) {
			lease.save(random(9000));
			assertThat(item("nightly")).containsKey("checkpointParts").doesNotContainKey("checkpointGzip");
			lease.save(random(6000));
		}
		assertThat(client.scan((scan) -> scan.tableName(this.table)).count()).isEqualTo(3);
		assertThat(store().delete("nightly")).isTrue();
		assertThat(client.scan((scan) -> scan.tableName(this.table)).items()).isEmpty();
		open("nightly").close();
		assertThat(client.scan((scan) -> scan.tableName(this.table)).items()).isEmpty();
	}

	@Test
	void leavesNoPartsOfCheckpointThatHasShrunk() {
		try (Lease lease = open("nightly")) {
			lease.save(random(8000));
			lease.save(checkpoint("nightly", 1));
			assertThat(client.scan((scan) -> scan.tableName(this.table)).count()).isEqualTo(1);
		}
	}

	@Test
	void letsNobodySavePartsWhoseLeaseWasTakenOver() {
		Lease loser = open("nightly");
		loser.save(random(8000));
		this.time.jump(Duration.ofSeconds(30));
		try (Lease winner = open("nightly")) {
			winner.save(random(7000));
			assertThatExceptionOfType(ScanCheckpointException.LeaseLost.class)
				.isThrownBy(() -> loser.save(random(9000)));
			assertThatExceptionOfType(ScanCheckpointException.LeaseLost.class)
				.isThrownBy(() -> loser.save(checkpoint("nightly", 1)));
			assertThat(winner.load()).contains(random(7000));
		}
	}

	@Test
	void refusesCheckpointThatIsTooLargeAndKeepsTheOneBefore() {
		try (Lease lease = open("nightly")) {
			lease.save(random(8000));
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> lease.save(random(60000)))
				.withMessageContaining("Checkpoint 'nightly' in DynamoDB table '%s' is too large".formatted(this.table))
				.withMessageContaining("4 MB")
				.withMessageContaining("Read fewer segments at a time");
			assertThat(lease.load()).contains(random(8000));
		}
	}

	private static ScanCheckpoint random(int segments) {
		Random random = new Random(segments);
		Map<Integer, ScanCheckpoint.Position> positions = new HashMap<>();
		IntStream.range(0, segments).forEach((segment) -> {
			byte[] bytes = new byte[80];
			random.nextBytes(bytes);
			positions.put(segment,
					new ScanCheckpoint.AtKey(Map.of("id", AttributeValue.fromB(SdkBytes.fromByteArray(bytes)))));
		});
		return new ScanCheckpoint("nightly", Map.of(), positions, segments, 0, false, NOW);
	}

	@Test
	void keepsFinishedCheckpointsForeverIfNothingElseIsSaid() {
		try (Lease lease = open("nightly")) {
			lease.save(finished());
		}
		assertThat(item("nightly")).doesNotContainKey("expiresAt");
	}

	@Test
	void letsFinishedCheckpointsExpireThatAreNotOpen() {
		DynamoDbScanCheckpointStore store = builder().timeToLive(Duration.ofDays(1)).build();
		AttributeValue expiry = AttributeValue.fromN(String.valueOf(NOW.plusSeconds(30).getEpochSecond() + 86400));
		try (Lease lease = store.open("nightly", OWNER)) {
			lease.save(checkpoint("nightly", 1));
			assertThat(item("nightly")).doesNotContainKey("expiresAt");
			lease.save(finished());
			assertThat(item("nightly")).containsEntry("expiresAt", expiry);
		}
		assertThat(item("nightly")).containsEntry("expiresAt", expiry);
		try (Lease lease = store.open("nightly", OWNER)) {
			assertThat(item("nightly")).doesNotContainKey("expiresAt");
		}
		assertThat(item("nightly")).containsEntry("expiresAt", expiry);
		try (Lease lease = store.open("nightly", OWNER)) {
			lease.save(checkpoint("nightly", 1));
		}
		assertThat(item("nightly")).doesNotContainKey("expiresAt");
	}

	private static ScanCheckpoint finished() {
		return new ScanCheckpoint("nightly", Map.of(), Map.of(), 1, 0, true, NOW);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ThrottlingError", "TransactionConflict", "ProvisionedThroughputExceeded" })
	void triesTransactionsAgainThatWereCancelledForReasonThatPasses(String reason) {
		AtomicInteger transactions = new AtomicInteger();
		try (DynamoDbClient busy = clientThatCancels(reason, () -> transactions.getAndIncrement() % 3 < 2);
				Lease lease = builder(busy).build().open("nightly", OWNER)) {
			lease.save(random(8000));
			assertThat(lease.load()).contains(random(8000));
			assertThat(transactions).hasValue(6);
		}
	}

	@ParameterizedTest
	@CsvSource({ "ThrottlingError, 6", "ValidationError, 1" })
	void givesUpTransactionsThatAreCancelledAgainAndAgain(String reason, int attempts) {
		AtomicInteger transactions = new AtomicInteger();
		try (DynamoDbClient busy = clientThatCancels(reason, () -> transactions.incrementAndGet() > 0);
				Lease lease = builder(busy).build().open("nightly", OWNER)) {
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> lease.save(random(8000)))
				.withMessageContaining("could not be saved: DynamoDB has failed (TransactionCanceledException")
				.withCauseInstanceOf(TransactionCanceledException.class);
			assertThat(transactions).hasValue(attempts);
		}
	}

	private static DynamoDbClient clientThatCancels(String reason, BooleanSupplier cancels) {
		return client((context, attributes) -> {
			String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
			if (operation.startsWith("Transact") && cancels.getAsBoolean()) {
				throw TransactionCanceledException.builder()
					.cancellationReasons(CancellationReason.builder().code("None").build(),
							CancellationReason.builder().code(reason).build())
					.build();
			}
		});
	}

	@Test
	void saysWhatTheClientIsNotAllowed() {
		open("nightly").close();
		try (DynamoDbClient refused = clientWithout("GetItem", "Scan")) {
			DynamoDbScanCheckpointStore store = builder(refused).build();
			String reason = "the client is not allowed to use it (AccessDeniedException, status 400). Allow "
					+ "dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem and dynamodb:Scan on it.";
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.open("nightly", OWNER))
				.withMessageEndingWith("could not be opened: " + reason);
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(store::findAll)
				.withMessageEndingWith("could not be listed: " + reason);
		}
	}

	@Test
	void saysThatTheTableMayNotBeCreated() {
		try (DynamoDbClient refused = clientWithout("CreateTable")) {
			DynamoDbScanCheckpointStore store = builder(refused).build();
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> store.open("nightly", OWNER))
				.withMessage(
						("Table '%s' of checkpoints could not be created (AccessDeniedException, status 400). Allow "
								+ "dynamodb:CreateTable, dynamodb:DescribeTable and dynamodb:UpdateTimeToLive, or create it with "
								+ "the partition key 'scanName' of type S and no sort key.")
							.formatted(this.table));
		}
	}

	@Test
	void warnsThatCheckpointsDoNotExpireInTableThatItHasCreated(CapturedOutput output) {
		try (DynamoDbClient refused = clientWithout("UpdateTimeToLive")) {
			builder(refused).build().open("nightly", OWNER).close();
			assertThat(output).contains("The time to live of table '%s' could not be enabled".formatted(this.table))
				.contains("Allow dynamodb:UpdateTimeToLive");
		}
	}

	@Test
	void createsTableOnceForAllThatOpenAtTheSameTime() {
		List<DynamoDbScanCheckpointStore> stores = List.of(store(), store(), store(), store());
		assertThat(IntStream.range(0, 4)
			.mapToObj((number) -> CompletableFuture.supplyAsync(() -> stores.get(number).open("scan-" + number, OWNER),
					(task) -> new Thread(task).start()))
			.toList()).allSatisfy((opened) -> assertThat(opened.get(1, TimeUnit.MINUTES).load()).isEmpty());
	}

	@Test
	void limitsTheTimeOfEachRequestButThoseThatCreateTheTable() {
		DynamoDbScanCheckpointStore store = store();
		store.open("one", OWNER).close();
		requests.clear();
		try (Lease lease = store.open("nightly", OWNER)) {
			lease.save(checkpoint("nightly", 1));
			lease.save(random(8000));
			assertThat(lease.load()).isPresent();
			this.time.pass(Duration.ofSeconds(10));
			assertThat(store.findAll()).hasSize(1);
		}
		store.delete("nightly");
		assertThat(requests).extracting(Object::getClass)
			.contains(GetItemRequest.class, UpdateItemRequest.class, TransactWriteItemsRequest.class,
					TransactGetItemsRequest.class, ScanRequest.class);
		assertThat(requests)
			.allSatisfy((request) -> assertThat(request.overrideConfiguration().orElseThrow().apiCallTimeout())
				.contains(Duration.ofSeconds(10)));
	}

	@Test
	void requestsOfTheStoreAreNoScans() {
		DynamoDbTable<User> users = DynamoDbEnhancedClient.builder()
			.dynamoDbClient(client)
			.build()
			.table("users-of-" + this.table, TableSchema.fromBean(User.class));
		users.createTable();
		IntStream.range(0, 20).forEach((number) -> {
			User user = new User();
			user.setId("user-" + number);
			users.putItem(user);
		});
		PageCounter pages = new PageCounter();
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(client)
			.checkpointStore(store())
			.checkpointInterval(Duration.ZERO)
			.listener(pages)
			.build();
		requests.clear();
		ScanProgress progress = template.scan(User.class)
			.tableName(users.tableName())
			.named("nightly")
			.pageSize(5)
			.resumable()
			.forEach((user) -> assertThat(store().findAll()).hasSizeLessThan(2))
			.join();
		assertThat(store().findAll()).singleElement()
			.satisfies((saved) -> assertThat(saved.checkpoint().finished()).isTrue());
		assertThat(requests).filteredOn(ScanRequest.class::isInstance)
			.filteredOn((request) -> ((ScanRequest) request).tableName().equals(users.tableName()))
			.hasSize(pages.count.get());
		assertThat(requests).filteredOn(UpdateItemRequest.class::isInstance).hasSizeGreaterThan(20);
		assertThat(progress.items()).isEqualTo(20);
		assertThat(template.executions().findAll()).hasSize(1);
	}

	/**
	 * Sees each request before it is sent.
	 */
	private interface BeforeExecution extends ExecutionInterceptor {

		@Override
		void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes);

	}

	/**
	 * Counts the requests of scans.
	 */
	private static final class PageCounter implements ScanListener {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public PageRequest requesting(ScanExecution execution, int segment) {
			this.count.incrementAndGet();
			return PageRequest.UNOBSERVED;
		}

	}

}

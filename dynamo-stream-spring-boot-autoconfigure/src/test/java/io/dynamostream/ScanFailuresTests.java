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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInFault;
import io.dynamostream.standin.StandInIndex;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ScanFailures}: what users read when DynamoDB does not give them a
 * page, and that nothing is left running then.
 */
@Timeout(60)
class ScanFailuresTests {

	private static final String FAILED = "Scan 'user' of table 'user' failed at page 1: ";

	private static final String SLOW_DOWN = " The retries of the DynamoDbClient are used up. Lower maxConcurrency, "
			+ "raise the capacity of the table, or give the client a more patient retry strategy.";

	private final StandInDynamoDb dynamoDb = StandInDynamoDb
		.start(StandInTable.of("user", List.of(FakeTable.user(1))).withIndex(StandInIndex.global("by-age", "age")));

	private final CountingExecutor executor = new CountingExecutor();

	@AfterEach
	void close() {
		this.dynamoDb.close();
	}

	@ParameterizedTest
	@EnumSource
	void missingTable(Terminal terminal) throws Exception {
		DynamoStreamException ex = failure(terminal, (spec) -> spec.tableName("users"));
		assertThat(ex)
			.hasMessage(
					"Scan 'users' of table 'users' failed at page 1: there is no such table at %s. Create it, or set "
							+ "the right name with tableName(...) or 'dynamo.stream.tables.io.dynamostream.User'.",
					this.dynamoDb.endpoint())
			.hasCauseInstanceOf(ResourceNotFoundException.class);
		assertThat(ex.tableName()).isEqualTo("users");
		assertThat(ex.segment()).hasValue(0);
	}

	@Test
	void missingTableOrIndexOfNamedScan() throws Exception {
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.dynamoDb.client())
			.namedSettings(Map.of("nightly", ScanSettings.none().tableName("users"), "by-name",
					ScanSettings.none().indexName("by-name")))
			.build();
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> Terminal.STREAM.read(template.scan(User.class).named("nightly")))
			.withMessageEndingWith("Create it, or set the right name with 'dynamo.stream.scans.nightly.table-name'.");
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> Terminal.STREAM.read(template.scan(User.class).named("by-name")))
			.withMessageEndingWith(" It is set by 'dynamo.stream.scans.by-name.index-name'.");
	}

	@ParameterizedTest
	@EnumSource
	void tableWithoutPermission(Terminal terminal) throws Exception {
		this.dynamoDb.fault((request) -> true, StandInFault.accessDenied("user"));
		assertThat(failure(terminal, (spec) -> spec))
			.hasMessage(FAILED + "DynamoDB answered AccessDeniedException: User: "
					+ "arn:aws:iam::000000000000:user/reader is not authorized to perform: dynamodb:Scan on resource: "
					+ "arn:aws:dynamodb:us-east-1:000000000000:table/user because no identity-based policy allows the "
					+ "dynamodb:Scan action. Allow the action dynamodb:Scan on the table or index.");
	}

	@ParameterizedTest
	@EnumSource
	void unknownIndex(Terminal terminal) throws Exception {
		assertThat(failure(terminal, (spec) -> spec.indexName("by-name"))).hasMessage(
				"Scan 'user' of index 'by-name' of table 'user' failed at page 1: DynamoDB answered ValidationException: "
						+ "The table does not have the specified index: by-name. Create index 'by-name' or correct "
						+ "indexName(...).");
	}

	@ParameterizedTest
	@EnumSource
	void consistentReadOnGlobalIndexThatTheTypeDoesNotKnow(Terminal terminal) throws Exception {
		assertThat(failure(terminal, (spec) -> spec.indexName("by-age").consistentRead(true))).hasMessage(
				"Scan 'user' of index 'by-age' of table 'user' failed at page 1: DynamoDB answered ValidationException: "
						+ "Consistent reads are not supported on global secondary indexes. Leave out "
						+ "consistentRead(true), or scan the table itself.");
	}

	@ParameterizedTest
	@EnumSource
	void syntaxErrorInFilter(Terminal terminal) throws Exception {
		validationFails("Invalid FilterExpression: Syntax error; token: \"=\", near: \"> = :min\"");
		assertThat(failure(terminal, (spec) -> spec.filterExpression("age > = :min").expressionValue(":min", 18)))
			.hasMessage(FAILED + "DynamoDB answered ValidationException: Invalid FilterExpression: Syntax error; "
					+ "token: \"=\", near: \"> = :min\". Correct the filter expression 'age > = :min'.");
	}

	@Test
	void syntaxErrorInProjection() throws Exception {
		validationFails("Invalid ProjectionExpression: Syntax error; token: \",\", near: \"id,,\"");
		assertThat(failure((spec) -> spec.projectionExpression("id,,age")))
			.hasMessage(FAILED + "DynamoDB answered ValidationException: Invalid ProjectionExpression: Syntax error; "
					+ "token: \",\", near: \"id,,\". Correct the projection expression 'id,,age'.");
	}

	@Test
	void reservedWord() throws Exception {
		validationFails("Invalid FilterExpression: Attribute name is a reserved keyword; reserved keyword: name");
		assertThat(failure((spec) -> spec.filterExpression("attribute_exists(name)")))
			.hasMessage(FAILED + "DynamoDB answered ValidationException: Invalid FilterExpression: Attribute name is a "
					+ "reserved keyword; reserved keyword: name. Use a placeholder for the reserved word and define it "
					+ "with expressionName(\"#name\", \"name\").");
	}

	@Test
	void otherValidation() throws Exception {
		validationFails("One or more parameter values were invalid");
		assertThat(failure((spec) -> spec))
			.hasMessage(FAILED + "DynamoDB answered ValidationException: One or more parameter values were invalid.");
	}

	@ParameterizedTest
	@EnumSource
	void throttled(Terminal terminal) throws Exception {
		this.dynamoDb.fault((request) -> true, StandInFault.throughputExceeded());
		assertThat(failure(terminal, (spec) -> spec))
			.hasMessage(FAILED + "DynamoDB answered ProvisionedThroughputExceededException: The level of configured "
					+ "provisioned throughput for the table was exceeded. Consider increasing your provisioning level "
					+ "with the UpdateTable API." + SLOW_DOWN);
	}

	@Test
	void throttledByTheAccount() throws Exception {
		this.dynamoDb.fault((request) -> true, StandInFault.throttled());
		assertThat(failure((spec) -> spec)).hasMessage(
				FAILED + "DynamoDB answered ThrottlingException: Rate of requests exceeds the allowed throughput."
						+ SLOW_DOWN);
	}

	@Test
	void faultOfDynamoDb() throws Exception {
		this.dynamoDb.fault((request) -> true, StandInFault.internalServerError());
		assertThat(failure((spec) -> spec))
			.hasMessage(FAILED + "DynamoDB answered InternalServerError: Internal server "
					+ "error. The retries of the DynamoDbClient are used up. Run the scan again later.");
	}

	@Test
	void wrongCredentials() throws Exception {
		this.dynamoDb.fault((request) -> true, new StandInFault.Error(400,
				"com.amazon.coral.service#UnrecognizedClientException", "The security token included is invalid."));
		assertThat(failure((spec) -> spec)).hasMessage(FAILED + "DynamoDB answered UnrecognizedClientException: The "
				+ "security token included is invalid. Check the credentials and the region of the DynamoDbClient.");
	}

	@Test
	void answerThatIsNotOfDynamoDb() throws Exception {
		this.dynamoDb.fault((request) -> true, new StandInFault.Error(403, "", ""));
		assertThat(failure((spec) -> spec).getMessage()).startsWith(
				FAILED + "DynamoDB answered status 403: Service returned HTTP status code 403 (Service: DynamoDb, ");
	}

	@ParameterizedTest
	@EnumSource
	void endpointUnreachable(Terminal terminal) throws Exception {
		URI endpoint = closedEndpoint();
		DynamoDbClient client = this.dynamoDb.client((builder) -> builder.endpointOverride(endpoint)
			.overrideConfiguration((override) -> override.retryStrategy(AwsRetryStrategy.doNotRetry())));
		assertThat(failure(terminal, client, (spec) -> spec))
			.hasMessage(
					FAILED + "DynamoDB could not be reached at %s: Unable to execute HTTP request: Connect to %s "
							+ "failed: Connection refused (SDK Attempt Count: 1). Check the endpoint and the network.",
					endpoint, endpoint)
			.hasCauseInstanceOf(SdkClientException.class);
	}

	@Test
	void hostUnknown() throws Exception {
		assertThat(failure(clientException("Received an UnknownHostException", new UnknownHostException("nowhere"))))
			.hasMessage(
					FAILED + "DynamoDB could not be reached: Received an UnknownHostException. Check the endpoint and "
							+ "the network.");
	}

	@Test
	void connectTimedOut() throws Exception {
		String text = "Unable to execute HTTP request: Connect to https://192.0.2.1 failed: Connect timed out";
		assertThat(failure(clientException(text, new SocketTimeoutException("Connect timed out"))))
			.hasMessage(FAILED + "DynamoDB could not be reached: " + text + ". Check the endpoint and the network.");
	}

	@Test
	void answerTimedOut() throws Exception {
		String text = "Unable to execute HTTP request: Read timed out";
		assertThat(failure(clientException(text, new SocketTimeoutException("Read timed out"))))
			.hasMessage(FAILED + text + ". Give the DynamoDbClient or, with pageTimeout(...), the page more time, "
					+ "or use a smaller pageSize.");
	}

	@Test
	void noConnectionInThePool() throws Exception {
		String text = "Unable to execute HTTP request: Timeout waiting for connection from pool";
		assertThat(failure(clientException(text, new SocketTimeoutException()))).hasMessage(FAILED + text
				+ ". Lower maxConcurrency or give the HTTP client of the DynamoDbClient more connections.");
	}

	@ParameterizedTest
	@EnumSource
	void noAnswer(Terminal terminal) {
		this.dynamoDb.fault((request) -> true, StandInFault.Transport.NO_ANSWER);
		ScanSpec<User> spec = Terminal.template(this.dynamoDb.clientWithoutRetries()).scan(User.class);
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> terminal.read(spec.pageTimeout(Duration.ofMillis(200))))
			.withMessageContaining("Client execution did not complete before the specified timeout")
			.withMessageContaining("pageTimeout(...)");
	}

	@Test
	void pagesMayTakeFiveMinutesUnlessTheClientOrTheScanSaysOtherwise() {
		assertThat(timeout((client) -> {
		}, (spec) -> spec)).contains(Duration.ofMinutes(5));
		assertThat(timeout((client) -> client.overrideConfiguration((o) -> o.apiCallTimeout(Duration.ofSeconds(7))),
				(spec) -> spec))
			.isEmpty();
		assertThat(timeout((client) -> client.overrideConfiguration((o) -> o.apiCallTimeout(Duration.ofSeconds(7))),
				(spec) -> spec.pageTimeout(Duration.ofSeconds(9))))
			.contains(Duration.ofSeconds(9));
	}

	private Optional<Duration> timeout(Consumer<DynamoDbClientBuilder> client, UnaryOperator<ScanSpec<User>> spec) {
		AtomicReference<Optional<Duration>> seen = new AtomicReference<>(Optional.empty());
		ExecutionInterceptor interceptor = new ExecutionInterceptor() {

			@Override
			public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
				seen.set(context.request()
					.overrideConfiguration()
					.flatMap(RequestOverrideConfiguration::apiCallTimeout));
			}

		};
		DynamoDbClient intercepted = this.dynamoDb.client((builder) -> {
			client.accept(builder);
			builder.overrideConfiguration(
					builder.overrideConfiguration().copy((options) -> options.addExecutionInterceptor(interceptor)));
		});
		try (Stream<User> users = spec.apply(Terminal.template(intercepted).scan(User.class)).stream()) {
			users.findFirst();
		}
		return seen.get();
	}

	@ParameterizedTest
	@EnumSource
	void connectionClosed(Terminal terminal) throws Exception {
		this.dynamoDb.fault((request) -> true, StandInFault.Transport.CONNECTION_CLOSED);
		assertThat(failure(terminal, (spec) -> spec)).hasMessage(
				FAILED + "Unable to execute HTTP request: The target server failed to respond (SDK Attempt Count: 1).");
	}

	@ParameterizedTest
	@EnumSource
	void noCredentials(Terminal terminal) throws Exception {
		AwsCredentialsProviderChain chain = AwsCredentialsProviderChain.of(() -> {
			throw SdkClientException.create("there are none");
		});
		DynamoDbClient client = this.dynamoDb.client((builder) -> builder.credentialsProvider(chain));
		assertThat(failure(terminal, client, (spec) -> spec)).hasMessage(FAILED
				+ "no AWS credentials were found. Provide them where the SDK's default chain looks (environment, profile, "
				+ "container or instance role), or configure the DynamoDbClient.");
		assertThat(this.dynamoDb.requestCount()).isZero();
	}

	@Test
	void profileWithoutCredentials() throws Exception {
		String text = "Profile file contained no credentials for profile 'reader': ProfileFile(sections=[])";
		assertThat(failure(SdkClientException.create(text)))
			.hasMessage(FAILED + text + ". Check the credentials and the region of the DynamoDbClient.");
	}

	@Test
	void errorOfAnotherKind() throws Exception {
		assertThat(failure(new IllegalStateException("Connection pool shut down")))
			.hasMessage(FAILED + "java.lang.IllegalStateException: Connection pool shut down.")
			.hasCauseInstanceOf(IllegalStateException.class);
		AwsServiceException withoutDetails = DynamoDbException.builder().message("odd").statusCode(418).build();
		assertThat(failure(withoutDetails)).hasMessage(FAILED + "DynamoDB answered status 418: odd.");
	}

	@Test
	void mockOfAClient() {
		DynamoDbClient client = mock(DynamoDbClient.class);
		given(client.scan(any(ScanRequest.class)))
			.willThrow(SdkClientException.create("no", new UnknownHostException()));
		assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> Terminal.STREAM.read(Terminal.template(client).scan(User.class)))
			.withMessageContaining("DynamoDB could not be reached: no.");
	}

	@Test
	void clientThatDoesNotTellWhereDynamoDbIs() throws Exception {
		DynamoDbClient client = new ForeignClient();
		assertThat(failure(Terminal.STREAM, client, (spec) -> spec).getMessage())
			.startsWith(FAILED + "DynamoDB could not be reached: Received an UnknownHostException.");
	}

	@Test
	void namesPageAndSegment() throws Exception {
		FakeTable table = FakeTable.ofUsers(100).onRequest((request) -> {
			if (request.hasExclusiveStartKey() && request.segment() == 2) {
				throw DynamoDbException.builder().message("odd").statusCode(418).build();
			}
		});
		DynamoStreamException ex = failure(Terminal.STREAM, table, (spec) -> spec.segments(4).pageSize(1));
		assertThat(ex).hasMessage(
				"Scan 'user' of table 'user', segment 2 of 4, failed at page 2: DynamoDB answered status 418: odd.");
		assertThat(ex.segment()).hasValue(2);
	}

	@Test
	void failedExecutionHasEnded() throws Exception {
		ScanExecution execution = Terminal.template(this.dynamoDb.clientWithoutRetries(), this.executor)
			.scan(User.class)
			.tableName("users")
			.forEach((user) -> {
			});
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> execution.completion().join())
			.withCauseInstanceOf(DynamoStreamException.class);
		assertThat(execution.completion()).isCompletedExceptionally().isNotCancelled();
		assertThat(execution.progress().state()).isEqualTo(State.FAILED);
		assertThat(execution.progress().endedAt()).isNotNull();
		assertThat(execution.progress().pages()).isZero();
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUBLISHER_ONE_AT_A_TIME")
	void failureOfOneSegmentEndsTheRequestsOfTheOthers(Terminal terminal) throws Exception {
		FakeTable table = FakeTable.ofUsers(1000);
		Gate gate = Gate.before(table);
		AtomicInteger started = new AtomicInteger();
		table.onRequest((request) -> {
			if (started.incrementAndGet() == 4) {
				throw DynamoDbException.builder().message("odd").statusCode(418).build();
			}
			gate.pass(request);
		});
		DynamoStreamException ex = failure(terminal, table, (spec) -> spec.segments(8).maxConcurrency(4));
		assertThat(ex).hasMessageEndingWith("DynamoDB answered status 418: odd.");
		assertThat(table.requests()).hasSize(4);
		assertThat(table.requestsInFlight()).isZero();
	}

	private void validationFails(String message) {
		this.dynamoDb.fault((request) -> true, StandInFault.validation(message));
	}

	private static SdkClientException clientException(String message, Exception cause) {
		return SdkClientException.create(message, cause);
	}

	private static URI closedEndpoint() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
	}

	private DynamoStreamException failure(RuntimeException thrown) throws InterruptedException {
		FakeTable table = FakeTable.ofUsers(1).onRequest((request) -> {
			throw thrown;
		});
		return failure(Terminal.STREAM, table, (spec) -> spec);
	}

	private DynamoStreamException failure(UnaryOperator<ScanSpec<User>> steps) throws InterruptedException {
		return failure(Terminal.STREAM, steps);
	}

	private DynamoStreamException failure(Terminal terminal, UnaryOperator<ScanSpec<User>> steps)
			throws InterruptedException {
		DynamoStreamException failure = failure(terminal, this.dynamoDb.clientWithoutRetries(), steps);
		assertThat(this.dynamoDb.requestCount()).isEqualTo(1);
		return failure;
	}

	/**
	 * Return how a scan fails, once nothing of it runs.
	 */
	private DynamoStreamException failure(Terminal terminal, DynamoDbClient client, UnaryOperator<ScanSpec<User>> steps)
			throws InterruptedException {
		ScanSpec<User> spec = steps.apply(Terminal.template(client, this.executor).scan(User.class));
		DynamoStreamException failure = assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> terminal.read(spec))
			.actual();
		this.executor.awaitIdle();
		this.dynamoDb.awaitInFlight(0);
		return failure;
	}

	/**
	 * A client that is not one of the SDK and knows nothing of its configuration.
	 */
	private static final class ForeignClient implements DynamoDbClient {

		@Override
		public ScanResponse scan(ScanRequest request) {
			throw clientException("Received an UnknownHostException", new UnknownHostException("nowhere"));
		}

		@Override
		public String serviceName() {
			return SERVICE_NAME;
		}

		@Override
		public void close() {
		}

	}

}

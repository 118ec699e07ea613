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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.metrics.ScanMetrics;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInFault;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Nothing of an item but the key of one that fails, no value of an expression and no
 * credential gets into logs, messages, progress and meters, whatever goes wrong.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class NoContentTests {

	private static final String FILTER = "tenantId <> :tenant";

	private static final String SECRET = "s3cr3t";

	private final StandInDynamoDb dynamoDb = StandInDynamoDb.start(table(190));

	private final DynamoDbClient client = this.dynamoDb.client((builder) -> builder.credentialsProvider(
			StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA" + SECRET, SECRET + "-key"))));

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final DynamoStreamTemplate template = Terminal
		.builder(this.client, new SimpleAsyncTaskExecutor("dynamo-stream-"))
		.listener(new ScanMetrics(this.meters))
		.build();

	@AfterEach
	void close() {
		this.dynamoDb.close();
	}

	/**
	 * Create a table of users of whom only so many have an age that is a number.
	 */
	private static StandInTable table(int healthy) {
		List<Map<String, AttributeValue>> users = new ArrayList<>();
		IntStream.range(0, 200).forEach((number) -> {
			Map<String, AttributeValue> user = new LinkedHashMap<>(FakeTable.user(number));
			user.put("tenantId", AttributeValue.fromS(SECRET + "-tenant"));
			user.put("age", (number < healthy) ? user.get("age") : AttributeValue.fromS(SECRET + "-age"));
			users.add(user);
		});
		return StandInTable.of("user", users).withFilter(FILTER, (item) -> true);
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsToldAfterFaultsAndAnItemThatCannotBeMapped(Terminal terminal, CapturedOutput output) {
		this.dynamoDb.fault(1, StandInFault.internalServerError());
		this.dynamoDb.fault(3, StandInFault.Transport.BODY_TRUNCATED);
		this.dynamoDb.fault(4, StandInFault.Transport.CHECKSUM_WRONG);
		assertThatException()
			.isThrownBy(() -> terminal.read(this.template.scan(User.class)
				.filterExpression(FILTER)
				.expressionValue(":tenant", SECRET + "-value")
				.pageSize(20)))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("has an item").doesNotContain(SECRET));
		assertNothingIsTold(output);
		assertThat(lastError()).doesNotContain("user-");
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsToldAfterARequestThatFails(Terminal terminal, CapturedOutput output) {
		this.dynamoDb.put(table(200));
		this.dynamoDb.fault((request) -> request.number() > 2, StandInFault.accessDenied("user"));
		assertThatException()
			.isThrownBy(() -> terminal.read(this.template.scan(User.class)
				.filterExpression(FILTER)
				.expressionValue(":tenant", SECRET + "-value")
				.pageSize(20)))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("dynamodb:Scan").doesNotContain(SECRET, "user-"));
		assertNothingIsTold(output);
		assertThat(lastError()).doesNotContain("user-");
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsToldOfItemsThatAreSkipped(Terminal terminal, CapturedOutput output) {
		List<String> told = new CopyOnWriteArrayList<>();
		terminal
			.read(this.template.scan(User.class).pageSize(20).skipFailedItems((failed) -> told.add(failed.toString())));
		assertThat(told).hasSize(10).allMatch((text) -> !text.contains(SECRET) && !text.contains("user-"));
		assertThatException()
			.isThrownBy(() -> terminal.read(this.template.scan(User.class).skipFailedItems().maxFailedItems(3)))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("'maxFailedItems' is 3")
				.doesNotContain(SECRET, "user-"));
		assertThat(output.getAll()).contains("skipped an item", "10 items failed").doesNotContain(SECRET, "user-");
		assertThat(lastError()).doesNotContain(SECRET, "user-");
	}

	private void assertNothingIsTold(CapturedOutput output) {
		assertThat(output.getAll()).contains("ended (FAILED)").doesNotContain(SECRET);
		assertThat(this.template.executions().findAll()).hasSize(1)
			.allSatisfy((execution) -> assertThat(execution.progress().toString()).doesNotContain(SECRET));
		assertThat(this.meters.getMetersAsString()).contains("dynamo.stream").doesNotContain(SECRET, "user-");
	}

	private String lastError() {
		return this.template.executions().findAll().get(0).progress().lastError().message();
	}

}

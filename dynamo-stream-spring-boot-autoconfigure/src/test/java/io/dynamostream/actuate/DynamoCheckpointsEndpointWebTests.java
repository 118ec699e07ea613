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

package io.dynamostream.actuate;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.WebApplicationContext;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.DynamoStreamOperations;
import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanExecution;
import io.dynamostream.actuate.HttpApi.Answer;
import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpoint.AtKey;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpointStore.Owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the {@link DynamoCheckpointsEndpoint} on Spring MVC and Spring WebFlux.
 */
@Timeout(120)
@ParameterizedClass
@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
class DynamoCheckpointsEndpointWebTests {

	private static final String PATH = "/actuator/dynamocheckpoints";

	@TempDir
	private static Path parent;

	private static ConfigurableApplicationContext context;

	private static Path directory;

	@Parameter
	private WebApplicationType type;

	private final ScanCheckpointStore store = context.getBean(ScanCheckpointStore.class);

	private final HttpApi api = HttpApi.onPort(context.getEnvironment().getProperty("local.server.port"));

	@BeforeParameterizedClassInvocation
	static void start(WebApplicationType type) {
		directory = parent.resolve(type.name());
		context = EndpointApplication.run(type, EndpointApplication.class,
				"management.endpoint.dynamocheckpoints.access=unrestricted",
				"management.endpoint.dynamocheckpoints.show-values=always", "dynamo.stream.checkpoint.interval=0",
				"dynamo.stream.checkpoint.directory=" + directory, EndpointApplication.WITHOUT_SECURITY);
	}

	@AfterParameterizedClassInvocation
	static void close() {
		context.getBean(DynamoStreamTemplate.class).executions().findAll().forEach(ScanExecution::cancel);
		context.getBean(EndlessTable.class).close();
		context.close();
	}

	@AfterEach
	void clear() {
		this.store.findAll().forEach((entry) -> this.store.delete(entry.name()));
	}

	private void save(String name) {
		try (Lease lease = this.store.open(name, Owner.thisProcess(Instant.EPOCH))) {
			lease.save(new ScanCheckpoint(name, Map.of("segments", "2"),
					Map.of(0, new AtKey(Map.of("id", AttributeValue.fromS("user-1")))), 1, 0, false, Instant.EPOCH));
		}
	}

	@Test
	void runsOnTheServerUnderTest() {
		assertThat(context).isInstanceOf((this.type == WebApplicationType.SERVLET) ? WebApplicationContext.class
				: ReactiveWebApplicationContext.class);
	}

	@Test
	void listsCheckpointsByName() {
		assertThat(this.api.get(PATH).<List<?>>json("$.checkpoints")).isEmpty();
		save("b");
		save("a");
		Answer answer = this.api.get(PATH);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.<String>json("$.access")).isEqualTo("UNRESTRICTED");
		assertThat(answer.<List<String>>json("$.checkpoints[*].name")).containsExactly("a", "b");
	}

	@Test
	void showsWhatScansHaveSavedAndDoesNotDeleteItWhileTheyRun() {
		ScanExecution execution = context.getBean(EndlessTable.class)
			.resumableScan(context.getBean(DynamoStreamOperations.class), "nightly");
		String path = PATH + "/nightly";
		await().until(() -> this.api.get(path).status() == 200);
		Answer answer = this.api.get(path);
		assertThat(answer.<Map<String, Object>>json("$.checkpoint")).containsEntry("name", "nightly")
			.containsEntry("items", 1)
			.containsEntry("failedItems", 0)
			.containsEntry("finished", false)
			.containsEntry("segments", Map.of("total", 4, "started", 1, "done", 0))
			.containsEntry("fingerprint", Map.of("table", "id-of-table", "segments", "4", "filter", "age > :min"))
			.doesNotContainKey("error");
		assertThat(answer.<String>json("$.checkpoint.savedAt")).endsWith("Z");
		assertThat(answer.<String>json("$.checkpoint.openedBy")).startsWith("process " + ProcessHandle.current().pid());
		assertThat(answer.<String>json("$.positions[0].position.id")).startsWith("user-");
		assertProblem(this.api.delete(path), 409, "Conflict",
				"Cancel that scan or close its stream, and then delete the checkpoint.");
		execution.cancel();
		context.getBean(EndlessTable.class).consume("nightly");
		await().until(() -> execution.progress().state().hasEnded());
		assertThat(this.api.get(path).<Map<String, Object>>json("$.checkpoint")).doesNotContainKey("openedBy");
		assertThat(this.api.delete(path).status()).isEqualTo(204);
		assertProblem(this.api.get(path), 404, "Not Found", "There is no checkpoint 'nightly'.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "täglich", "日次", "a.b", "a~b", "a+b", "a,b" })
	void takesNamesInPaths(String name) {
		save(name);
		String path = PATH + "/" + encode(name);
		assertThat(this.api.get(path).<String>json("$.checkpoint.name")).isEqualTo(name);
		assertThat(this.api.delete(path).status()).isEqualTo(204);
		assertThat(this.store.findAll()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "../up", "..", ".", "/etc/passwd", "a\\b", "%", "%2F", "a;b=c", "a?b", "a#b",
			"a&b=c", "nul\0", "😀" })
	void takesAnyNameAsParameter(String name) {
		save(name);
		save("other");
		String path = PATH + "?name=" + encode(name);
		assertThat(this.api.get(path).<String>json("$.checkpoint.name")).isEqualTo(name);
		assertThat(this.api.get(path).<List<?>>json("$.positions")).hasSize(1);
		assertThat(this.api.delete(path).status()).isEqualTo(204);
		assertThat(this.store.findAll()).extracting("name").containsExactly("other");
	}

	@ParameterizedTest
	@ValueSource(strings = { "..%2Fother", "%2E%2E%2Fother", "..%5Cother", "..%252Fother", "%2e%2e" })
	void neverLeavesTheDirectory(String name) throws IOException {
		save("inside");
		Path outside = Files.copy(directory.resolve("inside.checkpoint"), parent.resolve("other.checkpoint"));
		assertThat(this.api.delete(PATH + "/" + name).status()).isBetween(400, 405);
		assertThat(this.api.delete(PATH + "?name=" + name).status()).isEqualTo(404);
		assertThat(outside).exists();
		assertThat(this.store.findAll()).hasSize(1);
		Files.delete(outside);
	}

	@Test
	void showsDamagedOnesBesideTheOthersAndDeletesThem() throws IOException {
		save("a");
		save("b");
		Files.writeString(directory.resolve("a.checkpoint"), "{");
		Answer answer = this.api.get(PATH);
		assertThat(answer.<List<String>>json("$.checkpoints[*].name")).containsExactly("a", "b");
		assertThat(answer.<Map<String, Object>>json("$.checkpoints[0]")).containsOnlyKeys("name", "error");
		assertThat(this.api.get(PATH + "/a").<String>json("$.checkpoint.error")).contains("it is damaged");
		assertThat(this.api.delete(PATH + "/a").status()).isEqualTo(204);
		assertThat(this.store.findAll()).hasSize(1);
	}

	@Test
	void refusesBadInput() {
		save("a");
		assertProblem(this.api.delete(PATH), 400, "Bad Request", "Which checkpoint is to be deleted?");
		assertProblem(this.api.delete(PATH + "?name="), 400, "Bad Request", "'name' must not be blank");
		assertProblem(this.api.get(PATH + "/" + "n".repeat(201)), 400, "Bad Request", "is too long for a ");
		assertProblem(this.api.delete(PATH + "/b"), 404, "Not Found", "There is no checkpoint 'b'.");
		assertProblem(this.api.delete(PATH + "?name=b"), 404, "Not Found", "There is no checkpoint 'b'.");
		assertThat(this.store.findAll()).hasSize(1);
	}

	@Test
	void saysThatTheStoreCannotBeUsed() throws IOException {
		save("a");
		Path file = directory.resolve("a.checkpoint");
		Files.delete(file);
		Files.createDirectory(file);
		Files.writeString(file.resolve("content"), "");
		try {
			assertProblem(this.api.delete(PATH + "/a"), 503, "Service Unavailable", "cannot be deleted");
		}
		finally {
			Files.delete(file.resolve("content"));
		}
	}

	private static String encode(String name) {
		return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static void assertProblem(Answer answer, int status, String title, String detail) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.<Map<String, Object>>json("$")).containsOnlyKeys("status", "title", "detail")
			.containsEntry("status", status)
			.containsEntry("title", title);
		assertThat(answer.<String>json("$.detail")).contains(detail);
	}

}

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

import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.WebApplicationContext;

import io.dynamostream.DynamoStreamOperations;
import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanExecution;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.User;
import io.dynamostream.actuate.HttpApi.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the {@link DynamoScansEndpoint} on Spring MVC and Spring WebFlux.
 */
@Timeout(120)
@ParameterizedClass
@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
class DynamoScansEndpointWebTests {

	private static ConfigurableApplicationContext context;

	@Parameter
	private WebApplicationType type;

	private final EndlessTable table = context.getBean(EndlessTable.class);

	private final HttpApi api = HttpApi.onPort(context.getEnvironment().getProperty("local.server.port"));

	@BeforeParameterizedClassInvocation
	static void start(WebApplicationType type) {
		context = EndpointApplication.run(type, EndpointApplication.class,
				"management.endpoint.dynamoscans.access=unrestricted",
				"management.endpoint.dynamoscans.show-values=always", EndpointApplication.WITHOUT_SECURITY);
	}

	@AfterParameterizedClassInvocation
	static void close() {
		context.getBean(DynamoStreamTemplate.class).executions().findAll().forEach(ScanExecution::cancel);
		context.getBean(EndlessTable.class).close();
		context.close();
	}

	private ScanExecution scan(String name) {
		ScanExecution execution = this.table.scan(context.getBean(DynamoStreamOperations.class), name);
		await().until(() -> execution.progress().pages() > 0);
		return execution;
	}

	private static String path(ScanExecution execution) {
		return "/actuator/dynamoscans/" + execution.id();
	}

	@Test
	void runsOnTheServerUnderTest() {
		assertThat(context).isInstanceOf((this.type == WebApplicationType.SERVLET) ? WebApplicationContext.class
				: ReactiveWebApplicationContext.class);
	}

	@Test
	void listsScansNewestFirst() {
		ScanExecution first = scan("lists");
		ScanExecution second = scan("lists");
		Answer answer = this.api.get("/actuator/dynamoscans?name=lists&state=running&table=user");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.<String>json("$.access")).isEqualTo("UNRESTRICTED");
		assertThat(answer.<List<String>>json("$.scans[*].id")).containsExactly(second.id(), first.id());
		assertThat(this.api.get("/actuator/dynamoscans?table=other").<List<?>>json("$.scans")).isEmpty();
		assertThat(this.api.get("/actuator/dynamoscans?state=FAILED&name=lists").<List<?>>json("$.scans")).isEmpty();
	}

	@Test
	void writesScansAsDocumented() {
		ScanExecution execution = scan("writes");
		Map<String, Object> scan = this.api.get(path(execution)).json("$.scan");
		assertThat(scan).containsEntry("id", execution.id())
			.containsEntry("name", "writes")
			.containsEntry("table", "user")
			.containsEntry("itemType", "io.dynamostream.User")
			.containsEntry("mode", "CALLBACK")
			.containsEntry("state", "RUNNING")
			.containsEntry("startedAt", execution.progress().startedAt().toString())
			.doesNotContainKeys("index", "endedAt")
			.containsKeys("pages", "items", "scannedItems", "failedItems", "unacknowledgedItems", "consumedCapacity");
		assertThat(scan).extractingByKey("segments", InstanceOfAssertFactories.map(String.class, Object.class))
			.containsOnlyKeys("total", "pending", "reading", "done")
			.containsEntry("total", 4);
		assertThat(scan).extractingByKey("requests", InstanceOfAssertFactories.map(String.class, Object.class))
			.containsOnlyKeys("maxConcurrency", "inFlight", "bufferedPages", "retries", "throttles");
		assertThat(scan).extractingByKey("rates", InstanceOfAssertFactories.map(String.class, Object.class))
			.containsOnlyKeys("itemsPerSecond", "capacityPerSecond", "meanItemsPerSecond", "meanCapacityPerSecond");
	}

	@Test
	void writesDetailsAsDocumented() {
		Answer answer = this.api.get(path(scan("details")));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.<String>json("$.access")).isEqualTo("UNRESTRICTED");
		assertThat(answer.<String>json("$.segments[0].position.id")).startsWith("user-");
		assertThat(answer.<Map<String, Object>>json("$.segments[0]")).containsOnlyKeys("number", "done", "pages",
				"items", "scannedItems", "consumedCapacity", "position");
		assertThat(answer.<Map<String, Object>>json("$.samples[0]")).containsOnlyKeys("time", "items", "scannedItems",
				"consumedCapacity");
		assertThat(answer.<String>json("$.samples[0].time")).endsWith("Z");
		assertThat(answer.<String>json("$.options.filterExpression")).startsWith("#age > :min");
		assertThat(answer.<Integer>json("$.options.segments")).isEqualTo(4);
		assertThat(answer.<String>json("$.expressionNames['#age']")).isEqualTo("age");
		assertThat(answer.<Map<String, Object>>json("$.expressionValues")).containsOnly(entry(":min", 18),
				entry(":none", null));
	}

	@Test
	void pausesAndResumes() {
		ScanExecution execution = scan("pauses");
		Answer paused = this.api.post(path(execution), "{\"action\": \"pause\"}");
		assertThat(paused.status()).isEqualTo(200);
		assertThat(paused.<String>json("$.state")).isEqualTo("PAUSED");
		assertThat(execution.progress().state()).isEqualTo(State.PAUSED);
		Answer resumed = this.api.post(path(execution), "{\"action\": \"resume\"}");
		assertThat(resumed.<String>json("$.state")).isEqualTo("RUNNING");
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
	}

	@Test
	void changesConcurrency() {
		ScanExecution execution = scan("concurrency");
		Answer answer = this.api.post(path(execution), "{\"maxConcurrency\": 3}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.<Integer>json("$.requests.maxConcurrency")).isEqualTo(3);
		assertThat(execution.progress().requests().maxConcurrency()).isEqualTo(3);
	}

	@Test
	void changesLimits() {
		ScanExecution execution = scan("limits");
		Answer answer = this.api.post(path(execution), "{\"readCapacity\": 200.5}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.<Double>json("$.requests.readCapacity")).isEqualTo(200.5);
		assertThat(this.api.post(path(execution), "{\"itemsPerSecond\": 500}").status()).isEqualTo(200);
		assertThat(execution.details().options()).containsEntry("readCapacity", 200.5)
			.containsEntry("itemsPerSecond", 500.0);
	}

	@Test
	void liftsLimits() {
		ScanExecution execution = scan("lifts");
		execution.readCapacity(200);
		execution.itemsPerSecond(500);
		Answer answer = this.api.post(path(execution), "{\"readCapacity\": \"none\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.<Map<String, Object>>json("$.requests")).doesNotContainKey("readCapacity");
		assertThat(this.api.post(path(execution), "{\"itemsPerSecond\": \"none\"}").status()).isEqualTo(200);
		assertThat(this.api.get(path(execution)).<Map<String, Object>>json("$.options"))
			.containsEntry("readCapacity", "none")
			.containsEntry("itemsPerSecond", "none");
	}

	@Test
	void refusesAShareOfUnknownCapacity() {
		ScanExecution execution = scan("share");
		assertProblem(this.api.post(path(execution), "{\"readCapacity\": \"25%\"}"), 409, "Conflict",
				"cannot be limited to 25% of the read capacity");
		assertThat(execution.details().options()).doesNotContainKey("readCapacity");
	}

	@Test
	void cancelsAndThenRefusesWhatIsTooLate() {
		ScanExecution execution = scan("cancels");
		assertThat(this.api.delete(path(execution)).status()).isEqualTo(204);
		this.table.consume("cancels");
		await().until(() -> execution.progress().state().hasEnded());
		assertThat(this.api.get(path(execution)).<String>json("$.scan.state")).isEqualTo("CANCELLED");
		assertThat(this.api.delete(path(execution)).status()).isEqualTo(204);
		Answer refused = this.api.post(path(execution), "{\"action\": \"pause\"}");
		assertProblem(refused, 409, "Conflict", "cannot be paused");
		assertProblem(this.api.post(path(execution), "{\"maxConcurrency\": 3}"), 409, "Conflict", "has ended");
	}

	@Test
	void doesNotCancelWhatHasEndedOtherwise() {
		context.getBean(DynamoStreamTemplate.class).scan(User.class).named("complete").limit(1).stream().toList();
		String id = this.api.get("/actuator/dynamoscans?name=complete").json("$.scans[0].id");
		Answer refused = this.api.delete("/actuator/dynamoscans/" + id);
		assertProblem(refused, 409, "Conflict", "cannot be cancelled, because it has ended (COMPLETED)");
	}

	@Test
	void hasNothingForUnknownIds() {
		String path = "/actuator/dynamoscans/no-such-scan";
		assertProblem(this.api.get(path), 404, "Not Found", "'no-such-scan'");
		assertProblem(this.api.post(path, "{\"action\": \"pause\"}"), 404, "Not Found", "'no-such-scan'");
		assertProblem(this.api.delete(path), 404, "Not Found", "'no-such-scan'");
	}

	@Test
	void refusesBadInput() {
		ScanExecution execution = scan("refuses");
		assertBad(this.api.get("/actuator/dynamoscans?state=walking"), "Unknown state 'walking'. Use one of PENDING");
		assertBad(this.api.post(path(execution), "{}"), "None of 'action', 'maxConcurrency'");
		assertBad(this.api.post(path(execution), ""), "None of 'action', 'maxConcurrency'");
		assertBad(this.api.post(path(execution), "{\"action\": \"pause\", \"maxConcurrency\": 2}"),
				"More than one of 'action'");
		assertBad(this.api.post(path(execution), "{\"action\": \"stop\"}"), "Unknown action 'stop'. Use 'pause'");
		assertBad(this.api.post(path(execution), "{\"maxConcurrency\": 0}"), "must be 1 or more, but is 0");
		assertBad(this.api.post(path(execution), "{\"maxConcurrency\": 1.5}"), "whole number of requests");
		assertBad(this.api.post(path(execution), "{\"maxConcurrency\": 3000000000}"), "whole number of requests");
		assertBad(this.api.post(path(execution), "{\"readCapacity\": \"much\"}"),
				"'readCapacity' must be units per second");
		assertBad(this.api.post(path(execution), "{\"readCapacity\": 0}"), "must be between 0.01 and 1000000");
		assertBad(this.api.post(path(execution), "{\"readCapacity\": \"0%\"}"), "must be between 1% and 100%");
		assertBad(this.api.post(path(execution), "{\"itemsPerSecond\": -1}"), "must be between 0.01 and 1000000");
		assertBad(this.api.post(path(execution), "{\"itemsPerSecond\": \"few\"}"),
				"must be a number of items, such as 500, or none, but is 'few'");
		assertThat(this.api.post(path(execution), "{\"action\": ").status()).isEqualTo(400);
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
	}

	private static void assertBad(Answer answer, String detail) {
		assertProblem(answer, 400, "Bad Request", detail);
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

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

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import io.dynamostream.DynamoStreamException;
import io.dynamostream.DynamoStreamOperations;
import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ItemTypeResolver;
import io.dynamostream.ScanEvent;
import io.dynamostream.ScanExecution;
import io.dynamostream.ScanExecutions;
import io.dynamostream.ScanListener;
import io.dynamostream.User;
import io.dynamostream.budget.BucketScanBudgets;
import io.dynamostream.budget.ScanBudgets;
import io.dynamostream.deadletter.DeadLetterFile;
import io.dynamostream.standin.CannedHttpClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link DynamoStreamAutoConfiguration}.
 */
@Timeout(60)
class DynamoStreamAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoStreamEmbeddedAutoConfiguration.class,
				DynamoStreamConnectionAutoConfiguration.class, DynamoStreamClientAutoConfiguration.class,
				DynamoStreamAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withPropertyValues("dynamo.stream.client.region=eu-central-1");

	@Test
	void providesTemplateOverOwnClient() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(DynamoStreamTemplate.class)
			.hasSingleBean(DynamoDbClient.class)
			.hasSingleBean(ItemTypeResolver.class));
	}

	@Test
	void startsNeitherServerNorDetailsBeans() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.run((context) -> assertThat(context).doesNotHaveBean("embeddedDynamoDb")
				.doesNotHaveBean(DynamoStreamConnectionDetails.class));
	}

	@Test
	void backsOffWhenUserDefinesOperations() {
		this.contextRunner.withUserConfiguration(OperationsConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(DynamoStreamOperations.class)
				.doesNotHaveBean(DynamoStreamTemplate.class));
	}

	@Test
	void backsOffWhenUserDefinesItemTypeResolver() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class, ItemTypesConfiguration.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(ItemTypeResolver.class);
				context.getBean(DynamoStreamTemplate.class).scan(User.class).stream().toList();
				assertThat(requestsOf(context.getBean(DynamoDbClient.class))).extracting(ScanRequest::tableName)
					.containsExactly("from-user-user");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "off", "no", "0" })
	void propertySwitchesEverythingOff(String value) {
		this.contextRunner
			.withPropertyValues("dynamo.stream.enabled=" + value, "dynamo.stream.embedded.enabled=true",
					"dynamo.stream.page-size=0")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DynamoStreamOperations.class)
				.doesNotHaveBean(DynamoDbClient.class)
				.doesNotHaveBean(ItemTypeResolver.class)
				.doesNotHaveBean(DynamoStreamConnectionDetails.class)
				.doesNotHaveBean("dynamoStreamTaskExecutor")
				.doesNotHaveBean(DynamoStreamProperties.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "on", "yes", "1" })
	void propertyLeavesEverythingOn(String value) {
		this.contextRunner.withPropertyValues("dynamo.stream.enabled=" + value)
			.run((context) -> assertThat(context).hasSingleBean(DynamoStreamTemplate.class)
				.hasSingleBean(DynamoDbClient.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { DynamoDbClient.class, DynamoDbEnhancedClient.class })
	void isOffWithoutSdk(Class<?> missing) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DynamoStreamOperations.class)
				.doesNotHaveBean("dynamoDbClient"));
	}

	@Test
	void worksWithoutSpringCloudAws() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.withClassLoader(new FilteredClassLoader("io.awspring.cloud"))
			.run((context) -> {
				assertThat(context).hasSingleBean(DynamoStreamTemplate.class)
					.doesNotHaveBean("springCloudAwsItemTypes");
				assertThat(context.getBean(ItemTypeResolver.class).tableName(User.class)).isEqualTo("user");
			});
	}

	@Test
	void appliesOptionsOfAllScans() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.withPropertyValues("dynamo.stream.page-size=7", "dynamo.stream.segments=3",
					"dynamo.stream.consistent-read=true", "dynamo.stream.table-prefix=test-")
			.run((context) -> {
				context.getBean(DynamoStreamTemplate.class).scan(User.class).stream().toList();
				context.getBean(DynamoStreamTemplate.class).parallelScan(User.class).stream().toList();
				List<ScanRequest> requests = requestsOf(context.getBean(DynamoDbClient.class));
				assertThat(requests).hasSize(4)
					.extracting(ScanRequest::tableName, ScanRequest::limit, ScanRequest::consistentRead)
					.containsOnly(tuple("test-user", 7, true));
				assertThat(requests.subList(1, 4)).extracting(ScanRequest::totalSegments).containsOnly(3);
			});
	}

	/**
	 * The streams are not read.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "dynamo.stream.max-concurrency=80", "dynamo.stream.scans.nightly.max-concurrency=80" })
	void poolOfItsClientHasTheConnectionsThatScansAskFor(String property) {
		this.contextRunner
			.withPropertyValues(property, "dynamo.stream.scans.weekly.max-concurrency=60",
					"dynamo.stream.scans.weekly.segments=5000")
			.run((context) -> {
				DynamoStreamTemplate template = context.getBean(DynamoStreamTemplate.class);
				template.scan(User.class).named("nightly").stream().close();
				template.scan(User.class).named("weekly").stream().close();
				template.scan(User.class).maxConcurrency(80).stream().close();
				assertThatIllegalArgumentException()
					.isThrownBy(() -> template.scan(User.class).maxConcurrency(81).stream())
					.withMessageContaining("has only 80 connections");
			});
	}

	@Test
	void poolOfItsClientKeepsItsSizeIfScansAskForLess() {
		this.contextRunner
			.withPropertyValues("dynamo.stream.scans.nightly.max-concurrency=10", "dynamo.stream.segments=5000")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(
						() -> context.getBean(DynamoStreamTemplate.class).scan(User.class).maxConcurrency(51).stream())
				.withMessageContaining("has only 50 connections"));
	}

	@Test
	void poolHasTheSizeThatIsSet() {
		this.contextRunner
			.withPropertyValues("dynamo.stream.client.max-connections=70",
					"dynamo.stream.scans.nightly.max-concurrency=80")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(
						() -> context.getBean(DynamoStreamTemplate.class).scan(User.class).named("nightly").stream())
				.withMessageContaining("'maxConcurrency' is 80, but the HTTP client of the DynamoDbClient has only 70")
				.withMessageContaining("'dynamo.stream.client.max-connections'")
				.withMessageEndingWith("It is set by 'dynamo.stream.scans.nightly.max-concurrency'."));
	}

	@Test
	void poolOfTheClientOfTheApplicationIsCheckedAndNotChanged() {
		this.contextRunner
			.withBean(DynamoDbClient.class,
					() -> DynamoDbClient.builder()
						.region(Region.EU_CENTRAL_1)
						.httpClientBuilder(Apache5HttpClient.builder().maxConnections(8))
						.build())
			.withPropertyValues("dynamo.stream.scans.nightly.max-concurrency=80")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(
						() -> context.getBean(DynamoStreamTemplate.class).scan(User.class).named("nightly").stream())
				.withMessageContaining("'maxConcurrency' is 80, but the HTTP client of the DynamoDbClient has only 8")
				.withMessageContaining("Use at most 8, or give the HTTP client more connections"));
	}

	@Test
	void choosesSegmentsByTheSizeOfTheTable() {
		DynamoDbClient client = EmptyTable.client();
		given(client.describeTable(any(DescribeTableRequest.class)))
			.willReturn(DescribeTableResponse.builder().table((table) -> table.itemCount(70_000L)).build());
		this.contextRunner.withBean(DynamoDbClient.class, () -> client)
			.withPropertyValues("dynamo.stream.segments=AUTO", "dynamo.stream.scans.nightly.segments=auto",
					"dynamo.stream.scans.weekly.segments=2")
			.run((context) -> {
				DynamoStreamTemplate template = context.getBean(DynamoStreamTemplate.class);
				template.parallelScan(User.class).stream().toList();
				template.scan(User.class).named("nightly").stream().toList();
				template.parallelScan(User.class).named("weekly").stream().toList();
				template.scan(User.class).stream().toList();
				assertThat(requestsOf(client)).extracting(ScanRequest::totalSegments)
					.containsExactly(3, 3, 3, 3, 3, 3, 2, 2, null);
				assertThat(optionsOf(template, "nightly")).containsEntry("segments", "auto");
				assertThat(optionsOf(template, "weekly")).containsEntry("segments", 2);
			});
	}

	@Test
	void appliesOptionsOfNamedScansToThoseOnly() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.withPropertyValues("dynamo.stream.page-size=7", "dynamo.stream.scans.nightly.page-size=9",
					"dynamo.stream.scans.nightly.table-name=archive", "dynamo.stream.scans.nightly.index-name=by-age",
					"dynamo.stream.scans.nightly.filter-expression=age > :min and #t = :tenant",
					"dynamo.stream.scans.nightly.expression-names.t=tenantId",
					"dynamo.stream.scans.nightly.expression-values.min.N=18",
					"dynamo.stream.scans.nightly.expression-values.tenant=acme")
			.run((context) -> {
				DynamoStreamTemplate template = context.getBean(DynamoStreamTemplate.class);
				template.scan(User.class).named("nightly").stream().toList();
				template.scan(User.class).named("weekly").stream().toList();
				List<ScanRequest> requests = requestsOf(context.getBean(DynamoDbClient.class));
				assertThat(requests).extracting(ScanRequest::tableName, ScanRequest::indexName, ScanRequest::limit)
					.containsExactly(tuple("archive", "by-age", 9), tuple("user", null, 7));
				assertThat(requests.get(0).expressionAttributeNames()).containsEntry("#t", "tenantId");
				assertThat(requests.get(0).expressionAttributeValues().get(":min").n()).isEqualTo("18");
				assertThat(requests.get(0).expressionAttributeValues().get(":tenant").s()).isEqualTo("acme");
			});
	}

	@Test
	void appliesLimitsAndBudgetsOfTheApplication() {
		List<String> opened = new CopyOnWriteArrayList<>();
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.withBean(ScanBudgets.class, () -> (name, perSecond) -> {
				opened.add(name);
				return new BucketScanBudgets().open(name, perSecond);
			})
			.withPropertyValues("dynamo.stream.read-capacity=200.5", "dynamo.stream.scans.nightly.read-capacity=25%",
					"dynamo.stream.scans.nightly.items-per-second=1000")
			.run((context) -> {
				DynamoStreamTemplate template = context.getBean(DynamoStreamTemplate.class);
				template.scan(User.class).named("weekly").stream().toList();
				assertThat(opened).containsExactly("weekly/read-capacity");
				assertThat(optionsOf(template, "weekly")).containsEntry("readCapacity", 200.5)
					.doesNotContainKey("itemsPerSecond");
				assertThatException().isThrownBy(() -> template.scan(User.class).named("nightly").stream().toList())
					.withMessageContaining("cannot be limited to 25% of the read capacity")
					.withMessageContaining("'dynamo.stream.scans.nightly.read-capacity'");
				assertThat(optionsOf(template, "nightly")).containsEntry("itemsPerSecond", 1000.0);
			});
	}

	@Test
	void namedScansLiftLimitsOfAllScans() {
		List<String> opened = new CopyOnWriteArrayList<>();
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.withBean(ScanBudgets.class, () -> (name, perSecond) -> {
				opened.add(name);
				return new BucketScanBudgets().open(name, perSecond);
			})
			.withPropertyValues("dynamo.stream.read-capacity=200", "dynamo.stream.items-per-second=5000",
					"dynamo.stream.scans.nightly.read-capacity=none",
					"dynamo.stream.scans.weekly.items-per-second=none")
			.run((context) -> {
				DynamoStreamTemplate template = context.getBean(DynamoStreamTemplate.class);
				template.scan(User.class).named("nightly").stream().toList();
				assertThat(opened).containsExactly("nightly/items");
				template.scan(User.class).named("weekly").stream().toList();
				assertThat(opened).containsExactly("nightly/items", "weekly/read-capacity");
				template.scan(User.class)
					.named("step")
					.unlimitedReadCapacity()
					.unlimitedItemsPerSecond()
					.stream()
					.toList();
				assertThat(opened).hasSize(2);
			});
	}

	private static Map<String, Object> optionsOf(DynamoStreamTemplate template, String name) {
		return template.executions().findByName(name).get(0).details().options();
	}

	@Test
	void sizesConnectionPoolOfOwnClient() {
		this.contextRunner.withPropertyValues("dynamo.stream.client.max-connections=2").run((context) -> {
			DynamoStreamTemplate template = context.getBean(DynamoStreamTemplate.class);
			assertThatIllegalArgumentException()
				.isThrownBy(() -> template.parallelScan(User.class).maxConcurrency(3).stream().toList())
				.withMessageContaining("only 2 connections");
		});
	}

	@Test
	void publishesEventsToListenersOfContext() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class, ListenerConfiguration.class)
			.run((context) -> {
				context.getBean(DynamoStreamTemplate.class).scan(User.class).toListeners().join();
				assertThat(context.getBean(ListenerConfiguration.class).completed).hasSize(1);
			});
	}

	@Test
	void providesExecutionsOfTemplate() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class).run((context) -> {
			context.getBean(DynamoStreamTemplate.class).scan(User.class).named("nightly").stream().toList();
			assertThat(context.getBean(ScanExecutions.class).findByName("nightly")).hasSize(1);
		});
	}

	@Test
	void executionsBackOff() {
		ScanExecutions executions = Mockito.mock(ScanExecutions.class);
		this.contextRunner.withBean(ScanExecutions.class, () -> executions)
			.run((context) -> assertThat(context).getBean(ScanExecutions.class).isSameAs(executions));
		this.contextRunner.withUserConfiguration(OperationsConfiguration.class)
			.run((context) -> assertThat(context).doesNotHaveBean(ScanExecutions.class));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "2, 2", ", 100" })
	void remembersAsManyEndedScansAsConfigured(String historySize, int remembered) {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.withPropertyValues((historySize != null) ? new String[] { "dynamo.stream.history-size=" + historySize }
					: new String[0])
			.run((context) -> {
				DynamoStreamTemplate template = context.getBean(DynamoStreamTemplate.class);
				IntStream.range(0, 101).forEach((number) -> template.scan(User.class).stream().toList());
				assertThat(context.getBean(ScanExecutions.class).findAll()).hasSize(remembered);
			});
	}

	@ParameterizedTest
	@CsvSource({ "sdk, 1", "direct, 2" })
	void decodesAsConfigured(String decoder, int plugins) {
		PluginCounter counter = new PluginCounter();
		this.contextRunner
			.withBean(DynamoDbClient.class,
					() -> new CannedHttpClient().answering("{\"Count\":0,\"Items\":[],\"ScannedCount\":0}")
						.client((client) -> client
							.overrideConfiguration((options) -> options.addExecutionInterceptor(counter))))
			.withPropertyValues("dynamo.stream.decoder=" + decoder)
			.run((context) -> {
				context.getBean(DynamoStreamTemplate.class).scan(User.class).stream().toList();
				assertThat(counter.plugins).isEqualTo(plugins);
			});
	}

	@ParameterizedTest
	@CsvSource({ "1ns, 3", "0, 0", "1d, 0" })
	void publishesProgressAsOftenAsConfigured(String interval, int events) {
		this.contextRunner.withUserConfiguration(ThreeUsersConfiguration.class, ProgressConfiguration.class)
			.withPropertyValues("dynamo.stream.progress.event-interval=" + interval)
			.run((context) -> {
				context.getBean(DynamoStreamTemplate.class).scan(User.class).toListeners().join();
				assertThat(context.getBean(ProgressConfiguration.class).heard).hasSize(events);
			});
	}

	@Test
	void givesScanListenersToTemplateInTheirOrder() {
		List<String> calls = new ArrayList<>();
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.withBean("last", ScanListener.class, () -> new NamedListener("last", 2, calls))
			.withBean("first", ScanListener.class, () -> new NamedListener("first", 1, calls))
			.run((context) -> {
				context.getBean(DynamoStreamTemplate.class).scan(User.class).stream().toList();
				assertThat(calls).containsExactly("first", "last");
			});
	}

	@ParameterizedTest
	@CsvSource({ "2, 1", "50%, 33%", "33.4%, 33.3%" })
	void propertiesLetFailedItemsBeSkippedUpToABudget(String enough, String tooLittle) {
		this.contextRunner.withUserConfiguration(PoisonedUserConfiguration.class)
			.withPropertyValues("dynamo.stream.on-item-failure=skip",
					"dynamo.stream.max-failed-items=" + (enough.endsWith("%") ? "0%" : "0"),
					"dynamo.stream.scans.patient.max-failed-items=" + enough,
					"dynamo.stream.scans.strict.max-failed-items=" + tooLittle,
					"dynamo.stream.scans.exact.on-item-failure=fail")
			.run((context) -> {
				DynamoStreamTemplate template = context.getBean(DynamoStreamTemplate.class);
				String tooMany = "failed items besides";
				assertThat(template.scan(User.class).named("patient").stream()).hasSize(4);
				assertThat(failure(template, "strict")).hasMessageContaining(tooMany);
				assertThat(failure(template, "other")).hasMessageContaining(tooMany)
					.hasMessageContaining("It is set by 'dynamo.stream.max-failed-items'.");
				assertThat(failure(template, "exact")).hasMessageContaining("that does not fit");
			});
	}

	private static DynamoStreamException failure(DynamoStreamTemplate template, String name) {
		return assertThatExceptionOfType(DynamoStreamException.class)
			.isThrownBy(() -> template.scan(User.class).named(name).stream().toList())
			.actual();
	}

	@Test
	void propertyWritesFailedItemsToFile(@TempDir Path directory) {
		Path file = directory.resolve("failed/items.jsonl");
		this.contextRunner.withUserConfiguration(PoisonedUserConfiguration.class)
			.withPropertyValues("dynamo.stream.dead-letter.file=" + file)
			.run((context) -> {
				DynamoStreamTemplate template = context.getBean(DynamoStreamTemplate.class);
				List<ScanEvent.ItemFailed<User>> recorded = new ArrayList<>();
				assertThat(template.scan(User.class).skipFailedItems(recorded::add).stream()).hasSize(4);
				assertThat(recorded).hasSize(2);
				assertThat(file).isEmptyFile();
				assertThat(template.scan(User.class).skipFailedItems().stream()).hasSize(4);
				assertThat(DeadLetterFile.read(file)).extracting((letter) -> letter.key().get("id").s())
					.containsExactly("of-age-old", "of-age-ancient");
				DeadLetterFile deadLetters = context.getBean(DeadLetterFile.class);
				context.close();
				assertThatExceptionOfType(UncheckedIOException.class)
					.isThrownBy(() -> deadLetters.accept(recorded.get(0)));
			});
	}

	@Test
	void writesFailedItemsToFileOfTheApplication(@TempDir Path directory) {
		Path file = directory.resolve("own.jsonl");
		this.contextRunner.withUserConfiguration(PoisonedUserConfiguration.class)
			.withPropertyValues("dynamo.stream.dead-letter.file=" + directory.resolve("none"))
			.withBean(DeadLetterFile.class, () -> new DeadLetterFile(file, Clock.systemUTC()))
			.run((context) -> {
				context.getBean(DynamoStreamTemplate.class).scan(User.class).skipFailedItems().stream().toList();
				assertThat(file).isNotEmptyFile();
				assertThat(directory.resolve("none")).doesNotExist();
			});
	}

	@Test
	void hasNoFileForFailedItemsByDefault() {
		this.contextRunner.withUserConfiguration(PoisonedUserConfiguration.class)
			.run((context) -> assertThat(context).doesNotHaveBean(DeadLetterFile.class));
	}

	@Test
	void propertiesLetCallsBeRepeated() {
		this.contextRunner.withUserConfiguration(ThreeUsersConfiguration.class)
			.withPropertyValues("dynamo.stream.delivery-retry.max-retries=2", "dynamo.stream.delivery-retry.delay=0ms",
					"dynamo.stream.scans.once.delivery-retry.max-retries=1",
					"dynamo.stream.scans.never.delivery-retry.max-retries=0",
					"dynamo.stream.scans.slow.delivery-retry.max-delay=1s")
			.run((context) -> {
				DynamoStreamTemplate template = context.getBean(DynamoStreamTemplate.class);
				assertThat(callsForEachUser(template, "other")).isEqualTo(3);
				assertThat(callsForEachUser(template, "once")).isEqualTo(2);
				assertThat(callsForEachUser(template, "never")).isEqualTo(1);
				assertThat(callsForEachUser(template, "slow")).isEqualTo(3);
			});
	}

	private static int callsForEachUser(DynamoStreamTemplate template, String name) {
		List<String> calls = new ArrayList<>();
		template.scan(User.class).named(name).skipFailedItems().forEach((user) -> {
			calls.add(user.getId());
			throw new IllegalStateException("Refused");
		}).join();
		return calls.size() / 3;
	}

	@Test
	void refusesToChooseOneOfSeveralClients() {
		this.contextRunner.withUserConfiguration(ClientConfiguration.class)
			.withBean("other", DynamoDbClient.class, EmptyTable::client)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(NoUniqueBeanDefinitionException.class));
	}

	private static List<ScanRequest> requestsOf(DynamoDbClient client) {
		return EmptyTable.requests(client);
	}

	/**
	 * Counts the plugins of scan requests.
	 */
	private static final class PluginCounter implements ExecutionInterceptor {

		private int plugins;

		@Override
		public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
			if (context.request() instanceof ScanRequest request) {
				this.plugins = request.overrideConfiguration().orElseThrow().plugins().size();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean
		DynamoDbClient userClient() {
			return EmptyTable.client();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OperationsConfiguration {

		@Bean
		DynamoStreamOperations userOperations() {
			return Mockito.mock(DynamoStreamOperations.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ItemTypesConfiguration {

		@Bean
		ItemTypeResolver userItemTypes() {
			return ItemTypeResolver.annotated("from-user-", "");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		private final List<ScanEvent.Completed<User>> completed = new ArrayList<>();

		@EventListener
		void on(ScanEvent.Item<User> event) {
			throw new IllegalStateException("There are no items");
		}

		@EventListener
		void on(ScanEvent.Completed<User> event) {
			this.completed.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThreeUsersConfiguration {

		@Bean
		DynamoDbClient userClient() {
			DynamoDbClient client = EmptyTable.client();
			List<Map<String, AttributeValue>> users = Stream.of("a", "b", "c")
				.map((id) -> Map.of("id", AttributeValue.fromS(id)))
				.toList();
			given(client.scan(any(ScanRequest.class))).willReturn(ScanResponse.builder().items(users).build());
			return client;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PoisonedUserConfiguration {

		@Bean
		DynamoDbClient userClient() {
			DynamoDbClient client = EmptyTable.client();
			List<Map<String, AttributeValue>> users = Stream.of("1", "2", "old", "3", "ancient", "4")
				.map((age) -> Map.of("id", AttributeValue.fromS("of-age-" + age), "age", AttributeValue.fromS(age)))
				.toList();
			given(client.scan(any(ScanRequest.class))).willReturn(ScanResponse.builder().items(users).build());
			return client;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProgressConfiguration {

		private final List<ScanEvent.Progress<User>> heard = new ArrayList<>();

		@EventListener
		void on(ScanEvent.Item<User> event) {
		}

		@EventListener
		void on(ScanEvent.Progress<User> event) {
			this.heard.add(event);
		}

	}

	/**
	 * A listener that tells when it hears of a scan.
	 */
	record NamedListener(String name, int getOrder, List<String> calls) implements ScanListener, Ordered {

		@Override
		public void started(ScanExecution execution) {
			this.calls.add(this.name);
		}

	}

}

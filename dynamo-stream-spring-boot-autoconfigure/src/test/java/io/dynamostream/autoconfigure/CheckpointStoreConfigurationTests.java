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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpointException;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpointStore.Owner;
import io.dynamostream.checkpoint.ScanCheckpoints.SavedCheckpoint;
import io.dynamostream.checkpoint.dynamodb.DynamoDbScanCheckpointStore;
import io.dynamostream.checkpoint.jdbc.AlteredDataSource;
import io.dynamostream.checkpoint.jdbc.JdbcScanCheckpointStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CheckpointStoreConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CheckpointStoreConfigurationTests {

	private static final Owner OWNER = new Owner("here", 42, Instant.EPOCH);

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DynamoStreamAutoConfiguration.class))
		.withBean(DynamoDbClient.class, EmptyTable::client);

	private ApplicationContextRunner jdbc(String... properties) {
		return this.contextRunner.withPropertyValues("dynamo.stream.checkpoint.store=jdbc")
			.withPropertyValues(Stream.of(properties)
				.map((property) -> "dynamo.stream.checkpoint." + property)
				.toArray(String[]::new));
	}

	@Test
	void keepsCheckpointsInFilesByDefault() {
		this.contextRunner.run((context) -> assertThat(context).getBean(ScanCheckpointStore.class)
			.isInstanceOf(FileScanCheckpointStore.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc", "JDBC" })
	void keepsCheckpointsInDatabaseIfTold(String store) {
		this.contextRunner.withPropertyValues("dynamo.stream.checkpoint.store=" + store)
			.withUserConfiguration(EmbeddedDatabaseConfiguration.class)
			.run((context) -> {
				assertThat(context).getBean(ScanCheckpointStore.class).isInstanceOf(JdbcScanCheckpointStore.class);
				assertKeepsCheckpoints(context);
			});
	}

	private static void assertKeepsCheckpoints(AssertableApplicationContext context) {
		ScanCheckpointStore store = context.getBean(ScanCheckpointStore.class);
		ScanCheckpoint checkpoint = new ScanCheckpoint("nightly", Map.of(), Map.of(), 1, 0, true, Instant.EPOCH);
		try (Lease lease = store.open("nightly", OWNER)) {
			lease.save(checkpoint);
		}
		assertThat(store.findAll()).containsExactly(SavedCheckpoint.of(checkpoint, null));
	}

	@Test
	void createsTableInOtherDatabasesOnlyIfTold() {
		ApplicationContextRunner runner = jdbc().withBean(DataSource.class, this::otherDatabase);
		runner.run((context) -> assertThatExceptionOfType(ScanCheckpointException.class)
			.isThrownBy(() -> context.getBean(ScanCheckpointStore.class).findAll())
			.withMessageContaining("the table is missing"));
		runner.withPropertyValues("dynamo.stream.checkpoint.jdbc.initialize-schema=always")
			.run(CheckpointStoreConfigurationTests::assertKeepsCheckpoints);
	}

	/**
	 * To Spring Boot, H2 is embedded in memory only.
	 */
	private DataSource otherDatabase() {
		return new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:file:" + this.directory.resolve("other"));
	}

	@Test
	void createsNoTableIfToldNotTo() {
		jdbc("jdbc.initialize-schema=never").withUserConfiguration(EmbeddedDatabaseConfiguration.class)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(CheckpointSchemaInitializer.class);
				assertThatExceptionOfType(ScanCheckpointException.class)
					.isThrownBy(() -> context.getBean(ScanCheckpointStore.class).findAll());
			});
	}

	@Test
	void startsOverTableThatExists() {
		DataSource database = otherDatabase();
		for (int i = 0; i < 2; i++) {
			jdbc("jdbc.initialize-schema=always").withBean(DataSource.class, () -> database)
				.run(CheckpointStoreConfigurationTests::assertKeepsCheckpoints);
		}
	}

	@Test
	void createsAndUsesTableOfAnotherName() {
		jdbc("jdbc.table-name=MY_SCANS").withUserConfiguration(EmbeddedDatabaseConfiguration.class).run((context) -> {
			assertKeepsCheckpoints(context);
			assertThat(new JdbcTemplate(context.getBean(DataSource.class))
				.queryForList("SELECT SCAN_NAME FROM MY_SCANS", String.class)).containsExactly("nightly");
		});
	}

	@Test
	void runsAnotherScript() {
		jdbc("jdbc.schema=classpath:io/dynamostream/checkpoint/jdbc/schema-hsqldb.sql")
			.withUserConfiguration(EmbeddedDatabaseConfiguration.class)
			.run(CheckpointStoreConfigurationTests::assertKeepsCheckpoints);
		jdbc("jdbc.schema=classpath:none.sql").withUserConfiguration(EmbeddedDatabaseConfiguration.class)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("none.sql"));
	}

	@Test
	void hasScriptsForItsPlatforms() throws IOException {
		Resource[] scripts = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:io/dynamostream/checkpoint/jdbc/schema-*.sql");
		assertThat(scripts).extracting(Resource::getFilename)
			.containsExactlyInAnyOrderElementsOf(
					CheckpointSchemaInitializer.PLATFORMS.stream().map("schema-%s.sql"::formatted).toList());
		for (Resource script : scripts) {
			assertThat(script.getContentAsString(StandardCharsets.UTF_8))
				.startsWith("CREATE TABLE DYNAMO_STREAM_CHECKPOINT (")
				.contains("PRIMARY KEY (SCAN_NAME)");
		}
	}

	@ParameterizedTest
	@CsvSource({ "Apache Derby, jdbc:derby:memory:a, embedded, derby",
			"Apache Derby, jdbc:derby:memory:a, always, derby", "SQLite, jdbc:sqlite:a, always, sqlite",
			"Other, jdbc:other:a, always, unknown" })
	void saysThatThereIsNoScriptForTheDatabase(String product, String url, String mode, String platform) {
		assertMisconfigured(
				jdbc("jdbc.initialize-schema=" + mode).withBean(DataSource.class, () -> named(product, url)),
				"'dynamo.stream.checkpoint.store' is jdbc, but there is no script that creates the table for the platform "
						+ "'%s', only for db2, h2, hsqldb, mysql, oracle, postgresql, sqlserver.".formatted(platform),
				"Set 'dynamo.stream.checkpoint.jdbc.platform' to one of these whose SQL the database understands, or "
						+ "'dynamo.stream.checkpoint.jdbc.initialize-schema' to never, and create a table of your own.");
	}

	@ParameterizedTest
	@CsvSource({ "Apache Derby, jdbc:derby:memory:a, never", "SQLite, jdbc:sqlite:a, embedded",
			"Other, jdbc:other:a, embedded" })
	void needsNoScriptIfItDoesNotCreateTheTable(String product, String url, String mode) {
		jdbc("jdbc.initialize-schema=" + mode).withBean(DataSource.class, () -> named(product, url))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "Apache Derby, platform=h2", "Other, platform=postgresql",
			"Other, schema=classpath:io/dynamostream/checkpoint/jdbc/schema-h2.sql" })
	void createsTableByScriptOfPlatform(String product, String property) {
		jdbc("jdbc.initialize-schema=always", "jdbc." + property)
			.withBean(DataSource.class, () -> named(product, "jdbc:other:a"))
			.run(CheckpointStoreConfigurationTests::assertKeepsCheckpoints);
	}

	@Test
	void takesMariaDbForMySql() {
		jdbc("jdbc.initialize-schema=always").withBean(DataSource.class, () -> named("MariaDB", "jdbc:mariadb:a"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static DataSource named(String product, String url) {
		Map<String, String> answers = Map.of("getDatabaseProductName", product, "getURL", url);
		return new AlteredDataSource((method, argument) -> answers.get(method));
	}

	@Test
	void saysThatTheDatabaseCannotBeAskedWhatItIs() {
		DataSource database = new AlteredDataSource((method, argument) -> {
			throw new SQLException("down");
		});
		jdbc().withBean(DataSource.class, () -> database)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(
						"The database for checkpoints could not be asked what it is. See that it can be "
								+ "reached, or set 'dynamo.stream.checkpoint.jdbc.platform'."));
		jdbc("jdbc.platform=postgresql").withBean(DataSource.class, () -> database)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void usesPrimaryDataSource() {
		jdbc().withUserConfiguration(PrimaryDatabaseConfiguration.class)
			.withBean("other", DataSource.class, this::otherDatabase)
			.run(CheckpointStoreConfigurationTests::assertKeepsCheckpoints);
	}

	@Test
	void saysThatThereIsNoDataSource() {
		for (String mode : List.of("embedded", "never")) {
			assertMisconfigured(jdbc("jdbc.initialize-schema=" + mode),
					"'dynamo.stream.checkpoint.store' is jdbc, but the application has no DataSource bean.",
					"Configure one with 'spring.datasource.url' and a driver, or choose another store.");
		}
	}

	@Test
	void saysThatThereAreSeveralDataSources() {
		assertMisconfigured(
				jdbc().withBean("one", DataSource.class, this::otherDatabase)
					.withBean("two", DataSource.class, this::otherDatabase),
				"'dynamo.stream.checkpoint.store' is jdbc, but which of the DataSource beans to use is not known: one, two.",
				"Make one of them @Primary, or define a ScanCheckpointStore bean with "
						+ "JdbcScanCheckpointStore.builder(dataSource).");
	}

	@Test
	void saysThatJdbcIsMissing() {
		assertMisconfigured(
				jdbc().withClassLoader(new FilteredClassLoader("org.springframework.boot.jdbc",
						"org.springframework.jdbc", "org.springframework.boot.sql")),
				"'dynamo.stream.checkpoint.store' is jdbc, but Spring Boot's support for JDBC is not on the class path.",
				"Add the dependency 'org.springframework.boot:spring-boot-starter-jdbc', or choose another store.");
	}

	private static void assertMisconfigured(ApplicationContextRunner runner, String description, String action) {
		runner.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(MisconfigurationException.class, (ex) -> {
				assertThat(ex).hasMessage(description);
				assertThat(ex.action()).isEqualTo(action);
			}));
	}

	@Test
	void keepsCheckpointsInDynamoDbIfTold() {
		dynamoDb().run((context) -> {
			assertThat(context).getBean(ScanCheckpointStore.class)
				.isInstanceOf(DynamoDbScanCheckpointStore.class)
				.hasToString("DynamoDB table 'dynamo-stream-checkpoints'");
			saveFinished(context);
			assertThat(requests(context)).hasSize(3)
				.allSatisfy((request) -> assertThat(request.tableName()).isEqualTo("dynamo-stream-checkpoints"))
				.noneSatisfy((request) -> assertThat(request.updateExpression()).contains("SET expiresAt"));
		});
	}

	@Test
	void dynamoDbOptionsHaveAnEffect() {
		dynamoDb("lease-duration=1h", "dynamodb.table-name=my-checkpoints", "dynamodb.time-to-live=1d")
			.run((context) -> {
				saveFinished(context);
				assertThat(requests(context))
					.allSatisfy((request) -> assertThat(request.tableName()).isEqualTo("my-checkpoints"))
					.anySatisfy((request) -> assertThat(number(request, ":timeToLive") * 1000)
						.isGreaterThan(Instant.now().plus(Duration.ofHours(24)).toEpochMilli()));
				assertThat(number(requests(context).get(0), ":expiry")).isBetween(
						Instant.now().plus(Duration.ofMinutes(55)).toEpochMilli(),
						Instant.now().plus(Duration.ofMinutes(65)).toEpochMilli());
			});
	}

	@Test
	void createsDynamoDbTableOnlyIfTold() {
		dynamoDb().run((context) -> {
			context.getBean(RecordingClient.class).missing = true;
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> saveFinished(context))
				.withMessageContaining("Set 'dynamo.stream.checkpoint.dynamodb.create-table' to true");
		});
		dynamoDb("dynamodb.create-table=true").run((context) -> {
			context.getBean(RecordingClient.class).missing = true;
			assertThatExceptionOfType(ScanCheckpointException.class).isThrownBy(() -> saveFinished(context))
				.withMessageContaining("Table 'dynamo-stream-checkpoints' of checkpoints could not be created");
		});
	}

	private ApplicationContextRunner dynamoDb(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DynamoStreamAutoConfiguration.class))
			.withBean(RecordingClient.class)
			.withPropertyValues("dynamo.stream.checkpoint.store=dynamodb")
			.withPropertyValues(Stream.of(properties)
				.map((property) -> "dynamo.stream.checkpoint." + property)
				.toArray(String[]::new));
	}

	private static void saveFinished(AssertableApplicationContext context) {
		try (Lease lease = context.getBean(ScanCheckpointStore.class).open("nightly", OWNER)) {
			lease.save(new ScanCheckpoint("nightly", Map.of(), Map.of(), 1, 0, true, Instant.EPOCH));
		}
	}

	private static List<UpdateItemRequest> requests(AssertableApplicationContext context) {
		return context.getBean(RecordingClient.class).requests;
	}

	private static long number(UpdateItemRequest request, String value) {
		return Long.parseLong(request.expressionAttributeValues().getOrDefault(value, AttributeValue.fromN("0")).n());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					jdbc     | lease-duration=1s          | lease-duration        | 'leaseDuration' must be between 5 seconds and 1 day, but is PT1S
					dynamodb | lease-duration=2d          | lease-duration        | 'leaseDuration' must be between 5 seconds and 1 day, but is PT48H
					jdbc     | jdbc.table-name=A B        | jdbc.table-name       | 'tableName' must be a name such as MY_CHECKPOINT or MY_SCHEMA.MY_CHECKPOINT, without quotes, but is 'A B'
					dynamodb | dynamodb.table-name=       | dynamodb.table-name   | 'tableName' must not be blank
					dynamodb | dynamodb.time-to-live=1s   | dynamodb.time-to-live | 'timeToLive' must be between 1 hour and 36500 days, but is PT1S
					""")
	void saysWhichPropertyIsRefusedAndWhy(String store, String property, String name, String reason) {
		this.contextRunner
			.withPropertyValues("dynamo.stream.checkpoint.store=" + store, "dynamo.stream.checkpoint." + property)
			.withBean(DataSource.class, this::otherDatabase)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(IllegalArgumentException.class)
				.satisfies((failure) -> {
					Throwable cause = failure;
					while (!(cause instanceof InvalidConfigurationPropertyValueException)) {
						cause = cause.getCause();
					}
					assertThat((InvalidConfigurationPropertyValueException) cause)
						.returns("dynamo.stream.checkpoint." + name,
								InvalidConfigurationPropertyValueException::getName)
						.returns(reason, InvalidConfigurationPropertyValueException::getReason);
				}));
	}

	@ParameterizedTest
	@CsvSource({ "file, jdbc.table-name=A, jdbc", "file, jdbc.schema=a.sql, jdbc", "file, jdbc.platform=h2, jdbc",
			"dynamodb, jdbc.initialize-schema=always, jdbc", "file, dynamodb.table-name=a, dynamodb",
			"file, dynamodb.create-table=true, dynamodb", "file, dynamodb.time-to-live=1d, dynamodb",
			"file, lease-duration=1m, lease-duration", "dynamodb, directory=a, directory" })
	void warnsOfOptionsOfOtherStores(String store, String property, String ignored, CapturedOutput output) {
		dynamoDb(property).withPropertyValues("dynamo.stream.checkpoint.store=" + store)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(
				"'dynamo.stream.checkpoint.%s' is ignored, since 'dynamo.stream.checkpoint.store' is %s. Choose the "
					.formatted(ignored, store) + "store that it is for, or remove it.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "store=jdbc", "directory=a", "lease-duration=1m", "jdbc.table-name=A",
			"dynamodb.table-name=a" })
	void warnsOfOptionsBesideOwnStore(String property, CapturedOutput output) {
		this.contextRunner.withUserConfiguration(OwnStoreConfiguration.class)
			.withPropertyValues("dynamo.stream.checkpoint." + property)
			.run((context) -> assertThat(context).getBean(ScanCheckpointStore.class)
				.isSameAs(context.getBean("ownStore")));
		assertThat(output).contains("'dynamo.stream.checkpoint.%s' is ignored, since the application has a "
			.formatted(property.split("[.=]")[0]) + "ScanCheckpointStore bean of its own. Remove one of them.");
	}

	@Test
	void warnsOfNothingThatHasAnEffect(CapturedOutput output) {
		dynamoDb("lease-duration=1m", "dynamodb.table-name=a").run((context) -> assertThat(context).hasNotFailed());
		jdbc("lease-duration=1m", "jdbc.table-name=A").withUserConfiguration(EmbeddedDatabaseConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner
			.withPropertyValues("dynamo.stream.checkpoint.directory=a", "dynamo.stream.checkpoint.store=file")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("is ignored");
	}

	@Test
	void createsNoTableForOwnStore() {
		jdbc().withUserConfiguration(OwnStoreConfiguration.class, EmbeddedDatabaseConfiguration.class)
			.run((context) -> assertThat(context).doesNotHaveBean(CheckpointSchemaInitializer.class)
				.hasSingleBean(ScanCheckpointStore.class));
	}

	@Test
	void opensCheckpointsOnlyAfterOtherInitializersOfTheDatabase() {
		jdbc().withUserConfiguration(EmbeddedDatabaseConfiguration.class)
			.run((context) -> assertThat(
					context.getBeanFactory().getDependenciesForBean(CheckpointStoreConfiguration.BEAN_NAME))
				.contains("dynamoStreamCheckpointSchemaInitializer"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStoreConfiguration {

		@Bean
		ScanCheckpointStore ownStore() {
			return new FileScanCheckpointStore(Path.of("none"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EmbeddedDatabaseConfiguration {

		@Bean
		EmbeddedDatabase database() {
			return new EmbeddedDatabaseBuilder().generateUniqueName(true).setType(EmbeddedDatabaseType.H2).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryDatabaseConfiguration {

		@Bean
		@Primary
		EmbeddedDatabase database() {
			return new EmbeddedDatabaseConfiguration().database();
		}

	}

	/**
	 * A client of a table that takes everything.
	 */
	static final class RecordingClient implements DynamoDbClient {

		private final List<UpdateItemRequest> requests = new ArrayList<>();

		private boolean missing;

		@Override
		public GetItemResponse getItem(GetItemRequest request) {
			checkTable();
			return GetItemResponse.builder().build();
		}

		@Override
		public UpdateItemResponse updateItem(UpdateItemRequest request) {
			checkTable();
			this.requests.add(request);
			return UpdateItemResponse.builder().build();
		}

		private void checkTable() {
			if (this.missing) {
				throw ResourceNotFoundException.builder().build();
			}
		}

		@Override
		public CreateTableResponse createTable(CreateTableRequest request) {
			throw DynamoDbException.builder().statusCode(400).build();
		}

		@Override
		public String serviceName() {
			return "dynamodb";
		}

		@Override
		public void close() {
		}

	}

}

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
import java.nio.file.Files;
import java.nio.file.Path;

import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import software.amazon.awssdk.core.exception.SdkClientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for what an application says that cannot start as it is configured.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	@TempDir
	private Path directory;

	@BeforeEach
	void leaveAwsConfigurationOfMachineAlone() {
		System.setProperty("aws.disableEc2Metadata", "true");
		System.setProperty("aws.configFile", this.directory.resolve("none").toString());
		System.setProperty("aws.sharedCredentialsFile", this.directory.resolve("none").toString());
	}

	@AfterEach
	void restoreAwsConfiguration() {
		System.clearProperty("aws.disableEc2Metadata");
		System.clearProperty("aws.configFile");
		System.clearProperty("aws.sharedCredentialsFile");
	}

	@Test
	void saysThatRegionIsMissing(CapturedOutput output) {
		assumeThat(System.getenv("AWS_REGION")).isNull();
		fail(application());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("No AWS region is configured")
			.contains("Set 'dynamo.stream.client.region'")
			.contains("AWS_REGION");
	}

	@Test
	void saysThatRegionIsMissingToSpringCloudAws(CapturedOutput output) {
		assumeThat(System.getenv("AWS_REGION")).isNull();
		fail(application(SpringCloudAwsApplication.class));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("No AWS region is configured")
			.contains("'spring.cloud.aws.region.static'");
	}

	@Test
	void saysNothingOfDynamoDbIfOtherClientHasNoRegion(CapturedOutput output) {
		fail(application(OtherClientApplication.class), "--dynamo.stream.client.region=eu-central-1");
		assertThat(output).contains("Unable to load region").doesNotContain("No AWS region is configured");
	}

	@Test
	void saysThatDynamoDbLocalIsMissing(CapturedOutput output) {
		SpringApplication application = application();
		application.setResourceLoader(
				new DefaultResourceLoader(new FilteredClassLoader("software.amazon.dynamodb.services.local")));
		fail(application, "--dynamo.stream.embedded.enabled=true");
		assertThat(output)
			.contains("'dynamo.stream.embedded.enabled' is true, but DynamoDB Local is not on the class path.")
			.contains("Add the dependency 'software.amazon.dynamodb:DynamoDBLocal'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					page-size=0                            | page-size                           | 'pageSize' must be 1 or more, but is 0
					pageSize=0                             | page-size                           | 'pageSize' must be 1 or more, but is 0
					segments=1000001                       | segments                            | 'segments' must be between 1 and 1000000, but is 1000001
					segments=many                          | segments                            | 'segments' must be a whole number, such as 8, or auto, but is 'many'
					scans.nightly.segments=1.5             | scans.nightly.segments              | 'segments' must be a whole number, such as 8, or auto, but is '1.5'
					max-concurrency=0                      | max-concurrency                     | 'maxConcurrency' must be 1 or more, but is 0
					batch-size=0                           | batch-size                          | 'batchSize' must be 1 or more, but is 0
					read-capacity=0                        | read-capacity                       | 'readCapacity' must be between 0.01 and 1000000 units per second, but is 0.0
					read-capacity=101%                     | read-capacity                       | 'readCapacity' must be between 1% and 100%, but is 101%
					read-capacity=much                     | read-capacity                       | 'readCapacity' must be units per second, such as 200, a whole percentage, such as 25%, or none, but is 'much'
					scans.nightly.items-per-second=-1      | scans.nightly.items-per-second      | 'itemsPerSecond' must be between 0.01 and 1000000, but is -1.0
					scans.nightly.items-per-second=few     | scans.nightly.items-per-second      | 'itemsPerSecond' must be a number of items, such as 500, or none, but is 'few'
					page-timeout=0s                        | page-timeout                        | 'pageTimeout' must be between 1 millisecond and 1 day, but is PT0S
					limit=-1                               | limit                               | 'limit' must be 0 or more, but is -1
					scans.nightly.segments=0               | scans.nightly.segments              | 'segments' must be between 1 and 1000000, but is 0
					scans.nightly.expression-names.a-b=c   | scans.nightly.expression-names.a-b  | '#name'
					scans.nightly.table-name=              | scans.nightly.table-name            | 'tableName' must not be blank
					expression-values.min.N=many           | expression-values.min               | A value of type N must be a number, but is 'many'.
					expression-values.minAge.N=many        | expression-values.minAge            | A value of type N must be a number, but is 'many'.
					client.endpoint=localhost:8000         | client.endpoint                     | It must be an absolute http or https URL, such as http://localhost:8000.
					client.region=Europe west               | client.region                       | It must be the name of an AWS region, such as eu-central-1.
					client.max-connections=0               | client.max-connections              | It must be 1 or more.
					history-size=-1                         | history-size                        | 'historySize' must be 0 or more, but is -1
					progress.event-interval=-1s             | progress.event-interval             | 'progressEventInterval' must be 0 or more, but is PT-1S
					delivery-retry.max-retries=-1           | delivery-retry.max-retries          | maxRetries
					delivery-retry.delay=-1s                | delivery-retry.delay                | delay
					delivery-retry.multiplier=0.5           | delivery-retry.multiplier           | multiplier
					scans.a.delivery-retry.max-delay=-1s    | scans.a.delivery-retry.max-delay    | maxDelay
					dead-letter.file=target                 | dead-letter.file                    | It must be a file that can be written
					max-failed-items=-1                     | max-failed-items                    | 'maxFailedItems' must be 0 or more, but is -1
					max-failed-items=101%                   | max-failed-items                    | 'maxFailedItems' must be between 0% and 100%, but is 101.0%
					max-failed-items=1%%                    | max-failed-items                    | It must be a number of items such as 100, or a percentage such as 1%
					scans.nightly.max-failed-items=few      | scans.nightly.max-failed-items      | It must be a number of items such as 100, or a percentage such as 1%
					max-unacknowledged-items=0              | max-unacknowledged-items            | 'maxUnacknowledgedItems' must be 1 or more, but is 0
					checkpoint.interval=-1s                 | checkpoint.interval                 | 'checkpointInterval' must be 0 or more, but is PT-1S
					tables.User=                           | tables.User                         | It must be the name or ARN of a table.
					""")
	void saysWhichPropertyIsRefusedAndWhy(String property, String key, String reason, CapturedOutput output) {
		fail(application(), "--dynamo.stream.client.region=eu-central-1", "--dynamo.stream." + property);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("for configuration property 'dynamo.stream.%s'".formatted(key))
			.contains("Validation failed for the following reason:")
			.contains(reason)
			.contains("Review the value of the property with the provided reason.");
	}

	@Test
	void saysWhereRefusedPropertyIs(CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("application.yml");
		Files.writeString(file, """
				dynamo.stream:
				  client.region: eu-central-1
				  scans:
				    nightly:
				      maxConcurrency: 0
				""");
		fail(application(), "--spring.config.location=" + file.toUri());
		assertThat(output)
			.contains("Invalid value '0' for configuration property 'dynamo.stream.scans.nightly.max-concurrency'")
			.contains("application.yml")
			.contains("5:23");
	}

	@Test
	void saysWhichPropertyIsUnknown(CapturedOutput output) {
		fail(application(), "--dynamo.stream.scans.nightly.page-sise=5");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("dynamo.stream.scans.nightly.page-sise")
			.contains("The elements [dynamo.stream.scans.nightly.page-sise] were left unbound.");
	}

	@Test
	void saysWhichValueHasWrongType(CapturedOutput output) {
		fail(application(), "--dynamo.stream.page-size=many");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: dynamo.stream.page-size")
			.contains("Value: \"many\"");
	}

	@Test
	void saysWhichStoresOfCheckpointsThereAre(CapturedOutput output) {
		fail(application(), "--dynamo.stream.client.region=eu-central-1", "--dynamo.stream.checkpoint.store=redis");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: dynamo.stream.checkpoint.store")
			.contains("Value: \"redis\"")
			.containsSubsequence("DYNAMODB", "FILE", "JDBC");
	}

	@Test
	void saysThatThereIsNoDatabaseForCheckpoints(CapturedOutput output) {
		fail(application(), "--dynamo.stream.client.region=eu-central-1", "--dynamo.stream.checkpoint.store=jdbc");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'dynamo.stream.checkpoint.store' is jdbc, but the application has no DataSource bean.")
			.contains("Configure one with 'spring.datasource.url' and a driver, or choose another store.");
	}

	private static SpringApplication application() {
		return application(Application.class);
	}

	private static SpringApplication application(Class<?> source) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		return application;
	}

	private static void fail(SpringApplication application, String... arguments) {
		assertThatException().isThrownBy(() -> application.run(arguments).close());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DynamoStreamEmbeddedAutoConfiguration.class,
			DynamoStreamConnectionAutoConfiguration.class, DynamoStreamClientAutoConfiguration.class,
			DynamoStreamAutoConfiguration.class, TaskExecutionAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AwsAutoConfiguration.class, CredentialsProviderAutoConfiguration.class,
			RegionProviderAutoConfiguration.class, DynamoDbAutoConfiguration.class })
	static class SpringCloudAwsApplication extends Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherClientApplication extends Application {

		@Bean
		AutoCloseable otherClient() {
			throw SdkClientException.create("Unable to load region from any of the providers in the chain");
		}

	}

}

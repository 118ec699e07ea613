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

import java.net.URI;

import io.awspring.cloud.dynamodb.DynamoDbTableNameResolver;
import io.awspring.cloud.dynamodb.DynamoDbTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.User;
import io.dynamostream.embedded.EmbeddedDynamoDb;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that also has Spring Cloud AWS.
 */
@Timeout(120)
class SpringCloudAwsIntegrationTests {

	private static EmbeddedDynamoDb dynamoDb;

	@BeforeAll
	static void start() {
		dynamoDb = EmbeddedDynamoDb.start();
	}

	@AfterAll
	static void close() {
		dynamoDb.close();
	}

	@Test
	void usesItsClientAndTableNames() {
		try (ConfigurableApplicationContext context = run("--spring.cloud.aws.region.static=eu-west-3",
				"--spring.cloud.aws.dynamodb.endpoint=" + dynamoDb.endpoint(),
				"--spring.cloud.aws.dynamodb.table-prefix=sca-", "--dynamo.stream.table-prefix=ignored-",
				"--spring.cloud.aws.credentials.access-key=dummy", "--spring.cloud.aws.credentials.secret-key=dummy")) {
			assertThat(clientOf(context).region()).isEqualTo(Region.EU_WEST_3);
			assertThat(clientOf(context).endpointOverride()).contains(dynamoDb.endpoint());
			assertThat(context.getBeanProvider(DynamoStreamConnectionDetails.class)).isEmpty();
			assertThatScanFindsWhatDynamoDbTemplateSaves(context);
		}
	}

	@Test
	void usesEmbeddedDynamoDbForBothTemplates() {
		try (ConfigurableApplicationContext context = run("--dynamo.stream.embedded.enabled=true",
				"--spring.cloud.aws.region.static=eu-west-3")) {
			URI endpoint = context.getBean(EmbeddedDynamoDb.class).endpoint();
			assertThat(clientOf(context).endpointOverride()).contains(endpoint);
			assertThatScanFindsWhatDynamoDbTemplateSaves(context);
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(arguments);
	}

	private static DynamoDbServiceClientConfiguration clientOf(ApplicationContext context) {
		return context.getBean(DynamoDbClient.class).serviceClientConfiguration();
	}

	private static void assertThatScanFindsWhatDynamoDbTemplateSaves(ApplicationContext context) {
		String tableName = context.getBean(DynamoDbTableNameResolver.class).resolve(User.class);
		DynamoDbTable<User> table = context.getBean(DynamoDbEnhancedClient.class)
			.table(tableName, TableSchema.fromBean(User.class));
		table.createTable();
		User user = new User();
		user.setId("1");
		user.setTenantId("acme");
		context.getBean(DynamoDbTemplate.class).save(user);
		assertThat(context.getBean(DynamoStreamTemplate.class).scan(User.class).stream()).extracting(User::getId)
			.containsExactly("1");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

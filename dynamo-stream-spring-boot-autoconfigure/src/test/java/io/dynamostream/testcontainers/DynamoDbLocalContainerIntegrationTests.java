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

package io.dynamostream.testcontainers;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.User;
import io.dynamostream.autoconfigure.DynamoStreamAutoConfiguration;
import io.dynamostream.autoconfigure.DynamoStreamClientAutoConfiguration;
import io.dynamostream.autoconfigure.DynamoStreamConnectionAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a {@link ServiceConnection @ServiceConnection} container is scanned.
 */
@SpringJUnitConfig
@Testcontainers(disabledWithoutDocker = true)
class DynamoDbLocalContainerIntegrationTests {

	@Container
	@ServiceConnection
	static final GenericContainer<?> dynamoDbLocal = new GenericContainer<>("amazon/dynamodb-local:3.3.0")
		.withExposedPorts(8000);

	@Autowired
	private DynamoDbClient client;

	@Autowired
	private DynamoStreamTemplate template;

	@Test
	void scansTableInContainer() {
		DynamoDbTable<User> users = DynamoDbEnhancedClient.builder()
			.dynamoDbClient(this.client)
			.build()
			.table("user", TableSchema.fromBean(User.class));
		users.createTable();
		User user = new User();
		user.setId("1");
		users.putItem(user);
		assertThat(this.template.parallelScan(User.class).stream()).extracting(User::getId).containsExactly("1");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DynamoStreamConnectionAutoConfiguration.class, DynamoStreamClientAutoConfiguration.class,
			DynamoStreamAutoConfiguration.class })
	static class Application {

	}

}

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

package io.dynamostream.sample;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

import io.dynamostream.embedded.EmbeddedDynamoDb;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Points the sample at a table that it has neither created nor filled, as at one of AWS,
 * by configuration alone.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "USER_TABLE=people", "dynamo.stream.client.region=eu-central-1" })
@ActiveProfiles("aws")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AwsProfileTests {

	private static final EmbeddedDynamoDb elsewhere = EmbeddedDynamoDb.start();

	@LocalServerPort
	private int port;

	@Autowired
	private ApplicationContext context;

	@Autowired
	private DynamoDbEnhancedClient enhancedClient;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		System.setProperty("aws.accessKeyId", "dummy");
		System.setProperty("aws.secretAccessKey", "dummy");
		registry.add("dynamo.stream.client.endpoint", () -> elsewhere.endpoint().toString());
	}

	@AfterAll
	static void cleanUp() {
		System.clearProperty("aws.accessKeyId");
		System.clearProperty("aws.secretAccessKey");
		elsewhere.close();
	}

	@Test
	void readsTableOfThatName() {
		DynamoDbTable<User> people = this.enhancedClient.table("people", TableSchema.fromBean(User.class));
		people.createTable();
		IntStream.range(0, 5).mapToObj(SeedUsers::number).forEach(people::putItem);
		RestTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.port)
			.build()
			.get()
			.uri("/users.csv")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((csv) -> assertThat(csv).hasLineCount(6));
	}

	@Test
	void neitherStartsNorFillsNorReadsAnythingByItself() {
		assertThat(this.context.getBeansOfType(EmbeddedDynamoDb.class)).isEmpty();
		assertThat(this.context.getBeansOfType(UserSeeder.class)).isEmpty();
		assertThat(this.context.getBean(ModesReport.class).lines()).isEmpty();
	}

}

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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.embedded.EmbeddedDynamoDb;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever switches nothing off but the embedded DynamoDB Local may have an account of AWS
 * at hand, in which nothing must be created or read.
 */
@SpringBootTest(properties = { "dynamo.stream.embedded.enabled=false", "dynamo.stream.client.region=eu-central-1" })
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RealTableTests {

	private static final EmbeddedDynamoDb elsewhere = EmbeddedDynamoDb.start();

	@Autowired
	private DynamoDbClient client;

	@Autowired
	private ModesReport report;

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
	void areNeitherCreatedNorFilledNorRead() {
		assertThat(this.client.listTables().tableNames()).isEmpty();
		assertThat(this.report.lines()).isEmpty();
	}

}

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.management.JMException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.actuate.HttpApi.Answer;
import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpoint.AtKey;
import io.dynamostream.checkpoint.ScanCheckpointStore.Lease;
import io.dynamostream.checkpoint.ScanCheckpointStore.Owner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the {@link DynamoCheckpointsEndpoint} that is exposed and nothing more.
 */
@Timeout(120)
class DynamoCheckpointsEndpointReadOnlyTests {

	private static final String PATH = "/actuator/dynamocheckpoints";

	private static final EndpointMBean bean = new EndpointMBean("read-only", "Dynamocheckpoints");

	@TempDir
	private static Path parent;

	private static Path directory;

	private static ConfigurableApplicationContext context;

	private final HttpApi api = HttpApi.onPort(context.getEnvironment().getProperty("local.server.port"));

	@BeforeAll
	static void start() {
		directory = parent.resolve("checkpoints");
		context = EndpointApplication.run(WebApplicationType.SERVLET, EndpointApplication.class,
				StringUtils.concatenateStringArrays(bean.properties(), new String[] {
						EndpointApplication.WITHOUT_SECURITY, "dynamo.stream.checkpoint.directory=" + directory }));
	}

	@AfterAll
	static void close() {
		context.close();
	}

	private static void save(String name) {
		try (Lease lease = new FileScanCheckpointStore(directory).open(name, Owner.thisProcess(Instant.EPOCH))) {
			lease.save(new ScanCheckpoint(name, Map.of("segments", "2"),
					Map.of(0, new AtKey(Map.of("id", AttributeValue.fromS("user-1")))), 1, 0, false, Instant.EPOCH));
		}
	}

	@Test
	void saysThatItIsReadOnlyAndShowsNoValues() {
		save("shown");
		assertThat(this.api.get(PATH).<String>json("$.access")).isEqualTo("READ_ONLY");
		Answer answer = this.api.get(PATH + "/shown");
		assertThat(answer.<String>json("$.access")).isEqualTo("READ_ONLY");
		assertThat(answer.<String>json("$.positions[0].position")).isEqualTo("******");
		assertThat(answer.body()).doesNotContain("user-");
		assertThat(this.api.get(PATH + "?name=shown").body()).isEqualTo(answer.body());
	}

	@Test
	void cannotBeUsedToDelete() {
		save("kept");
		assertThat(this.api.delete(PATH + "/kept").status()).isEqualTo(405);
		assertThat(this.api.delete(PATH + "?name=kept").status()).isEqualTo(405);
		assertThat(new FileScanCheckpointStore(directory).find("kept")).isPresent();
	}

	@Test
	void writesNothing() throws IOException {
		save("shown");
		List<Path> before = files();
		assertThat(this.api.get(PATH + "/unknown").status()).isEqualTo(404);
		assertThat(this.api.get(PATH + "/shown").status()).isEqualTo(200);
		assertThat(this.api.get(PATH).status()).isEqualTo(200);
		assertThat(files()).isEqualTo(before);
	}

	private static List<Path> files() throws IOException {
		try (Stream<Path> files = Files.walk(parent)) {
			return files.sorted().toList();
		}
	}

	@Test
	void hasNoOperationToDeleteOverJmx() throws JMException {
		assertThat(bean.operations()).containsExactlyInAnyOrder("checkpoints", "checkpoint");
	}

}

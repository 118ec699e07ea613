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

import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

import io.dynamostream.ReducedClassPath;
import io.dynamostream.checkpoint.ScanCheckpointStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * JDBC is optional: an application without it starts, unless it needs it.
 */
@Timeout(60)
class WithoutJdbcTests {

	private final ReducedClassPath withoutJdbc = new ReducedClassPath(
			"spring-(boot-)?(jdbc|sql|tx|transaction)-|h2-2|hsqldb|postgresql");

	@AfterEach
	void close() {
		this.withoutJdbc.close();
	}

	@Test
	void applicationStarts() throws Exception {
		assertThat(this.withoutJdbc.call(WithFiles.class)).isEqualTo("FileScanCheckpointStore");
		assertThat(this.withoutJdbc.call(WithDynamoDb.class)).isEqualTo("DynamoDbScanCheckpointStore");
	}

	@Test
	void applicationThatNeedsItSaysSo() {
		assertThatException().isThrownBy(() -> this.withoutJdbc.call(WithDatabase.class))
			.satisfies((ex) -> assertThat(NestedExceptionUtils.getMostSpecificCause(ex)).hasMessage(
					"'dynamo.stream.checkpoint.store' is jdbc, but Spring Boot's support for JDBC is not on the "
							+ "class path."));
	}

	/**
	 * Starts and says which store there is.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	abstract static class Application implements Callable<Object> {

		private final String store;

		Application(String store) {
			this.store = store;
		}

		@Override
		public Object call() {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(getClass())
				.web(WebApplicationType.NONE)
				.bannerMode(Banner.Mode.OFF)
				.run("--spring.cloud.aws.region.static=eu-central-1",
						"--dynamo.stream.checkpoint.store=" + this.store)) {
				return context.getBean(ScanCheckpointStore.class).getClass().getSimpleName();
			}
		}

	}

	/**
	 * With the default.
	 */
	static class WithFiles extends Application {

		WithFiles() {
			super("file");
		}

	}

	/**
	 * With DynamoDB.
	 */
	static class WithDynamoDb extends Application {

		WithDynamoDb() {
			super("dynamodb");
		}

	}

	/**
	 * With a relational database.
	 */
	static class WithDatabase extends Application {

		WithDatabase() {
			super("jdbc");
		}

	}

}

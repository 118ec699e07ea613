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

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DynamoStreamDashboardAutoConfiguration}.
 */
class DynamoStreamDashboardAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATION = AutoConfigurations
		.of(DynamoStreamDashboardAutoConfiguration.class);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATION)
		.withPropertyValues("dynamo.stream.dashboard.enabled=true");

	private final FilteredClassLoader withoutActuator = new FilteredClassLoader(ManagementContextConfiguration.class);

	@Test
	void refusesDashboardWithoutActuator() {
		this.contextRunner.withClassLoader(this.withoutActuator)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(MisconfigurationException.class)
				.rootCause()
				.hasMessageContaining("Actuator is not on the class path"));
	}

	@Test
	void acceptsDashboardWithActuator() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void asksForNothingWithoutDashboard() {
		this.contextRunner.withClassLoader(this.withoutActuator)
			.withPropertyValues("dynamo.stream.dashboard.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner.withClassLoader(this.withoutActuator)
			.withPropertyValues("dynamo.stream.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void asksForNothingInApplicationsWithoutWeb() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues("dynamo.stream.dashboard.enabled=true")
			.withClassLoader(this.withoutActuator)
			.run((context) -> assertThat(context).hasNotFailed());
	}

}

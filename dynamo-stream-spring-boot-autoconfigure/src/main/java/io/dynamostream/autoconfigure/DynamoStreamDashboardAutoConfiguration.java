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

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;

/**
 * Auto-configuration that refuses a dashboard without Actuator. With it the dashboard is
 * part of the management context.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnMissingClass("org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration")
@ConditionalOnProperty(name = "dynamo.stream.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "dynamo.stream.dashboard.enabled")
public final class DynamoStreamDashboardAutoConfiguration {

	DynamoStreamDashboardAutoConfiguration() {
		throw new MisconfigurationException(
				"'dynamo.stream.dashboard.enabled' is true, but Spring Boot Actuator is not on the class path.",
				"Add the dependency 'org.springframework.boot:spring-boot-starter-actuator', whose endpoint "
						+ "'dynamoscans' the dashboard reads, or set 'dynamo.stream.dashboard.enabled' to false.");
	}

}

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

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

import io.dynamostream.dashboard.Dashboard;
import io.dynamostream.dashboard.WebFluxDashboard;
import io.dynamostream.dashboard.WebMvcDashboard;

/**
 * Serves the {@link Dashboard} where the Actuator endpoints are served: beside the
 * application, or at the port of the management server. It is off unless
 * {@code dynamo.stream.dashboard.enabled} is {@code true}.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "dynamo.stream.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "dynamo.stream.dashboard.enabled")
@EnableConfigurationProperties(DynamoStreamProperties.class)
class DashboardManagementContextConfiguration {

	private static final EndpointId ENDPOINT = EndpointId.of("dynamoscans");

	@Bean
	Dashboard dynamoStreamDashboard(DynamoStreamProperties properties, ObjectProvider<PathMappedEndpoints> endpoints) {
		String path = properties.getDashboard().getPath();
		try {
			return new Dashboard(path, () -> endpointPath(endpoints.getIfAvailable()));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(DynamoStreamProperties.PREFIX + ".dashboard.path",
					path, ex.getMessage(), ex);
		}
	}

	private static @Nullable String endpointPath(@Nullable PathMappedEndpoints endpoints) {
		return (endpoints != null) ? endpoints.getPath(ENDPOINT) : null;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class WebMvcConfiguration {

		@Bean
		org.springframework.web.servlet.function.RouterFunction<?> dynamoStreamDashboardRouter(Dashboard dashboard) {
			return new WebMvcDashboard(dashboard).router();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	static class WebFluxConfiguration {

		@Bean
		org.springframework.web.reactive.function.server.RouterFunction<?> dynamoStreamDashboardRouter(
				Dashboard dashboard) {
			return new WebFluxDashboard(dashboard).router();
		}

	}

}

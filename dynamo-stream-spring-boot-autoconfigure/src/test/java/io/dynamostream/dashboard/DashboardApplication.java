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

package io.dynamostream.dashboard;

import java.net.URI;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.standin.StandInDynamoDb;

/**
 * A web application with the dashboard, which scans a stand-in. Anybody may use it; with
 * {@code csrf}, requests that change something need a token.
 */
final class DashboardApplication implements AutoCloseable {

	private final StandInDynamoDb dynamoDb;

	private final ConfigurableApplicationContext context;

	private DashboardApplication(StandInDynamoDb dynamoDb, ConfigurableApplicationContext context) {
		this.dynamoDb = dynamoDb;
		this.context = context;
	}

	static DashboardApplication start(Stack stack, StandInDynamoDb dynamoDb, String... properties) {
		Stream<String> defaults = Stream.of("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn",
				"spring.cloud.aws.region.static=us-east-1", "spring.cloud.aws.credentials.access-key=dummy",
				"spring.cloud.aws.credentials.secret-key=dummy");
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Beans.class).web(stack.type)
			.initializers((starting) -> starting.getBeanFactory().registerSingleton("client", dynamoDb.client()))
			.run(Stream.concat(defaults, Stream.of(properties)).map("--"::concat).toArray(String[]::new));
		return new DashboardApplication(dynamoDb, context);
	}

	DynamoStreamTemplate template() {
		return this.context.getBean(DynamoStreamTemplate.class);
	}

	URI url(String path) {
		return url("local.server.port", path);
	}

	URI managementUrl(String path) {
		return url("local.management.port", path);
	}

	private URI url(String port, String path) {
		return URI.create("http://localhost:" + this.context.getEnvironment().getRequiredProperty(port) + path);
	}

	@Override
	public void close() {
		this.dynamoDb.releaseAll();
		this.context.close();
	}

	enum Stack {

		WEB_MVC(WebApplicationType.SERVLET), WEB_FLUX(WebApplicationType.REACTIVE);

		private final WebApplicationType type;

		Stack(WebApplicationType type) {
			this.type = type;
		}

		String contextPath(String path) {
			return (this == WEB_MVC) ? "server.servlet.context-path=" + path : "spring.webflux.base-path=" + path;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Beans {

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnWebApplication(type = Type.SERVLET)
		static class WebMvcBeans {

			@Bean
			SecurityFilterChain anybody(HttpSecurity http, Environment environment) {
				return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
					.csrf(csrf(environment.getProperty("csrf", "off")))
					.build();
			}

			@Bean
			@Order(0)
			@ConditionalOnProperty("spring.security.user.roles")
			SecurityFilterChain dashboardSecurity(HttpSecurity http) {
				return http
					.securityMatchers((matchers) -> matchers.requestMatchers(EndpointRequest.to("dynamoscans"))
						.requestMatchers("/dynamo-stream/**"))
					.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("OPERATOR"))
					.httpBasic(Customizer.withDefaults())
					.build();
			}

			private static Customizer<CsrfConfigurer<HttpSecurity>> csrf(String kind) {
				return switch (kind) {
					case "session" -> Customizer.withDefaults();
					case "spa" -> CsrfConfigurer::spa;
					default -> AbstractHttpConfigurer::disable;
				};
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnWebApplication(type = Type.REACTIVE)
		static class WebFluxBeans {

			@Bean
			SecurityWebFilterChain anybody(ServerHttpSecurity http, Environment environment) {
				if (!environment.containsProperty("csrf")) {
					http.csrf(ServerHttpSecurity.CsrfSpec::disable);
				}
				return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll()).build();
			}

		}

	}

}

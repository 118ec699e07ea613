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

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanExecution;
import io.dynamostream.ScanExecutions;
import io.dynamostream.User;
import io.dynamostream.actuate.DynamoScansEndpoint;
import io.dynamostream.actuate.DynamoScansEndpointWebExtension;
import io.dynamostream.actuate.ScanDescriptor;
import io.dynamostream.actuate.ScanDetailsDescriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link DynamoScansEndpointAutoConfiguration}.
 */
class DynamoScansEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=dynamoscans";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(DynamoScansEndpointAutoConfiguration.class, EndpointAutoConfiguration.class));

	private final ApplicationContextRunner withExecutions = this.contextRunner.withBean(ScanExecutions.class,
			() -> Mockito.mock(ScanExecutions.class));

	@Test
	void endpointIsThereWhenExposed() {
		this.withExecutions.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(DynamoScansEndpoint.class)
				.hasSingleBean(DynamoScansEndpointWebExtension.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.main.banner-mode=off", "management.endpoints.web.exposure.include=health",
			"management.endpoint.dynamoscans.access=UNRESTRICTED" })
	void endpointIsNotThereWhenNotExposed(String property) {
		this.withExecutions.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoScansEndpoint.class)
				.doesNotHaveBean(DynamoScansEndpointWebExtension.class)
				.doesNotHaveBean(DynamoScansEndpointProperties.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoint.dynamoscans.access=NONE", "management.endpoints.access.default=NONE",
			"management.endpoints.access.max-permitted=NONE" })
	void endpointIsNotThereWhenNotPermitted(String property) {
		this.withExecutions.withPropertyValues(EXPOSED, property)
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoScansEndpoint.class));
	}

	@Test
	void endpointIsNotThereWithoutScans() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DynamoScansEndpoint.class));
	}

	@Test
	void hasNoWebExtensionWhenExposedOverJmxOnly() {
		this.withExecutions
			.withPropertyValues("management.endpoints.web.exposure.include=info", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=dynamoscans")
			.run((context) -> assertThat(context).hasSingleBean(DynamoScansEndpoint.class)
				.doesNotHaveBean(DynamoScansEndpointWebExtension.class));
	}

	@Test
	void backsOffWhenUserDefinesEndpoint() {
		this.withExecutions.withUserConfiguration(EndpointConfiguration.class)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(DynamoScansEndpoint.class).hasBean("userEndpoint"));
	}

	@Test
	void permittedAccessIsThatOfTheProperties() {
		assertAccess(Access.READ_ONLY);
		assertAccess(Access.UNRESTRICTED, "management.endpoint.dynamoscans.access=UNRESTRICTED");
		assertAccess(Access.UNRESTRICTED, "management.endpoints.access.default=UNRESTRICTED");
		assertAccess(Access.READ_ONLY, "management.endpoint.dynamoscans.access=UNRESTRICTED",
				"management.endpoints.access.max-permitted=READ_ONLY");
	}

	private void assertAccess(Access expected, String... properties) {
		this.withExecutions.withPropertyValues(EXPOSED)
			.withPropertyValues(properties)
			.run((context) -> assertThat(context.getBean(DynamoScansEndpoint.class).scans(null, null, null).access())
				.isEqualTo(expected));
	}

	@Test
	void valuesAreShownToUsersWithTheRoles() {
		ApplicationContextRunner runner = this.contextRunner.withUserConfiguration(ScanConfiguration.class)
			.withPropertyValues(EXPOSED);
		runner.run((context) -> assertThat(value(context.getBean(DynamoScansEndpointWebExtension.class), "operator"))
			.isEqualTo("******"));
		runner.withPropertyValues("management.endpoint.dynamoscans.show-values=always")
			.run((context) -> assertThat(value(context.getBean(DynamoScansEndpointWebExtension.class), "guest"))
				.isEqualTo("acme"));
		runner
			.withPropertyValues("management.endpoint.dynamoscans.show-values=when-authorized",
					"management.endpoint.dynamoscans.roles=operator")
			.run((context) -> {
				DynamoScansEndpointWebExtension extension = context.getBean(DynamoScansEndpointWebExtension.class);
				assertThat(value(extension, "operator")).isEqualTo("acme");
				assertThat(value(extension, "guest")).isEqualTo("******");
				assertThat(value(context.getBean(DynamoScansEndpoint.class).scan("one"))).isEqualTo("acme");
			});
	}

	private static Object value(DynamoScansEndpointWebExtension extension, String role) {
		SecurityContext securityContext = Mockito.mock(SecurityContext.class);
		given(securityContext.getPrincipal()).willReturn(() -> "someone");
		given(securityContext.isUserInRole(role)).willReturn(true);
		return value((ScanDetailsDescriptor) extension.scan(securityContext, "one").getBody());
	}

	private static Object value(ScanDetailsDescriptor details) {
		return details.expressionValues().get(":tenant");
	}

	@Test
	void sanitizingFunctionsOfTheApplicationAreApplied() {
		this.contextRunner.withUserConfiguration(ScanConfiguration.class)
			.withBean(SanitizingFunction.class, () -> (data) -> data.withValue("hidden by the application"))
			.withPropertyValues(EXPOSED, "management.endpoint.dynamoscans.show-values=always")
			.run((context) -> assertThat(value(context.getBean(DynamoScansEndpoint.class).scan("one")))
				.isEqualTo("hidden by the application"));
	}

	@Test
	void showsScansOfTheTemplate() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DynamoScansEndpointAutoConfiguration.class,
					DynamoStreamAutoConfiguration.class, EndpointAutoConfiguration.class))
			.withBean(DynamoDbClient.class, EmptyTable::client)
			.withPropertyValues(EXPOSED)
			.run((context) -> {
				context.getBean(DynamoStreamTemplate.class).scan(User.class).named("first").stream().toList();
				context.getBean(DynamoStreamTemplate.class).scan(User.class).named("second").stream().toList();
				assertThat(context.getBean(DynamoScansEndpoint.class).scans(null, null, null).scans())
					.extracting(ScanDescriptor::name)
					.containsExactly("second", "first");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class EndpointConfiguration {

		@Bean
		DynamoScansEndpoint userEndpoint(ScanExecutions executions) {
			return new DynamoScansEndpoint(executions, (id, access) -> access, List.of(), Show.NEVER);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScanConfiguration {

		@Bean
		ScanExecutions executions() {
			DynamoDbClient client = EmptyTable.client();
			DynamoStreamTemplate template = DynamoStreamTemplate.builder(client).build();
			template.scan(User.class)
				.filterExpression("tenantId = :tenant")
				.expressionValue(":tenant", AttributeValue.fromS("acme"))
				.stream()
				.toList();
			ScanExecution execution = template.executions().findAll().get(0);
			ScanExecutions executions = Mockito.mock(ScanExecutions.class);
			given(executions.findById("one")).willReturn(Optional.of(execution));
			return executions;
		}

	}

}

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

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import io.dynamostream.actuate.CheckpointDescriptor;
import io.dynamostream.actuate.CheckpointDetailsDescriptor;
import io.dynamostream.actuate.DynamoCheckpointsEndpoint;
import io.dynamostream.actuate.DynamoCheckpointsEndpointWebExtension;
import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpoint.AtKey;
import io.dynamostream.checkpoint.ScanCheckpointStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link DynamoCheckpointsEndpointAutoConfiguration}.
 */
class DynamoCheckpointsEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=dynamocheckpoints";

	@TempDir
	private Path directory;

	private final ApplicationContextRunner withoutClient = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(DynamoCheckpointsEndpointAutoConfiguration.class, EndpointAutoConfiguration.class));

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void save() {
		this.contextRunner = this.withoutClient
			.withConfiguration(AutoConfigurations.of(DynamoStreamAutoConfiguration.class))
			.withBean(DynamoDbClient.class, EmptyTable::client)
			.withPropertyValues("dynamo.stream.checkpoint.directory=" + this.directory);
		save("nightly", this.directory);
	}

	private static ScanCheckpointStore save(String name, Path directory) {
		FileScanCheckpointStore store = new FileScanCheckpointStore(directory);
		try (ScanCheckpointStore.Lease lease = store.open(name, ScanCheckpointStore.Owner.thisProcess(Instant.EPOCH))) {
			lease.save(new ScanCheckpoint(name, Map.of(),
					Map.of(0, new AtKey(Map.of("tenant", AttributeValue.fromS("acme")))), 1, 0, false, Instant.EPOCH));
		}
		return store;
	}

	@Test
	void endpointIsThereWhenExposed() {
		this.contextRunner.withPropertyValues(EXPOSED).run((context) -> {
			assertThat(context).hasSingleBean(DynamoCheckpointsEndpointWebExtension.class);
			assertThat(context.getBean(DynamoCheckpointsEndpoint.class).checkpoints().checkpoints())
				.extracting(CheckpointDescriptor::name)
				.containsExactly("nightly");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.main.banner-mode=off", "management.endpoints.web.exposure.include=dynamoscans",
			"management.endpoint.dynamocheckpoints.access=UNRESTRICTED" })
	void endpointIsNotThereWhenNotExposed(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoCheckpointsEndpoint.class)
				.doesNotHaveBean(DynamoCheckpointsEndpointWebExtension.class)
				.doesNotHaveBean(DynamoCheckpointsEndpointProperties.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoint.dynamocheckpoints.access=NONE",
			"management.endpoints.access.default=NONE", "management.endpoints.access.max-permitted=NONE" })
	void endpointIsNotThereWhenNotPermitted(String property) {
		this.contextRunner.withPropertyValues(EXPOSED, property)
			.run((context) -> assertThat(context).doesNotHaveBean(DynamoCheckpointsEndpoint.class));
	}

	@Test
	void endpointIsNotThereWithoutTemplate() {
		this.withoutClient.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DynamoCheckpointsEndpoint.class));
	}

	@Test
	void hasNoWebExtensionWhenExposedOverJmxOnly() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=info", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=dynamocheckpoints")
			.run((context) -> assertThat(context).hasSingleBean(DynamoCheckpointsEndpoint.class)
				.doesNotHaveBean(DynamoCheckpointsEndpointWebExtension.class));
	}

	@Test
	void backsOffWhenUserDefinesEndpoint() {
		this.contextRunner.withUserConfiguration(EndpointConfiguration.class)
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context).hasSingleBean(DynamoCheckpointsEndpoint.class)
				.hasBean("userEndpoint"));
	}

	@Test
	void showsCheckpointsOfTheTemplateThatUserDefines() {
		ScanCheckpointStore store = save("mine", this.directory.resolve("mine"));
		this.contextRunner
			.withBean(DynamoStreamTemplate.class,
					() -> DynamoStreamTemplate.builder(EmptyTable.client()).checkpointStore(store).build())
			.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(context.getBean(DynamoCheckpointsEndpoint.class).checkpoints().checkpoints())
				.extracting(CheckpointDescriptor::name)
				.containsExactly("mine"));
	}

	@Test
	void permittedAccessIsThatOfTheProperties() {
		assertAccess(Access.READ_ONLY);
		assertAccess(Access.READ_ONLY, "management.endpoint.dynamoscans.access=UNRESTRICTED");
		assertAccess(Access.UNRESTRICTED, "management.endpoint.dynamocheckpoints.access=UNRESTRICTED");
		assertAccess(Access.UNRESTRICTED, "management.endpoints.access.default=UNRESTRICTED");
		assertAccess(Access.READ_ONLY, "management.endpoint.dynamocheckpoints.access=UNRESTRICTED",
				"management.endpoints.access.max-permitted=READ_ONLY");
	}

	private void assertAccess(Access expected, String... properties) {
		this.contextRunner.withPropertyValues(EXPOSED)
			.withPropertyValues(properties)
			.run((context) -> assertThat(context.getBean(DynamoCheckpointsEndpoint.class).checkpoints().access())
				.isEqualTo(expected));
	}

	@Test
	void positionsAreShownToUsersWithTheRoles() {
		ApplicationContextRunner runner = this.contextRunner.withPropertyValues(EXPOSED);
		runner.run((context) -> assertThat(
				position(context.getBean(DynamoCheckpointsEndpointWebExtension.class), "operator"))
			.isEqualTo("******"));
		runner.withPropertyValues("management.endpoint.dynamocheckpoints.show-values=always")
			.run((context) -> assertThat(
					position(context.getBean(DynamoCheckpointsEndpointWebExtension.class), "guest"))
				.isEqualTo(Map.of("tenant", "acme")));
		runner
			.withPropertyValues("management.endpoint.dynamocheckpoints.show-values=when-authorized",
					"management.endpoint.dynamocheckpoints.roles=operator")
			.run((context) -> {
				DynamoCheckpointsEndpointWebExtension extension = context
					.getBean(DynamoCheckpointsEndpointWebExtension.class);
				assertThat(position(extension, "operator")).isEqualTo(Map.of("tenant", "acme"));
				assertThat(position(extension, "guest")).isEqualTo("******");
				assertThat(position(context.getBean(DynamoCheckpointsEndpoint.class).checkpoint("nightly")))
					.isEqualTo(Map.of("tenant", "acme"));
			});
	}

	private static Object position(DynamoCheckpointsEndpointWebExtension extension, String role) {
		SecurityContext securityContext = Mockito.mock(SecurityContext.class);
		given(securityContext.getPrincipal()).willReturn(() -> "someone");
		given(securityContext.isUserInRole(role)).willReturn(true);
		return position((CheckpointDetailsDescriptor) extension.checkpoint(securityContext, "nightly").getBody());
	}

	private static Object position(CheckpointDetailsDescriptor details) {
		return details.positions().get(0).position();
	}

	@Test
	void sanitizingFunctionsOfTheApplicationAreApplied() {
		this.contextRunner
			.withBean(SanitizingFunction.class, () -> (data) -> data.withValue("hidden by the application"))
			.withPropertyValues(EXPOSED, "management.endpoint.dynamocheckpoints.show-values=always")
			.run((context) -> assertThat(
					position(context.getBean(DynamoCheckpointsEndpoint.class).checkpoint("nightly")))
				.isEqualTo(Map.of("tenant", "hidden by the application")));
	}

	@Configuration(proxyBeanMethods = false)
	static class EndpointConfiguration {

		@Bean
		DynamoCheckpointsEndpoint userEndpoint(DynamoStreamTemplate template) {
			return new DynamoCheckpointsEndpoint(template.checkpoints(), (id, access) -> access, List.of(), Show.NEVER);
		}

	}

}

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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.metrics.ScanMetrics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScanMetricsAutoConfiguration}.
 */
class ScanMetricsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ScanMetricsAutoConfiguration.class));

	@Test
	void countsInTheRegistryOfSpringBoot() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(ScanMetrics.class)).extracting("registry")
				.isSameAs(context.getBean(MeterRegistry.class)));
	}

	@Test
	void backsOffWhenUserDefinesBean() {
		this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withUserConfiguration(MetricsConfiguration.class)
			.run((context) -> assertThat(context).getBean(ScanMetrics.class).isSameAs(MetricsConfiguration.METRICS));
	}

	@Test
	void isOffWithoutRegistry() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ScanMetrics.class));
	}

	@Test
	void isOffWithoutMicrometer() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("dynamoStreamScanMetrics"));
	}

	@Test
	void isOffWithoutSdk() {
		this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withClassLoader(new FilteredClassLoader(DynamoDbClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ScanMetrics.class));
	}

	@Test
	void propertySwitchesItOff() {
		this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("dynamo.stream.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ScanMetrics.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class MetricsConfiguration {

		private static final ScanMetrics METRICS = new ScanMetrics(new SimpleMeterRegistry());

		@Bean
		ScanMetrics scanMetrics() {
			return METRICS;
		}

	}

}

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
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanListener;
import io.dynamostream.User;
import io.dynamostream.metrics.DefaultPageObservationConvention;
import io.dynamostream.metrics.DefaultScanObservationConvention;
import io.dynamostream.metrics.PageObservationConvention;
import io.dynamostream.metrics.ScanObservationConvention;
import io.dynamostream.metrics.ScanObservations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScanObservationsAutoConfiguration}.
 */
@Timeout(60)
class ScanObservationsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ScanObservationsAutoConfiguration.class));

	private final ApplicationContextRunner springBoot = this.contextRunner.withConfiguration(AutoConfigurations.of(
			ScanMetricsAutoConfiguration.class, ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	@Test
	void timesScansAndRequestsThroughSpringBoot() {
		this.springBoot.run((context) -> {
			scan(context);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("dynamo.stream.scan").tag("outcome", "completed").timer().count()).isOne();
			assertThat(registry.get("dynamo.stream.page").tag("outcome", "answered").timer().count()).isOne();
			assertThat(registry.get("dynamo.stream.pages").counter().count()).isOne();
		});
	}

	@Test
	void propertiesOfSpringBootLeaveOutRequestsAndLongTaskTimers() {
		this.springBoot
			.withPropertyValues("management.observations.enable.dynamo.stream.page=false",
					"management.metrics.observations.ignored-meters=long-task-timer")
			.run((context) -> {
				scan(context);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.find("dynamo.stream.scan").timer()).isNotNull();
				assertThat(registry.find("dynamo.stream.scan.active").longTaskTimer()).isNull();
				assertThat(registry.find("dynamo.stream.page").timer()).isNull();
			});
	}

	@Test
	void propertyOfSpringBootGivesHistogramOfLatency() {
		this.springBoot.withBean(MeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
			.withPropertyValues("management.metrics.distribution.percentiles-histogram.dynamo.stream.page=true")
			.run((context) -> {
				scan(context);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("dynamo.stream.page").timer().takeSnapshot().histogramCounts()).isNotEmpty();
				assertThat(registry.get("dynamo.stream.scan").timer().takeSnapshot().histogramCounts()).isEmpty();
			});
	}

	private static void scan(AssertableApplicationContext context) {
		DynamoStreamTemplate.Builder builder = DynamoStreamTemplate.builder(EmptyTable.client());
		context.getBeanProvider(ScanListener.class).orderedStream().forEach(builder::listener);
		builder.build().scan(User.class).forEach((user) -> {
		}).join();
	}

	@Test
	void usesConventionsOfUser() {
		this.springBoot.withUserConfiguration(ConventionsConfiguration.class).run((context) -> {
			scan(context);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("my.scan").timer()).isNotNull();
			assertThat(registry.find("my.page").timer()).isNotNull();
			assertThat(registry.find("dynamo.stream.scan").timer()).isNull();
		});
	}

	@Test
	void backsOffWhenUserDefinesBean() {
		this.contextRunner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withUserConfiguration(ObservationsConfiguration.class)
			.run((context) -> assertThat(context).getBean(ScanObservations.class)
				.isSameAs(ObservationsConfiguration.OBSERVATIONS));
	}

	@Test
	void isOffWithoutRegistry() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ScanObservations.class));
	}

	@Test
	void isOffWithoutMicrometer() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("dynamoStreamScanObservations"));
	}

	@Test
	void isOffWithoutSdk() {
		this.contextRunner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withClassLoader(new FilteredClassLoader(DynamoDbClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ScanObservations.class));
	}

	@Test
	void propertySwitchesItOff() {
		this.contextRunner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withPropertyValues("dynamo.stream.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ScanObservations.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class ConventionsConfiguration {

		@Bean
		ScanObservationConvention scanConvention() {
			return new DefaultScanObservationConvention() {

				@Override
				public String getName() {
					return "my.scan";
				}

			};
		}

		@Bean
		PageObservationConvention pageConvention() {
			return new DefaultPageObservationConvention() {

				@Override
				public String getName() {
					return "my.page";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ObservationsConfiguration {

		private static final ScanObservations OBSERVATIONS = new ScanObservations(ObservationRegistry.create());

		@Bean
		ScanObservations scanObservations() {
			return OBSERVATIONS;
		}

	}

}

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

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ReducedClassPath;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Actuator is optional: an application without it starts.
 */
@Timeout(60)
class WithoutActuatorTests {

	private final ReducedClassPath withoutActuator = new ReducedClassPath("spring-boot-actuator");

	@AfterEach
	void close() {
		this.withoutActuator.close();
	}

	@Test
	void applicationStarts() throws Exception {
		assertThat(this.withoutActuator.call(Application.class)).isEqualTo("DynamoStreamTemplate and no endpoint");
	}

	/**
	 * Starts and says what there is.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application implements Callable<Object> {

		@Override
		public Object call() {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.bannerMode(Banner.Mode.OFF)
				.run("--spring.cloud.aws.region.static=eu-central-1",
						"--management.endpoints.web.exposure.include=dynamoscans")) {
				return context.getBean(DynamoStreamTemplate.class).getClass().getSimpleName()
						+ (context.containsBean("dynamoScansEndpoint") ? " and an endpoint" : " and no endpoint");
			}
		}

	}

}

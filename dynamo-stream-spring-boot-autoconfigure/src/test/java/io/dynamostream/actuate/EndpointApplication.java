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

package io.dynamostream.actuate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application as users have it, with the endpoints exposed.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EndpointApplication {

	private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";

	/**
	 * What an application without Spring Security does not have.
	 */
	static final String WITHOUT_SECURITY = "spring.autoconfigure.exclude="
			+ String.join(",", SECURITY + "web.servlet.ServletWebSecurityAutoConfiguration",
					SECURITY + "web.servlet.SecurityFilterAutoConfiguration",
					SECURITY + "actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
					SECURITY + "web.reactive.ReactiveWebSecurityAutoConfiguration",
					SECURITY + "actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration");

	static ConfigurableApplicationContext run(WebApplicationType type, Class<?> configuration, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"management.endpoints.web.exposure.include=dynamoscans,dynamocheckpoints"));
		arguments.addAll(Arrays.asList(properties));
		return new SpringApplicationBuilder(EndpointApplication.class, configuration).web(type)
			.bannerMode(Banner.Mode.OFF)
			.run(arguments.stream().map("--"::concat).toArray(String[]::new));
	}

	@Bean
	EndlessTable table() {
		return new EndlessTable();
	}

}

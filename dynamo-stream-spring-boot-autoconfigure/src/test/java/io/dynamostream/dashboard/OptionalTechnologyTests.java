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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Callable;

import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.dynamostream.ReducedClassPath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The page needs neither Spring Security nor the web framework that the application does
 * not use.
 */
@Timeout(120)
class OptionalTechnologyTests {

	private static final String SECURITY = "spring-security|spring-boot-security|spring-boot-starter-security";

	@ParameterizedTest
	@ValueSource(strings = { SECURITY, SECURITY + "|webflux|reactor", SECURITY + "|webmvc|spring-boot-servlet" })
	void pageIsServedWithout(String absent) throws Exception {
		try (ReducedClassPath classPath = new ReducedClassPath(absent)) {
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> classPath.loadClass("org.springframework.security.web.csrf.CsrfToken"));
			assertThat(classPath.call(Application.class)).asString()
				.contains("<title>Dynamo Stream</title>", "content=\"/actuator/dynamoscans\"")
				.doesNotContain("csrf");
		}
	}

	static class Application implements Callable<String> {

		@Override
		public String call() throws Exception {
			// Only one class loader of a JVM can register it
			TomcatURLStreamHandlerFactory.disable();
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Beans.class).run(
					"--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=warn",
					"--dynamo.stream.client.endpoint=http://localhost:1", "--dynamo.stream.client.region=us-east-1",
					"--spring.cloud.aws.dynamodb.enabled=false", "--spring.cloud.aws.region.static=us-east-1",
					"--dynamo.stream.dashboard.enabled=true",
					"--management.endpoints.web.exposure.include=dynamoscans")) {
				String port = context.getEnvironment().getRequiredProperty("local.server.port");
				URI page = URI.create("http://localhost:" + port + "/dynamo-stream");
				return HttpClient.newHttpClient()
					.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
					.body();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Beans {

	}

}

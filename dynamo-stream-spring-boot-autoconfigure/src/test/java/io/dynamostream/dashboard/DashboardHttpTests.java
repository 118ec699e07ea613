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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.util.HtmlUtils;

import io.dynamostream.dashboard.DashboardApplication.Stack;
import io.dynamostream.standin.StandInDynamoDb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The page as it is served over HTTP.
 */
@Timeout(120)
class DashboardHttpTests {

	private static final String ENABLED = "dynamo.stream.dashboard.enabled=true";

	private static final String EXPOSED = "management.endpoints.web.exposure.include=dynamoscans";

	private static final String UNRESTRICTED = "management.endpoint.dynamoscans.access=unrestricted";

	private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

	private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

	private final StandInDynamoDb dynamoDb = StandInDynamoDb.start();

	@AfterEach
	void close() {
		this.dynamoDb.close();
	}

	@ParameterizedTest
	@EnumSource
	void servesThePageAndItsFiles(Stack stack) {
		try (DashboardApplication application = start(stack, ENABLED, EXPOSED)) {
			HttpResponse<String> page = get(application.url("/dynamo-stream"));
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(headers(page)).containsEntry("content-type", "text/html;charset=UTF-8")
				.containsEntry("cache-control", "no-store");
			assertIsSecure(page);
			assertThat(meta(page, "endpoint")).contains("/actuator/dynamoscans");
			assertThat(get(application.url("/dynamo-stream/")).body()).isEqualTo(page.body());
			assertThat(links(page)).containsOnly("/dynamo-stream/dashboard.css", "/dynamo-stream/dashboard.js",
					"/dynamo-stream/dashboard.svg");
			assertThat(Dashboard.FILES).filteredOn((name) -> !name.equals(Dashboard.PAGE))
				.allSatisfy((name) -> assertServesFile(application.url("/dynamo-stream/" + name)));
			assertThat(get(application.url("/dynamo-stream/dashboard.html")).statusCode()).isEqualTo(404);
			assertThat(get(application.url("/dynamo-stream/DashboardFile.class")).statusCode()).isEqualTo(404);
		}
	}

	private void assertServesFile(URI url) {
		HttpResponse<String> file = get(url);
		assertThat(file.statusCode()).isEqualTo(200);
		assertThat(file.body()).isNotBlank();
		Map<String, String> types = Map.of("css", "text/css;charset=UTF-8", "js", "text/javascript;charset=UTF-8",
				"svg", "image/svg+xml;charset=UTF-8");
		String extension = url.getPath().substring(url.getPath().lastIndexOf('.') + 1);
		assertThat(headers(file)).containsEntry("content-type", types.get(extension))
			.containsEntry("cache-control", "no-cache");
		assertIsSecure(file);
		HttpRequest again = HttpRequest.newBuilder(url).header("If-None-Match", headers(file).get("etag")).build();
		assertThat(send(again).statusCode()).isEqualTo(304);
	}

	private static void assertIsSecure(HttpResponse<String> response) {
		assertThat(headers(response)).containsEntry("x-content-type-options", "nosniff")
			.containsEntry("content-security-policy",
					"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
							+ "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
	}

	@ParameterizedTest
	@EnumSource
	void isOffByDefault(Stack stack) {
		try (DashboardApplication application = start(stack, EXPOSED)) {
			assertThat(get(application.url("/dynamo-stream")).statusCode()).isEqualTo(404);
			assertThat(get(application.url("/dynamo-stream/dashboard.js")).statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource
	void isOffWhereDynamoStreamIsOff(Stack stack) {
		try (DashboardApplication application = start(stack, ENABLED, "dynamo.stream.enabled=false")) {
			assertThat(get(application.url("/dynamo-stream")).statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource
	void isServedAtAnyPathBelowTheContextPath(Stack stack) {
		try (DashboardApplication application = start(stack, ENABLED, EXPOSED, stack.contextPath("/shop"),
				"dynamo.stream.dashboard.path=/admin/scans", "management.endpoints.web.base-path=/manage",
				"management.endpoints.web.path-mapping.dynamoscans=running")) {
			HttpResponse<String> page = get(application.url("/shop/admin/scans"));
			assertThat(links(page)).isNotEmpty().allMatch((link) -> link.startsWith("/shop/admin/scans/dashboard."));
			assertThat(links(page))
				.allSatisfy((link) -> assertThat(get(application.url(link)).statusCode()).as(link).isEqualTo(200));
			assertThat(meta(page, "endpoint")).contains("/shop/manage/running");
			assertThat(get(application.url("/shop/manage/running")).body()).contains("\"scans\"");
			assertThat(get(application.url("/shop/dynamo-stream")).statusCode()).isEqualTo(404);
		}
	}

	@Test
	void isServedBelowThePathOfTheDispatcherServlet() {
		try (DashboardApplication application = start(Stack.WEB_MVC, ENABLED, EXPOSED,
				"spring.mvc.servlet.path=/mvc")) {
			HttpResponse<String> page = get(application.url("/mvc/dynamo-stream"));
			assertThat(links(page)).contains("/mvc/dynamo-stream/dashboard.js");
			assertThat(meta(page, "endpoint")).contains("/mvc/actuator/dynamoscans");
			assertThat(get(application.url("/mvc/actuator/dynamoscans")).body()).contains("\"scans\"");
		}
	}

	@ParameterizedTest
	@EnumSource
	void isServedAtTheManagementPort(Stack stack) {
		try (DashboardApplication application = start(stack, ENABLED, EXPOSED, stack.contextPath("/shop"),
				"management.server.port=0", "management.server.base-path=/inside")) {
			assertThat(get(application.url("/shop/dynamo-stream")).statusCode()).isEqualTo(404);
			HttpResponse<String> page = get(application.managementUrl("/inside/dynamo-stream"));
			assertIsSecure(page);
			assertThat(links(page)).contains("/inside/dynamo-stream/dashboard.js");
			assertServesFile(application.managementUrl("/inside/dynamo-stream/dashboard.js"));
			assertThat(meta(page, "endpoint")).contains("/inside/actuator/dynamoscans");
			assertThat(get(application.managementUrl("/inside/actuator/dynamoscans")).body()).contains("\"scans\"");
		}
	}

	@ParameterizedTest
	@EnumSource
	void honoursThePrefixOfAProxy(Stack stack) {
		try (DashboardApplication application = start(stack, ENABLED, EXPOSED,
				"server.forward-headers-strategy=framework")) {
			HttpResponse<String> page = send(HttpRequest.newBuilder(application.url("/dynamo-stream"))
				.header("X-Forwarded-Prefix", "/proxy")
				.build());
			assertThat(links(page)).contains("/proxy/dynamo-stream/dashboard.js");
			assertThat(meta(page, "endpoint")).contains("/proxy/actuator/dynamoscans");
		}
	}

	@ParameterizedTest
	@EnumSource
	void namesNoEndpointThatIsNotExposed(Stack stack) {
		try (DashboardApplication application = start(stack, ENABLED)) {
			HttpResponse<String> page = get(application.url("/dynamo-stream"));
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.body()).contains("management.endpoints.web.exposure.include=health,dynamoscans");
			assertThat(meta(page, "endpoint")).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void carriesTheTokenOfCsrfProtection(Stack stack) {
		try (DashboardApplication application = start(stack, ENABLED, EXPOSED, UNRESTRICTED, "csrf=session")) {
			HttpResponse<String> page = get(application.url("/dynamo-stream"));
			String header = meta(page, "csrf-header").orElseThrow();
			String token = meta(page, "csrf-token").orElseThrow();
			URI unknown = application.url("/actuator/dynamoscans/unknown");
			assertThat(send(pause(unknown).build()).statusCode()).isEqualTo(403);
			assertThat(send(pause(unknown).header(header, token).build()).statusCode()).isEqualTo(404);
		}
	}

	private static HttpRequest.Builder pause(URI url) {
		return HttpRequest.newBuilder(url)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"action\":\"pause\"}"));
	}

	@ParameterizedTest
	@EnumSource
	void carriesNoTokenWithoutCsrfProtection(Stack stack) {
		try (DashboardApplication application = start(stack, ENABLED, EXPOSED)) {
			assertThat(get(application.url("/dynamo-stream")).body()).doesNotContain("csrf");
		}
	}

	@Test
	void isSecuredWithTheEndpoint() {
		try (DashboardApplication application = start(Stack.WEB_MVC, ENABLED, EXPOSED, UNRESTRICTED,
				"spring.security.user.password=dummy", "spring.security.user.roles=OPERATOR")) {
			URI scan = application.url("/actuator/dynamoscans/unknown");
			URI page = application.url("/dynamo-stream");
			assertThat(get(page).statusCode()).isEqualTo(401);
			assertThat(get(application.url("/dynamo-stream/dashboard.js")).statusCode()).isEqualTo(401);
			assertThat(get(scan).statusCode()).isEqualTo(401);
			String credentials = "Basic " + HttpHeaders.encodeBasicAuth("user", "dummy", null);
			HttpResponse<String> answer = send(
					HttpRequest.newBuilder(page).header("Authorization", credentials).build());
			assertThat(answer.statusCode()).isEqualTo(200);
			assertIsSecure(answer);
			assertThat(headers(answer)).containsEntry("cache-control", "no-store");
			HttpRequest pause = pause(scan).header("Authorization", credentials)
				.header(meta(answer, "csrf-header").orElseThrow(), meta(answer, "csrf-token").orElseThrow())
				.build();
			assertThat(send(pause).statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesPathThatIsNone(Stack stack) {
		assertThatException().isThrownBy(() -> start(stack, ENABLED, "dynamo.stream.dashboard.path=scans").close())
			.extracting((ex) -> invalid(ex).getName(), (ex) -> invalid(ex).getValue())
			.containsExactly("dynamo.stream.dashboard.path", "scans");
	}

	private static InvalidConfigurationPropertyValueException invalid(Throwable ex) {
		return (ex instanceof InvalidConfigurationPropertyValueException invalid) ? invalid : invalid(ex.getCause());
	}

	private DashboardApplication start(Stack stack, String... properties) {
		return DashboardApplication.start(stack, this.dynamoDb, properties);
	}

	private HttpResponse<String> get(URI url) {
		return send(HttpRequest.newBuilder(url).build());
	}

	private HttpResponse<String> send(HttpRequest request) {
		try {
			return this.http.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, String> headers(HttpResponse<String> response) {
		return response.headers()
			.map()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((header) -> header.getKey().toLowerCase(Locale.ROOT),
					(header) -> String.join(", ", header.getValue())));
	}

	private static List<String> links(HttpResponse<String> page) {
		return LINK.matcher(page.body()).results().map((link) -> link.group(1)).toList();
	}

	private static Optional<String> meta(HttpResponse<String> page, String name) {
		return Pattern.compile("<meta name=\"%s\" content=\"([^\"]*)\">".formatted(name))
			.matcher(page.body())
			.results()
			.map((MatchResult tag) -> HtmlUtils.htmlUnescape(tag.group(1)))
			.findFirst();
	}

}

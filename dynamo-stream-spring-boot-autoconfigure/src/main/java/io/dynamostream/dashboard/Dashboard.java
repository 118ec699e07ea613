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

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.RequestPath;
import org.springframework.util.Assert;
import org.springframework.web.util.HtmlUtils;

/**
 * The page on which scans are watched and steered, whatever serves it. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 * @see WebMvcDashboard
 * @see WebFluxDashboard
 */
public final class Dashboard {

	static final String PAGE = "dashboard.html";

	static final List<String> FILES = List.of(PAGE, "dashboard.css", "dashboard.js", "dashboard.svg", "charts.js",
			"endpoint.js", "format.js", "limit-field.js", "scan-view.js", "segments.js");

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z]+)}}");

	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private final String path;

	private final Supplier<@Nullable String> endpointPath;

	private final Map<String, DashboardFile> files = FILES.stream()
		.collect(Collectors.toUnmodifiableMap(Function.identity(), DashboardFile::load));

	/**
	 * Create a page.
	 * @param path path of the page below the context path, such as {@code /dynamo-stream}
	 * @param endpointPath returns the path of the endpoint {@code dynamoscans} below the
	 * context path, or {@code null} if the endpoint is not exposed
	 */
	public Dashboard(String path, Supplier<@Nullable String> endpointPath) {
		Assert.isTrue(PATH.matcher(path).matches(),
				"'path' must be one or more segments of letters, digits, '.', '_', '~' and '-', each after a '/'");
		this.path = path;
		this.endpointPath = endpointPath;
	}

	String path() {
		return this.path;
	}

	byte[] page(RequestPath request, @Nullable CsrfHeader csrf) {
		String contextPath = contextPath(request);
		Map<String, String> values = Map.of("base", HtmlUtils.htmlEscape(contextPath + this.path), "meta",
				meta(contextPath, csrf));
		return PLACEHOLDER.matcher(file(PAGE).text())
			.replaceAll((placeholder) -> Matcher.quoteReplacement(values.get(placeholder.group(1))))
			.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return the path of the application, and of the servlet if it has one.
	 */
	private static String contextPath(RequestPath request) {
		String path = request.value();
		return path.substring(0, path.length() - request.pathWithinApplication().value().length());
	}

	private String meta(String contextPath, @Nullable CsrfHeader csrf) {
		Map<String, String> meta = new LinkedHashMap<>();
		String endpoint = this.endpointPath.get();
		if (endpoint != null) {
			meta.put("endpoint", contextPath + endpoint);
		}
		if (csrf != null) {
			meta.put("csrf-header", csrf.name());
			meta.put("csrf-token", csrf.token());
		}
		return meta.entrySet()
			.stream()
			.map((tag) -> "<meta name=\"%s\" content=\"%s\">".formatted(tag.getKey(),
					HtmlUtils.htmlEscape(tag.getValue())))
			.collect(Collectors.joining("\n"));
	}

	/**
	 * Return a file that the page loads.
	 */
	@Nullable DashboardFile asset(String name) {
		return name.equals(PAGE) ? null : this.files.get(name);
	}

	private DashboardFile file(String name) {
		return Objects.requireNonNull(this.files.get(name));
	}

	static void secure(HttpHeaders headers) {
		headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
		headers.set("X-Content-Type-Options", "nosniff");
		headers.set("Referrer-Policy", "same-origin");
	}

}

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
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.http.server.RequestPath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Dashboard}.
 */
class DashboardTests {

	private final Dashboard dashboard = new Dashboard("/dynamo-stream", () -> "/actuator/dynamoscans");

	@Test
	void escapesWhatItPutsIntoThePage() {
		CsrfHeader csrf = new CsrfHeader("X-CSRF\"><script>", "{{meta}}'\"<>&$1\\");
		assertThat(page("/\"><script>", csrf)).doesNotContain("<script>")
			.contains("content=\"/&quot;&gt;&lt;script&gt;/actuator/dynamoscans\"")
			.contains("content=\"X-CSRF&quot;&gt;&lt;script&gt;\"")
			.contains("content=\"{{meta}}&#39;&quot;&lt;&gt;&amp;$1\\\"");
	}

	@Test
	void pageHasNoScriptStyleOrHandlerInline() {
		assertThat(page("", null)).doesNotContain("<style", " style=", "<script>")
			.doesNotContainPattern("\\son[a-z]+=")
			.doesNotContain("{{");
	}

	@ParameterizedTest
	@FieldSource("io.dynamostream.dashboard.Dashboard#FILES")
	void nothingComesFromOtherHosts(String name) {
		String text = DashboardFile.load(name).text().replace("http://www.w3.org/2000/svg", "");
		assertThat(text).isNotBlank().doesNotContain("http:", "https:", "url(", "@import");
	}

	@ParameterizedTest
	@FieldSource("io.dynamostream.dashboard.Dashboard#FILES")
	void scriptsNeverParseDataAsHtml(String name) {
		assertThat(DashboardFile.load(name).text()).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML",
				"document.write", "eval(", "new Function");
	}

	@ParameterizedTest
	@FieldSource("io.dynamostream.dashboard.Dashboard#FILES")
	void filesAreInNativeImages(String name) {
		RuntimeHints hints = new RuntimeHints();
		new DashboardFile.Hints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource().forResource("io/dynamostream/dashboard/" + name)).accepts(hints);
	}

	@Test
	void knowsItsFilesOnly() {
		assertThat(Objects.requireNonNull(this.dashboard.asset("dashboard.js")).text()).contains("import");
		assertThat(this.dashboard.asset("dashboard.html")).isNull();
		assertThat(this.dashboard.asset("../dashboard/dashboard.js")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "scans", "/scans/", "/a//b", "/{scans}", "/**", "/a b", "/a?b", "/ä" })
	void refusesPathsThatAreNone(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Dashboard(path, () -> null))
			.withMessageContaining("'path' must be one or more segments");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/dynamo-stream", "/a/b.c/d_e~f", "/1" })
	void acceptsPaths(String path) {
		assertThat(new Dashboard(path, () -> null).path()).isEqualTo(path);
	}

	private String page(String contextPath, @Nullable CsrfHeader csrf) {
		RequestPath request = RequestPath.parse(contextPath + "/dynamo-stream", contextPath);
		return new String(this.dashboard.page(request, csrf), StandardCharsets.UTF_8);
	}

}

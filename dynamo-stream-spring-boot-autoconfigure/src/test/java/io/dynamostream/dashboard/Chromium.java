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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A Chromium without a window, which notes what no page may do: to violate its
 * Content-Security-Policy, to fail, to open an alert, to ask another host.
 */
final class Chromium implements AutoCloseable {

	private static final List<String> PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
			"/usr/bin/google-chrome");

	private final List<String> offences = new CopyOnWriteArrayList<>();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final Playwright playwright;

	private final Browser browser;

	private Chromium(Path executable) {
		this.playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		this.browser = this.playwright.chromium()
			.launch(new LaunchOptions().setExecutablePath(executable)
				.setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
	}

	static Chromium launch() {
		Optional<Path> executable = PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
		assumeThat(executable).as("Chromium, which is not installed: install the package 'chromium'").isPresent();
		return new Chromium(executable.orElseThrow());
	}

	Page open(URI url) {
		return open(url, new NewContextOptions());
	}

	Page open(URI url, NewContextOptions options) {
		BrowserContext context = this.browser.newContext(options);
		context.onConsoleMessage(this::onConsoleMessage);
		context.onWebError((error) -> this.offences.add(error.error()));
		context.onDialog((dialog) -> {
			this.offences.add(dialog.message());
			dialog.dismiss();
		});
		context.onRequest(this.requests::add);
		Page page = context.newPage();
		page.navigate(url.toString());
		return page;
	}

	private void onConsoleMessage(ConsoleMessage message) {
		if (message.text().contains("Content Security Policy")) {
			this.offences.add(message.text());
		}
	}

	void assertNoOffences(URI... urls) {
		assertThat(this.offences).isEmpty();
		assertThat(this.requests).extracting((request) -> URI.create(request.url()).getAuthority())
			.isSubsetOf(Stream.of(urls).map(URI::getAuthority).toList());
	}

	void closePages() {
		this.browser.contexts().forEach(BrowserContext::close);
		this.offences.clear();
		this.requests.clear();
	}

	@Override
	public void close() {
		this.playwright.close();
	}

}

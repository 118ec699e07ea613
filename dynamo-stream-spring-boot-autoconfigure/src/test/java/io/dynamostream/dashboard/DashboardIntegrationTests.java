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

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.dynamostream.ScanExecution;
import io.dynamostream.ScanProgress;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.User;
import io.dynamostream.dashboard.DashboardApplication.Stack;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInFault;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The page in a browser, with scans that read a stand-in.
 */
@Timeout(180)
class DashboardIntegrationTests {

	private static final String UNRESTRICTED = "management.endpoint.dynamoscans.access=unrestricted";

	private static Chromium chromium;

	private final StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("user", 20_000, 620));

	private DashboardApplication application;

	@BeforeAll
	static void launch() {
		chromium = Chromium.launch();
		PlaywrightAssertions.setDefaultAssertionTimeout(Duration.ofSeconds(30).toMillis());
	}

	@AfterAll
	static void quit() {
		if (chromium != null) {
			chromium.close();
		}
	}

	@AfterEach
	void close() {
		try {
			chromium.assertNoOffences(this.application.url("/"));
		}
		finally {
			chromium.closePages();
			this.application.close();
			this.dynamoDb.close();
		}
	}

	@Test
	void showsAScanFromItsStartToItsEnd() {
		Page page = start(UNRESTRICTED);
		see(page.getByText("No scan is active.")).isVisible();
		this.dynamoDb.hold((request) -> request.operation().equals("Scan"));
		ScanExecution execution = scan("orders-export", 8);
		Locator card = card(page, "orders-export");
		see(card.getByText("Running")).isVisible();
		see(card.locator("[data-fact=segments] dd")).hasText("0 / 8");
		see(card.locator(".strip span")).hasCount(8);
		this.dynamoDb.awaitHeld(8);
		see(card.locator("[data-fact=requests] dd")).hasText("8 / 8");
		double before = progress(card);
		for (int released = 0; released < 60; released++) {
			this.dynamoDb.release();
		}
		page.waitForCondition(() -> progress(card) > before);
		see(card.locator("[data-fact=items] dd")).not().hasText("0");
		this.dynamoDb.releaseAll();
		assertThat(execution.join().items()).isEqualTo(20_000);
		see(card(page, "Ended", "orders-export").getByText("Completed")).isVisible();
		see(card.locator("[data-fact=items] dd")).hasText("20,000");
		see(card.locator("[data-fact=segments] dd")).hasText("8 / 8");
		see(card.getByRole(AriaRole.PROGRESSBAR)).isHidden();
		see(card.getByRole(AriaRole.BUTTON)).hasCount(0);
		see(page.getByText("No scan is active.")).isVisible();
	}

	private static double progress(Locator card) {
		String value = card.getByRole(AriaRole.PROGRESSBAR).getAttribute("aria-valuenow");
		return (value != null) ? Double.parseDouble(value) : 0;
	}

	@Test
	void pausesAndResumes() {
		Page page = start(UNRESTRICTED);
		slowDown();
		ScanExecution execution = scan("nightly", 2);
		Locator card = card(page, "nightly");
		card.getByRole(AriaRole.BUTTON, button("Pause nightly")).click();
		see(card.getByText("Paused", exactly())).isVisible();
		Locator resume = card.getByRole(AriaRole.BUTTON, button("Resume nightly"));
		see(resume).isFocused();
		this.dynamoDb.awaitInFlight(0);
		int requests = this.dynamoDb.requestCount();
		awaitPolls(page, 3);
		assertThat(this.dynamoDb.requestCount()).isEqualTo(requests);
		assertThat(execution.progress().state()).isEqualTo(State.PAUSED);
		resume.press("Enter");
		see(card.getByText("Running", exactly())).isVisible();
		this.dynamoDb.awaitRequests(requests + 10);
	}

	@Test
	void asksBeforeItCancels() {
		Page page = start(UNRESTRICTED);
		slowDown();
		ScanExecution execution = scan("nightly", 2);
		Locator cancel = card(page, "nightly").getByRole(AriaRole.BUTTON, button("Cancel nightly…"));
		cancel.click();
		Locator dialog = page.getByRole(AriaRole.DIALOG);
		see(dialog).containsText("Cancel nightly?");
		see(dialog.getByText("Keep it running")).isFocused();
		page.keyboard().press("Escape");
		see(dialog).isHidden();
		see(cancel).isFocused();
		cancel.click();
		dialog.getByText("Keep it running").click();
		see(dialog).isHidden();
		awaitPolls(page, 2);
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
		cancel.click();
		dialog.getByText("Cancel the scan").click();
		see(card(page, "Ended", "nightly").getByText("Cancelled", exactly())).isVisible();
		assertThat(execution.completion()).isCancelled();
	}

	@Test
	void changesTheConcurrency() {
		Page page = start(UNRESTRICTED);
		this.dynamoDb.hold((request) -> request.operation().equals("Scan"));
		this.application.template()
			.parallelScan(User.class)
			.named("nightly")
			.segments(16)
			.maxConcurrency(2)
			.forEach((user) -> {
			});
		this.dynamoDb.awaitHeld(2);
		Locator card = card(page, "nightly");
		Locator field = card.getByLabel("Concurrency");
		see(field).hasValue("2");
		field.fill("5");
		awaitPolls(page, 2);
		see(field).hasValue("5");
		see(field).isFocused();
		field.press("Enter");
		this.dynamoDb.awaitHeld(5);
		see(card.locator("[data-fact=requests] dd")).hasText("5 / 5");
		field.fill("1000");
		card.getByText("Set", exactly()).first().click();
		see(card.getByRole(AriaRole.ALERT)).containsText("1000");
		see(card.locator("[data-fact=requests] dd")).hasText("5 / 5");
	}

	@Test
	void limitsTheReadCapacity() {
		Page page = start(UNRESTRICTED);
		this.dynamoDb.hold((request) -> request.operation().equals("Scan"));
		this.application.template().scan(User.class).named("nightly").forEach((user) -> {
		});
		this.dynamoDb.awaitHeld(1);
		Locator card = card(page, "nightly");
		Locator field = card.getByLabel("RCU/s limit");
		see(field).hasValue("");
		field.fill("250");
		field.press("Enter");
		see(card.locator("[data-fact=limit] dd")).hasText("250");
		assertThat(this.application.template().executions().findByName("nightly").get(0).progress().requests())
			.returns(250.0, ScanProgress.Requests::readCapacity);
		field.fill("101%");
		field.press("Enter");
		see(card.getByRole(AriaRole.ALERT)).containsText("between 1% and 100%");
		see(card.locator("[data-fact=limit] dd")).hasText("250");
		for (String nothing : new String[] { "", "none" }) {
			field.fill("250");
			field.press("Enter");
			see(card.locator("[data-fact=limit] dd")).hasText("250");
			field.fill(nothing);
			field.press("Enter");
			see(card.locator("[data-fact=limit]")).isHidden();
		}
	}

	@Test
	void readOnlyEndpointHasNoButtonsAndRefuses() {
		Page page = start();
		slowDown();
		ScanExecution execution = scan("nightly", 2);
		Locator card = card(page, "nightly");
		see(card.getByText("Running", exactly())).isVisible();
		see(page.getByText("read-only")).isVisible();
		awaitPolls(page, 1);
		see(page.getByRole(AriaRole.BUTTON)).hasCount(0);
		see(page.getByRole(AriaRole.SPINBUTTON)).hasCount(0);
		String url = this.application.url("/actuator/dynamoscans/" + execution.id()).toString();
		assertThat(page.evaluate("(url) => fetch(url, { method: 'DELETE' }).then((response) => response.status)", url))
			.isEqualTo(405);
		assertThat(execution.progress().state()).isEqualTo(State.RUNNING);
	}

	@Test
	void hostileNamesAndErrorsStayText() {
		String hostile = "<img src=x onerror=alert(1)>\"'&amp;";
		this.dynamoDb.fault((request) -> true, StandInFault.validation("<script>alert(2)</script>"));
		Page page = start(UNRESTRICTED);
		ScanExecution execution = this.application.template()
			.scan(User.class)
			.named(hostile)
			.tableName(hostile)
			.filterExpression("<b>#x</b> = :v")
			.expressionName("#x", hostile)
			.expressionValue(":v", hostile)
			.forEach((user) -> {
			});
		assertThatException().isThrownBy(execution::join);
		page.reload();
		Locator card = card(page, "Ended", hostile);
		see(card.getByText("Failed", exactly())).isVisible();
		see(card.locator(".target")).hasText(hostile);
		see(card.locator(".error")).containsText("<script>alert(2)</script>");
		card.getByText("Segments and rates").click();
		card.getByText("Options").click();
		see(card.locator(".options")).containsText("<b>#x</b> = :v");
		assertThat(page.locator("img[src=x], body script, b").count()).isZero();
	}

	@Test
	void saysWhenTheConnectionIsLostAndRecovers() {
		Page page = start(UNRESTRICTED);
		Locator connection = page.locator("#connection");
		see(connection).hasText("Live");
		page.context().setOffline(true);
		see(connection).containsText("Connection lost, trying again. Last update ");
		slowDown();
		scan("nightly", 2);
		page.context().setOffline(false);
		see(connection).hasText("Live");
		see(card(page, "nightly").getByText("Running", exactly())).isVisible();
	}

	@Test
	void asksToSignInAgain() {
		Page page = start(UNRESTRICTED);
		see(page.locator("#connection")).hasText("Live");
		page.route("**/actuator/dynamoscans", (route) -> route.fulfill(new Route.FulfillOptions().setStatus(401)));
		see(page.getByRole(AriaRole.ALERT)).containsText("You are not signed in. Reload the page to sign in.");
		page.unroute("**/actuator/dynamoscans");
		see(page.locator("#connection")).hasText("Live");
		see(page.locator("#trouble")).isHidden();
	}

	@Test
	void keepsFocusAndDetailsWhileItUpdates() {
		Page page = start(UNRESTRICTED);
		scan("done", 4).join();
		page.reload();
		slowDown();
		scan("nightly", 2);
		Locator details = card(page, "Ended", "done").locator("details").first();
		see(details.locator(".strip")).isHidden();
		details.getByText("Segments and rates").press("Enter");
		see(details.locator(".strip span")).hasCount(4);
		see(details.locator(".legend")).hasText("4 segments: 4 done, 0 reading, 0 waiting");
		page.evaluate("document.activeElement.marked = true");
		scan("another", 2);
		see(card(page, "another")).isVisible();
		awaitPolls(page, 2);
		assertThat(page.evaluate("document.activeElement.marked")).isEqualTo(true);
		see(details.locator(".strip")).isVisible();
	}

	@Test
	void putsManySegmentsIntoFewCells() {
		this.dynamoDb.hold((request) -> request.operation().equals("Scan"));
		Page page = start(UNRESTRICTED);
		scan("nightly", 1500);
		Locator card = card(page, "nightly");
		see(card.locator(".strip span")).hasCount(96);
		see(card.locator(".legend")).containsText("1,500 segments");
		see(card.locator(".strip span").first()).hasAttribute("title", Pattern.compile("Segments 0 to 15: .*"));
	}

	@Test
	void putsSegmentsThatAreNotToldOfIntoOneCell() {
		this.dynamoDb.hold((request) -> request.operation().equals("Scan"));
		Page page = start(UNRESTRICTED);
		scan("nightly", 5000);
		this.dynamoDb.release();
		Locator card = card(page, "nightly");
		see(card.locator(".strip")).isHidden();
		card.getByText("Segments and rates").click();
		see(card.locator(".strip span")).hasCount(1);
		see(card.locator(".legend")).hasText("5,000 segments: 1 done, 0 reading, 4,999 waiting");
	}

	@Test
	void drawsRatesOverTime() {
		slowDown();
		Page page = start(UNRESTRICTED);
		scan("nightly", 2);
		Locator charts = card(page, "nightly").locator(".chart");
		see(charts).hasCount(2);
		see(charts.nth(0).getByRole(AriaRole.IMG)).hasAttribute("aria-label", Pattern.compile("Items/s: latest .*"));
		see(charts.nth(1).getByRole(AriaRole.IMG)).hasAttribute("aria-label", Pattern.compile("RCU/s: latest .*"));
		see(charts.nth(0).locator(".line")).hasAttribute("d", Pattern.compile("M[\\d.]+ [\\d.]+L.*"));
	}

	@Test
	void showsWhatIsNotKnownAndWhatWasEstimatedAnew() {
		Page page = start(UNRESTRICTED);
		page.route("**/actuator/dynamoscans",
				(route) -> route.fulfill(new Route.FulfillOptions().setContentType("application/json")
					.setBody("""
							{"access": "READ_ONLY", "scans": [%s, %s]}""".formatted(scanJson("unknown", ""),
							scanJson("rebased", """
									"fractionDone": 0.5, "timeLeft": "PT1H1M3S",
									"estimate": {"source": "ITEM_COUNT", "total": 2000000, "rebased": true},""")))));
		Locator unknown = card(page, "unknown");
		see(unknown).containsText("size unknown");
		see(unknown.locator("[data-fact=unacknowledged]")).hasText("Unacknowledged1,700");
		see(unknown.getByRole(AriaRole.PROGRESSBAR)).not().hasAttribute("aria-valuenow", Pattern.compile(".*"));
		Locator rebased = card(page, "rebased");
		see(rebased).containsText("Estimate from the item count, 2,000,000 · estimate re-based");
		see(rebased).containsText("about 1 h 1 min left");
		see(rebased.getByRole(AriaRole.PROGRESSBAR)).hasAttribute("aria-valuenow", "50");
		page.unroute("**/actuator/dynamoscans");
		see(unknown).isHidden();
	}

	private static String scanJson(String id, String more) {
		return """
				{"id": "%1$s", "name": "%1$s", "table": "users", "mode": "STREAM", "state": "RUNNING", %2$s
				"segments": {"total": 1, "pending": 0, "reading": 1, "done": 0},
				"requests": {"maxConcurrency": 1, "readCapacity": null, "inFlight": 1, "bufferedPages": 0, "retries": 0, "throttles": 0},
				"pages": 1, "items": 1, "scannedItems": 1, "failedItems": 0, "unacknowledgedItems": 1700, "consumedCapacity": 0.5,
				"rates": {"itemsPerSecond": 1, "capacityPerSecond": 1, "meanItemsPerSecond": 1, "meanCapacityPerSecond": 1}}"""
			.formatted(id, more);
	}

	@ParameterizedTest
	@CsvSource({ "WEB_MVC, session", "WEB_MVC, spa", "WEB_FLUX, session" })
	void steersBehindCsrfProtection(Stack stack, String csrf) {
		slowDown();
		Page page = start(stack, UNRESTRICTED, "csrf=" + csrf);
		ScanExecution execution = scan("nightly", 2);
		Locator card = card(page, "nightly");
		card.getByRole(AriaRole.BUTTON, button("Pause nightly")).click();
		see(card.getByText("Paused", exactly())).isVisible();
		assertThat(execution.progress().state()).isEqualTo(State.PAUSED);
	}

	@Test
	void saysWhichPropertyExposesTheEndpoint() {
		this.application = DashboardApplication.start(Stack.WEB_MVC, this.dynamoDb,
				"dynamo.stream.dashboard.enabled=true");
		Page page = chromium.open(this.application.url("/dynamo-stream"));
		see(page.getByText("management.endpoints.web.exposure.include=health,dynamoscans")).isVisible();
		see(page.locator("#connection")).hasText("No endpoint");
	}

	@Test
	void fitsPhones() {
		this.dynamoDb.put(StandInTable.ofUsers("a-table-with-a-very-long-name-that-has-nowhere-to-break", 10, 620));
		slowDown();
		Page page = start(UNRESTRICTED);
		page.setViewportSize(360, 740);
		scan("nightly", 64);
		this.application.template()
			.scan(User.class)
			.tableName("a-table-with-a-very-long-name-that-has-nowhere-to-break")
			.forEach((user) -> {
			})
			.join();
		see(page.locator(".scan")).hasCount(2);
		see(card(page, "nightly").locator(".strip span")).hasCount(64);
		assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
	}

	@Test
	void isUsedWithTheKeyboard() {
		slowDown();
		Page page = start(UNRESTRICTED);
		scan("nightly", 2);
		Locator card = card(page, "nightly");
		Locator pause = card.getByRole(AriaRole.BUTTON, button("Pause nightly"));
		see(pause).isVisible();
		page.keyboard().press("Tab");
		see(page.getByRole(AriaRole.SEARCHBOX)).isFocused();
		page.keyboard().press("Tab");
		see(pause).isFocused();
		assertThat(pause.evaluate("(button) => getComputedStyle(button).outlineStyle")).isEqualTo("solid");
		page.keyboard().press("Tab");
		see(card.getByLabel("Concurrency")).isFocused();
		page.keyboard().press("Tab");
		page.keyboard().press("Tab");
		see(card.getByLabel("RCU/s limit")).isFocused();
		page.keyboard().press("Tab");
		page.keyboard().press("Tab");
		page.keyboard().press("Enter");
		see(page.getByRole(AriaRole.DIALOG)).isVisible();
		page.keyboard().press("Tab");
		page.keyboard().press("Enter");
		see(card(page, "Ended", "nightly").getByText("Cancelled", exactly())).isVisible();
	}

	@Test
	void filtersByNameAndTable() {
		Page page = start(UNRESTRICTED);
		scan("one", 2).join();
		scan("two", 2).join();
		see(page.locator(".scan")).hasCount(2);
		page.getByRole(AriaRole.SEARCHBOX).fill("TW");
		see(card(page, "two")).isVisible();
		see(card(page, "one")).isHidden();
		page.getByRole(AriaRole.SEARCHBOX).fill("user");
		see(card(page, "one")).isVisible();
	}

	@Test
	void isDarkWhereTheSystemIs() {
		Page light = start(UNRESTRICTED);
		Page dark = chromium.open(this.application.url("/dynamo-stream"),
				new NewContextOptions().setColorScheme(ColorScheme.DARK));
		String background = "getComputedStyle(document.body).backgroundColor";
		assertThat(light.evaluate(background)).isEqualTo("rgb(244, 246, 248)");
		assertThat(dark.evaluate(background)).isEqualTo("rgb(16, 20, 24)");
	}

	private Page start(String... properties) {
		return start(Stack.WEB_MVC, properties);
	}

	private Page start(Stack stack, String... properties) {
		Stream<String> always = Stream.of("dynamo.stream.dashboard.enabled=true",
				"management.endpoints.web.exposure.include=dynamoscans");
		this.application = DashboardApplication.start(stack, this.dynamoDb,
				Stream.concat(always, Stream.of(properties)).toArray(String[]::new));
		return chromium.open(this.application.url("/dynamo-stream"));
	}

	/**
	 * Let a scan of small pages take minutes.
	 */
	private void slowDown() {
		this.dynamoDb.latency(Duration.ofMillis(200));
	}

	private ScanExecution scan(String name, int segments) {
		return this.application.template()
			.parallelScan(User.class)
			.named(name)
			.segments(segments)
			.maxConcurrency(Math.min(segments, 8))
			.pageSize(25)
			.forEach((user) -> {
			});
	}

	private static Locator card(Page page, String name) {
		return page.getByRole(AriaRole.ARTICLE)
			.filter(new Locator.FilterOptions().setHas(page.getByRole(AriaRole.HEADING,
					new Page.GetByRoleOptions().setName(name).setExact(true).setIncludeHidden(true))));
	}

	private static Locator card(Page page, String section, String name) {
		return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(Pattern.compile(section + ".*")))
			.locator(card(page, name));
	}

	private static Locator.GetByRoleOptions button(String name) {
		return new Locator.GetByRoleOptions().setName(name).setExact(true);
	}

	private static Locator.GetByTextOptions exactly() {
		return new Locator.GetByTextOptions().setExact(true);
	}

	/**
	 * Wait until the page has asked again this many times.
	 */
	private static void awaitPolls(Page page, int count) {
		for (int poll = 0; poll < count; poll++) {
			page.waitForResponse((response) -> response.url().endsWith("/actuator/dynamoscans"), () -> {
			});
		}
	}

	private static LocatorAssertions see(Locator locator) {
		return PlaywrightAssertions.assertThat(locator);
	}

}

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

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.awaitility.Awaitility;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanExecution;
import io.dynamostream.User;
import io.dynamostream.dashboard.DashboardApplication.Stack;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInFault;
import io.dynamostream.standin.StandInTable;

/**
 * Takes the pictures of the documentation, of scans that read a stand-in for a minute. To
 * be run by hand, with the directory of the pictures as argument.
 *
 * @since 0.1.0
 */
public final class DashboardPictures {

	private final StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("orders-prod", 900_000, 620),
			StandInTable.ofUsers("customers", 400_000, 900), StandInTable.ofUsers("events", 1_500_000, 400),
			StandInTable.ofUsers("sessions", 12_000, 500));

	private final Path directory;

	private DashboardPictures(Path directory) {
		this.directory = directory;
	}

	/**
	 * Take the pictures.
	 * @param args the directory of the pictures
	 */
	public static void main(String[] args) {
		new DashboardPictures(Path.of(args[0])).take();
	}

	private void take() {
		try (this.dynamoDb;
				DashboardApplication application = DashboardApplication.start(Stack.WEB_MVC, this.dynamoDb,
						"dynamo.stream.dashboard.enabled=true", "management.endpoints.web.exposure.include=dynamoscans",
						"management.endpoint.dynamoscans.access=unrestricted");
				Chromium chromium = Chromium.launch()) {
			scan(application);
			take(chromium, application, "light", new NewContextOptions().setViewportSize(1180, 900));
			take(chromium, application, "dark",
					new NewContextOptions().setViewportSize(1180, 900).setColorScheme(ColorScheme.DARK));
			take(chromium, application, "phone",
					new NewContextOptions().setViewportSize(390, 844).setDeviceScaleFactor(2).setHasTouch(true));
		}
	}

	private void scan(DashboardApplication application) {
		this.dynamoDb.latency(Duration.ofMillis(15));
		scan(application, "sessions", (spec) -> spec.tableName("sessions").segments(4)).join();
		fail(application);
		ScanExecution index = scan(application, "customer-index",
				(spec) -> spec.tableName("customers").segments(16).maxConcurrency(4));
		await(index, 150_000);
		index.cancel();
		this.dynamoDb.latency(Duration.ofMillis(140));
		ScanExecution archive = scan(application, "nightly-archive",
				(spec) -> spec.tableName("customers").segments(24).maxConcurrency(6).pageSize(400));
		await(archive, 90_000);
		archive.pause();
		ScanExecution export = scan(application, "orders-export",
				(spec) -> spec.tableName("orders-prod").segments(64).maxConcurrency(8).pageSize(200));
		await(export, 420_000);
	}

	private void fail(DashboardApplication application) {
		int requests = this.dynamoDb.requestCount() + 60;
		this.dynamoDb.fault((request) -> request.number() > requests, StandInFault.accessDenied("events"));
		ScanExecution failed = scan(application, "event-replay",
				(spec) -> spec.tableName("events").segments(8).maxConcurrency(2));
		Awaitility.await().until(() -> failed.progress().state().hasEnded());
		this.dynamoDb.clearFaults();
	}

	private static ScanExecution scan(DashboardApplication application, String name,
			UnaryOperator<ScanSpec<User>> options) {
		return options.apply(application.template().parallelScan(User.class).named(name)).forEach((user) -> {
		});
	}

	private static void await(ScanExecution execution, long items) {
		Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> execution.progress().items() >= items);
	}

	private void take(Chromium chromium, DashboardApplication application, String name, NewContextOptions options) {
		Page page = chromium.open(application.url("/dynamo-stream"), options);
		page.locator(".chart .line").first().waitFor();
		page.waitForResponse("**/actuator/dynamoscans", () -> {
		});
		page.screenshot(new Page.ScreenshotOptions().setPath(this.directory.resolve("dashboard-" + name + ".png"))
			.setFullPage(options.hasTouch == null));
	}

}

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

package io.dynamostream.sample;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

class UserAnalyticsTests extends AbstractSampleTests {

	@Autowired
	private UserAnalytics analytics;

	@Test
	void countsUsersByTenantAndStatus() {
		runToEnd("/analytics", "COMPLETED");
		assertThat(this.analytics.latest()).contains(new UserAnalytics.Report(userCount(),
				users().collect(Collectors.groupingBy(User::getTenantId, Collectors.counting())),
				users().collect(Collectors.groupingBy(User::getStatus, Collectors.counting()))));
	}

	@Test
	void listsTenantsAndStatusesInOrder() {
		runToEnd("/analytics", "COMPLETED");
		assertThat(this.analytics.latest()).hasValueSatisfying((report) -> {
			assertThat(List.copyOf(report.byTenant().keySet())).isSorted();
			assertThat(List.copyOf(report.byStatus().keySet())).isSorted();
		});
	}

	@Test
	void answersWithLatestReport() {
		runToEnd("/analytics", "COMPLETED");
		assertThat(get("/analytics")).containsEntry("total", userCount()).containsKeys("byTenant", "byStatus");
	}

}

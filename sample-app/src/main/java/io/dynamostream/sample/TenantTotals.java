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

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.dynamostream.DynamoStreamTemplate;

/**
 * Partitions and reduces on all cores: pages are requested in parallel, and the stages of
 * the parallel stream map and group their users in parallel as well.
 */
@RestController
class TenantTotals {

	private final DynamoStreamTemplate template;

	TenantTotals(DynamoStreamTemplate template) {
		this.template = template;
	}

	@GetMapping("/tenants")
	Map<String, Long> usersByTenant() {
		try (Stream<User> users = this.template.parallelScan(User.class).segments(8).stream()) {
			return users.parallel().collect(Collectors.groupingByConcurrent(User::tenant, Collectors.counting()));
		}
	}

}

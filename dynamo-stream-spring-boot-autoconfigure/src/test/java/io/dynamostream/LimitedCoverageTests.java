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

package io.dynamostream;

import java.util.List;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits do not lose, repeat or hold up anything, in any mode, on several threads.
 */
@Timeout(120)
class LimitedCoverageTests {

	@ParameterizedTest
	@EnumSource(Terminal.class)
	void deliversEveryItemOnce(Terminal terminal) {
		for (int segments : new int[] { 1, 3, 16 }) {
			FakeTable table = FakeTable.ofUsers(100).withUnitsPerItem(1).withEmptyLastPage(true);
			List<User> users = terminal.read(Terminal.template(table)
				.scan(User.class)
				.segments(segments)
				.pageSize(10)
				.readCapacity(500)
				.itemsPerSecond(1000));
			assertThat(users).extracting(User::getId).containsExactlyInAnyOrderElementsOf(table.ids());
			assertThat(table.requests()).hasSizeGreaterThan(3);
		}
	}

}

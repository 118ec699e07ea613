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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailedItemBudget}.
 */
class FailedItemBudgetTests {

	@Test
	void ofItemsIsExceededByOneMore() {
		FailedItemBudget budget = FailedItemBudget.ofItems(3);
		assertThat(budget.isExceeded(3, 0)).isFalse();
		assertThat(budget.isExceeded(4, 1_000_000)).isTrue();
		assertThat(budget.isExceededAtEnd(3, 0)).isFalse();
		assertThat(budget.isExceededAtEnd(4, 0)).isTrue();
	}

	@Test
	void ofPercentIsJudgedOnceAHundredItemsWereHandled() {
		FailedItemBudget budget = FailedItemBudget.ofPercent(10);
		assertThat(budget.isExceeded(99, 0)).isFalse();
		assertThat(budget.isExceeded(10, 90)).isFalse();
		assertThat(budget.isExceeded(11, 89)).isTrue();
		assertThat(budget.isExceeded(11, 99)).isFalse();
	}

	@Test
	void ofPercentIsJudgedAtTheEndOfFewItems() {
		FailedItemBudget budget = FailedItemBudget.ofPercent(10);
		assertThat(budget.isExceededAtEnd(0, 0)).isFalse();
		assertThat(budget.isExceededAtEnd(1, 9)).isFalse();
		assertThat(budget.isExceededAtEnd(1, 8)).isTrue();
	}

	@Test
	void ofPercentIsExact() {
		for (int hundredths = 1; hundredths < 10_000; hundredths++) {
			FailedItemBudget budget = FailedItemBudget.ofPercent(hundredths / 100.0);
			assertThat(budget.isExceeded(hundredths, 10_000 - hundredths)).isFalse();
			assertThat(budget.isExceeded(hundredths + 1, 9_999 - hundredths)).isTrue();
		}
	}

	@Test
	void ofAllIsNeverExceeded() {
		assertThat(FailedItemBudget.ofPercent(100).isExceededAtEnd(Integer.MAX_VALUE, 0)).isFalse();
		assertThat(FailedItemBudget.ofItems(Long.MAX_VALUE).isExceededAtEnd(Integer.MAX_VALUE, 0)).isFalse();
	}

	@Test
	void ofNothingIsExceededByTheFirst() {
		assertThat(FailedItemBudget.ofItems(0).isExceeded(1, 1000)).isTrue();
		assertThat(FailedItemBudget.ofPercent(0).isExceeded(1, 1000)).isTrue();
		assertThat(FailedItemBudget.ofPercent(0).isExceededAtEnd(0, 1000)).isFalse();
	}

}

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
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SegmentNumber}.
 */
class SegmentNumberTests {

	@Test
	void isTheDefaultUntilItIsChosen() {
		SegmentNumber number = new SegmentNumber(SegmentChoice.automatic());
		assertThat(number.isKnown()).isFalse();
		assertThat(number.get()).isEqualTo(4);
		number.choose(7);
		assertThat(number.isKnown()).isTrue();
		assertThat(number.get()).isEqualTo(7);
	}

	@Test
	void isChosenOnce() {
		SegmentNumber number = new SegmentNumber(SegmentChoice.automatic());
		number.choose(7);
		number.choose(7);
		assertThatIllegalStateException().isThrownBy(() -> number.choose(8))
			.withMessage("There are 7 segments already, so there cannot be 8");
		assertThat(number.get()).isEqualTo(7);
	}

	@Test
	void isNotChosenWhereItWasSaid() {
		SegmentNumber number = new SegmentNumber(SegmentChoice.of(3));
		assertThatIllegalStateException().isThrownBy(() -> number.choose(4));
		assertThat(number.get()).isEqualTo(3);
	}

	@Test
	void isChosenAnewInAnotherRun() {
		SegmentNumber number = new SegmentNumber(SegmentChoice.automatic());
		number.choose(7);
		number.again().choose(8);
		assertThat(number.get()).isEqualTo(7);
	}

}

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

package io.dynamostream.decoder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link BodyBuffers}.
 */
class BodyBuffersTests {

	private final BodyBuffers buffers = new BodyBuffers();

	private final byte[] buffer = new byte[1000];

	@ParameterizedTest
	@ValueSource(ints = { 0, 750, 751, 1000 })
	void areUsedAgainForBodiesThatFit(int length) {
		this.buffers.giveBack(this.buffer);
		assertThat(this.buffers.take(length)).isSameAs(this.buffer);
		assertThat(this.buffers.take(length)).isNotSameAs(this.buffer);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 749, 1001, 5_000_000 })
	void areForgottenOtherwise(int length) {
		this.buffers.giveBack(this.buffer);
		assertThat(this.buffers.take(length)).isNotSameAs(this.buffer).hasSize(length + length / 16);
		assertThat(this.buffers.take(1000)).isNotSameAs(this.buffer);
	}

	@Test
	void areForgottenWhenNoMorePagesAreWanted() {
		this.buffers.giveBack(this.buffer);
		this.buffers.close();
		assertThat(this.buffers.take(1000)).isNotSameAs(this.buffer);
		this.buffers.giveBack(this.buffer);
		assertThat(this.buffers.take(1000)).isNotSameAs(this.buffer);
	}

	@Test
	void areTakenFromPages() {
		byte[] body = "{\"id\":{\"S\":\"a\"}},{\"id\":{\"S\":\"b\"}}".getBytes(StandardCharsets.UTF_8);
		EncodedItems items = new EncodedItems(body, 0, body.length, 2);
		EncodedItem read = items.get(0);
		EncodedItem unread = items.get(1);
		assertThat(read).hasSize(1);
		this.buffers.giveBack(items);
		assertThat(this.buffers.take(body.length)).isSameAs(body);
		assertThat(read).hasSize(1);
		assertThatIllegalStateException().isThrownBy(unread::attributes)
			.withMessage("The page of the item has been given back");
		assertThatIllegalStateException().isThrownBy(unread::detached);
		assertThatIllegalStateException().isThrownBy(() -> this.buffers.giveBack(items));
	}

	@Test
	void areNotTakenFromPagesThatTheSdkHasDecoded() {
		this.buffers.giveBack(List.of(Map.of()));
		assertThat(this.buffers.take(0)).hasSize(BodyBuffers.PART);
	}

}

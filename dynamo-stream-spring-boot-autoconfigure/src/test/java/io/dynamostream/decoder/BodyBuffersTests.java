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

	private final byte[] buffer = new byte[100_000];

	@ParameterizedTest
	@ValueSource(ints = { 0, 75_000, 75_001, 100_000 })
	void areUsedAgainForBodiesThatFit(int length) {
		this.buffers.add(this.buffer);
		assertThat(this.buffers.take(length)).isSameAs(this.buffer);
		assertThat(this.buffers.take(length)).isNotSameAs(this.buffer);
	}

	@ParameterizedTest
	@ValueSource(ints = { 74_999, 100_001, 5_000_000 })
	void areForgottenOtherwise(int length) {
		this.buffers.add(this.buffer);
		assertThat(this.buffers.take(length)).isNotSameAs(this.buffer).hasSize(length);
		assertThat(this.buffers.take(100_000)).isNotSameAs(this.buffer);
	}

	@Test
	void areKeptWhenShortBodiesCome() {
		this.buffers.add(this.buffer);
		this.buffers.add(new byte[BodyBuffers.SHORT - 1]);
		assertThat(this.buffers.take(1)).hasSize(1);
		assertThat(this.buffers.take(BodyBuffers.SHORT - 1)).hasSize(BodyBuffers.SHORT - 1);
		assertThat(this.buffers.take(0)).isSameAs(this.buffer);
		assertThat(this.buffers.take(0)).hasSize(BodyBuffers.PART);
	}

	@Test
	void areForgottenWhenToldSo() {
		this.buffers.add(this.buffer);
		this.buffers.clear();
		assertThat(this.buffers.take(100_000)).isNotSameAs(this.buffer);
	}

	@Test
	void areTakenFromPages() {
		String text = "x".repeat(BodyBuffers.SHORT);
		byte[] body = "{\"id\":{\"S\":\"%s\"}},{\"id\":{\"S\":\"b\"}}".formatted(text).getBytes(StandardCharsets.UTF_8);
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
	void areMissedByWhoReadsWhileTheyAreGivenBack() {
		byte[] body = "{\"id\":{\"S\":\"a\"}}".getBytes(StandardCharsets.UTF_8);
		EncodedItems items = EncodedItems.of(body);
		JsonCursor json = items.read(0);
		json.skipBrackets();
		this.buffers.giveBack(items);
		assertThatIllegalStateException().isThrownBy(() -> items.finish(0, json));
	}

	@Test
	void areNotTakenFromPagesThatTheSdkHasDecoded() {
		this.buffers.giveBack(List.of(Map.of()));
		assertThat(this.buffers.take(0)).hasSize(BodyBuffers.PART);
	}

}

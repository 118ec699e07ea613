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
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Names}, and for how they are read.
 */
class NamesTests {

	private final List<String> all = List.of("id", "name", "a name of some length", "gr\u00f6\u00dfe", "a\"b", "a\\c",
			"");

	private final Names names = new Names(this.all);

	@Test
	void areFoundInAnyOrder() {
		for (String order : List.of("0123456", "0123456", "6543210", "0246135", "00112233445566", "0123456")) {
			int[] expected = order.chars().map((c) -> c - '0').toArray();
			assertThat(read(text(expected))).containsExactly(expected);
		}
	}

	@Test
	void areToldFromOthersThatAreLikely() {
		read(text(0, 1, 2));
		assertThat(read("\"id\":1,\"names\":1,\"name\" :1")).containsExactly(0, -1, 1);
		assertThat(read("\"id\":1,\"nam\\u0065\":1,\"a name of some lengths\":1")).containsExactly(0, 1, -1);
		assertThat(read("\"id\" :1,\"other\":1")).containsExactly(0, -1);
	}

	@Test
	void areNotLikelyIfTheyAreNotWrittenAsTheyAre() {
		read("\"id\":1,\"a\\\"b\":1,\"name\":1,\"a\\\\c\":1");
		assertThatExceptionOfType(Declined.class).isThrownBy(() -> read("\"id\":1,\"a\"b\":1"));
		assertThatExceptionOfType(Declined.class).isThrownBy(() -> read("\"name\":1,\"a\\c\":1"));
	}

	private String text(int... indexes) {
		return String.join(",",
				IntStream.of(indexes)
					.mapToObj((index) -> this.all.get(index).replace("\\", "\\\\").replace("\"", "\\\""))
					.map((name) -> "\"" + name + "\":1")
					.toList());
	}

	private int[] read(String members) {
		byte[] text = members.getBytes(StandardCharsets.UTF_8);
		JsonCursor json = new JsonCursor(text, 0, text.length);
		IntStream.Builder indexes = IntStream.builder();
		int last = -1;
		do {
			int index = json.name(this.names, last);
			indexes.add(index);
			last = (index >= 0) ? index : last;
			json.skipValue();
		}
		while (json.accept(','));
		json.expectEnd();
		return indexes.build().toArray();
	}

}

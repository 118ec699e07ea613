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
import java.util.Map;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInTable;
import io.dynamostream.standin.StandInTable.EmptyLastPage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every item exactly once over HTTP, from a server that refuses start keys of other
 * segments and ends segments with empty pages.
 */
class HttpScanCoverageTests {

	private static final String FILTER = "age > :min";

	@Property(tries = 250, shrinking = ShrinkingMode.OFF)
	void deliversEveryItemExactlyOnce(@ForAll @IntRange(max = 300) int items,
			@ForAll @IntRange(min = 1, max = 64) int segments, @ForAll @IntRange(min = 1, max = 8) int concurrency,
			@ForAll @IntRange(min = 1, max = 120) int pageSize, @ForAll EmptyLastPage emptyLastPage,
			@ForAll boolean filtered, @ForAll Terminal terminal) {
		List<Map<String, AttributeValue>> users = IntStream.range(0, items).mapToObj(FakeTable::user).toList();
		StandInTable table = StandInTable.of("user", users)
			.withEmptyLastPage(emptyLastPage)
			.withFilter(FILTER, HttpScanCoverageTests::isOld);
		try (StandInDynamoDb dynamoDb = StandInDynamoDb.start(table); DynamoDbClient client = dynamoDb.client()) {
			ScanSpec<User> spec = Terminal.template(client)
				.scan(User.class)
				.segments(segments)
				.maxConcurrency(concurrency)
				.pageSize(pageSize);
			spec = filtered ? spec.filterExpression(FILTER).expressionValue(":min", 250) : spec;
			List<Map<String, AttributeValue>> expected = filtered
					? users.stream().filter(HttpScanCoverageTests::isOld).toList() : users;
			assertThat(terminal.read(spec)).extracting(User::getId)
				.containsExactlyInAnyOrderElementsOf(FakeTable.of(expected).ids());
		}
	}

	private static boolean isOld(Map<String, AttributeValue> user) {
		return Integer.parseInt(user.get("age").n()) > 250;
	}

}

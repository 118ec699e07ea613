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

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import io.dynamostream.DynamoStreamOperations.ScanSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every item exactly once, whatever the table, the segments and the pages.
 */
class ScanCoverageTests {

	@Property(tries = 1500)
	void deliversEveryItemExactlyOnce(@ForAll("shapes") Shape shape, @ForAll Terminal terminal) {
		FakeTable table = shape.table();
		ScanSpec<User> spec = shape.spec(Terminal.template(table));
		assertThat(terminal.read(spec)).extracting(User::getId)
			.containsExactlyInAnyOrderElementsOf(shape.filtered() ? table.filteredIds() : table.ids());
	}

	@Property(tries = 500)
	void deliversNoMoreThanTheLimit(@ForAll("shapes") Shape shape, @ForAll Terminal terminal,
			@ForAll("limits") int limit) {
		FakeTable table = shape.table();
		ScanSpec<User> spec = shape.spec(Terminal.template(table)).limit(limit);
		List<String> ids = terminal.read(spec).stream().map(User::getId).toList();
		int matching = shape.filtered() ? table.filteredIds().size() : table.ids().size();
		assertThat(ids).doesNotHaveDuplicates().hasSize(Math.min(limit, matching));
	}

	@Provide
	Arbitrary<Integer> limits() {
		return Arbitraries.integers().between(0, 300);
	}

	@Provide
	Arbitrary<Shape> shapes() {
		Arbitrary<Integer> items = Arbitraries.oneOf(Arbitraries.of(0, 1, 10, 20),
				Arbitraries.integers().between(2, 400));
		Arbitrary<Integer> segments = Arbitraries.oneOf(Arbitraries.of(1), Arbitraries.integers().between(2, 64));
		Arbitrary<Integer> concurrency = Arbitraries.integers().between(1, 8);
		Arbitrary<Integer> pageSize = Arbitraries.oneOf(Arbitraries.of(0, 10), Arbitraries.integers().between(1, 150));
		Arbitrary<Integer> keptOneIn = Arbitraries.of(0, 1, 2, 50, 1000);
		return Combinators
			.combine(items, segments, concurrency, Arbitraries.integers().between(0, 4), pageSize, keptOneIn,
					Arbitraries.of(true, false))
			.as(Shape::new);
	}

	/**
	 * Shape of a table and of a scan over it.
	 *
	 * @param items number of items
	 * @param segments number of segments
	 * @param concurrency number of requests in flight
	 * @param bufferedPages number of pages buffered
	 * @param pageSize number of items per page, 0 for the default
	 * @param keptOneIn the filter keeps one item in so many, 0 for no filter
	 * @param emptyLastPage whether the last page is empty
	 */
	record Shape(int items, int segments, int concurrency, int bufferedPages, int pageSize, int keptOneIn,
			boolean emptyLastPage) {

		FakeTable table() {
			return FakeTable.ofUsers(this.items)
				.withItemsPerPage(37)
				.withEmptyLastPage(this.emptyLastPage)
				.withFilter((item) -> Integer.parseInt(item.get("age").n()) % this.keptOneIn == 0);
		}

		boolean filtered() {
			return this.keptOneIn > 0;
		}

		ScanSpec<User> spec(DynamoStreamTemplate template) {
			ScanSpec<User> spec = template.scan(User.class)
				.segments(this.segments)
				.maxConcurrency(this.concurrency)
				.bufferedPages(this.bufferedPages)
				.deliveryConcurrency(Math.min(this.segments, this.concurrency));
			spec = (this.pageSize > 0) ? spec.pageSize(this.pageSize) : spec;
			return filtered() ? spec.filterExpression("age > :age").expressionValue(":age", 1) : spec;
		}

	}

}

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

package io.dynamostream.standin;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table of the stand-in. Tables are immutable: each method returns a new one.
 *
 * @since 0.1.0
 */
public final class StandInTable {

	private static final String TABLE = "";

	private final String name;

	private final Function<List<String>, Function<StandInIndex, StandInRows>> source;

	private final List<String> keys;

	private final Map<String, StandInIndex> indexes;

	private final Map<String, BiPredicate<Map<String, AttributeValue>, Map<String, AttributeValue>>> filters;

	private final EmptyLastPage emptyLastPage;

	private final Map<String, StandInRows> rows = new ConcurrentHashMap<>();

	private StandInTable(String name, Function<List<String>, Function<StandInIndex, StandInRows>> source,
			List<String> keys, Map<String, StandInIndex> indexes,
			Map<String, BiPredicate<Map<String, AttributeValue>, Map<String, AttributeValue>>> filters,
			EmptyLastPage emptyLastPage) {
		this.name = name;
		this.source = source;
		this.keys = List.copyOf(keys);
		this.indexes = Map.copyOf(indexes);
		this.filters = Map.copyOf(filters);
		this.emptyLastPage = emptyLastPage;
	}

	/**
	 * Create a table that holds these items, with the hash key {@code id}.
	 * @param name name of the table
	 * @param items the items
	 * @return a new table
	 */
	public static StandInTable of(String name, Collection<Map<String, AttributeValue>> items) {
		List<Map<String, AttributeValue>> held = List.copyOf(items);
		return new StandInTable(name, (keys) -> (index) -> index.rows(keys, held), List.of("id"), Map.of(), Map.of(),
				EmptyLastPage.NEVER);
	}

	/**
	 * Create a table of users that are made when they are read, so that the number of
	 * them costs no memory. They have the string attributes {@code id} (the hash key),
	 * {@code email}, {@code name}, {@code tenantId}, {@code status}, {@code created} (ISO
	 * 8601) and {@code note}, the number {@code age} and the boolean {@code premium}.
	 * @param name name of the table
	 * @param count number of users
	 * @param itemBytes size of each user
	 * @return a new table
	 */
	public static StandInTable ofUsers(String name, int count, int itemBytes) {
		UserRows users = new UserRows(count, itemBytes);
		return new StandInTable(name, (keys) -> (index) -> users, List.of("id"), Map.of(), Map.of(),
				EmptyLastPage.NEVER);
	}

	/**
	 * Create a table of items that are made when they are read, so that the number of
	 * them costs no memory. The hash key {@code id} is a string of its own in each; the
	 * other attributes are those of a few bodies, in turns.
	 * @param name name of the table
	 * @param count number of items
	 * @param bodies attributes beside the key
	 * @return a new table
	 */
	public static StandInTable ofRepeated(String name, int count, List<Map<String, AttributeValue>> bodies) {
		RepeatedRows rows = new RepeatedRows(count, bodies);
		return new StandInTable(name, (keys) -> (index) -> rows, List.of("id"), Map.of(), Map.of(),
				EmptyLastPage.NEVER);
	}

	/**
	 * Set the key schema. By default the hash key is {@code id}.
	 * @param keys names of the hash key and, optionally, the sort key
	 * @return a new table
	 */
	public StandInTable withKeys(String... keys) {
		return new StandInTable(this.name, this.source, List.of(keys), this.indexes, this.filters, this.emptyLastPage);
	}

	/**
	 * Add a secondary index. Not for a table of items that are made when they are read.
	 * @param index the index
	 * @return a new table
	 */
	public StandInTable withIndex(StandInIndex index) {
		Map<String, StandInIndex> copy = new HashMap<>(this.indexes);
		copy.put(index.name(), index);
		return new StandInTable(this.name, this.source, this.keys, copy, this.filters, this.emptyLastPage);
	}

	/**
	 * Say what a filter expression means. An expression without a meaning is refused as
	 * one with a syntax error.
	 * @param expression the expression
	 * @param meaning whether an item meets it
	 * @return a new table
	 */
	public StandInTable withFilter(String expression, Predicate<Map<String, AttributeValue>> meaning) {
		return withFilter(expression, (item, values) -> meaning.test(item));
	}

	/**
	 * Say what a filter expression with placeholders for values means.
	 * @param expression the expression
	 * @param meaning whether an item meets it, given the values of the placeholders
	 * @return a new table
	 */
	public StandInTable withFilter(String expression,
			BiPredicate<Map<String, AttributeValue>, Map<String, AttributeValue>> meaning) {
		Map<String, BiPredicate<Map<String, AttributeValue>, Map<String, AttributeValue>>> copy = new HashMap<>(
				this.filters);
		copy.put(expression, meaning);
		return new StandInTable(this.name, this.source, this.keys, this.indexes, copy, this.emptyLastPage);
	}

	/**
	 * Set when a table or segment ends with an empty page. By default never.
	 * @param emptyLastPage when there is an empty last page
	 * @return a new table
	 */
	public StandInTable withEmptyLastPage(EmptyLastPage emptyLastPage) {
		return new StandInTable(this.name, this.source, this.keys, this.indexes, this.filters, emptyLastPage);
	}

	/**
	 * Return the name of the table.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	List<String> keys() {
		return this.keys;
	}

	Collection<StandInIndex> indexes() {
		return this.indexes.values();
	}

	@Nullable StandInIndex index(@Nullable String indexName) {
		return (indexName != null) ? this.indexes.get(indexName) : null;
	}

	@Nullable BiPredicate<Map<String, AttributeValue>, Map<String, AttributeValue>> filter(@Nullable String expression) {
		return (expression != null) ? this.filters.get(expression) : null;
	}

	EmptyLastPage emptyLastPage() {
		return this.emptyLastPage;
	}

	StandInRows rows() {
		StandInIndex table = StandInIndex.local(TABLE, this.keys.toArray(String[]::new));
		return this.rows.computeIfAbsent(TABLE, (name) -> this.source.apply(this.keys).apply(table));
	}

	StandInRows rows(@Nullable String indexName) {
		StandInIndex index = index(indexName);
		if (index == null) {
			return rows();
		}
		Assert.state(!(rows() instanceof NumberedRows), "Items that are made when they are read have no index");
		return this.rows.computeIfAbsent(index.name(), (name) -> this.source.apply(this.keys).apply(index));
	}

	/**
	 * When a table or segment that is not empty ends with an empty page.
	 *
	 * @since 0.1.0
	 */
	public enum EmptyLastPage {

		/**
		 * Never: the page with the last item has no last evaluated key.
		 */
		NEVER,

		/**
		 * Where the last item is the last that the limit of the request allows, as in
		 * DynamoDB.
		 */
		AT_LIMIT,

		/**
		 * Always.
		 */
		ALWAYS

	}

}

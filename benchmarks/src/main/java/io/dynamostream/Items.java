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

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;

/**
 * Item types of the {@link Shape}s.
 */
public final class Items {

	private Items() {
	}

	/**
	 * A user with a note.
	 */
	@DynamoDbBean
	public static class NotedUser extends User {

		private String note;

		public String getNote() {
			return this.note;
		}

		public void setNote(String note) {
			this.note = note;
		}

	}

	/**
	 * A small item.
	 */
	@DynamoDbBean
	public static class Small {

		private String id;

		private String name;

		private String city;

		private int age;

		private boolean active;

		@DynamoDbPartitionKey
		public String getId() {
			return this.id;
		}

		public void setId(String id) {
			this.id = id;
		}

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public String getCity() {
			return this.city;
		}

		public void setCity(String city) {
			this.city = city;
		}

		public int getAge() {
			return this.age;
		}

		public void setAge(int age) {
			this.age = age;
		}

		public boolean isActive() {
			return this.active;
		}

		public void setActive(boolean active) {
			this.active = active;
		}

	}

	/**
	 * An order.
	 */
	@DynamoDbBean
	public static class Nested {

		private String id;

		private Address customer;

		private List<Line> lines;

		@DynamoDbPartitionKey
		public String getId() {
			return this.id;
		}

		public void setId(String id) {
			this.id = id;
		}

		public Address getCustomer() {
			return this.customer;
		}

		public void setCustomer(Address customer) {
			this.customer = customer;
		}

		public List<Line> getLines() {
			return this.lines;
		}

		public void setLines(List<Line> lines) {
			this.lines = lines;
		}

	}

	/**
	 * A line of an order.
	 */
	@DynamoDbBean
	public static class Line {

		private String product;

		private int quantity;

		private BigDecimal price;

		private Address shipTo;

		public String getProduct() {
			return this.product;
		}

		public void setProduct(String product) {
			this.product = product;
		}

		public int getQuantity() {
			return this.quantity;
		}

		public void setQuantity(int quantity) {
			this.quantity = quantity;
		}

		public BigDecimal getPrice() {
			return this.price;
		}

		public void setPrice(BigDecimal price) {
			this.price = price;
		}

		public Address getShipTo() {
			return this.shipTo;
		}

		public void setShipTo(Address shipTo) {
			this.shipTo = shipTo;
		}

	}

	/**
	 * Where somebody lives.
	 */
	@DynamoDbBean
	public static class Address {

		private String street;

		private String city;

		private String zip;

		public String getStreet() {
			return this.street;
		}

		public void setStreet(String street) {
			this.street = street;
		}

		public String getCity() {
			return this.city;
		}

		public void setCity(String city) {
			this.city = city;
		}

		public String getZip() {
			return this.zip;
		}

		public void setZip(String zip) {
			this.zip = zip;
		}

	}

	/**
	 * A document.
	 */
	@DynamoDbBean
	public static class Binary {

		private String id;

		private byte[] content;

		private Set<String> tags;

		private Set<Integer> scores;

		@DynamoDbPartitionKey
		public String getId() {
			return this.id;
		}

		public void setId(String id) {
			this.id = id;
		}

		public byte[] getContent() {
			return this.content;
		}

		public void setContent(byte[] content) {
			this.content = content;
		}

		public Set<String> getTags() {
			return this.tags;
		}

		public void setTags(Set<String> tags) {
			this.tags = tags;
		}

		public Set<Integer> getScores() {
			return this.scores;
		}

		public void setScores(Set<Integer> scores) {
			this.scores = scores;
		}

	}

	/**
	 * A text.
	 */
	@DynamoDbBean
	public static class Unicode {

		private String id;

		private String title;

		private String text;

		private String quoted;

		@DynamoDbPartitionKey
		public String getId() {
			return this.id;
		}

		public void setId(String id) {
			this.id = id;
		}

		public String getTitle() {
			return this.title;
		}

		public void setTitle(String title) {
			this.title = title;
		}

		public String getText() {
			return this.text;
		}

		public void setText(String text) {
			this.text = text;
		}

		public String getQuoted() {
			return this.quoted;
		}

		public void setQuoted(String quoted) {
			this.quoted = quoted;
		}

	}

	/**
	 * An item of many columns, with a schema that is no bean's.
	 */
	public static class Wide {

		static final TableSchema<Wide> SCHEMA = schema();

		private String id;

		private final String[] values = new String[WideItem.COLUMNS];

		private static TableSchema<Wide> schema() {
			StaticTableSchema.Builder<Wide> schema = StaticTableSchema.builder(Wide.class)
				.newItemSupplier(Wide::new)
				.addAttribute(String.class,
						(id) -> id.name("id")
							.getter((wide) -> wide.id)
							.setter((wide, value) -> wide.id = value)
							.tags(StaticAttributeTags.primaryPartitionKey()));
			for (int i = 0; i < WideItem.COLUMNS; i++) {
				int column = i;
				schema.addAttribute(String.class,
						(attribute) -> attribute.name(WideItem.column(column))
							.getter((wide) -> wide.values[column])
							.setter((wide, value) -> wide.values[column] = value));
			}
			return schema.build();
		}

	}

}

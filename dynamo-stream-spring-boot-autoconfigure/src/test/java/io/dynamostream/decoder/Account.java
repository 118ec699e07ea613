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

import java.beans.Transient;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbConvertedBy;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnore;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnoreNulls;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPreserveEmptyObject;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A bean with every annotation that has a say in how it is read.
 */
@DynamoDbBean
public class Account extends AccountBase {

	private String renamedAtGetter;

	private String renamedAtSetter;

	private String ignoredAtGetter = "none";

	private String ignoredAtSetter = "none";

	private String hidden = "none";

	private String fluent;

	private String shouted;

	private boolean active;

	private Boolean premium;

	private Level level;

	private Address address;

	private Address preserved;

	private Address sparse;

	private List<Address> addresses;

	private List<Address> preservedAddresses;

	private Map<String, Address> named;

	private List<Map<String, List<Integer>>> deep;

	private Set<Level> levels;

	private Account parent;

	private List<Account> children;

	private Contact contact;

	private LocalDate birthday;

	private final String constant = "constant";

	@DynamoDbSortKey
	@DynamoDbAttribute("at-getter")
	public String getRenamedAtGetter() {
		return this.renamedAtGetter;
	}

	public void setRenamedAtGetter(String renamedAtGetter) {
		this.renamedAtGetter = renamedAtGetter;
	}

	public String getRenamedAtSetter() {
		return this.renamedAtSetter;
	}

	@DynamoDbAttribute("at setter, \u00e4\u20ac")
	public void setRenamedAtSetter(String renamedAtSetter) {
		this.renamedAtSetter = renamedAtSetter;
	}

	@DynamoDbIgnore
	public String getIgnoredAtGetter() {
		return this.ignoredAtGetter;
	}

	public void setIgnoredAtGetter(String ignoredAtGetter) {
		this.ignoredAtGetter = ignoredAtGetter;
	}

	public String getIgnoredAtSetter() {
		return this.ignoredAtSetter;
	}

	@DynamoDbIgnore
	public void setIgnoredAtSetter(String ignoredAtSetter) {
		this.ignoredAtSetter = ignoredAtSetter;
	}

	@Transient
	public String getHidden() {
		return this.hidden;
	}

	public void setHidden(String hidden) {
		this.hidden = hidden;
	}

	public String getFluent() {
		return this.fluent;
	}

	public Account setFluent(String fluent) {
		this.fluent = fluent;
		return this;
	}

	@DynamoDbConvertedBy(ShoutingConverter.class)
	public String getShouted() {
		return this.shouted;
	}

	public void setShouted(String shouted) {
		this.shouted = shouted;
	}

	public boolean isActive() {
		return this.active;
	}

	public void setActive(boolean active) {
		this.active = active;
	}

	public Boolean getPremium() {
		return this.premium;
	}

	public void setPremium(Boolean premium) {
		this.premium = premium;
	}

	public Level getLevel() {
		return this.level;
	}

	public void setLevel(Level level) {
		this.level = level;
	}

	public Address getAddress() {
		return this.address;
	}

	public void setAddress(Address address) {
		this.address = address;
	}

	@DynamoDbPreserveEmptyObject
	public Address getPreserved() {
		return this.preserved;
	}

	public void setPreserved(Address preserved) {
		this.preserved = preserved;
	}

	@DynamoDbIgnoreNulls
	public Address getSparse() {
		return this.sparse;
	}

	public void setSparse(Address sparse) {
		this.sparse = sparse;
	}

	public List<Address> getAddresses() {
		return this.addresses;
	}

	public void setAddresses(List<Address> addresses) {
		this.addresses = addresses;
	}

	@DynamoDbPreserveEmptyObject
	public List<Address> getPreservedAddresses() {
		return this.preservedAddresses;
	}

	public void setPreservedAddresses(List<Address> preservedAddresses) {
		this.preservedAddresses = preservedAddresses;
	}

	public Map<String, Address> getNamed() {
		return this.named;
	}

	public void setNamed(Map<String, Address> named) {
		this.named = named;
	}

	public List<Map<String, List<Integer>>> getDeep() {
		return this.deep;
	}

	public void setDeep(List<Map<String, List<Integer>>> deep) {
		this.deep = deep;
	}

	public Set<Level> getLevels() {
		return this.levels;
	}

	public void setLevels(Set<Level> levels) {
		this.levels = levels;
	}

	public Account getParent() {
		return this.parent;
	}

	public void setParent(Account parent) {
		this.parent = parent;
	}

	public List<Account> getChildren() {
		return this.children;
	}

	public void setChildren(List<Account> children) {
		this.children = children;
	}

	public Contact getContact() {
		return this.contact;
	}

	public void setContact(Contact contact) {
		this.contact = contact;
	}

	public LocalDate getBirthday() {
		return this.birthday;
	}

	public void setBirthday(LocalDate birthday) {
		this.birthday = birthday;
	}

	public String getConstant() {
		return this.constant;
	}

	/**
	 * A level with texts.
	 */
	public enum Level {

		LOW("low"), HIGH("high") {

			@Override
			public String toString() {
				return "very " + super.toString();
			}

		};

		private final String text;

		Level(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

	/**
	 * An address.
	 */
	@DynamoDbBean
	public static class Address {

		private String street;

		private int number = 1;

		@DynamoDbPartitionKey
		public String getStreet() {
			return this.street;
		}

		public void setStreet(String street) {
			this.street = street;
		}

		public int getNumber() {
			return this.number;
		}

		public void setNumber(int number) {
			this.number = number;
		}

	}

	/**
	 * Writes texts in upper case, and reads none from an empty text.
	 */
	public static class ShoutingConverter implements AttributeConverter<String> {

		@Override
		public AttributeValue transformFrom(String input) {
			return AttributeValue.fromS(input);
		}

		@Override
		public String transformTo(AttributeValue input) {
			return input.s().isEmpty() ? null : input.s().toUpperCase();
		}

		@Override
		public EnhancedType<String> type() {
			return EnhancedType.of(String.class);
		}

		@Override
		public AttributeValueType attributeValueType() {
			return AttributeValueType.S;
		}

	}

}

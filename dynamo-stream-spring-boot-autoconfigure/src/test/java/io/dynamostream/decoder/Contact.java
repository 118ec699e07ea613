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

import java.util.List;

import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnore;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPreserveEmptyObject;

/**
 * An immutable type with every annotation that has a say in how it is read.
 */
@DynamoDbImmutable(builder = Contact.Builder.class)
public final class Contact {

	private final String email;

	private final String note;

	private final int calls;

	private final boolean primary;

	private final Contact deputy;

	private final List<Contact> others;

	private final Account.Address address;

	private Contact(Builder builder) {
		this.email = builder.email;
		this.note = builder.note;
		this.calls = builder.calls;
		this.primary = builder.primary;
		this.deputy = builder.deputy;
		this.others = builder.others;
		this.address = builder.address;
	}

	@DynamoDbPartitionKey
	@DynamoDbAttribute("mail")
	public String email() {
		return this.email;
	}

	public int getCalls() {
		return this.calls;
	}

	public boolean isPrimary() {
		return this.primary;
	}

	public Contact deputy() {
		return this.deputy;
	}

	public List<Contact> others() {
		return this.others;
	}

	@DynamoDbPreserveEmptyObject
	public Account.Address address() {
		return this.address;
	}

	@DynamoDbIgnore
	public String label() {
		return this.email + " (" + this.calls + ")";
	}

	@DynamoDbIgnore
	public String note() {
		return this.note;
	}

	public Builder toBuilder() {
		return new Builder();
	}

	@Override
	public String toString() {
		return label();
	}

	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds contacts.
	 */
	public static final class Builder {

		private String email;

		private String note = "none";

		private int calls = -1;

		private boolean primary;

		private Contact deputy;

		private List<Contact> others;

		private Account.Address address;

		private Builder() {
		}

		public Builder email(String email) {
			this.email = email;
			return this;
		}

		public Builder calls(int calls) {
			this.calls = calls;
			return this;
		}

		public void setPrimary(boolean primary) {
			this.primary = primary;
		}

		public Builder deputy(Contact deputy) {
			this.deputy = deputy;
			return this;
		}

		public Builder others(List<Contact> others) {
			this.others = others;
			return this;
		}

		public Builder address(Account.Address address) {
			this.address = address;
			return this;
		}

		@DynamoDbIgnore
		public Builder note(String note) {
			this.note = note;
			return this;
		}

		public Contact build() {
			return new Contact(this);
		}

	}

}

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

import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbFlatten;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;

/**
 * A bean with flattened objects.
 */
@DynamoDbBean
public class Order {

	private String id;

	private Account.Address address;

	private Contact contact;

	private Contact customer;

	private List<Order> children;

	@DynamoDbPartitionKey
	public String getId() {
		return this.id;
	}

	public void setId(String id) {
		this.id = id;
	}

	@DynamoDbFlatten
	public Account.Address getAddress() {
		return this.address;
	}

	public void setAddress(Account.Address address) {
		this.address = address;
	}

	public Contact getContact() {
		return this.contact;
	}

	@DynamoDbFlatten
	public void setContact(Contact contact) {
		this.contact = contact;
	}

	public Contact getCustomer() {
		return this.customer;
	}

	public void setCustomer(Contact customer) {
		this.customer = customer;
	}

	public List<Order> getChildren() {
		return this.children;
	}

	public void setChildren(List<Order> children) {
		this.children = children;
	}

}

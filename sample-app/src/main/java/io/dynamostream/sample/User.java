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

package io.dynamostream.sample;

import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.NullUnmarked;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;

/**
 * A user, annotated for the enhanced client as in any application: the starter needs
 * nothing more. Attributes that a scan does not read stay {@code null}.
 */
@DynamoDbBean
@NullUnmarked
public class User {

	static final String TENANT_INDEX = "tenant-index";

	private String id;

	private String email;

	private String name;

	private String tenantId;

	private Status status;

	private Integer age;

	private Boolean premium;

	private Instant created;

	@DynamoDbPartitionKey
	public String getId() {
		return this.id;
	}

	public void setId(String id) {
		this.id = id;
	}

	public String getEmail() {
		return this.email;
	}

	public void setEmail(String email) {
		this.email = email;
	}

	public String getName() {
		return this.name;
	}

	public void setName(String name) {
		this.name = name;
	}

	@DynamoDbSecondaryPartitionKey(indexNames = TENANT_INDEX)
	public String getTenantId() {
		return this.tenantId;
	}

	public void setTenantId(String tenantId) {
		this.tenantId = tenantId;
	}

	public Status getStatus() {
		return this.status;
	}

	public void setStatus(Status status) {
		this.status = status;
	}

	public Integer getAge() {
		return this.age;
	}

	public void setAge(Integer age) {
		this.age = age;
	}

	public Boolean getPremium() {
		return this.premium;
	}

	public void setPremium(Boolean premium) {
		this.premium = premium;
	}

	public Instant getCreated() {
		return this.created;
	}

	public void setCreated(Instant created) {
		this.created = created;
	}

	boolean hasPremium() {
		return Boolean.TRUE.equals(this.premium);
	}

	String emailInLowerCase() {
		return (this.email != null) ? this.email.toLowerCase(Locale.ROOT) : null;
	}

	/**
	 * Return the tenant, also of a user who has none: an item need not have more than its
	 * key.
	 */
	String tenant() {
		return (this.tenantId != null) ? this.tenantId : "(none)";
	}

	boolean hasStatus(Status status) {
		return this.status == status;
	}

	/**
	 * What has become of the account.
	 */
	public enum Status {

		/**
		 * In use.
		 */
		ACTIVE,

		/**
		 * Not used for long.
		 */
		INACTIVE,

		/**
		 * Locked by its tenant.
		 */
		SUSPENDED,

		/**
		 * Cannot be reached by e-mail.
		 */
		BOUNCED

	}

}

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

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Any number of users of equal size.
 */
final class UserRows extends NumberedRows {

	private static final int PROFILES = 420;

	private static final byte[] BEFORE_ID = "{\"id\":{\"S\":\"user-".getBytes(StandardCharsets.UTF_8);

	private static final byte[] BEFORE_EMAIL = "\"},\"email\":{\"S\":\"user-".getBytes(StandardCharsets.UTF_8);

	private static final byte[] AFTER_EMAIL = "@example.com\"},".getBytes(StandardCharsets.UTF_8);

	private static final List<String> FIRST_NAMES = List.of("Ada", "Alan", "Barbara", "Dennis", "Edsger", "Grace",
			"John");

	private static final List<String> LAST_NAMES = List.of("Allen", "Backus", "Hamilton", "Hopper", "Liskov", "Ritchie",
			"Thompson", "Turing", "Wirth", "Zuse");

	private static final List<String> STATUSES = List.of("ACTIVE", "INVITED", "SUSPENDED");

	private final int itemBytes;

	private final List<Map<String, AttributeValue>> profiles = new ArrayList<>();

	private final List<byte[]> encodedProfiles = new ArrayList<>();

	UserRows(int count, int itemBytes) {
		super("user-", count);
		this.itemBytes = itemBytes;
		for (int i = 0; i < PROFILES; i++) {
			addProfile(profile(i));
		}
	}

	private static Map<String, AttributeValue> profile(int number) {
		Map<String, AttributeValue> profile = new LinkedHashMap<>();
		String name = FIRST_NAMES.get(number % FIRST_NAMES.size()) + " " + LAST_NAMES.get(number % LAST_NAMES.size());
		profile.put("name", AttributeValue.fromS(name));
		profile.put("tenantId", AttributeValue.fromS("tenant-" + (char) ('a' + number % 12)));
		profile.put("status", AttributeValue.fromS(STATUSES.get(number % STATUSES.size())));
		profile.put("age", AttributeValue.fromN(Integer.toString(18 + number % 70)));
		profile.put("premium", AttributeValue.fromBool(number % 5 == 0));
		Instant created = Instant.parse("2024-01-01T00:00:00Z").plus(number * 37L, ChronoUnit.HOURS);
		profile.put("created", AttributeValue.fromS(created.toString()));
		return profile;
	}

	private void addProfile(Map<String, AttributeValue> profile) {
		profile.put("note", AttributeValue.fromS(""));
		int padding = this.itemBytes - ItemSize.of(user(0, profile));
		Assert.isTrue(padding >= 0, () -> "'itemBytes' must be at least " + (this.itemBytes - padding));
		profile.put("note", AttributeValue.fromS("n".repeat(padding)));
		String json = new String(AttributeJson.encode(profile), StandardCharsets.UTF_8);
		this.profiles.add(profile);
		this.encodedProfiles.add(json.substring(1).getBytes(StandardCharsets.UTF_8));
	}

	private Map<String, AttributeValue> user(int row, Map<String, AttributeValue> profile) {
		String id = id(row);
		Map<String, AttributeValue> user = new LinkedHashMap<>();
		user.put("id", AttributeValue.fromS(id));
		user.put("email", AttributeValue.fromS(id + "@example.com"));
		user.putAll(profile);
		return user;
	}

	@Override
	public Map<String, AttributeValue> item(int row) {
		return user(row, this.profiles.get(row % PROFILES));
	}

	@Override
	public int bytes(int row) {
		return this.itemBytes;
	}

	@Override
	public void write(int row, PageBuffer page) {
		byte[] digits = digits(row);
		page.writeBytes(BEFORE_ID);
		page.writeBytes(digits);
		page.writeBytes(BEFORE_EMAIL);
		page.writeBytes(digits);
		page.writeBytes(AFTER_EMAIL);
		page.writeBytes(this.encodedProfiles.get(row % PROFILES));
	}

}

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

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.dynamostream.sample.User.Status;

/**
 * Makes up users. The same number always gives the same user, so that what an example
 * must find can be computed without asking the table.
 */
final class SeedUsers {

	private static final String[] FIRST_NAMES = { "Ada", "Alan", "Amara", "Björn", "Chiara", "Dorothy", "Edsger",
			"Fatima", "Grace", "Hedy", "Ivan", "Juan", "Katherine", "Liu", "Margaret", "Noor", "Olga", "Priya", "Radia",
			"Robert \"Bob\"", "Tim", "Vera", "Yukihiro", "Zoë" };

	private static final String[] LAST_NAMES = { "Allen", "Berners-Lee", "Dijkstra", "García", "Hamilton", "Hopper",
			"Johnson", "Kowalski", "Lamarr", "Liskov", "Lovelace", "Matsumoto", "Müller", "O'Brien", "Okafor",
			"Perlman", "Sharma", "Smith, Jr.", "Turing", "Wang" };

	private static final String[] TENANTS = { "acme", "acme", "acme", "acme", "globex", "globex", "globex", "initech",
			"initech", "umbrella", "hooli", "stark" };

	private static final Instant FIRST_CREATED = Instant.parse("2019-03-01T08:00:00Z");

	private static final int MINUTES_OF_SIX_YEARS = Math.toIntExact(Duration.ofDays(6 * 365).toMinutes());

	private SeedUsers() {
	}

	static User number(int number) {
		RandomGenerator random = new SplittableRandom(number);
		User user = new User();
		user.setId("user-%06d".formatted(number));
		name(user, any(FIRST_NAMES, random), any(LAST_NAMES, random), number);
		user.setTenantId(any(TENANTS, random));
		user.setStatus(status(random.nextInt(100)));
		user.setAge(14 + random.nextInt(70));
		user.setPremium(random.nextInt(100) < 15);
		user.setCreated(FIRST_CREATED.plus(Duration.ofMinutes(random.nextInt(MINUTES_OF_SIX_YEARS))));
		return user;
	}

	private static void name(User user, String firstName, String lastName, int number) {
		user.setName(firstName + " " + lastName);
		user.setEmail("%s.%s%d@Example.com".formatted(letters(firstName), letters(lastName), number));
	}

	private static Status status(int percentile) {
		if (percentile < 80) {
			return Status.ACTIVE;
		}
		if (percentile < 92) {
			return Status.INACTIVE;
		}
		return (percentile < 97) ? Status.SUSPENDED : Status.BOUNCED;
	}

	private static String letters(String name) {
		return name.replaceAll("[^\\p{L}]", "");
	}

	private static String any(String[] values, RandomGenerator random) {
		return values[random.nextInt(values.length)];
	}

}

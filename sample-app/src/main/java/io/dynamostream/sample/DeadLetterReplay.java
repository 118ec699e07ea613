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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ItemTypeResolver;
import io.dynamostream.deadletter.DeadLetter;
import io.dynamostream.deadletter.DeadLetterFile;

/**
 * Skips items that do not fit their type, keeps them in a file, and replays them when
 * they are corrected. The table has a hundred sign-ups, three of which have a text for
 * their age.
 */
@RestController
@RequestMapping("/failures")
class DeadLetterReplay {

	private static final int SIGNUPS = 100;

	private static final List<Integer> DAMAGED = List.of(17, 42, 99);

	private final DynamoStreamTemplate template;

	private final DynamoDbClient dynamoDb;

	private final BatchWriter writer;

	private final String tableName;

	private final Path file;

	DeadLetterReplay(DynamoStreamTemplate template, DynamoDbClient dynamoDb, BatchWriter writer,
			ItemTypeResolver itemTypes) throws IOException {
		this.template = template;
		this.dynamoDb = dynamoDb;
		this.writer = writer;
		this.tableName = itemTypes.tableName(Signup.class);
		this.file = Files.createTempDirectory("dynamo-stream-sample").resolve("dead-letters.jsonl");
	}

	@PostMapping("/dead-letters")
	Signups skipDamagedSignups() throws IOException {
		writeSignups();
		Files.deleteIfExists(this.file);
		try (DeadLetterFile deadLetters = new DeadLetterFile(this.file, Clock.systemUTC());
				Stream<Signup> signups = this.template.scan(Signup.class)
					.named("signups")
					.skipFailedItems(deadLetters)
					.maxFailedItems(10)
					.stream()) {
			return new Signups(signups.count(), deadLetters());
		}
	}

	@PostMapping("/replay")
	Signups replayCorrectedSignups() {
		try (Stream<DeadLetter> deadLetters = DeadLetterFile.read(this.file)) {
			deadLetters.map(DeadLetterReplay::correct).forEach(this::put);
		}
		try (Stream<Signup> signups = this.template.scan(Signup.class).named("signups").stream()) {
			return new Signups(signups.count(), deadLetters());
		}
	}

	private long deadLetters() {
		try (Stream<DeadLetter> deadLetters = DeadLetterFile.read(this.file)) {
			return deadLetters.count();
		}
	}

	private static Map<String, AttributeValue> correct(DeadLetter deadLetter) {
		Map<String, AttributeValue> corrected = new HashMap<>(deadLetter.item());
		corrected.put("age", AttributeValue.fromN("18"));
		return corrected;
	}

	private void writeSignups() {
		this.writer.write(Signup.class, IntStream.range(0, SIGNUPS).mapToObj(DeadLetterReplay::signup).toList());
		DAMAGED.forEach((number) -> put(Map.of("id", AttributeValue.fromS(signup(number).getId()), "name",
				AttributeValue.fromS(signup(number).getName()), "age", AttributeValue.fromS("eighteen"))));
	}

	private static Signup signup(int number) {
		User user = SeedUsers.number(number);
		Signup signup = new Signup();
		signup.setId(user.getId());
		signup.setName(user.getName());
		signup.setAge(user.getAge());
		return signup;
	}

	private void put(Map<String, AttributeValue> item) {
		this.dynamoDb.putItem((request) -> request.tableName(this.tableName).item(item));
	}

	/**
	 * What was found.
	 *
	 * @param read how many sign-ups could be read
	 * @param deadLetters how many are in the file
	 */
	record Signups(long read, long deadLetters) {

	}

}

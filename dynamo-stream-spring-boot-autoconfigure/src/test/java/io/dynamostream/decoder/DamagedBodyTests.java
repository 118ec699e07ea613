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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import io.dynamostream.standin.CannedHttpClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of damaged and hostile bodies: what the SDK makes of them, or an error,
 * and never another item. Makes 6000 of them, and more with
 * {@code -Ddynamo.stream.decoder.tries=1000000}; others with
 * {@code -Ddynamo.stream.decoder.seed=1000000}.
 */
@Timeout(600)
class DamagedBodyTests {

	private static final int TRIES = 2 * Integer.getInteger("dynamo.stream.decoder.tries", 3000);

	private static final int SEED = Integer.getInteger("dynamo.stream.decoder.seed", 0);

	private static final String DAMAGE = "{}[]\":,\\ntfuNSBML0123456789.eE-+ \u0000\u0007\u00e9\u4e2d";

	private final TableSchema<Account> schema = TableSchema.fromBean(Account.class);

	private final ItemDecoder<Account> decoder = ItemDecoder.of(this.schema);

	private final CannedHttpClient http = new CannedHttpClient();

	private final DynamoDbClient client = this.http.client((builder) -> {
	});

	@Test
	void makesNothingOfDamagedBodiesThatTheSdkDoesNotMake() {
		int refused = 0;
		for (int seed = SEED; seed < SEED + TRIES; seed++) {
			Random random = new Random(seed);
			byte[] body = body(random);
			refused += compare(seed, damage(random, body), new BodyBuffers()) ? 0 : 1;
		}
		assertThat(refused).as("bodies that are refused").isBetween(TRIES / 4, TRIES - TRIES / 20);
	}

	@Test
	void makesNothingOfBytesThatWereThereBefore() {
		int overwritten = 0;
		for (int seed = SEED; seed < SEED + TRIES / 4; seed++) {
			Random random = new Random(seed);
			byte[] body = body(random);
			byte[] before = padded(body, body);
			BodyBuffers buffers = new BodyBuffers();
			buffers.add(before);
			compare(seed, padded(damage(random, body)), buffers);
			overwritten += Arrays.equals(before, padded(body, body)) ? 0 : 1;
		}
		assertThat(overwritten).isGreaterThan(TRIES / 8);
	}

	/**
	 * Make a body long enough to be read into memory that was used before.
	 */
	private static byte[] padded(byte[]... parts) {
		ByteArrayOutputStream padded = new ByteArrayOutputStream();
		padded.writeBytes(" ".repeat(BodyBuffers.SHORT).getBytes(StandardCharsets.UTF_8));
		Arrays.asList(parts).forEach(padded::writeBytes);
		return padded.toByteArray();
	}

	/**
	 * Read a body, and check that it is the same both ways.
	 * @return whether there is something to compare
	 */
	private boolean compare(int seed, byte[] body, BodyBuffers buffers) {
		String description = "seed " + seed + ": " + new String(body, StandardCharsets.UTF_8);
		this.http.answering(body);
		ScanResponse expected = scan(null);
		ItemCapture capture = new ItemCapture(buffers);
		ScanResponse response = scan(capture);
		List<Map<String, AttributeValue>> items = (response != null) ? decode(capture.itemsOf(response)) : null;
		if (expected == null || isWhole(expected, body)) {
			assertThat(items != null).as(description).isEqualTo(expected != null);
		}
		if (expected == null || response == null || items == null) {
			return false;
		}
		assertThat(items).as(description).isEqualTo(expected.items());
		assertThat(response.toBuilder().items(expected.items()).build()).as(description)
			.matches(expected.toBuilder().items(expected.items()).build()::equalsBySdkFields);
		return true;
	}

	/**
	 * Return whether a body has as many items as it says, no other list, and nothing
	 * behind its end: the SDK insists on none of that.
	 */
	private static boolean isWhole(ScanResponse response, byte[] body) {
		if (!Objects.equals(response.count(), response.items().size())) {
			return false;
		}
		try {
			List<JsonNode> values = JsonNode.parser()
				.parse("[" + new String(body, StandardCharsets.UTF_8) + ",1]")
				.asArray();
			return values.size() == 2 && values.get(0)
				.asObject()
				.entrySet()
				.stream()
				.noneMatch((member) -> member.getValue().isArray() && !member.getKey().equals("Items"));
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private @Nullable ScanResponse scan(@Nullable ItemCapture capture) {
		try {
			ScanRequest.Builder request = ScanRequest.builder().tableName("user");
			if (capture != null) {
				request.overrideConfiguration((options) -> options.addPlugin(capture));
			}
			return this.client.scan(request.build());
		}
		catch (SdkClientException ex) {
			return null;
		}
	}

	/**
	 * Decode items, and check that what the decoder makes is what the schema does.
	 * @return the items, or {@code null} if one of them is malformed
	 */
	private @Nullable List<Map<String, AttributeValue>> decode(List<Map<String, AttributeValue>> items) {
		List<Map<String, AttributeValue>> decoded = new ArrayList<>();
		boolean malformed = false;
		for (Map<String, AttributeValue> item : items) {
			Map<String, AttributeValue> attributes = attributes(item);
			Account account = (item instanceof EncodedItem encoded) ? this.decoder.decode(encoded) : null;
			malformed |= attributes == null && item != null;
			decoded.add(attributes);
			if (account != null && attributes != null) {
				assertThat(Snapshot.of(account)).isEqualTo(Snapshot.of(this.schema.mapToItem(attributes, true)));
			}
		}
		return malformed ? null : decoded;
	}

	private static @Nullable Map<String, AttributeValue> attributes(@Nullable Map<String, AttributeValue> item) {
		try {
			return (item instanceof EncodedItem encoded) ? encoded.attributes() : item;
		}
		catch (MalformedItemException ex) {
			return null;
		}
	}

	private byte[] body(Random random) {
		int count = 1 + random.nextInt(3);
		String items = Stream
			.generate(() -> new AttributeText(random).write(new RandomAttributes(random).item(this.schema, 20)))
			.limit(count)
			.collect(Collectors.joining(","));
		return "{\"Count\":%d,\"Items\":[%s],\"LastEvaluatedKey\":{\"id\":{\"S\":\"a\"}},\"ScannedCount\":1}"
			.formatted(count, items)
			.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] damage(Random random, byte[] body) {
		byte[] damaged = body;
		int times = random.nextInt(3);
		for (int i = 0; i <= times; i++) {
			damaged = damageOnce(random, damaged);
		}
		return damaged;
	}

	private static byte[] damageOnce(Random random, byte[] body) {
		if (body.length == 0) {
			return body;
		}
		int at = random.nextInt(body.length);
		int end = Math.min(body.length, at + random.nextInt(1 << random.nextInt(7)));
		return switch (random.nextInt(6)) {
			case 0 -> Arrays.copyOf(body, at + 1);
			case 1 -> join(body, at, new byte[0], end);
			case 2 -> join(body, at, Arrays.copyOfRange(body, at, end), at);
			case 3 -> join(body, at, new byte[] { (byte) random.nextInt(256) }, at);
			case 4 -> join(body, at, randomText(random), at);
			default -> join(body, at, randomText(random), at + 1);
		};
	}

	private static byte[] randomText(Random random) {
		int at = random.nextInt(DAMAGE.length());
		return DAMAGE.substring(at, at + 1).getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] join(byte[] body, int end, byte[] between, int start) {
		byte[] joined = new byte[end + between.length + body.length - start];
		System.arraycopy(body, 0, joined, 0, end);
		System.arraycopy(between, 0, joined, end, between.length);
		System.arraycopy(body, start, joined, end + between.length, body.length - start);
		return joined;
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 10_000, 1_000_000 })
	void refusesValuesThatAreNestedTooDeeply(int depth) {
		String value = "{\"L\":[".repeat(depth) + "]}".repeat(depth);
		refuses("{\"Items\":[{\"id\":{\"S\":\"a\"},\"unknown\":" + value + "}]}", depth > 100);
		refuses("{\"Items\":[{\"unknown\":" + "[".repeat(depth) + "]".repeat(depth) + "}]}", true);
	}

	private void refuses(String body, boolean refused) {
		this.http.answering(body);
		ItemCapture capture = new ItemCapture(new BodyBuffers());
		ScanResponse response = scan(capture);
		assertThat(response == null || decode(capture.itemsOf(response)) == null).isEqualTo(refused);
	}

	@Test
	void readsHostileBodiesInLinearTime() {
		String hostile = "\\\\".repeat(200_000);
		refuses("{\"Items\":[{\"id\":{\"S\":\"" + hostile + "\"}}]}", false);
		refuses("{\"Items\":[{\"id\":{\"S\":\"" + hostile, true);
		refuses("{\"Items\":[" + "{},".repeat(200_000) + "{}]}", false);
		refuses("{\"Items\":[{\"id\":{\"S\":\"" + "\\\"".repeat(200_000) + "\"}}]}", false);
	}

}

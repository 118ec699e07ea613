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

package io.dynamostream.checkpoint;

import java.time.Instant;
import java.util.Base64;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.checkpoint.ScanCheckpoint.AtKey;
import io.dynamostream.checkpoint.ScanCheckpoint.Done;
import io.dynamostream.checkpoint.ScanCheckpoint.Position;

/**
 * Writes checkpoints as JSON and reads them, by the JSON of the AWS SDK. Segments that
 * are done are ranges of numbers, since a scan may have very many.
 */
final class CheckpointJson {

	private static final int FORMAT = 1;

	private CheckpointJson() {
	}

	static String write(ScanCheckpoint checkpoint) {
		Map<String, AttributeValue> json = new TreeMap<>();
		json.put("format", AttributeValue.fromN(String.valueOf(FORMAT)));
		json.put("name", AttributeValue.fromS(checkpoint.name()));
		json.put("fingerprint", AttributeValue.fromM(map(checkpoint.fingerprint(), AttributeValue::fromS)));
		json.put("done", AttributeValue.fromS(ranges(checkpoint.positions())));
		json.put("at", AttributeValue.fromM(keys(checkpoint.positions())));
		json.put("items", AttributeValue.fromN(String.valueOf(checkpoint.items())));
		json.put("failedItems", AttributeValue.fromN(String.valueOf(checkpoint.failedItems())));
		json.put("finished", AttributeValue.fromBool(checkpoint.finished()));
		json.put("savedAt", AttributeValue.fromS(checkpoint.savedAt().toString()));
		return EnhancedDocument.fromAttributeValueMap(json).toJson();
	}

	private static String ranges(Map<Integer, Position> positions) {
		BitSet done = new BitSet();
		positions.forEach((segment, position) -> done.set(segment, position instanceof Done));
		StringBuilder ranges = new StringBuilder();
		for (int first = done.nextSetBit(0); first >= 0; first = done.nextSetBit(done.nextClearBit(first))) {
			int last = done.nextClearBit(first) - 1;
			ranges.append(ranges.isEmpty() ? "" : ",").append((first == last) ? first : first + "-" + last);
		}
		return ranges.toString();
	}

	private static Map<String, AttributeValue> keys(Map<Integer, Position> positions) {
		Map<String, AttributeValue> keys = new TreeMap<>();
		positions.forEach((segment, position) -> {
			if (position instanceof AtKey at) {
				keys.put(segment.toString(), AttributeValue.fromM(map(at.key(), CheckpointJson::typed)));
			}
		});
		return keys;
	}

	/**
	 * Return a value with its type, which JSON alone does not tell.
	 */
	private static AttributeValue typed(AttributeValue value) {
		String text = switch (value.type()) {
			case S -> value.s();
			case N -> value.n();
			case B -> Base64.getEncoder().encodeToString(value.b().asByteArray());
			default -> throw new IllegalArgumentException("A key has no value of type " + value.type());
		};
		return AttributeValue.fromM(Map.of(value.type().toString(), AttributeValue.fromS(text)));
	}

	static ScanCheckpoint read(String json) {
		try {
			return checkpoint(EnhancedDocument.fromJson(json).toMap());
		}
		catch (ScanCheckpointException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new ScanCheckpointException(
					"The checkpoint is damaged (%s).".formatted(ex.getClass().getSimpleName()), ex);
		}
	}

	private static ScanCheckpoint checkpoint(Map<String, AttributeValue> json) {
		int format = Integer.parseInt(get(json, "format").n());
		if (format != FORMAT) {
			throw new ScanCheckpointException(
					("The checkpoint is of format %d, but this version of Dynamo Stream reads format %d. Use the version "
							+ "that has written it.")
						.formatted(format, FORMAT),
					null);
		}
		Map<Integer, Position> positions = new TreeMap<>();
		get(json, "at").m().forEach((segment, key) -> positions.put(Integer.valueOf(segment), position(key)));
		addDone(positions, get(json, "done").s());
		return new ScanCheckpoint(get(json, "name").s(), map(get(json, "fingerprint").m(), AttributeValue::s),
				positions, Long.parseLong(get(json, "items").n()), Long.parseLong(get(json, "failedItems").n()),
				get(json, "finished").bool(), Instant.parse(get(json, "savedAt").s()));
	}

	private static AttributeValue get(Map<String, AttributeValue> json, String name) {
		AttributeValue value = json.get(name);
		Assert.notNull(value, () -> "There is no '%s'".formatted(name));
		return value;
	}

	private static Position position(AttributeValue key) {
		return new AtKey(map(key.m(), CheckpointJson::untyped));
	}

	private static AttributeValue untyped(AttributeValue typed) {
		Map.Entry<String, AttributeValue> value = typed.m().entrySet().iterator().next();
		String text = value.getValue().s();
		return switch (value.getKey()) {
			case "S" -> AttributeValue.fromS(text);
			case "N" -> AttributeValue.fromN(text);
			case "B" -> AttributeValue.fromB(SdkBytes.fromByteArray(Base64.getDecoder().decode(text)));
			default -> throw new IllegalArgumentException("A key has no value of type " + value.getKey());
		};
	}

	private static void addDone(Map<Integer, Position> positions, @Nullable String ranges) {
		for (String range : StringUtils.commaDelimitedListToStringArray(ranges)) {
			String[] bounds = range.split("-");
			int last = Integer.parseInt(bounds[bounds.length - 1]);
			for (int segment = Integer.parseInt(bounds[0]); segment <= last; segment++) {
				positions.put(segment, new Done());
			}
		}
	}

	private static <V, R> Map<String, R> map(Map<String, V> values, Function<V, R> mapping) {
		return values.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> mapping.apply(entry.getValue())));
	}

}

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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a scan must have in common with the one that it goes on from: a position says
 * nothing about another table or other segments, and the items before it would not be
 * those that another filter lets through.
 *
 * @param facts values by the name of the fact, empty ones if there is none. Values of the
 * filter are hashed, since they may be confidential
 */
record ScanFingerprint(Map<String, String> facts) {

	private static final String TABLE = "table";

	private static final String INDEX = "index";

	private static final String SEGMENTS = "segments";

	private static final String FILTER = "filter";

	private static final String PLACEHOLDERS = "placeholders";

	private static final String PROJECTION = "projection";

	static ScanFingerprint of(ScanPlan<?> plan, ScannedTable table) {
		ScanExpressions expressions = plan.expressions();
		return new ScanFingerprint(Map.of(TABLE, table.identity(), INDEX, orNone(plan.target().indexName()), SEGMENTS,
				String.valueOf(plan.segments()), FILTER, orNone(expressions.filter()), PLACEHOLDERS, hash(expressions),
				PROJECTION, String.join(", ", expressions.projected())));
	}

	/**
	 * Return the number of segments among the facts of a checkpoint, or {@code null} if
	 * there is none.
	 */
	static @Nullable Integer segments(Map<String, String> facts) {
		try {
			int number = Integer.parseInt(facts.getOrDefault(SEGMENTS, ""));
			return (SegmentChoice.of(number).fault() == null) ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static String orNone(@Nullable String text) {
		return (text != null) ? text : "";
	}

	private static String hash(ScanExpressions expressions) {
		Set<String> used = new TreeSet<>(ScanExpressions.placeholders(expressions.filter()));
		if (used.isEmpty()) {
			return "";
		}
		StringBuilder text = new StringBuilder();
		used.forEach((placeholder) -> text.append(placeholder)
			.append('=')
			.append(expressions.names().containsKey(placeholder) ? expressions.names().get(placeholder)
					: canonical(expressions.values().get(placeholder)))
			.append('\n'));
		return HexFormat.of().formatHex(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Return a text that is the same for equal values, whatever the version of the SDK.
	 */
	private static String canonical(@Nullable AttributeValue value) {
		return (value != null) ? value.type() + text(value) : "";
	}

	private static String text(AttributeValue value) {
		return switch (value.type()) {
			case S -> quoted(value.s());
			case N -> value.n();
			case B -> encoded(value.b());
			case BOOL -> String.valueOf(value.bool());
			case SS -> new TreeSet<>(value.ss()).stream().map(ScanFingerprint::quoted).toList().toString();
			case NS -> new TreeSet<>(value.ns()).toString();
			case BS -> value.bs().stream().map(ScanFingerprint::encoded).sorted().toList().toString();
			case L -> value.l().stream().map(ScanFingerprint::canonical).toList().toString();
			case M -> canonical(value.m());
			default -> "";
		};
	}

	private static String canonical(Map<String, AttributeValue> values) {
		Map<String, String> texts = new TreeMap<>();
		values.forEach((name, value) -> texts.put(quoted(name), canonical(value)));
		return texts.toString();
	}

	private static String quoted(String text) {
		return text.length() + "'" + text + "'";
	}

	private static String encoded(SdkBytes bytes) {
		return Base64.getEncoder().encodeToString(bytes.asByteArray());
	}

	/**
	 * Return what differs from the scan that has saved a checkpoint, and the remedy, or
	 * nothing if it is the same.
	 */
	String difference(Map<String, String> saved) {
		for (String fact : List.of(TABLE, INDEX, SEGMENTS, FILTER, PLACEHOLDERS, PROJECTION)) {
			String before = saved.getOrDefault(fact, "");
			String now = this.facts.getOrDefault(fact, "");
			if (!now.equals(before)) {
				return describe(fact, before, now);
			}
		}
		return "";
	}

	private static String describe(String fact, String before, String now) {
		return switch (fact) {
			case TABLE -> "of another table (%s) than this scan reads (%s). Read that table".formatted(before, now);
			case SEGMENTS -> "with %s segments but this scan uses %s. Use segments(%s)".formatted(before, now, before);
			case PLACEHOLDERS -> "with other names or values of the filter's placeholders. Use the same";
			default ->
				"with %s but this scan has %s. Use the same".formatted(describe(fact, before), describe(fact, now));
		};
	}

	private static String describe(String fact, String value) {
		return value.isEmpty() ? "no " + fact : "%s '%s'".formatted(fact, value);
	}

}

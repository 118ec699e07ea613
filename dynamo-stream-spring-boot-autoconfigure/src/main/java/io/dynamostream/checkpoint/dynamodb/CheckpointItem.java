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

package io.dynamostream.checkpoint.dynamodb;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.checkpoint.DatabaseScanCheckpointStore.Entry;
import io.dynamostream.checkpoint.DatabaseScanCheckpointStore.Holder;
import io.dynamostream.checkpoint.ScanCheckpointStore.Owner;

/**
 * An item of the table. Names of attributes are no reserved words, so that expressions
 * need no placeholders for them.
 *
 * @param attributes the attributes of the item
 */
record CheckpointItem(Map<String, AttributeValue> attributes) {

	static final String KEY = "scanName";

	static final String TIME_TO_LIVE = "expiresAt";

	static final String CONTENT = "checkpointGzip";

	static final String PARTS = "checkpointParts";

	/**
	 * It is there once something was saved.
	 */
	static final String FINISHED = "checkpointFinished";

	static final String TOKEN = "leaseToken";

	static final String EXPIRY = "leaseExpiry";

	private static final String UNKNOWN = "unknown";

	private static final String HOST = "leaseHost";

	private static final String PID = "leasePid";

	private static final String SINCE = "leaseSince";

	static final String SET_LEASE = "SET %s = :token, %s = :host, %s = :pid, %s = :since, %s = :expiry".formatted(TOKEN,
			HOST, PID, SINCE, EXPIRY);

	static final String REMOVE_LEASE = "REMOVE " + String.join(", ", TOKEN, HOST, PID, SINCE, EXPIRY);

	static Map<String, AttributeValue> key(String key) {
		return Map.of(KEY, AttributeValue.fromS(key));
	}

	/**
	 * Return the key of a part, numbered from 1. It is the key of no scan, whose names
	 * are encoded.
	 */
	static Map<String, AttributeValue> partKey(String key, int number) {
		return key(key + "#" + number);
	}

	static Map<String, AttributeValue> part(String key, int number, byte[] content) {
		Map<String, AttributeValue> part = new HashMap<>(partKey(key, number));
		part.put(CONTENT, binary(content));
		return part;
	}

	static Map<String, AttributeValue> lease(Holder holder) {
		Owner owner = holder.owner();
		return Map.of(":token", AttributeValue.fromS(holder.token()), ":host", AttributeValue.fromS(owner.host()),
				":pid", number(owner.pid()), ":since", number(owner.since().toEpochMilli()), ":expiry", expiry(holder));
	}

	static AttributeValue expiry(Holder holder) {
		return number(holder.expiresAt().toEpochMilli());
	}

	static AttributeValue number(long value) {
		return AttributeValue.fromN(String.valueOf(value));
	}

	static AttributeValue binary(byte[] content) {
		return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(content));
	}

	String key() {
		return text(KEY);
	}

	boolean isHeldBy(String token) {
		return token.equals(text(TOKEN));
	}

	int parts() {
		return (int) number(PARTS);
	}

	byte[] content() {
		AttributeValue content = this.attributes.get(CONTENT);
		return (content != null && content.b() != null) ? content.b().asByteArrayUnsafe() : new byte[0];
	}

	/**
	 * Return what is stored, with the text of the parts of it that are items of their
	 * own, if there are any.
	 */
	Entry entry(String key, List<byte[]> parts) {
		CompressedText text = CompressedText.join(parts.isEmpty() ? List.of(content()) : parts);
		return new Entry(key, this.attributes.containsKey(FINISHED) ? text.text() : null, holder());
	}

	/**
	 * One of whose attributes some are missing is somebody's, and hides no other item.
	 */
	private @Nullable Holder holder() {
		if (!this.attributes.containsKey(TOKEN)) {
			return null;
		}
		String host = text(HOST);
		Owner owner = new Owner(host.isBlank() ? UNKNOWN : host, number(PID), Instant.ofEpochMilli(number(SINCE)));
		return new Holder(text(TOKEN), owner, Instant.ofEpochMilli(number(EXPIRY)));
	}

	private String text(String name) {
		AttributeValue value = this.attributes.get(name);
		return (value != null && value.s() != null) ? value.s() : "";
	}

	private long number(String name) {
		AttributeValue value = this.attributes.get(name);
		return (value != null && value.n() != null) ? new BigDecimal(value.n()).longValue() : 0;
	}

}

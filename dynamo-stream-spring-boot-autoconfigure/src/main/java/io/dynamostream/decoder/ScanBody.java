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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The body of an answer to a scan request, and where in it the items are.
 *
 * @param text the body
 * @param length how much of the text it is
 * @param bounds bounds of the items, or {@code null} if they cannot be told from the rest
 */
record ScanBody(byte[] text, int length, @Nullable ItemBounds bounds) {

	/**
	 * What is read at a time where the length is not known. A page has 1 MB at most, and
	 * JSON takes somewhat more.
	 */
	private static final int PART = 1 << 17;

	/**
	 * What is believed of a length before the bytes have come: more than a page takes, of
	 * which DynamoDB counts 1 MB, in JSON.
	 */
	private static final int LARGEST = 1 << 23;

	/**
	 * What is read at most, and is several times what a page can take.
	 */
	private static final int MOST = 1 << 26;

	/**
	 * Read a body whole.
	 * @param content the bytes
	 * @param expected number of bytes, 0 if it is not known
	 * @param checksum their CRC-32, if it is known
	 * @throws IOException if they cannot be read
	 * @throws Crc32MismatchException if they are damaged
	 */
	static ScanBody read(InputStream content, int expected, @Nullable Long checksum) throws IOException {
		byte[] text = new byte[(expected > 0) ? Math.min(expected, LARGEST) : PART];
		int length = 0;
		int read = content.read(text, length, text.length);
		while (read > 0) {
			length += read;
			if (length == text.length) {
				int next = content.read();
				if (next < 0) {
					break;
				}
				checkSize(length);
				text = Arrays.copyOf(text, length + Math.max(length, PART));
				text[length++] = (byte) next;
			}
			read = content.read(text, length, text.length - length);
		}
		check(text, length, checksum);
		byte[] body = (length < text.length - text.length / 4) ? Arrays.copyOf(text, length) : text;
		ItemBounds bounds = ItemBounds.find(body, length);
		boolean intact = checksum != null || (bounds != null && bounds.areOfJson(body));
		return new ScanBody(body, length, intact ? bounds : null);
	}

	private static void checkSize(int length) {
		if (length >= MOST) {
			throw SdkClientException
				.create(("The answer has more than %d bytes, which no page of DynamoDB has. Look for "
						+ "what comes between the DynamoDbClient and DynamoDB.")
					.formatted(MOST));
		}
	}

	private static void check(byte[] text, int length, @Nullable Long expected) {
		if (expected == null) {
			return;
		}
		CRC32 checksum = new CRC32();
		checksum.update(text, 0, length);
		if (checksum.getValue() != expected) {
			throw Crc32MismatchException.builder()
				.message("The answer has the checksum %d and not %d. It was damaged on its way."
					.formatted(checksum.getValue(), expected))
				.build();
		}
	}

	/**
	 * Return the items, or {@code null} if they cannot be told from the rest.
	 */
	@Nullable List<Map<String, AttributeValue>> items() {
		return (this.bounds != null) ? new Items(this.text, this.bounds) : null;
	}

	int lengthOfItems() {
		return (this.bounds != null) ? this.bounds.end() - this.bounds.start() : 0;
	}

	/**
	 * Return what the SDK is to read: the body without its items.
	 */
	InputStream withoutItems() {
		if (this.bounds == null) {
			return new ByteArrayInputStream(this.text, 0, this.length);
		}
		int end = this.bounds.end();
		return new SequenceInputStream(new ByteArrayInputStream(this.text, 0, this.bounds.start()),
				new ByteArrayInputStream(this.text, end, this.length - end));
	}

	/**
	 * The items of a body, made when they are asked for.
	 */
	private static final class Items extends AbstractList<Map<String, AttributeValue>> implements RandomAccess {

		private final byte[] text;

		private final ItemBounds bounds;

		Items(byte[] text, ItemBounds bounds) {
			this.text = text;
			this.bounds = bounds;
		}

		@Override
		public Map<String, AttributeValue> get(int index) {
			return new EncodedItem(this.text, this.bounds.start(index), this.bounds.end(index));
		}

		@Override
		public int size() {
			return this.bounds.count();
		}

	}

}

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
import java.util.Arrays;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The body of an answer to a scan request, and the items in it.
 *
 * @param text the body
 * @param length how much of the text it is
 * @param items the items, or {@code null} if they cannot be told from the rest
 */
record ScanBody(byte[] text, int length, @Nullable EncodedItems items) {

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
	 * @param buffers what to read them into
	 * @throws IOException if they cannot be read
	 * @throws Crc32MismatchException if they are damaged
	 */
	static ScanBody read(InputStream content, int expected, @Nullable Long checksum, BodyBuffers buffers)
			throws IOException {
		byte[] text = buffers.take(Math.min(expected, LARGEST));
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
				text = Arrays.copyOf(text, length + Math.max(length, BodyBuffers.PART));
				text[length++] = (byte) next;
			}
			read = content.read(text, length, text.length - length);
		}
		check(text, length, checksum);
		byte[] body = BodyBuffers.fits(text, length) ? text : Arrays.copyOf(text, length);
		return new ScanBody(body, length, items(body, length, checksum != null));
	}

	private static @Nullable EncodedItems items(byte[] body, int length, boolean intact) {
		EncodedItems items = intact ? ItemsFinder.find(body, length) : null;
		return (items != null) ? items : ItemsFinder.check(body, length);
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

	int lengthOfItems() {
		return (this.items != null) ? this.items.end() - this.items.start() : 0;
	}

	/**
	 * Return what the SDK is to read: the body without its items.
	 */
	InputStream withoutItems() {
		if (this.items == null) {
			return new ByteArrayInputStream(this.text, 0, this.length);
		}
		int end = this.items.end();
		return new SequenceInputStream(new ByteArrayInputStream(this.text, 0, this.items.start()),
				new ByteArrayInputStream(this.text, end, this.length - end));
	}

}

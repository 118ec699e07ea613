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

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The arrays that the pages of a scan are read into, each used again when its page is
 * given back. So a scan has no more of them than it has had pages at a time. Safe for use
 * by several threads.
 *
 * @since 0.1.0
 */
public final class BodyBuffers {

	/**
	 * What is read at a time where the length is not known. A page has 1 MB at most, and
	 * JSON takes somewhat more.
	 */
	static final int PART = 1 << 17;

	private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();

	private volatile boolean closed;

	/**
	 * Take an array for a body, with some room to spare: the pages of a table differ a
	 * little in length.
	 * @param length length of the body, 0 if it is not known
	 */
	byte[] take(int length) {
		byte[] buffer = this.free.poll();
		if (buffer != null && (length == 0 || fits(buffer, length))) {
			return buffer;
		}
		return new byte[(length > 0) ? length + length / 16 : PART];
	}

	/**
	 * Return whether an array is large enough, and little of it would be unused.
	 */
	static boolean fits(byte[] buffer, int length) {
		return buffer.length >= length && length >= buffer.length - buffer.length / 4;
	}

	void giveBack(byte[] buffer) {
		this.free.add(buffer);
		if (this.closed) {
			this.free.clear();
		}
	}

	/**
	 * Give back a page, if it is in such an array.
	 * @param items its items, which must have been read by all who want to: an
	 * {@link EncodedItem} of them that is read later throws an
	 * {@link IllegalStateException}
	 */
	public void giveBack(List<Map<String, AttributeValue>> items) {
		if (items instanceof EncodedItems encoded) {
			giveBack(encoded.giveBack());
		}
	}

	/**
	 * Let go of the arrays, those in use as soon as they are given back, since no more
	 * pages are wanted.
	 */
	public void close() {
		this.closed = true;
		this.free.clear();
	}

}

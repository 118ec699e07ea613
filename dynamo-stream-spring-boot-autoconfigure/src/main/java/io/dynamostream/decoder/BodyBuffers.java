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
 * The arrays that the pages of a scan are read into, each used again when its page has
 * been given back. There are no more of them than there were pages at a time. Safe for
 * use by several threads.
 *
 * @since 0.1.0
 */
public final class BodyBuffers {

	/**
	 * What is read at a time where the length is not known. A page has 1 MB at most, and
	 * JSON takes somewhat more.
	 */
	static final int PART = 1 << 17;

	/**
	 * What is too short to be worth keeping, and would take the place of a full page.
	 */
	static final int SHORT = 1 << 14;

	private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();

	/**
	 * Take an array for a body. One that the body does not fit is forgotten, so that
	 * those that are kept become as long as pages are.
	 * @param length length of the body, 0 if it is not known
	 */
	byte[] take(int length) {
		byte[] buffer = (length == 0 || length >= SHORT) ? this.free.poll() : null;
		if (buffer != null && (length == 0 || fits(buffer, length))) {
			return buffer;
		}
		return new byte[(length > 0) ? length : PART];
	}

	/**
	 * Return whether an array is long enough, and little of it would be unused.
	 */
	static boolean fits(byte[] buffer, int length) {
		return buffer.length >= length && length >= buffer.length - buffer.length / 4;
	}

	/**
	 * Give back a page, if it is in such an array.
	 * @param items its items, to be given back once, when nobody reads one of them any
	 * more: that throws an {@link IllegalStateException} from now on
	 */
	public void giveBack(List<Map<String, AttributeValue>> items) {
		if (items instanceof EncodedItems encoded) {
			add(encoded.giveBack());
		}
	}

	void add(byte[] buffer) {
		if (buffer.length >= SHORT) {
			this.free.add(buffer);
		}
	}

	/**
	 * Forget the arrays that are not in use.
	 */
	public void clear() {
		this.free.clear();
	}

}

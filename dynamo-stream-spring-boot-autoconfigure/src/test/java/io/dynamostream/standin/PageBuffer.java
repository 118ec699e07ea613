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

package io.dynamostream.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The body of a response, which can be sent in parts without a copy.
 */
final class PageBuffer extends ByteArrayOutputStream {

	PageBuffer(int size) {
		super(size);
	}

	static PageBuffer of(byte[] body) {
		PageBuffer buffer = new PageBuffer(body.length);
		buffer.writeBytes(body);
		return buffer;
	}

	PageBuffer append(String text) {
		writeBytes(text.getBytes(StandardCharsets.UTF_8));
		return this;
	}

	long crc32() {
		CRC32 crc = new CRC32();
		crc.update(this.buf, 0, this.count);
		return crc.getValue();
	}

	void send(OutputStream out, int from, int to) throws IOException {
		out.write(this.buf, from, to - from);
	}

}

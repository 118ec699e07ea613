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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A text in ASCII, compressed by gzip, since items are small and capacity is paid for by
 * the kilobyte.
 *
 * @param bytes the compressed text, which must not be changed
 */
record CompressedText(byte[] bytes) {

	static CompressedText of(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream compressing = new GZIPOutputStream(bytes)) {
			compressing.write(text.getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new CompressedText(bytes.toByteArray());
	}

	static CompressedText join(List<byte[]> parts) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		parts.forEach(bytes::writeBytes);
		return new CompressedText(bytes.toByteArray());
	}

	List<byte[]> split(int partSize) {
		List<byte[]> parts = new ArrayList<>();
		for (int start = 0; start < this.bytes.length; start += partSize) {
			parts.add(Arrays.copyOfRange(this.bytes, start, Math.min(this.bytes.length, start + partSize)));
		}
		return parts;
	}

	/**
	 * Return the text, or an empty one if it is damaged, which is no text of a
	 * checkpoint.
	 */
	String text() {
		try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(this.bytes))) {
			return new String(text.readAllBytes(), StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			return "";
		}
	}

}

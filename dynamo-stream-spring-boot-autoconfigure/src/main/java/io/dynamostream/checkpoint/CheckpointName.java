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

import java.nio.charset.StandardCharsets;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Turns names of scans into names of which no character has a meaning to a file system or
 * a database.
 */
final class CheckpointName {

	private static final int LONGEST = 200;

	private CheckpointName() {
	}

	static String encode(String name) {
		Assert.hasText(name, "'name' must not be blank");
		StringBuilder encoded = new StringBuilder();
		for (byte character : name.getBytes(StandardCharsets.UTF_8)) {
			boolean plain = character == '-' || character == '_' || isLetterOrDigit(character);
			encoded.append(plain ? String.valueOf((char) character) : "%%%02X".formatted(character));
		}
		Assert.isTrue(encoded.length() <= LONGEST,
				() -> ("The name '%s...' of a scan is too long for a checkpoint. Use one of at most %d letters and "
						+ "digits; any other character counts for three or more.")
					.formatted(name.substring(0, 20), LONGEST));
		return encoded.toString();
	}

	/**
	 * Return the name that was encoded, or the text itself if none was.
	 */
	static String decode(String encoded) {
		try {
			String name = StringUtils.uriDecode(encoded, StandardCharsets.UTF_8);
			return StringUtils.hasText(name) ? name : encoded;
		}
		catch (IllegalArgumentException ex) {
			return encoded;
		}
	}

	private static boolean isLetterOrDigit(byte character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9');
	}

}

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
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * The text that is stored of a checkpoint: a line of JSON and a line with its checksum,
 * in ASCII, so that no encoding of a file or a column can change it.
 */
final class CheckpointText {

	private CheckpointText() {
	}

	static String write(ScanCheckpoint checkpoint) {
		String json = ascii(checkpoint.toJson());
		return json + "\n" + checksum(json);
	}

	/**
	 * Escape what is not ASCII, which JSON has in strings only.
	 */
	private static String ascii(String json) {
		StringBuilder ascii = new StringBuilder(json.length());
		json.chars().forEach((character) -> {
			if (character <= '~') {
				ascii.append((char) character);
			}
			else {
				ascii.append("\\u%04x".formatted(character));
			}
		});
		return ascii.toString();
	}

	/**
	 * Read what was written.
	 * @param name name of the scan
	 * @param place where it is, for messages
	 */
	static ScanCheckpoint read(String text, String name, Object place) {
		int end = text.indexOf('\n');
		String json = text.substring(0, Math.max(0, end));
		if (end < 0 || !text.substring(end + 1).equals(checksum(json))) {
			throw unreadable(place, "it is damaged, its checksum does not match", null);
		}
		return checkName(parse(json, place), name, place);
	}

	private static ScanCheckpoint parse(String json, Object place) {
		try {
			return ScanCheckpoint.fromJson(json);
		}
		catch (ScanCheckpointException ex) {
			throw unreadable(place, StringUtils.trimTrailingCharacter(String.valueOf(ex.getMessage()), '.'), ex);
		}
	}

	/**
	 * File systems and databases that ignore case take two names for one, and files may
	 * be renamed.
	 */
	private static ScanCheckpoint checkName(ScanCheckpoint checkpoint, String name, Object place) {
		if (!checkpoint.name().equals(name)) {
			throw new ScanCheckpointException(
					"%s is of scan '%s', not of '%s'. Give one of them another name, not just in another case."
						.formatted(place, checkpoint.name(), name),
					null);
		}
		return checkpoint;
	}

	private static ScanCheckpointException unreadable(Object place, String fact, @Nullable Exception cause) {
		return new ScanCheckpointException(
				"%s cannot be read: %s. Restore it, or delete it to begin anew.".formatted(place, fact), cause);
	}

	private static String checksum(String json) {
		CRC32 checksum = new CRC32();
		checksum.update(json.getBytes(StandardCharsets.UTF_8));
		return "crc32 %08x\n".formatted(checksum.getValue());
	}

}

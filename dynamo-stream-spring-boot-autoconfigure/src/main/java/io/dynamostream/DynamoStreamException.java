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

import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * A scan could not be read, mapped or delivered to its end. The message names the fact,
 * the place and the remedy, and holds no item but the key of one that could not be
 * mapped.
 *
 * @since 0.1.0
 */
public class DynamoStreamException extends RuntimeException {

	private static final int NO_SEGMENT = -1;

	private final String tableName;

	private final int segment;

	private final String messageWithoutItem;

	/**
	 * Create an exception that concerns the whole scan.
	 * @param message the fact, the place and the remedy
	 * @param tableName name of the table that was read
	 * @param cause what went wrong underneath, or {@code null}
	 */
	public DynamoStreamException(String message, String tableName, @Nullable Throwable cause) {
		this(message, tableName, NO_SEGMENT, cause);
	}

	/**
	 * Create an exception that concerns one segment.
	 * @param message the fact, the place and the remedy
	 * @param tableName name of the table that was read
	 * @param segment number of the segment, from 0
	 * @param cause what went wrong underneath, or {@code null}
	 */
	public DynamoStreamException(String message, String tableName, int segment, @Nullable Throwable cause) {
		this(message, message, tableName, segment, cause);
	}

	DynamoStreamException(String message, String messageWithoutItem, String tableName, int segment,
			@Nullable Throwable cause) {
		super(message, cause);
		this.tableName = tableName;
		this.segment = segment;
		this.messageWithoutItem = messageWithoutItem;
	}

	/**
	 * Return the message without the key of an item, which not everybody may see who sees
	 * how far a scan is.
	 */
	String messageWithoutItem() {
		return this.messageWithoutItem;
	}

	/**
	 * Return the name of the table that was read.
	 * @return the name of the table
	 */
	public String tableName() {
		return this.tableName;
	}

	/**
	 * Return the segment in which the failure happened.
	 * @return number of the segment, from 0, or empty if the failure concerns the scan
	 */
	public OptionalInt segment() {
		return (this.segment != NO_SEGMENT) ? OptionalInt.of(this.segment) : OptionalInt.empty();
	}

}

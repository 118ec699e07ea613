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

import org.jspecify.annotations.Nullable;

/**
 * A checkpoint could not be opened, read or saved. The message names the fact, the place
 * and the remedy, and holds no key of an item.
 *
 * @since 0.1.0
 */
public class ScanCheckpointException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message the fact, the place and the remedy
	 * @param cause what went wrong underneath, or {@code null}
	 */
	public ScanCheckpointException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * A checkpoint is open, and only its scan may use it.
	 */
	public static class InUse extends ScanCheckpointException {

		/**
		 * Create an exception.
		 * @param message the fact, the place and the remedy
		 */
		public InUse(String message) {
			super(message, null);
		}

	}

	/**
	 * A checkpoint is no longer that of the scan that saves it: another one may have gone
	 * on from it, so trying again is of no use.
	 */
	public static class LeaseLost extends ScanCheckpointException {

		/**
		 * Create an exception.
		 * @param message the fact, the place and the remedy
		 * @param cause what went wrong underneath, or {@code null}
		 */
		public LeaseLost(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}

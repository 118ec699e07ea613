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

/**
 * The acknowledgment of items that the scan acknowledges by itself. Whoever calls it
 * believes otherwise, and would lose items if nobody told.
 *
 * @param scan the scan in words
 */
record AutomaticAcknowledgment(String scan) implements ScanEvent.Acknowledgment {

	@Override
	public void acknowledge() {
		throw refused();
	}

	@Override
	public void fail(Throwable error) {
		throw refused();
	}

	private IllegalStateException refused() {
		return new IllegalStateException(
				("%s acknowledges items by itself when the call to their listener returns. Use manualAcknowledgment() if "
						+ "they are done later, or do not call acknowledge() and fail(...).")
					.formatted(this.scan));
	}

}

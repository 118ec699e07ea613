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

/**
 * Thrown if items of a type cannot be made from their bytes. The message is the end of a
 * sentence: the reason.
 */
class NotDecodableException extends Exception {

	private static final long serialVersionUID = 1L;

	NotDecodableException(String reason) {
		super(reason);
	}

	NotDecodableException(String reason, Throwable cause) {
		super(reason, cause);
	}

}

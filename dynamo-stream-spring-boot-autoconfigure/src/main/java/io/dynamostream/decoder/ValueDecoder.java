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

import org.jspecify.annotations.Nullable;

/**
 * Decodes the value of an attribute, with its type.
 */
@FunctionalInterface
interface ValueDecoder {

	/**
	 * Decode a value.
	 * @return what the schema would have made of it, or {@code null} if that is nothing
	 */
	@Nullable Object decode(JsonCursor json);

}

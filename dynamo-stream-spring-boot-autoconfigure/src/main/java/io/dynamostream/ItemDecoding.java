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

import org.jspecify.annotations.Nullable;

import io.dynamostream.decoder.BodyBuffers;
import io.dynamostream.decoder.ItemCapture;
import io.dynamostream.decoder.ItemDecoder;

/**
 * How the items of a scan are decoded.
 *
 * @param <T> the item type
 * @param direct whether they are taken out of what DynamoDB sends before the SDK decodes
 * it
 * @param decoder what makes items of what was taken, if the type has such a decoder
 */
record ItemDecoding<T>(boolean direct, @Nullable ItemDecoder<T> decoder) {

	static <T> ItemDecoding<T> bySdk() {
		return new ItemDecoding<>(false, null);
	}

	/**
	 * Return what takes the items of a page, or {@code null} if the SDK decodes them.
	 * @param buffers what to read the page into
	 */
	@Nullable ItemCapture capture(BodyBuffers buffers) {
		return this.direct ? new ItemCapture(buffers) : null;
	}

}

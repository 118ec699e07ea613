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

/**
 * Decodes as many items as a table has, from memory: what a scan costs without a network.
 */
final class MemoryScans {

	private final ScannedItems target;

	private @Nullable PageInMemory page;

	MemoryScans(ScannedItems target) {
		this.target = target;
	}

	void decode(Sink sink) throws Exception {
		if (this.page == null) {
			this.page = PageInMemory.of(this.target.shape());
		}
		while (sink.items() < this.target.items()) {
			this.page.decode(sink::accept);
		}
	}

}

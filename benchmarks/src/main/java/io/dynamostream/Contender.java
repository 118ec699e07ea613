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

import java.util.Locale;
import java.util.function.Function;

/**
 * Ways to read a table.
 */
enum Contender {

	/**
	 * The scan of the enhanced client.
	 */
	ENHANCED((target) -> new SdkScans(target)::enhanced),

	/**
	 * The scan of the enhanced client, with one hand-written thread for each segment.
	 */
	ENHANCED_THREADS((target) -> new SdkScans(target)::enhancedThreads),

	/**
	 * The paginator of the low-level client, which maps nothing.
	 */
	LOW_LEVEL((target) -> new SdkScans(target)::lowLevel),

	/**
	 * One small page, read with the low-level client.
	 */
	SMALL_PAGE((target) -> new SdkScans(target)::smallPage),

	/**
	 * The mapper of the SDK of before. It knows users only.
	 */
	MAPPER((target) -> new MapperScans(target)::sequential),

	/**
	 * Its parallel scan, with as many threads as segments.
	 */
	MAPPER_PARALLEL((target) -> new MapperScans(target)::parallel),

	/**
	 * The bytes of the same pages, which nobody decodes: the floor.
	 */
	BARE_HTTP((target) -> new BareScans(target)::bytes),

	/**
	 * The same, and a parser that goes over each page.
	 */
	BARE_HTTP_AND_TOKENS((target) -> new BareScans(target)::tokens),

	/**
	 * What {@link #STREAM} does with the bytes, which are in memory already.
	 */
	DECODING((target) -> new MemoryScans(target)::decode),

	STREAM((target) -> new OurScans(target)::stream),

	PARALLEL_STREAM((target) -> new OurScans(target)::parallelStream),

	PUBLISHER((target) -> new OurScans(target)::publisher),

	FOR_EACH((target) -> new OurScans(target)::forEach),

	FOR_EACH_BATCH((target) -> new OurScans(target)::forEachBatch),

	LISTENERS((target) -> new OurScans(target)::listeners),

	/**
	 * {@link #FOR_EACH} with meters and checkpoints.
	 */
	FOR_EACH_TRACKED((target) -> new OurScans(target)::tracked);

	private final Function<ScannedItems, Scan> scan;

	Contender(Function<ScannedItems, Scan> scan) {
		this.scan = scan;
	}

	Scan scan(ScannedItems target) {
		return this.scan.apply(target);
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	/**
	 * Reads a whole table.
	 */
	interface Scan {

		void read(Sink sink) throws Exception;

	}

}

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

import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.ScanProgress.State;

/**
 * A scan that is read as a {@link Stream}. Safe for use by the threads of a parallel
 * stream.
 *
 * @param <T> the item type
 */
final class StreamScan<T> implements ActiveScan {

	private final ScanPlan<T> plan;

	private final PageSource source;

	private final ItemMapper<T> mapper;

	private final ProgressTracker progress;

	StreamScan(ScanPlan<T> plan, PageSource source, ProgressTracker progress) {
		this.plan = plan;
		this.source = source;
		this.mapper = new ItemMapper<>(plan);
		this.progress = progress;
	}

	Stream<T> open() {
		return StreamSupport.stream(new PageSpliterator<>(this), false).onClose(this::close);
	}

	/**
	 * Take the next page, and wait for it.
	 * @return the page, or {@code null} after the last one
	 */
	@Nullable Page takePage() {
		this.progress.started();
		try {
			Page page = this.source.take();
			if (page == null && this.source.isDelivered()) {
				this.progress.ended(State.COMPLETED);
			}
			return page;
		}
		catch (DynamoStreamException ex) {
			this.progress.ended(State.FAILED);
			throw ex;
		}
	}

	void release(Page page) {
		this.source.release(page);
	}

	T map(Page page, Map<String, AttributeValue> item) {
		T mapped = this.mapper.map(page.segment(), item);
		this.progress.itemsDelivered(1);
		return mapped;
	}

	void fail() {
		this.progress.ended(State.FAILED);
		this.source.abandon();
	}

	private void close() {
		this.progress.ended(State.CANCELLED);
		this.source.close();
	}

	@Override
	public void interrupt() {
		this.progress.ended(State.INTERRUPTED);
		this.source.fail(ActiveScans.interrupted(this.plan));
	}

}

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

import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.model.ScanEnhancedRequest;

/**
 * Reads a table with the clients of the SDK.
 */
final class SdkScans {

	private static final int SMALL_PAGE = 100;

	private final ScannedItems target;

	private final DynamoDbTable<?> table;

	SdkScans(ScannedItems target) {
		this.target = target;
		this.table = DynamoDbEnhancedClient.builder()
			.dynamoDbClient(target.client())
			.build()
			.table(Shape.TABLE, target.shape().schema());
	}

	/**
	 * Scan with the enhanced client.
	 */
	void enhanced(Sink sink) {
		this.table.scan().items().forEach(sink::accept);
	}

	/**
	 * Scan with the enhanced client and one hand-written thread for each segment.
	 */
	void enhancedThreads(Sink sink) throws InterruptedException {
		int segments = this.target.segments();
		CountDownLatch done = new CountDownLatch(segments);
		IntStream.range(0, segments).forEach((segment) -> new Thread(() -> {
			this.table.scan(ScanEnhancedRequest.builder().segment(segment).totalSegments(segments).build())
				.items()
				.forEach(sink::accept);
			done.countDown();
		}).start());
		done.await();
	}

	/**
	 * Scan with the paginator of the low-level client, which maps nothing.
	 */
	void lowLevel(Sink sink) {
		this.target.client().scanPaginator((request) -> request.tableName(Shape.TABLE)).items().forEach(sink::accept);
	}

	/**
	 * Read one small page with the low-level client.
	 */
	void smallPage(Sink sink) {
		this.target.client()
			.scan((request) -> request.tableName(Shape.TABLE).limit(SMALL_PAGE))
			.items()
			.forEach(sink::accept);
	}

}

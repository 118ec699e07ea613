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

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.metrics.ScanMetrics;

/**
 * Reads a table through each terminal.
 */
final class OurScans {

	private static final int BATCH_SIZE = 100;

	private final ScannedItems target;

	private final ItemTypeResolver itemTypes;

	private volatile Sink sink = new Sink();

	OurScans(ScannedItems target) {
		this.target = target;
		this.itemTypes = new Schemas(target.shape().schema());
	}

	void stream(Sink sink) {
		try (Stream<?> items = scan().stream()) {
			items.forEach(sink::accept);
		}
	}

	void parallelStream(Sink sink) {
		try (Stream<?> items = scan().stream()) {
			items.parallel().forEach(sink::accept);
		}
	}

	void publisher(Sink sink) {
		Flux.from(scan().publisher()).doOnNext(sink::accept).blockLast();
	}

	void forEach(Sink sink) {
		scan().forEach(sink::accept).join();
	}

	void forEachBatch(Sink sink) {
		scan().batchSize(BATCH_SIZE).forEachBatch((items) -> items.forEach(sink::accept)).join();
	}

	void listeners(Sink sink) {
		this.sink = sink;
		scan().batchSize(BATCH_SIZE).toListeners().join();
	}

	/**
	 * Read as {@link #forEach} does, with meters and checkpoints.
	 */
	void tracked(Sink sink) {
		scan((builder) -> builder.listener(new ScanMetrics(new SimpleMeterRegistry()))
			.checkpointStore(new FileScanCheckpointStore(Path.of("target", "checkpoints")))).named("tracked")
			.resumable()
			.forEach(sink::accept)
			.join();
	}

	private ScanSpec<?> scan() {
		return scan((builder) -> builder);
	}

	private ScanSpec<?> scan(UnaryOperator<DynamoStreamTemplate.Builder> customizer) {
		DynamoStreamTemplate.Builder builder = DynamoStreamTemplate.builder(this.target.client())
			.itemTypes(this.itemTypes)
			.eventPublisher(this::published);
		ScanSpec<?> scan = customizer.apply(builder)
			.build()
			.scan(this.target.shape().itemType())
			.segments(this.target.segments());
		return (this.target.pageSize() > 0) ? scan.pageSize(this.target.pageSize()) : scan;
	}

	private void published(Object event) {
		if (event instanceof ScanEvent.Batch<?> batch) {
			batch.items().forEach(this.sink::accept);
		}
	}

	/**
	 * The schema of the items, made once as users do.
	 *
	 * @param schema the schema
	 */
	private record Schemas(TableSchema<?> schema) implements ItemTypeResolver {

		@Override
		@SuppressWarnings("unchecked")
		public <T> TableSchema<T> tableSchema(Class<T> itemType) {
			return (TableSchema<T>) this.schema;
		}

		@Override
		public String tableName(Class<?> itemType) {
			return Shape.TABLE;
		}

	}

}

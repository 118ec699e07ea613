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

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

import io.dynamostream.decoder.BodyBuffers;
import io.dynamostream.decoder.EncodedItem;
import io.dynamostream.decoder.ItemCapture;
import io.dynamostream.decoder.ItemDecoder;
import io.dynamostream.standin.CannedHttpClient;
import io.dynamostream.standin.StandInDynamoDb;

/**
 * A full page, which a client of the SDK gets from memory whenever it asks for one.
 */
final class PageInMemory {

	private static final int MORE_THAN_A_PAGE = 20_000;

	private final TableSchema<?> schema;

	private final @Nullable ItemDecoder<?> decoder;

	private final DynamoDbClient client;

	private final BodyBuffers buffers = new BodyBuffers();

	private PageInMemory(Shape shape, byte[] body) {
		this.schema = shape.schema();
		this.decoder = ItemDecoder.of(this.schema);
		this.client = new CannedHttpClient().answering(body)
			.client((client) -> client
				.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy"))));
	}

	static PageInMemory of(Shape shape) throws IOException, InterruptedException {
		try (StandInDynamoDb dynamoDb = StandInDynamoDb.start(shape.table(MORE_THAN_A_PAGE))) {
			HttpRequest request = HttpRequest.newBuilder(dynamoDb.endpoint())
				.header("X-Amz-Target", "DynamoDB_20120810.Scan")
				.POST(HttpRequest.BodyPublishers.ofString("{\"TableName\":\"%s\"}".formatted(Shape.TABLE)))
				.build();
			return new PageInMemory(shape,
					HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
		}
	}

	/**
	 * Return the number of items.
	 */
	int items() {
		return this.client.scan((request) -> request.tableName(Shape.TABLE)).items().size();
	}

	/**
	 * Decode the items as the SDK does.
	 */
	void decodeBySdk(Consumer<Object> consumer) {
		this.client.scan((request) -> request.tableName(Shape.TABLE))
			.items()
			.forEach((item) -> consumer.accept(this.schema.mapToItem(item)));
	}

	/**
	 * Decode the items as scans do.
	 */
	void decode(Consumer<Object> consumer) {
		ItemCapture capture = new ItemCapture(this.buffers);
		ScanRequest request = ScanRequest.builder()
			.tableName(Shape.TABLE)
			.overrideConfiguration((options) -> options.addPlugin(capture))
			.build();
		List<Map<String, AttributeValue>> items = capture.itemsOf(this.client.scan(request));
		items.forEach((item) -> consumer.accept(decode((EncodedItem) item)));
		this.buffers.giveBack(items);
	}

	private Object decode(EncodedItem item) {
		Object decoded = (this.decoder != null) ? this.decoder.decode(item) : null;
		return (decoded != null) ? decoded : this.schema.mapToItem(item.attributes(), true);
	}

}

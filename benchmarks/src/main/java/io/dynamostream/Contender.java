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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapper;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapperConfig;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapperConfig.PaginationLoadingStrategy;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBScanExpression;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.model.ScanEnhancedRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;

/**
 * Ways to read a table.
 */
enum Contender {

	/**
	 * The scan of the enhanced client.
	 */
	ENHANCED {

		@Override
		void read(Target target, int segments, Sink sink) {
			enhanced(target).scan().items().forEach(sink::accept);
		}

	},

	/**
	 * The scan of the enhanced client, with one hand-written thread for each segment.
	 */
	ENHANCED_THREADS {

		@Override
		void read(Target target, int segments, Sink sink) throws InterruptedException {
			DynamoDbTable<?> table = enhanced(target);
			CountDownLatch done = new CountDownLatch(segments);
			IntStream.range(0, segments).forEach((segment) -> new Thread(() -> {
				table.scan(ScanEnhancedRequest.builder().segment(segment).totalSegments(segments).build())
					.items()
					.forEach(sink::accept);
				done.countDown();
			}).start());
			done.await();
		}

	},

	/**
	 * The paginator of the low-level client, which maps nothing.
	 */
	LOW_LEVEL {

		@Override
		void read(Target target, int segments, Sink sink) {
			target.client().scanPaginator((request) -> request.tableName(Shape.TABLE)).items().forEach(sink::accept);
		}

	},

	/**
	 * The mapper of the SDK of before. It knows users only.
	 */
	MAPPER {

		@Override
		void read(Target target, int segments, Sink sink) {
			mapper(target)
				.scan(MapperUser.class, new DynamoDBScanExpression(),
						DynamoDBMapperConfig.builder()
							.withPaginationLoadingStrategy(PaginationLoadingStrategy.ITERATION_ONLY)
							.build())
				.forEach(sink::accept);
		}

	},

	/**
	 * Its parallel scan, with as many threads as segments.
	 */
	MAPPER_PARALLEL {

		@Override
		void read(Target target, int segments, Sink sink) {
			mapper(target).parallelScan(MapperUser.class, new DynamoDBScanExpression(), segments).forEach(sink::accept);
		}

	},

	/**
	 * The bytes of the same pages, which nobody decodes: the floor.
	 */
	BARE_HTTP {

		@Override
		void read(Target target, int segments, Sink sink) throws IOException {
			readPages(target, sink, (page) -> {
			});
		}

	},

	/**
	 * The same, and a parser that goes over each page.
	 */
	BARE_HTTP_AND_TOKENS {

		private final JsonFactory json = new JsonFactory();

		@Override
		void read(Target target, int segments, Sink sink) throws IOException {
			readPages(target, sink, this::parse);
		}

		private void parse(byte[] page) throws IOException {
			try (JsonParser parser = this.json.createParser(page)) {
				while (parser.nextToken() != null) {
					parser.getText();
				}
			}
		}

	},

	STREAM {

		@Override
		void read(Target target, int segments, Sink sink) {
			try (Stream<?> items = spec(target, segments).stream()) {
				items.forEach(sink::accept);
			}
		}

	},

	PARALLEL_STREAM {

		@Override
		void read(Target target, int segments, Sink sink) {
			try (Stream<?> items = spec(target, segments).stream()) {
				items.parallel().forEach(sink::accept);
			}
		}

	},

	PUBLISHER {

		@Override
		void read(Target target, int segments, Sink sink) {
			Flux.from(spec(target, segments).publisher()).doOnNext(sink::accept).blockLast();
		}

	},

	FOR_EACH {

		@Override
		void read(Target target, int segments, Sink sink) {
			spec(target, segments).forEach(sink::accept).join();
		}

	},

	FOR_EACH_BATCH {

		@Override
		void read(Target target, int segments, Sink sink) {
			spec(target, segments).batchSize(100).forEachBatch((items) -> items.forEach(sink::accept)).join();
		}

	},

	LISTENERS {

		@Override
		void read(Target target, int segments, Sink sink) {
			target.template((event) -> {
				if (event instanceof ScanEvent.Batch<?> batch) {
					batch.items().forEach(sink::accept);
				}
			})
				.scan(target.shape().itemType())
				.tableName(Shape.TABLE)
				.segments(segments)
				.batchSize(100)
				.toListeners()
				.join();
		}

	};

	/**
	 * Read the whole table.
	 */
	abstract void read(Target target, int segments, Sink sink) throws Exception;

	private static DynamoDbTable<?> enhanced(Target target) {
		return DynamoDbEnhancedClient.builder()
			.dynamoDbClient(target.client())
			.build()
			.table(Shape.TABLE, target.shape().schema());
	}

	private static DynamoStreamOperations.ScanSpec<?> spec(Target target, int segments) {
		return target.template((event) -> {
		}).scan(target.shape().itemType()).tableName(Shape.TABLE).segments(segments);
	}

	private static DynamoDBMapper mapper(Target target) {
		return new DynamoDBMapper(AmazonDynamoDBClientBuilder.standard()
			.withEndpointConfiguration(
					new AwsClientBuilder.EndpointConfiguration(target.endpoint().toString(), "us-east-1"))
			.withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials("dummy", "dummy")))
			.build());
	}

	private static void readPages(Target target, Sink sink, PageConsumer consumer) throws IOException {
		String key = "";
		while (key != null) {
			byte[] page = post(target, "{\"TableName\":\"%s\"%s}".formatted(Shape.TABLE, key));
			consumer.accept(page);
			sink.accept(page);
			String end = new String(page, Math.max(0, page.length - 500), Math.min(page.length, 500),
					StandardCharsets.UTF_8);
			int at = end.lastIndexOf("\"LastEvaluatedKey\":");
			key = (at >= 0) ? ",\"ExclusiveStartKey\":" + end.substring(end.indexOf('{', at), end.lastIndexOf('}'))
					: null;
		}
	}

	private static byte[] post(Target target, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		URI endpoint = target.endpoint();
		HttpExecuteResponse response = target.http()
			.prepareRequest(HttpExecuteRequest.builder()
				.request(SdkHttpRequest.builder()
					.uri(endpoint)
					.method(SdkHttpMethod.POST)
					.putHeader("Host", endpoint.getAuthority())
					.putHeader("Content-Type", "application/x-amz-json-1.0")
					.putHeader("Content-Length", String.valueOf(bytes.length))
					.putHeader("X-Amz-Target", "DynamoDB_20120810.Scan")
					.build())
				.contentStreamProvider(() -> new ByteArrayInputStream(bytes))
				.build())
			.call();
		return response.responseBody().orElseThrow().readAllBytes();
	}

	/**
	 * What is done with the bytes of a page.
	 */
	private interface PageConsumer {

		void accept(byte[] page) throws IOException;

	}

	/**
	 * What to read.
	 *
	 * @param shape the items
	 * @param endpoint where the table is
	 * @param client client of the SDK
	 * @param http its HTTP client
	 */
	record Target(Shape shape, URI endpoint, DynamoDbClient client, SdkHttpClient http) {

		DynamoStreamTemplate template(org.springframework.context.ApplicationEventPublisher listener) {
			return DynamoStreamTemplate.builder(this.client)
				.itemTypes(new Schemas(this.shape))
				.eventPublisher(listener)
				.build();
		}

	}

	/**
	 * The schema of a shape, made once as users do.
	 *
	 * @param shape the shape
	 */
	private record Schemas(Shape shape) implements ItemTypeResolver {

		@Override
		@SuppressWarnings("unchecked")
		public <T> software.amazon.awssdk.enhanced.dynamodb.TableSchema<T> tableSchema(Class<T> itemType) {
			return (software.amazon.awssdk.enhanced.dynamodb.TableSchema<T>) this.shape.schema();
		}

		@Override
		public String tableName(Class<?> itemType) {
			return Shape.TABLE;
		}

	}

}

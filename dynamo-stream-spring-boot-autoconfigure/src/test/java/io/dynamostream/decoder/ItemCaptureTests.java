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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import io.dynamostream.standin.CannedHttpClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ItemCapture}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ItemCaptureTests {

	private static final String BODY = """
			{"ConsumedCapacity":{"CapacityUnits":12.5,"TableName":"user"},"Count":2,"Items":[\
			{"id":{"S":"a"},"tags":{"L":[{"S":"]}"},{"NULL":true}]}},{"id":{"S":"Items\\":[{"}}],\
			"LastEvaluatedKey":{"id":{"S":"b"}},"ScannedCount":3}""";

	private final CannedHttpClient http = new CannedHttpClient();

	private final BodyBuffers buffers = new BodyBuffers();

	private final ItemCapture capture = new ItemCapture(this.buffers);

	@Test
	void takesItemsAndLeavesTheRestToTheSdk() {
		this.http.answering(BODY);
		ScanResponse response = scan((client) -> {
		});
		assertThat(response.items()).isEmpty();
		assertThat(response.toBuilder().items(this.capture.itemsOf(response)).build())
			.matches(plain()::equalsBySdkFields);
		assertThat(response.lastEvaluatedKey()).containsEntry("id", AttributeValue.fromS("b"));
		assertThat(response.consumedCapacity().capacityUnits()).isEqualTo(12.5);
		assertThat(this.capture.itemsOf(response)).hasSize(2).allMatch((item) -> item instanceof EncodedItem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Items\":[]}", " \n{ \"Items\" : [ { \"id\" : { \"S\" : \"a\" } } , { } ]\t}\r",
			"{\"Items\":[{}],\"Count\":1,\"More\":[{\"Items\":[]}],\"Most\":\"\\\"Items\\\":[\"}", "{\"Items\":[]} " })
	void takesItemsOfBodiesHoweverTheyAreWritten(String body) {
		this.http.answering(body);
		ScanResponse response = scan((client) -> {
		});
		assertThat(response.items()).isEmpty();
		assertThat(response.toBuilder().items(this.capture.itemsOf(response)).build())
			.matches(plain()::equalsBySdkFields);
		assertThat(this.capture.itemsOf(response)).allMatch((item) -> item instanceof EncodedItem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"Items\":null,\"Count\":1}", "{\"Items\":[null]}",
			"{\"Items\":[{\"id\":{\"S\":\"a\"}}],\"Items\":[]}",
			"{\"\\u0049tems\":[{\"id\":{\"S\":\"a\"}}],\"Items\":[]}", "{\"Count\":1}" })
	void leavesBodiesOfOtherFormsToTheSdk(String body) {
		this.http.answering(body);
		ScanResponse response = scan((client) -> {
		});
		assertThat(response).matches(plain()::equalsBySdkFields);
		assertThat(this.capture.itemsOf(response)).isEqualTo(plain().items())
			.noneMatch((item) -> item instanceof EncodedItem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Items\":[{\"id\":{\"S\":\"a\"}}", "{\"Items\":[{]}", "{\"Items\":[{}{}]}",
			"{\"Items\":[{},]}", "{\"Items\":[\"a\"]}", "{\"Items\":{}}", "{\"Items\"[]}", "{\"Items\":[{\"", "[]",
			"null]", "{\"Count\":,\"Items\":[]}", "{\"Count\":nil,\"Items\":[]}" })
	void leavesDamagedBodiesToTheSdk(String body) {
		this.http.answering(body);
		String expected = outcome(this::plain);
		assertThat(outcome(() -> scan((client) -> {
		}))).isEqualTo(expected);
	}

	@Test
	void readsBodyOfUnknownLength() {
		byte[] body = largeBody();
		this.http.answering(() -> new ByteArrayInputStream(body), (response) -> {
		});
		ScanResponse response = scan((client) -> {
		});
		assertThat(this.capture.itemsOf(response)).isEqualTo(plain().items()).hasSize(10_000);
	}

	@Test
	void readsBodyOverAnother() {
		String body = " ".repeat(BodyBuffers.SHORT) + BODY;
		byte[] buffer = new byte[body.length() + 9];
		Arrays.fill(buffer, (byte) '"');
		this.buffers.add(buffer);
		this.http.answering(body);
		ScanResponse response = scan((client) -> {
		});
		assertThat(this.capture.itemsOf(response)).isEqualTo(plain().items()).hasSize(2);
		this.buffers.giveBack(this.capture.itemsOf(response));
		assertThat(this.buffers.take(0)).isSameAs(buffer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "1", "2", "5", "999999999", "99999999999999999999", "-1", "many" })
	void doesNotTrustTheLength(String length) {
		byte[] body = largeBody();
		this.http.answering(() -> new ByteArrayInputStream(body),
				(response) -> response.putHeader("Content-Length", length));
		ScanResponse response = scan((client) -> {
		});
		assertThat(this.capture.itemsOf(response)).isEqualTo(plain().items()).hasSize(10_000);
	}

	private static byte[] largeBody() {
		return "{\"Items\":[%s]}"
			.formatted("{\"id\":{\"S\":\"a\"},\"name\":{\"S\":\"\u00e4\u4e2d\"}},".repeat(9_999) + "{}")
			.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void checksChecksum() {
		this.http.answering(() -> new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8)),
				(response) -> response.putHeader("x-amz-crc32", "1"));
		assertThatExceptionOfType(Crc32MismatchException.class).isThrownBy(() -> scan((client) -> {
		})).withMessageContaining("checksum").matches(Crc32MismatchException::retryable);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Items\":[{\"id\":{\"S\":\"\\q\"}}]}", "{\"Items\":[{\"id\":{\"N\":1 .5}}]}",
			"{\"Items\":[{\"id\":[}}]}" })
	void leavesItemsToTheSdkThatNoChecksumConfirms(String body) {
		this.http.answering(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), (response) -> {
		});
		String expected = outcome(this::plain);
		int requests = this.http.requests();
		assertThat(outcome(() -> scan((client) -> {
		}))).isEqualTo(expected).isNotEqualTo("no error");
		assertThat(this.http.requests()).isEqualTo(2 * requests);
	}

	@Test
	void leavesItemsToTheSdkThatAnInterceptorMayChange(CapturedOutput output) {
		this.http.answering(BODY);
		scan((client) -> client.overrideConfiguration((options) -> options.addExecutionInterceptor(new Decryption())));
		ScanResponse response = scan((client) -> client
			.overrideConfiguration((options) -> options.addExecutionInterceptor(new Decryption())));
		assertThat(this.capture.itemsOf(response)).isEqualTo(response.items())
			.containsExactly(Map.of("id", AttributeValue.fromS("decrypted")));
		assertThat(output.getOut().lines().filter((line) -> line.contains(Decryption.class.getName()))).singleElement()
			.asString()
			.contains("INFO", "may modify responses. Scan with a client without it if it does not.");
	}

	@Test
	void leavesCompressedBodyToTheSdk() throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(BODY.getBytes(StandardCharsets.UTF_8));
		}
		this.http.answering(() -> new ByteArrayInputStream(compressed.toByteArray()),
				(response) -> response.putHeader("Content-Encoding", "gzip"));
		ScanResponse response = scan((client) -> {
		});
		assertThat(this.capture.itemsOf(response)).isEqualTo(response.items()).hasSize(2);
	}

	@Test
	void leavesErrorsToTheSdk() {
		this.http.answering(() -> new ByteArrayInputStream("""
				{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"No table"}"""
			.getBytes(StandardCharsets.UTF_8)), (response) -> response.statusCode(400));
		String expected = outcome(this::plain);
		assertThat(outcome(() -> scan((client) -> {
		}))).isEqualTo(expected).contains("ResourceNotFoundException");
	}

	@Test
	void failsAsTheSdkDoesWhenTheBodyBreaksOff() {
		this.http.answering(BreakingStream::new, (response) -> response.putHeader("Content-Length", "1000"));
		String expected = outcome(this::plain);
		int requests = this.http.requests();
		assertThat(outcome(() -> scan((client) -> {
		}))).isEqualTo(expected).contains("broken off");
		assertThat(this.http.requests()).isEqualTo(2 * requests);
	}

	@Test
	void refusesBodyWithoutEnd() {
		EndlessStream body = new EndlessStream();
		this.http.answering(() -> body, (response) -> {
		});
		assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> scan((client) -> {
		}))
			.withStackTraceContaining("more than 67108864 bytes, which no page of DynamoDB has. Look for what comes "
					+ "between the DynamoDbClient and DynamoDB");
		assertThat(body.aborted).isTrue();
	}

	@Test
	void showsInterceptorsOfTheClientTheWholeAnswer() {
		BodyReader reader = new BodyReader();
		this.http.answering(BODY);
		ScanResponse response = scan(
				(client) -> client.overrideConfiguration((options) -> options.addExecutionInterceptor(reader)));
		assertThat(reader.bodies).containsExactly(BODY);
		assertThat(this.capture.itemsOf(response)).hasSize(2);
	}

	@Test
	void doesNotKeepItemsOfAnEarlierAnswer() {
		this.http.answering(BODY);
		scan((client) -> {
		});
		this.http.answering("{\"Items\":null}");
		ScanResponse response = scan((client) -> {
		});
		assertThat(this.capture.itemsOf(response)).isEmpty();
	}

	@Test
	void changesNoMetricOfTheSdk() {
		this.http.answering(BODY);
		MetricNames plain = new MetricNames();
		MetricNames captured = new MetricNames();
		scanWith(ScanRequest.builder(), (client) -> client.overrideConfiguration((o) -> o.addMetricPublisher(plain)));
		scan((client) -> client.overrideConfiguration((o) -> o.addMetricPublisher(captured)));
		assertThat(captured.names).isEqualTo(plain.names)
			.contains("HttpStatusCode=200", "ApiCallSuccessful=true", "RetryCount=0", "UnmarshallingDuration",
					"ReadThroughput");
	}

	@Test
	void countsTheBytesThatWereTaken() {
		this.http.answering(BODY);
		BytesRead bytes = new BytesRead();
		scan((client) -> client.overrideConfiguration((options) -> options.addExecutionInterceptor(bytes)));
		assertThat(bytes.read).hasValue(BODY.length());
	}

	private ScanResponse scan(Consumer<DynamoDbClientBuilder> client) {
		return scanWith(ScanRequest.builder().overrideConfiguration((options) -> options.addPlugin(this.capture)),
				client);
	}

	private ScanResponse plain() {
		return scanWith(ScanRequest.builder(), (client) -> {
		});
	}

	private ScanResponse scanWith(ScanRequest.Builder request, Consumer<DynamoDbClientBuilder> customizer) {
		return this.http.client(customizer)
			.scan(request.tableName("user").returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build());
	}

	private static String outcome(Runnable scan) {
		try {
			scan.run();
			return "no error";
		}
		catch (SdkClientException | UncheckedIOException ex) {
			return ex.getClass() + " of " + ((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (RuntimeException ex) {
			return ex.toString();
		}
	}

	/**
	 * Breaks off after some bytes.
	 */
	private static final class BreakingStream extends InputStream {

		private boolean begun;

		@Override
		public int read() throws IOException {
			if (this.begun) {
				throw new IOException("broken off");
			}
			this.begun = true;
			return '{';
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			buffer[offset] = (byte) read();
			return 1;
		}

	}

	/**
	 * Never ends.
	 */
	private static final class EndlessStream extends InputStream implements Abortable {

		private boolean aborted;

		@Override
		public int read() {
			return ' ';
		}

		@Override
		public void abort() {
			this.aborted = true;
		}

	}

	/**
	 * Reads bodies, as that of an application does which logs or decrypts them.
	 */
	private static final class BodyReader implements ExecutionInterceptor {

		private final List<String> bodies = new ArrayList<>();

		@Override
		public Optional<InputStream> modifyHttpResponseContent(Context.ModifyHttpResponse context,
				ExecutionAttributes attributes) {
			try {
				byte[] body = context.responseBody().orElseThrow().readAllBytes();
				this.bodies.add(new String(body, StandardCharsets.UTF_8));
				return Optional.of(new ByteArrayInputStream(body));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * Changes responses, as that of an application does which encrypts attributes.
	 */
	private static final class Decryption implements ExecutionInterceptor {

		@Override
		public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
			return ((ScanResponse) context.response()).toBuilder()
				.items(List.of(Map.of("id", AttributeValue.fromS("decrypted"))))
				.build();
		}

	}

	/**
	 * Looks at how many bytes the SDK has counted.
	 */
	private static final class BytesRead implements ExecutionInterceptor {

		private final AtomicLong read = new AtomicLong();

		@Override
		public void afterUnmarshalling(Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
			this.read.set(attributes.getAttribute(SdkInternalExecutionAttribute.RESPONSE_BYTES_READ).get());
		}

	}

	/**
	 * Notes the names of metrics, and the values of those that do not differ from run to
	 * run.
	 */
	private static final class MetricNames implements MetricPublisher {

		private final TreeSet<String> names = new TreeSet<>();

		@Override
		public void publish(MetricCollection metrics) {
			metrics.forEach((metric) -> this.names
				.add(metric.metric().name() + (varies(metric.value()) ? "" : "=" + metric.value())));
			metrics.children().forEach(this::publish);
		}

		private static boolean varies(Object value) {
			return value instanceof Duration || value instanceof Double;
		}

		@Override
		public void close() {
		}

	}

}

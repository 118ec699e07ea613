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

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Takes the items out of the answer to one scan request, and leaves the SDK the rest of
 * it, from which it makes a response without items. Everything else is the SDK's:
 * signing, attempts, errors, metrics. An answer of another form than DynamoDB's is left
 * to the SDK whole, as is that of a client which does not heed plugins.
 *
 * @since 0.1.0
 */
public final class ItemCapture implements SdkPlugin {

	private static final Log logger = LogFactory.getLog(ItemCapture.class);

	/**
	 * Whether interceptors of a class have an own {@code modifyResponse}.
	 */
	private static final ClassValue<Boolean> MODIFIES_RESPONSE = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return ClassUtils.getMethod(type, "modifyResponse", Context.ModifyResponse.class, ExecutionAttributes.class)
				.getDeclaringClass() != ExecutionInterceptor.class;
		}

	};

	/**
	 * Names of the classes of which that has been logged.
	 */
	private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

	private static final String CHECKSUM = "x-amz-crc32";

	/**
	 * Name of an attribute of an execution.
	 */
	private static final String BYTES_READ = "ResponseBytesRead";

	private final BodyBuffers buffers;

	private volatile @Nullable CapturedBody body;

	/**
	 * Create what takes the items of one answer.
	 * @param buffers what to read them into
	 */
	public ItemCapture(BodyBuffers buffers) {
		this.buffers = buffers;
	}

	/**
	 * Add what takes the items, unless an interceptor of the client may change responses:
	 * it would have none to change. All of them still see the body whole.
	 */
	@Override
	public void configureClient(SdkServiceClientConfiguration.Builder configuration) {
		List<ExecutionInterceptor> ofClient = configuration.overrideConfiguration().executionInterceptors();
		Optional<String> modifying = ofClient.stream()
			.<Class<?>>map(Object::getClass)
			.filter(MODIFIES_RESPONSE::get)
			.map(Class::getName)
			.findFirst();
		if (modifying.isPresent()) {
			logOnce(modifying.get());
			return;
		}
		List<ExecutionInterceptor> interceptors = new ArrayList<>();
		interceptors.add(new Interceptor());
		interceptors.addAll(ofClient);
		configuration.overrideConfiguration((options) -> options.executionInterceptors(interceptors));
	}

	private static void logOnce(String interceptor) {
		if (LOGGED.add(interceptor)) {
			logger.info("The SDK decodes the items of scans, which takes more CPU, since the interceptor " + interceptor
					+ " of the client may modify responses. Scan with a client without it if it does not.");
		}
	}

	/**
	 * Return the items of the answer.
	 * @param response what the SDK made of it
	 * @return the items, each an {@link EncodedItem} if they were taken
	 */
	public List<Map<String, AttributeValue>> itemsOf(ScanResponse response) {
		CapturedBody body = this.body;
		EncodedItems items = (body != null) ? body.items() : null;
		return (items != null) ? items : response.items();
	}

	/**
	 * Takes the body of a successful answer.
	 */
	private final class Interceptor implements ExecutionInterceptor {

		@Override
		public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
			SdkHttpResponse response = context.httpResponse();
			return isTaken(response) ? response.toBuilder().removeHeader(CHECKSUM).build() : response;
		}

		@Override
		public Optional<InputStream> modifyHttpResponseContent(Context.ModifyHttpResponse context,
				ExecutionAttributes attributes) {
			ItemCapture.this.body = null;
			Optional<InputStream> content = context.responseBody();
			if (content.isEmpty() || !isTaken(context.httpResponse())) {
				return content;
			}
			CapturedBody body = new CapturedBody(content.get(), context.httpResponse(), bytesRead(attributes),
					ItemCapture.this.buffers);
			ItemCapture.this.body = body;
			return Optional.of(body);
		}

		/**
		 * Return where the SDK counts the bytes that it reads, for its metric of the
		 * throughput: what is taken belongs to them.
		 */
		private static AtomicLong bytesRead(ExecutionAttributes attributes) {
			return attributes.getAttributes()
				.entrySet()
				.stream()
				.filter((attribute) -> attribute.getKey().toString().equals(BYTES_READ))
				.map(Map.Entry::getValue)
				.filter(AtomicLong.class::isInstance)
				.map(AtomicLong.class::cast)
				.findAny()
				.orElseGet(AtomicLong::new);
		}

		private boolean isTaken(SdkHttpResponse response) {
			return response.isSuccessful() && response.firstMatchingHeader("Content-Encoding").isEmpty();
		}

	}

	/**
	 * The body of an answer, read whole when the SDK begins to read it, and without items
	 * for the SDK.
	 */
	private static final class CapturedBody extends InputStream implements Abortable {

		private final InputStream content;

		private final int length;

		private final @Nullable Long checksum;

		private final AtomicLong bytesRead;

		private final BodyBuffers buffers;

		private @Nullable ScanBody body;

		private InputStream rest = InputStream.nullInputStream();

		CapturedBody(InputStream content, SdkHttpResponse response, AtomicLong bytesRead, BodyBuffers buffers) {
			this.content = content;
			this.bytesRead = bytesRead;
			this.buffers = buffers;
			this.length = response.firstMatchingHeader("Content-Length").map(CapturedBody::length).orElse(0);
			this.checksum = response.firstMatchingHeader(CHECKSUM).map(Long::valueOf).orElse(null);
		}

		private static int length(String text) {
			return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
		}

		@Nullable EncodedItems items() {
			ScanBody body = this.body;
			return (body != null) ? body.items() : null;
		}

		@Override
		public int read() throws IOException {
			return rest().read();
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			return rest().read(buffer, offset, length);
		}

		private InputStream rest() throws IOException {
			if (this.body == null) {
				ScanBody body = readBody();
				this.rest = body.withoutItems();
				this.bytesRead.addAndGet(body.lengthOfItems());
				this.body = body;
			}
			return this.rest;
		}

		/**
		 * Read the body, and do not let the client read on what was not wanted.
		 */
		private ScanBody readBody() throws IOException {
			try {
				return ScanBody.read(this.content, this.length, this.checksum, this.buffers);
			}
			catch (IOException | RuntimeException ex) {
				abort();
				throw ex;
			}
		}

		@Override
		public void abort() {
			if (this.content instanceof Abortable abortable) {
				abortable.abort();
			}
		}

		@Override
		public void close() throws IOException {
			this.content.close();
		}

	}

}

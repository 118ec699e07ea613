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

package io.dynamostream.standin;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;

/**
 * Sends an answer, whole or damaged.
 */
final class Exchange {

	private final HttpExchange http;

	private final Runnable beforeLastByte;

	private final Answer answer;

	Exchange(HttpExchange http, Answer answer, Runnable beforeLastByte) {
		this.http = http;
		this.answer = answer;
		this.beforeLastByte = beforeLastByte;
	}

	void send() throws IOException {
		send(this.answer.body().crc32());
	}

	void sendWithWrongChecksum() throws IOException {
		send(this.answer.body().crc32() ^ 1);
	}

	private void send(long checksum) throws IOException {
		PageBuffer body = this.answer.body();
		int lastByte = body.size() - 1;
		sendHeaders(checksum);
		try (OutputStream out = this.http.getResponseBody()) {
			body.send(out, 0, lastByte);
			this.beforeLastByte.run();
			body.send(out, lastByte, body.size());
		}
	}

	void sendHalf() throws IOException {
		PageBuffer body = this.answer.body();
		sendHeaders(body.crc32());
		OutputStream out = this.http.getResponseBody();
		body.send(out, 0, body.size() / 2);
		out.flush();
		this.http.close();
	}

	private void sendHeaders(long checksum) throws IOException {
		Headers headers = this.http.getResponseHeaders();
		headers.set("Content-Type", "application/x-amz-json-1.0");
		headers.set("x-amzn-RequestId", UUID.randomUUID().toString());
		headers.set("x-amz-crc32", Long.toString(checksum));
		this.http.sendResponseHeaders(this.answer.status(), this.answer.body().size());
	}

}

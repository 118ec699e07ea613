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
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;

/**
 * Reads the bytes of the pages of a table, with the HTTP client and without that of the
 * SDK.
 */
final class BareScans {

	/**
	 * Where an answer says after which key to go on, if it does.
	 */
	private static final int END = 500;

	private final ScannedItems target;

	private final JsonFactory json = new JsonFactory();

	BareScans(ScannedItems target) {
		this.target = target;
	}

	/**
	 * Read the bytes and leave it at that: the floor.
	 */
	void bytes(Sink sink) throws IOException {
		byte[] page = firstPage();
		while (page != null) {
			sink.accept(page);
			page = pageAfter(page);
		}
	}

	/**
	 * Read the bytes, and have a parser go over each page.
	 */
	void tokens(Sink sink) throws IOException {
		byte[] page = firstPage();
		while (page != null) {
			parse(page);
			sink.accept(page);
			page = pageAfter(page);
		}
	}

	private void parse(byte[] page) throws IOException {
		try (JsonParser parser = this.json.createParser(page)) {
			while (parser.nextToken() != null) {
				parser.getTextLength();
			}
		}
	}

	private byte[] firstPage() throws IOException {
		return post("");
	}

	private byte[] pageAfter(byte[] page) throws IOException {
		String end = new String(page, Math.max(0, page.length - END), Math.min(page.length, END),
				StandardCharsets.UTF_8);
		int at = end.lastIndexOf("\"LastEvaluatedKey\":");
		return (at >= 0) ? post(",\"ExclusiveStartKey\":" + end.substring(end.indexOf('{', at), end.lastIndexOf('}')))
				: null;
	}

	private byte[] post(String position) throws IOException {
		byte[] body = "{\"TableName\":\"%s\"%s}".formatted(Shape.TABLE, position).getBytes(StandardCharsets.UTF_8);
		HttpExecuteResponse response = this.target.http()
			.prepareRequest(HttpExecuteRequest.builder()
				.request(request(body.length))
				.contentStreamProvider(() -> new ByteArrayInputStream(body))
				.build())
			.call();
		return read(response);
	}

	private SdkHttpRequest request(int length) {
		URI endpoint = this.target.endpoint();
		return SdkHttpRequest.builder()
			.uri(endpoint)
			.method(SdkHttpMethod.POST)
			.putHeader("Host", endpoint.getAuthority())
			.putHeader("Content-Type", "application/x-amz-json-1.0")
			.putHeader("Content-Length", String.valueOf(length))
			.putHeader("X-Amz-Target", "DynamoDB_20120810.Scan")
			.build();
	}

	private byte[] read(HttpExecuteResponse response) throws IOException {
		int length = response.httpResponse().firstMatchingHeader("Content-Length").map(Integer::valueOf).orElseThrow();
		byte[] page = new byte[length];
		try (InputStream body = response.responseBody().orElseThrow()) {
			body.readNBytes(page, 0, length);
		}
		return page;
	}

}

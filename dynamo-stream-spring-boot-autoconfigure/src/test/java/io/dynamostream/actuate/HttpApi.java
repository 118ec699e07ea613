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

package io.dynamostream.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

import com.jayway.jsonpath.JsonPath;

/**
 * A server on this machine.
 *
 * @param url start of its addresses
 * @param headers names and values of the headers of all requests
 */
record HttpApi(String url, String... headers) {

	private static final HttpClient client = HttpClient.newHttpClient();

	static HttpApi onPort(String port) {
		return new HttpApi("http://127.0.0.1:" + port, "Accept", "application/json");
	}

	HttpApi as(String user) {
		String credentials = user + ":" + user;
		return with("Authorization",
				"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
	}

	HttpApi with(String name, String value) {
		String[] added = Arrays.copyOf(this.headers, this.headers.length + 2);
		added[this.headers.length] = name;
		added[this.headers.length + 1] = value;
		return new HttpApi(this.url, added);
	}

	Answer get(String path) {
		return send(request(path).GET());
	}

	Answer post(String path, String json) {
		return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
	}

	Answer delete(String path) {
		return send(request(path).DELETE());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.url + path)).headers(this.headers);
	}

	private static Answer send(HttpRequest.Builder request) {
		try {
			return new Answer(client.send(request.build(), BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What the server answered.
	 *
	 * @param response the response
	 */
	record Answer(HttpResponse<String> response) {

		int status() {
			return this.response.statusCode();
		}

		String body() {
			return this.response.body();
		}

		String header(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

		<T> T json(String path) {
			return JsonPath.read(body(), path);
		}

	}

}

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

import java.util.List;
import java.util.Map;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.standin.CannedHttpClient;

/**
 * Items as the SDK reads them: a client of DynamoDB whose HTTP client answers with any
 * text.
 */
final class SdkItems {

	private final CannedHttpClient http = new CannedHttpClient();

	private final DynamoDbClient client = this.http.client((builder) -> {
	});

	Map<String, AttributeValue> read(String item) {
		return read(List.of(item)).get(0);
	}

	List<Map<String, AttributeValue>> read(List<String> items) {
		this.http.answering("{\"Items\":[" + String.join(",", items) + "]}");
		return this.client.scan((scan) -> scan.tableName("items")).items();
	}

}

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

import java.net.URI;

import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What to read, and how.
 *
 * @param shape shape of the items
 * @param items how many there are
 * @param endpoint where their table is
 * @param client client of the SDK
 * @param http its HTTP client
 * @param segments number of segments, or of threads
 * @param pageSize number of items in a page, or 0 for the default
 */
record ScannedItems(Shape shape, int items, URI endpoint, DynamoDbClient client, SdkHttpClient http, int segments,
		int pageSize) {

}

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

import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/**
 * The answer to a request.
 *
 * @param status HTTP status
 * @param body the body
 * @param page whether it is a page of a scan
 * @param items number of items in it
 * @param capacity read capacity units consumed
 */
record Answer(int status, PageBuffer body, boolean page, int items, double capacity) {

	static Answer of(byte[] body) {
		return new Answer(200, PageBuffer.of(body), false, 0, 0);
	}

	static Answer of(StandInFault.Error error) {
		JsonWriter json = JsonWriter.create();
		json.writeStartObject().writeFieldName("__type").writeValue(error.type());
		json.writeFieldName("message").writeValue(error.message());
		if (error.throttlingReason() != null) {
			json.writeFieldName("ThrottlingReasons").writeStartArray().writeStartObject();
			json.writeFieldName("reason").writeValue(error.throttlingReason()).writeEndObject().writeEndArray();
		}
		json.writeEndObject();
		return new Answer(error.status(), PageBuffer.of(json.getBytes()), false, 0, 0);
	}

}

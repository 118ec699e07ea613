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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * Reads requests of DynamoDB's JSON protocol.
 */
final class RequestDecoder {

	private static final String TARGET_PREFIX = "DynamoDB_20120810.";

	private final String operation;

	private final JsonNode body;

	RequestDecoder(@Nullable String target, byte[] body) {
		this.operation = (target != null) ? target.replace(TARGET_PREFIX, "") : "";
		this.body = JsonNode.parser().parse(body);
	}

	StandInRequest decode(int number) {
		return new StandInRequest(number, this.operation, tableName(), string("IndexName"), integer("Segment"),
				integer("TotalSegments"), integer("Limit"), map("ExclusiveStartKey", AttributeJson::read),
				string("FilterExpression"), string("ProjectionExpression"),
				map("ExpressionAttributeNames", JsonNode::asString),
				map("ExpressionAttributeValues", AttributeJson::read), consistentRead(),
				string("ReturnConsumedCapacity"));
	}

	private String tableName() {
		String name = string("TableName");
		return (name != null) ? name : "";
	}

	private boolean consistentRead() {
		return this.body.field("ConsistentRead").map(JsonNode::asBoolean).orElse(false);
	}

	private @Nullable String string(String field) {
		return this.body.field(field).map(JsonNode::asString).orElse(null);
	}

	private @Nullable Integer integer(String field) {
		return this.body.field(field).map(JsonNode::asNumber).map(Integer::valueOf).orElse(null);
	}

	private <V> Map<String, V> map(String field, Function<JsonNode, V> reader) {
		Map<String, V> values = new LinkedHashMap<>();
		this.body.field(field)
			.map(JsonNode::asObject)
			.orElse(Map.of())
			.forEach((name, value) -> values.put(name, reader.apply(value)));
		return Map.copyOf(values);
	}

}

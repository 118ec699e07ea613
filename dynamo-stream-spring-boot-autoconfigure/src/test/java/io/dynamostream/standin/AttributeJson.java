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

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Attribute values in the notation of DynamoDB's JSON protocol.
 */
final class AttributeJson {

	private AttributeJson() {
	}

	static AttributeValue read(JsonNode node) {
		Map.Entry<String, JsonNode> typed = node.asObject().entrySet().iterator().next();
		JsonNode value = typed.getValue();
		return switch (typed.getKey()) {
			case "S" -> AttributeValue.fromS(value.asString());
			case "N" -> AttributeValue.fromN(value.asString());
			case "B" -> AttributeValue.fromB(bytes(value));
			case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
			case "NULL" -> AttributeValue.fromNul(value.asBoolean());
			case "SS" -> AttributeValue.fromSs(value.asArray().stream().map(JsonNode::asString).toList());
			case "NS" -> AttributeValue.fromNs(value.asArray().stream().map(JsonNode::asString).toList());
			case "BS" -> AttributeValue.fromBs(value.asArray().stream().map(AttributeJson::bytes).toList());
			case "L" -> AttributeValue.fromL(value.asArray().stream().map(AttributeJson::read).toList());
			case "M" -> AttributeValue.fromM(readItem(value));
			default -> throw new IllegalArgumentException("Unknown attribute type '" + typed.getKey() + "'");
		};
	}

	private static Map<String, AttributeValue> readItem(JsonNode node) {
		Map<String, AttributeValue> item = new LinkedHashMap<>();
		node.asObject().forEach((name, value) -> item.put(name, read(value)));
		return item;
	}

	private static SdkBytes bytes(JsonNode node) {
		return SdkBytes.fromByteArray(Base64.getDecoder().decode(node.asString()));
	}

	static byte[] encode(Map<String, AttributeValue> item) {
		JsonWriter json = JsonWriter.create();
		writeItem(json, item);
		return json.getBytes();
	}

	static void writeItem(JsonWriter json, Map<String, AttributeValue> item) {
		json.writeStartObject();
		item.forEach((name, value) -> write(json.writeFieldName(name), value));
		json.writeEndObject();
	}

	private static void write(JsonWriter json, AttributeValue value) {
		json.writeStartObject().writeFieldName(typeName(value));
		switch (value.type()) {
			case S -> json.writeValue(value.s());
			case N -> json.writeValue(value.n());
			case B -> json.writeValue(value.b().asByteBuffer());
			case BOOL -> json.writeValue(value.bool());
			case NUL -> json.writeValue(true);
			case SS -> writeArray(json, value.ss(), json::writeValue);
			case NS -> writeArray(json, value.ns(), json::writeValue);
			case BS -> writeArray(json, value.bs(), (bytes) -> json.writeValue(bytes.asByteBuffer()));
			case L -> writeArray(json, value.l(), (element) -> write(json, element));
			case M -> writeItem(json, value.m());
			default -> throw new IllegalArgumentException("An item has an attribute value without a type");
		}
		json.writeEndObject();
	}

	private static String typeName(AttributeValue value) {
		return (value.type() != AttributeValue.Type.NUL) ? value.type().name() : "NULL";
	}

	private static <E> void writeArray(JsonWriter json, List<E> elements, Consumer<E> writer) {
		json.writeStartArray();
		elements.forEach(writer);
		json.writeEndArray();
	}

}

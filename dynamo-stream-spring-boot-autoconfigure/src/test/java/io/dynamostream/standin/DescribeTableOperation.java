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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/**
 * Describes a table as far as the stand-in knows it. Key attributes are said to be
 * strings.
 */
final class DescribeTableOperation {

	private final StandInTable table;

	private final JsonWriter json = JsonWriter.create();

	private final double factor;

	private final long readCapacity;

	DescribeTableOperation(StandInTable table, double factor, long readCapacity) {
		this.table = table;
		this.factor = factor;
		this.readCapacity = readCapacity;
	}

	Answer describe() {
		StandInRows rows = this.table.rows();
		this.json.writeStartObject().writeFieldName("Table").writeStartObject();
		field("TableName", this.table.name());
		field("TableArn", "arn:aws:dynamodb:us-east-1:000000000000:table/" + this.table.name());
		field("TableStatus", "ACTIVE");
		this.json.writeFieldName("ItemCount").writeValue(Math.round(rows.count() * this.factor));
		this.json.writeFieldName("TableSizeBytes").writeValue(Math.round(size(rows) * this.factor));
		this.json.writeFieldName("ProvisionedThroughput").writeStartObject();
		this.json.writeFieldName("ReadCapacityUnits").writeValue(this.readCapacity).writeEndObject();
		writeKeys(this.table.keys());
		writeAttributes();
		writeIndexes("GlobalSecondaryIndexes", true);
		writeIndexes("LocalSecondaryIndexes", false);
		this.json.writeEndObject().writeEndObject();
		return Answer.of(this.json.getBytes());
	}

	private long size(StandInRows rows) {
		long size = 0;
		for (int row = 0; row < rows.count(); row++) {
			size += rows.bytes(row);
		}
		return size;
	}

	private void writeKeys(List<String> keys) {
		this.json.writeFieldName("KeySchema").writeStartArray();
		for (int i = 0; i < keys.size(); i++) {
			this.json.writeStartObject();
			field("AttributeName", keys.get(i));
			field("KeyType", (i == 0) ? "HASH" : "RANGE");
			this.json.writeEndObject();
		}
		this.json.writeEndArray();
	}

	private void writeAttributes() {
		Set<String> names = new LinkedHashSet<>(this.table.keys());
		this.table.indexes().forEach((index) -> names.addAll(index.keys()));
		this.json.writeFieldName("AttributeDefinitions").writeStartArray();
		for (String name : names) {
			this.json.writeStartObject();
			field("AttributeName", name);
			field("AttributeType", "S");
			this.json.writeEndObject();
		}
		this.json.writeEndArray();
	}

	private void writeIndexes(String fieldName, boolean global) {
		this.json.writeFieldName(fieldName).writeStartArray();
		this.table.indexes().stream().filter((index) -> index.global() == global).forEach((index) -> {
			this.json.writeStartObject();
			field("IndexName", index.name());
			writeKeys(index.keys());
			this.json.writeFieldName("ItemCount").writeValue(Math.round(this.table.rows().count() * this.factor));
			this.json.writeFieldName("IndexSizeBytes").writeValue(Math.round(size(this.table.rows()) * this.factor));
			this.json.writeEndObject();
		});
		this.json.writeEndArray();
	}

	private void field(String name, String value) {
		this.json.writeFieldName(name).writeValue(value);
	}

}

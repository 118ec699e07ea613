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

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClientExtension;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbExtensionContext;
import software.amazon.awssdk.enhanced.dynamodb.OperationContext;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.extensions.ReadModification;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.decoder.EncodedItem;
import io.dynamostream.decoder.ItemDecoder;
import io.dynamostream.decoder.MalformedItemException;

/**
 * Maps one item at a time, as the enhanced client would: first the {@code afterRead} of
 * its extension, then the schema. Safe for use by several threads.
 *
 * @param <T> the item type
 */
final class ItemMapper<T> {

	private final ScanPlan<T> plan;

	private final TableSchema<T> schema;

	private final @Nullable DynamoDbEnhancedClientExtension extension;

	private final OperationContext operation;

	private final @Nullable ItemDecoder<T> decoder;

	private volatile boolean keepsEmptyObjects = true;

	ItemMapper(ScanPlan<T> plan) {
		this.plan = plan;
		this.schema = plan.target().schema();
		this.extension = plan.target().extension();
		this.decoder = plan.target().decoding().decoder();
		String indexName = plan.target().indexName();
		this.operation = new ReadOperation(plan.target().tableName(),
				(indexName != null) ? indexName : TableMetadata.primaryIndexName());
	}

	/**
	 * Map an item.
	 * @param segment the segment that the item is from
	 * @param attributes the item as DynamoDB returned it
	 * @return the mapped item; an object without properties if the item has none of its
	 * attributes
	 * @throws DynamoStreamException if the item does not fit its type
	 */
	T map(int segment, Map<String, AttributeValue> attributes) {
		try {
			Map<String, AttributeValue> read = afterRead(segment, attributes);
			T decoded = (this.decoder != null && read instanceof EncodedItem item) ? this.decoder.decode(item) : null;
			return (decoded != null) ? decoded : mapAttributes(segment, attributes, attributes(read));
		}
		catch (MalformedItemException ex) {
			throw malformed(segment, ex);
		}
	}

	private T mapAttributes(int segment, Map<String, AttributeValue> attributes, Map<String, AttributeValue> read) {
		try {
			return map(read);
		}
		catch (VirtualMachineError ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			throw failure(segment, attributes,
					("that does not fit %s: %s (%s). Correct the item, or the type or converter of the property.")
						.formatted(this.plan.target().itemType().getName(), culprit(read, ex),
								ex.getClass().getSimpleName()),
					ex);
		}
	}

	/**
	 * Return attributes that schemas may keep: without the page that they are of.
	 */
	private static Map<String, AttributeValue> attributes(Map<String, AttributeValue> attributes) {
		return (attributes instanceof EncodedItem item) ? item.attributes() : attributes;
	}

	DynamoStreamException malformed(int segment, MalformedItemException cause) {
		return new DynamoStreamException(
				("%s got an answer that is not of the form of DynamoDB's. Look for what comes between the DynamoDbClient "
						+ "and DynamoDB, or let the SDK decode the answers with 'dynamo.stream.decoder=sdk'.")
					.formatted(this.plan.describe(segment)),
				this.plan.target().tableName(), segment, cause);
	}

	private Map<String, AttributeValue> afterRead(int segment, Map<String, AttributeValue> attributes) {
		try {
			return (this.extension != null) ? afterRead(this.extension, attributes) : attributes;
		}
		catch (MalformedItemException | VirtualMachineError ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			throw failure(segment, attributes, ("that the extension of the enhanced client cannot read (%s). Correct "
					+ "the item or the extension.")
				.formatted(ex.getClass().getSimpleName()), ex);
		}
	}

	private Map<String, AttributeValue> afterRead(DynamoDbEnhancedClientExtension extension,
			Map<String, AttributeValue> attributes) {
		ReadModification modification = extension
			.afterRead(new ReadContext(attributes, this.operation, this.schema.tableMetadata(), this.schema));
		Map<String, AttributeValue> transformed = (modification != null) ? modification.transformedItem() : null;
		if (transformed == null) {
			return attributes;
		}
		// An item that is none is refused even if the extension has not looked at it
		attributes(attributes);
		return transformed;
	}

	/**
	 * Map attributes to an object even if none of them is known, where the schema can do
	 * that: it need not, as that of documents does not.
	 */
	private T map(Map<String, AttributeValue> attributes) {
		if (this.keepsEmptyObjects) {
			try {
				return this.schema.mapToItem(attributes, true);
			}
			catch (UnsupportedOperationException ex) {
				this.keepsEmptyObjects = false;
			}
		}
		T item = this.schema.mapToItem(attributes);
		Assert.state(item != null, "The schema returned null");
		return item;
	}

	private DynamoStreamException failure(int segment, Map<String, AttributeValue> attributes, String fault,
			Throwable cause) {
		String place = this.plan.describe(segment);
		String message = "%s has an item %s %s".formatted(place, this.plan.target().describeKey(attributes), fault);
		return new DynamoStreamException(message, "%s has an item %s".formatted(place, fault),
				this.plan.target().tableName(), segment, cause);
	}

	/**
	 * Find the attributes that fail in the same way when they are mapped alone. The
	 * message of the cause is left out, since it may quote the value.
	 */
	private String culprit(Map<String, AttributeValue> attributes, Throwable cause) {
		List<String> culprits = attributes.entrySet()
			.stream()
			.filter((attribute) -> fails(Map.of(attribute.getKey(), attribute.getValue()), cause))
			.map((attribute) -> "'%s' of type %s".formatted(attribute.getKey(), attribute.getValue().type()))
			.sorted()
			.toList();
		return (culprits.isEmpty() || fails(Map.of(), cause)) ? "its attributes cannot be mapped together"
				: "attribute " + String.join(" and attribute ", culprits) + " cannot be mapped";
	}

	private boolean fails(Map<String, AttributeValue> attributes, Throwable cause) {
		try {
			map(attributes);
			return false;
		}
		catch (RuntimeException | Error ex) {
			return ex.getClass() == cause.getClass();
		}
	}

	/**
	 * What an extension is told about the operation.
	 *
	 * @param tableName name of the table
	 * @param indexName name of the index, {@link TableMetadata#primaryIndexName()} for
	 * the table itself
	 */
	private record ReadOperation(String tableName, String indexName) implements OperationContext {

	}

	/**
	 * What an extension is told about an item.
	 *
	 * @param items attributes of the item
	 * @param operationContext the operation
	 * @param tableMetadata metadata of the schema
	 * @param tableSchema the schema
	 */
	private record ReadContext(Map<String, AttributeValue> items, OperationContext operationContext,
			TableMetadata tableMetadata, TableSchema<?> tableSchema) implements DynamoDbExtensionContext.AfterRead {

	}

}

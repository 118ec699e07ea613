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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * Makes items of a type from their bytes, without the attribute values between. Whatever
 * it makes is equal to what the schema of the type makes; whatever it is not sure to make
 * so, it leaves to the schema. Immutable, and safe for use by several threads.
 *
 * @param <T> type of the items
 * @since 0.1.0
 */
public final class ItemDecoder<T> {

	private static final Log logger = LogFactory.getLog(ItemDecoder.class);

	private final ObjectDecoder object;

	private ItemDecoder(ObjectDecoder object) {
		this.object = object;
	}

	/**
	 * Create a decoder of the items of a schema. There is one for classes annotated with
	 * {@code @DynamoDbBean} or {@code @DynamoDbImmutable} that have no flattened maps.
	 * Attributes that have converters of the application are left to these.
	 * @param schema schema of the items
	 * @param <T> type of the items
	 * @return the decoder, or {@code null} if there is none for the type, for a reason
	 * that is logged
	 */
	public static <T> @Nullable ItemDecoder<T> of(TableSchema<T> schema) {
		try {
			return new ItemDecoder<>(new ObjectDecoders().get(schema));
		}
		catch (NotDecodableException ex) {
			logger.debug("Items of " + name(schema) + " are mapped by their schema, since " + ex.getMessage());
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Items of " + name(schema) + " are mapped by their schema, since it cannot be examined", ex);
		}
		return null;
	}

	private static String name(TableSchema<?> schema) {
		try {
			return schema.itemType().rawClass().getName();
		}
		catch (RuntimeException ex) {
			return schema.getClass().getName();
		}
	}

	/**
	 * Decode an item. What is thrown on the way is not: the schema throws it again.
	 * @param item the item
	 * @return the item, or {@code null} if it is left to
	 * {@link TableSchema#mapToItem(java.util.Map, boolean) the schema}
	 */
	@SuppressWarnings("unchecked")
	public @Nullable T decode(EncodedItem item) {
		if (!item.isWhole()) {
			return null;
		}
		try {
			JsonCursor json = item.read();
			T decoded = (T) this.object.decode(json, true);
			item.finish(json);
			return decoded;
		}
		catch (StackOverflowError ex) {
			return null;
		}
		catch (VirtualMachineError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			return null;
		}
	}

}

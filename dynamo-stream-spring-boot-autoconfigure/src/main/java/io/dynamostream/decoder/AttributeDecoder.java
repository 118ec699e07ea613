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

import java.util.function.BiConsumer;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;

/**
 * Decodes an attribute of an object that is being made. What is frequent has an
 * implementation of its own, which does not box and calls less.
 */
@FunctionalInterface
interface AttributeDecoder {

	/**
	 * Decode a value and set it.
	 * @return whether there was one to set
	 */
	boolean decode(JsonCursor json, Object target);

	/**
	 * Create a decoder.
	 * @param value decodes the value
	 * @param setter sets it, as {@link ClassFunctions} makes it
	 */
	@SuppressWarnings("unchecked")
	static AttributeDecoder of(ValueDecoder value, Object setter) {
		if (setter instanceof ObjIntConsumer<?>) {
			return of(value, (ObjIntConsumer<Object>) setter);
		}
		if (setter instanceof ObjLongConsumer<?>) {
			return of(value, (ObjLongConsumer<Object>) setter);
		}
		if (setter instanceof ObjDoubleConsumer<?>) {
			return of(value, (ObjDoubleConsumer<Object>) setter);
		}
		BiConsumer<Object, Object> consumer = (BiConsumer<Object, Object>) setter;
		return (value == ScalarDecoder.STRING) ? new StringAttribute(consumer) : new ObjectAttribute(value, consumer);
	}

	private static AttributeDecoder of(ValueDecoder value, ObjIntConsumer<Object> setter) {
		return (value == ScalarDecoder.INTEGER) ? new IntAttribute(setter)
				: new ObjectAttribute(value, (target, number) -> setter.accept(target, (Integer) number));
	}

	private static AttributeDecoder of(ValueDecoder value, ObjLongConsumer<Object> setter) {
		return (value == ScalarDecoder.LONG) ? new LongAttribute(setter)
				: new ObjectAttribute(value, (target, number) -> setter.accept(target, (Long) number));
	}

	private static AttributeDecoder of(ValueDecoder value, ObjDoubleConsumer<Object> setter) {
		return (value == ScalarDecoder.DOUBLE) ? new DoubleAttribute(setter)
				: new ObjectAttribute(value, (target, number) -> setter.accept(target, (Double) number));
	}

	/**
	 * An attribute of any type.
	 *
	 * @param value decodes the value
	 * @param setter sets it
	 */
	record ObjectAttribute(ValueDecoder value, BiConsumer<Object, Object> setter) implements AttributeDecoder {

		@Override
		public boolean decode(JsonCursor json, Object target) {
			Object value = this.value.decode(json);
			if (value == null) {
				return false;
			}
			this.setter.accept(target, value);
			return true;
		}

	}

	/**
	 * A string.
	 *
	 * @param setter sets it
	 */
	record StringAttribute(BiConsumer<Object, Object> setter) implements AttributeDecoder {

		@Override
		public boolean decode(JsonCursor json, Object target) {
			if (!ScalarDecoder.opens(json, JsonCursor.S)) {
				return false;
			}
			String value = json.string();
			json.closeValue();
			this.setter.accept(target, value);
			return true;
		}

	}

	/**
	 * An {@code int}.
	 *
	 * @param setter sets it
	 */
	record IntAttribute(ObjIntConsumer<Object> setter) implements AttributeDecoder {

		@Override
		public boolean decode(JsonCursor json, Object target) {
			if (!ScalarDecoder.opens(json, JsonCursor.N)) {
				return false;
			}
			int value = json.intNumber();
			json.closeValue();
			this.setter.accept(target, value);
			return true;
		}

	}

	/**
	 * A {@code long}.
	 *
	 * @param setter sets it
	 */
	record LongAttribute(ObjLongConsumer<Object> setter) implements AttributeDecoder {

		@Override
		public boolean decode(JsonCursor json, Object target) {
			if (!ScalarDecoder.opens(json, JsonCursor.N)) {
				return false;
			}
			long value = json.longNumber();
			json.closeValue();
			this.setter.accept(target, value);
			return true;
		}

	}

	/**
	 * A {@code double}.
	 *
	 * @param setter sets it
	 */
	record DoubleAttribute(ObjDoubleConsumer<Object> setter) implements AttributeDecoder {

		@Override
		public boolean decode(JsonCursor json, Object target) {
			if (!ScalarDecoder.opens(json, JsonCursor.N)) {
				return false;
			}
			double value = ScalarDecoder.doubleNumber(json);
			json.closeValue();
			this.setter.accept(target, value);
			return true;
		}

	}

}

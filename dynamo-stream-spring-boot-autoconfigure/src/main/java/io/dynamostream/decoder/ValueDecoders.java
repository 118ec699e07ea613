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

import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.DefaultAttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedTypeDocumentConfiguration;
import software.amazon.awssdk.enhanced.dynamodb.EnumAttributeConverter;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * Finds decoders that do what converters do. Those of the SDK are known by their classes,
 * all others are called.
 */
final class ValueDecoders {

	private static final DefaultAttributeConverterProvider STANDARD = DefaultAttributeConverterProvider.create();

	private static final Class<?> LIST = standard(EnhancedType.listOf(String.class));

	private static final Class<?> SET = standard(EnhancedType.setOf(String.class));

	private static final Class<?> MAP = standard(EnhancedType.mapOf(String.class, String.class));

	/**
	 * The class of converters to objects with a schema. Asked of another provider, since
	 * it keeps the schema.
	 */
	private static final Class<?> DOCUMENT = DefaultAttributeConverterProvider.builder()
		.build()
		.converterFor(EnhancedType.documentOf(Void.class, TableSchema.builder(Void.class).build()))
		.getClass();

	private static final Map<Class<?>, ScalarDecoder> SCALARS = ScalarDecoder.OF_TYPES.entrySet()
		.stream()
		.collect(Collectors.toUnmodifiableMap((entry) -> standard(EnhancedType.of(entry.getKey())),
				Map.Entry::getValue));

	private final ObjectDecoders objects;

	ValueDecoders(ObjectDecoders objects) {
		this.objects = objects;
	}

	private static Class<?> standard(EnhancedType<?> type) {
		return STANDARD.converterFor(type).getClass();
	}

	/**
	 * Find a decoder.
	 * @param converter the converter of an attribute
	 * @param standard whether the converters of elements are those of the SDK as well
	 */
	ValueDecoder decoder(AttributeConverter<?> converter, boolean standard) {
		ValueDecoder decoder = simple(converter);
		if (decoder == null && converter.getClass() == DOCUMENT) {
			decoder = document(converter.type());
		}
		if (decoder == null && standard) {
			decoder = collection(converter.getClass(), converter.type());
		}
		return (decoder != null) ? decoder : new ConvertedValueDecoder(converter);
	}

	private static @Nullable ScalarDecoder simple(AttributeConverter<?> converter) {
		return (converter instanceof EnumAttributeConverter<?> enums) ? ScalarDecoder.ofEnum(enums)
				: SCALARS.get(converter.getClass());
	}

	private @Nullable ValueDecoder document(EnhancedType<?> type) {
		TableSchema<?> schema = type.tableSchema().orElseThrow();
		ObjectDecoder object = this.objects.find(schema);
		boolean preserveEmptyObject = type.documentConfiguration()
			.map(EnhancedTypeDocumentConfiguration::preserveEmptyObject)
			.orElse(false);
		return (object != null) ? new DocumentDecoder(object, preserveEmptyObject) : null;
	}

	private @Nullable ValueDecoder collection(Class<?> converter, EnhancedType<?> type) {
		if (converter == LIST) {
			return new ListDecoder(element(type, 0));
		}
		if (converter == SET) {
			return (element(type, 0) instanceof ScalarDecoder element) ? element.set() : null;
		}
		if (converter == MAP && type.rawClassParameters().get(0).rawClass() == String.class) {
			return new MapDecoder(element(type, 1));
		}
		return null;
	}

	private ValueDecoder element(EnhancedType<?> type, int parameter) {
		return decoder(STANDARD.converterFor(type.rawClassParameters().get(parameter)), true);
	}

}

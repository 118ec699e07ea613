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

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.DefaultAttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;

/**
 * Makes the decoders of a type and of those that its properties have. Not safe for use by
 * several threads.
 */
final class ObjectDecoders {

	private static final Log logger = LogFactory.getLog(ItemDecoder.class);

	private final Map<Class<?>, ObjectDecoder> decoders = new HashMap<>();

	private final ValueDecoders values = new ValueDecoders(this);

	/**
	 * Get the decoder of a type that a property has.
	 * @return the decoder, or {@code null} if there is none
	 */
	@Nullable ObjectDecoder find(TableSchema<?> schema) {
		try {
			return get(schema);
		}
		catch (NotDecodableException ex) {
			logger.debug("Values of " + schema.itemType().rawClass().getName() + " are left to their converter, since "
					+ ex.getMessage());
			return null;
		}
	}

	/**
	 * Get the decoder of a type.
	 * @throws NotDecodableException if there is none
	 */
	ObjectDecoder get(TableSchema<?> schema) throws NotDecodableException {
		ObjectDecoder known = this.decoders.get(schema.itemType().rawClass());
		return (known != null) ? known : create(schema, Blueprint.of(schema));
	}

	private ObjectDecoder create(TableSchema<?> schema, Blueprint blueprint) throws NotDecodableException {
		check(schema, blueprint.properties());
		ClassFunctions functions = ClassFunctions.of(blueprint.type());
		Object[] setters = setters(functions, blueprint.properties());
		AttributeDecoder[] attributes = new AttributeDecoder[setters.length];
		ObjectDecoder decoder = new ObjectDecoder(new Names(names(blueprint.properties())), attributes,
				functions.supplier(blueprint.creator()), build(functions, blueprint.build()));
		this.decoders.put(schema.itemType().rawClass(), decoder);
		fill(attributes, setters, schema, blueprint);
		return decoder;
	}

	private static void check(TableSchema<?> schema, List<Property> properties) throws NotDecodableException {
		for (Property property : properties) {
			if (property.isFlattened()) {
				throw new NotDecodableException("its property '" + property.name() + "' is flattened");
			}
		}
		List<String> names = names(properties);
		if (names.size() != schema.attributeNames().size()
				|| !Set.copyOf(names).equals(Set.copyOf(schema.attributeNames()))) {
			throw new NotDecodableException(
					"its properties " + names + " are not those of its schema, " + schema.attributeNames());
		}
	}

	private static List<String> names(List<Property> properties) {
		return properties.stream().map(Property::attribute).toList();
	}

	private static Object[] setters(ClassFunctions functions, List<Property> properties) throws NotDecodableException {
		Object[] setters = new Object[properties.size()];
		for (int i = 0; i < setters.length; i++) {
			setters[i] = functions.setter(properties.get(i).setter());
		}
		return setters;
	}

	private static @Nullable Function<Object, Object> build(ClassFunctions functions, @Nullable Method method)
			throws NotDecodableException {
		return (method != null) ? functions.getter(method) : null;
	}

	/**
	 * Create the decoders of the attributes when that of the type is known, since it may
	 * be the type of one of them.
	 */
	private void fill(AttributeDecoder[] attributes, Object[] setters, TableSchema<?> schema, Blueprint blueprint) {
		boolean standard = blueprint.providers().equals(List.of(DefaultAttributeConverterProvider.class));
		for (int i = 0; i < attributes.length; i++) {
			String name = blueprint.properties().get(i).attribute();
			ValueDecoder value = this.values.decoder(schema.converterForAttribute(name), standard);
			if (value instanceof ConvertedValueDecoder) {
				logger.debug("Attribute '" + name + "' of " + schema.itemType().rawClass().getName()
						+ " is left to its converter");
			}
			attributes[i] = AttributeDecoder.of(value, setters[i]);
		}
	}

}

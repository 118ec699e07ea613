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

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
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
		Assembly assembly = Assembly.of(blueprint);
		check(schema, assembly.names());
		AttributeDecoder[] attributes = new AttributeDecoder[assembly.attributes().size()];
		ObjectDecoder decoder = decoder(assembly, attributes);
		this.decoders.put(schema.itemType().rawClass(), decoder);
		for (int i = 0; i < attributes.length; i++) {
			attributes[i] = attribute(schema, assembly.attributes().get(i), assembly.flattened());
		}
		return decoder;
	}

	private static void check(TableSchema<?> schema, List<String> names) throws NotDecodableException {
		List<String> expected = schema.attributeNames();
		if (names.size() != expected.size() || !new HashSet<>(names).equals(new HashSet<>(expected))) {
			throw new NotDecodableException("its attributes " + names + " are not those of its schema, " + expected);
		}
	}

	/**
	 * Create the decoder of a type before those of its attributes, which may be of the
	 * type.
	 */
	private static ObjectDecoder decoder(Assembly assembly, AttributeDecoder[] attributes) {
		Names names = new Names(assembly.names());
		if (!assembly.flattened()) {
			return new ObjectDecoder(names, attributes, assembly.creator(), assembly.build());
		}
		return new ObjectDecoder(names, attributes, () -> new Composite(assembly.creator().get()),
				(composite) -> ((Composite) composite).join(assembly.build()));
	}

	private AttributeDecoder attribute(TableSchema<?> schema, Assembly.Attribute attribute, boolean flattened) {
		ValueDecoder value = this.values.decoder(schema.converterForAttribute(attribute.name()), attribute.standard());
		if (value instanceof ConvertedValueDecoder) {
			logger.debug("Attribute '" + attribute.name() + "' of " + schema.itemType().rawClass().getName()
					+ " is left to its converter");
		}
		AttributeDecoder decoder = attribute.decoder(value);
		return flattened ? Composite.attribute(decoder, attribute.part()) : decoder;
	}

}

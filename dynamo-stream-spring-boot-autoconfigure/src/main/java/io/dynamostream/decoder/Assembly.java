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

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.DefaultAttributeConverterProvider;

/**
 * A {@link Blueprint} with functions in place of methods, and with those of flattened
 * properties.
 *
 * @param creator creates what is filled
 * @param build makes the object of it, if it is not the object
 * @param attributes what is set
 * @param flattened whether some of the attributes are those of flattened objects
 */
record Assembly(Supplier<Object> creator, @Nullable Function<Object, Object> build, List<Attribute> attributes,
		boolean flattened) {

	static Assembly of(Blueprint blueprint) throws NotDecodableException {
		ClassFunctions functions = ClassFunctions.of(blueprint.type());
		List<Attribute> attributes = new ArrayList<>();
		boolean flattened = false;
		for (Property property : blueprint.properties()) {
			Object setter = functions.setter(property.setter());
			if (property.isFlattened()) {
				attributes.addAll(flatten(property, setter));
				flattened = true;
			}
			else {
				attributes.add(new Attribute(property.attribute(), isStandard(blueprint), setter, null));
			}
		}
		return new Assembly(functions.supplier(blueprint.creator()), build(functions, blueprint), attributes,
				flattened);
	}

	private static @Nullable Function<Object, Object> build(ClassFunctions functions, Blueprint blueprint)
			throws NotDecodableException {
		return (blueprint.build() != null) ? functions.getter(blueprint.build()) : null;
	}

	/**
	 * Return whether all converters are those of the SDK, if they are not those of
	 * properties.
	 */
	private static boolean isStandard(Blueprint blueprint) {
		return blueprint.providers().equals(List.of(DefaultAttributeConverterProvider.class));
	}

	@SuppressWarnings("unchecked")
	private static List<Attribute> flatten(Property property, Object setter) throws NotDecodableException {
		Assembly assembly = of(Blueprint.ofFlattened(property));
		if (assembly.flattened()) {
			throw new NotDecodableException("its flattened property '" + property.name() + "' has one as well");
		}
		Part part = new Part(assembly.creator(), assembly.build(), (BiConsumer<Object, Object>) setter);
		return assembly.attributes().stream().map((attribute) -> attribute.of(part)).toList();
	}

	List<String> names() {
		return this.attributes.stream().map(Attribute::name).toList();
	}

	/**
	 * An attribute.
	 *
	 * @param name its name
	 * @param standard whether its converter is that of the SDK for the type of its
	 * property, if it is a collection
	 * @param setter what sets it, as {@link ClassFunctions} makes it
	 * @param part the flattened object that has it, if it is one
	 */
	record Attribute(String name, boolean standard, Object setter, @Nullable Part part) {

		private Attribute of(Part part) {
			return new Attribute(this.name, this.standard, this.setter, part);
		}

		AttributeDecoder decoder(ValueDecoder value) {
			return AttributeDecoder.of(value, this.setter);
		}

	}

	/**
	 * A flattened object.
	 *
	 * @param creator creates what is filled
	 * @param build makes the object of it, if it is not the object
	 * @param setter sets the object
	 */
	record Part(Supplier<Object> creator, @Nullable Function<Object, Object> build, BiConsumer<Object, Object> setter) {
	}

}

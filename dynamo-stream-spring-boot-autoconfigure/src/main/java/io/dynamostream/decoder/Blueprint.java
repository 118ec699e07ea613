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

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.AttributeConverterProvider;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.BeanTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.ImmutableTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;

/**
 * How the schema of an annotated type makes an object.
 *
 * @param type type of what is filled: a bean, or the builder of an immutable type
 * @param creator constructor or static method that creates it
 * @param properties what is set, in no order
 * @param build method that makes the object of it, if it is not the object
 * @param providers where the schema has its converters from
 */
record Blueprint(Class<?> type, Executable creator, List<Property> properties, @Nullable Method build,
		List<Class<? extends AttributeConverterProvider>> providers) {

	static Blueprint of(TableSchema<?> schema) throws NotDecodableException {
		Class<?> type = schema.itemType().rawClass();
		if (schema instanceof BeanTableSchema) {
			return BeanIntrospection.blueprint(type);
		}
		if (schema instanceof ImmutableTableSchema) {
			return ImmutableIntrospection.blueprint(type);
		}
		throw new NotDecodableException("it is a " + schema.getClass().getSimpleName()
				+ ", which does not tell its setters as an annotated class does");
	}

	/**
	 * Return how an object is made whose attributes are those of another one.
	 * @param property the property that has it
	 */
	static Blueprint ofFlattened(Property property) throws NotDecodableException {
		Class<?> type = property.getter().getReturnType();
		if (type.isAnnotationPresent(DynamoDbImmutable.class)) {
			return ImmutableIntrospection.blueprint(type);
		}
		if (type.isAnnotationPresent(DynamoDbBean.class)) {
			return BeanIntrospection.blueprint(type);
		}
		throw new NotDecodableException("its flattened property '" + property.name() + "' is a map");
	}

}

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

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.beans.Transient;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnore;

/**
 * Finds out what the enhanced client calls to make a {@link DynamoDbBean}.
 */
final class BeanIntrospection {

	private BeanIntrospection() {
	}

	static Blueprint blueprint(Class<?> type) throws NotDecodableException {
		try {
			return new Blueprint(type, type.getConstructor(), properties(type), null,
					List.of(type.getAnnotation(DynamoDbBean.class).converterProviders()));
		}
		catch (IntrospectionException | NoSuchMethodException ex) {
			throw new NotDecodableException("its properties cannot be found: " + ex.getMessage(), ex);
		}
	}

	private static List<Property> properties(Class<?> type) throws IntrospectionException, NotDecodableException {
		List<Property> properties = new ArrayList<>();
		for (PropertyDescriptor descriptor : Introspector.getBeanInfo(type).getPropertyDescriptors()) {
			Method getter = descriptor.getReadMethod();
			Method setter = setter(type, descriptor);
			if (getter != null && setter != null) {
				properties.add(new Property(descriptor.getName(), getter, setter));
			}
		}
		properties.removeIf((property) -> property.has(DynamoDbIgnore.class) || property.has(Transient.class));
		return properties;
	}

	private static @Nullable Method setter(Class<?> type, PropertyDescriptor descriptor) throws NotDecodableException {
		Method setter = descriptor.getWriteMethod();
		return (setter != null) ? setter : fluentSetter(type, descriptor.getName());
	}

	private static @Nullable Method fluentSetter(Class<?> type, String property) throws NotDecodableException {
		String name = "set" + StringUtils.capitalize(property);
		List<Method> setters = Stream.of(type.getMethods())
			.filter((method) -> method.getName().equals(name) && method.getParameterCount() == 1
					&& method.getReturnType() == type)
			.toList();
		if (setters.size() > 1) {
			throw new NotDecodableException("it has several methods " + name + " that return it");
		}
		return setters.isEmpty() ? null : setters.get(0);
	}

}

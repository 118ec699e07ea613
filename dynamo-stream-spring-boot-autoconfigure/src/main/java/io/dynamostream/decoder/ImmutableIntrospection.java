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

import java.beans.Transient;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnore;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;

/**
 * Finds out what the enhanced client calls to make a {@link DynamoDbImmutable}.
 */
final class ImmutableIntrospection {

	/**
	 * Names that are no properties, even if a type has methods of them.
	 */
	private static final Set<String> OTHERS = Stream
		.concat(Stream.of(Object.class.getMethods()).map(Method::getName), Stream.of("toBuilder"))
		.collect(Collectors.toUnmodifiableSet());

	private final Class<?> type;

	private final Class<?> builder;

	private final DynamoDbImmutable annotation;

	private ImmutableIntrospection(Class<?> type) {
		this.type = type;
		this.annotation = type.getAnnotation(DynamoDbImmutable.class);
		this.builder = this.annotation.builder();
	}

	static Blueprint blueprint(Class<?> type) throws NotDecodableException {
		try {
			return new ImmutableIntrospection(type).blueprint();
		}
		catch (NoSuchMethodException ex) {
			throw new NotDecodableException("its builder cannot be used: " + ex.getMessage(), ex);
		}
	}

	private Blueprint blueprint() throws NoSuchMethodException {
		return new Blueprint(this.builder, creator(), properties(), this.builder.getMethod("build"),
				List.of(this.annotation.converterProviders()));
	}

	private Executable creator() throws NoSuchMethodException {
		for (Method method : this.type.getMethods()) {
			if (method.getName().equals("builder") && method.getParameterCount() == 0
					&& Modifier.isStatic(method.getModifiers())
					&& method.getReturnType().isAssignableFrom(this.builder)) {
				return method;
			}
		}
		return this.builder.getConstructor();
	}

	private List<Property> properties() {
		Map<String, Method> setters = methods(this.builder).filter((method) -> method.getParameterCount() == 1)
			.collect(Collectors.toMap((method) -> decapitalize(method.getName(), "set"), (method) -> method));
		List<Property> properties = new ArrayList<>();
		methods(this.type).forEach((getter) -> {
			String name = name(getter);
			Method setter = setters.get(name);
			if (setter != null) {
				properties.add(new Property(name, getter, setter));
			}
		});
		return properties;
	}

	private static Stream<Method> methods(Class<?> type) {
		return Stream.of(type.getMethods())
			.filter((method) -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()))
			.filter((method) -> !OTHERS.contains(method.getName()))
			.filter((method) -> !method.isAnnotationPresent(DynamoDbIgnore.class)
					&& !method.isAnnotationPresent(Transient.class));
	}

	private static String name(Method getter) {
		boolean isBoolean = getter.getReturnType() == boolean.class || getter.getReturnType() == Boolean.class;
		String name = isBoolean ? decapitalize(getter.getName(), "is") : getter.getName();
		return name.equals(getter.getName()) ? decapitalize(name, "get") : name;
	}

	private static String decapitalize(String method, String prefix) {
		int length = prefix.length();
		boolean prefixed = method.length() > length && method.startsWith(prefix)
				&& Character.isUpperCase(method.charAt(length));
		return prefixed ? Character.toLowerCase(method.charAt(length)) + method.substring(length + 1) : method;
	}

}

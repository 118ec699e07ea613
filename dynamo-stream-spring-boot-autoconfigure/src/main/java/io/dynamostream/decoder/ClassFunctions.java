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

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

import org.springframework.core.NativeDetector;
import org.springframework.util.ClassUtils;

/**
 * Makes functions of the constructors and methods of a class, which are as fast as if
 * they had been written. Safe for use by several threads.
 */
final class ClassFunctions {

	/**
	 * The functions of each class, as long as it lives. Each has a class that the JVM
	 * unloads no sooner, so that they must not be made for each scan.
	 */
	private static final ClassValue<Map<Executable, Object>> FUNCTIONS = new ClassValue<>() {

		@Override
		protected Map<Executable, Object> computeValue(Class<?> type) {
			return new ConcurrentHashMap<>();
		}

	};

	private final Class<?> type;

	private final Lookup lookup;

	private final Map<Executable, Object> functions;

	private ClassFunctions(Class<?> type, Lookup lookup) {
		this.type = type;
		this.lookup = lookup;
		this.functions = FUNCTIONS.get(type);
	}

	static ClassFunctions of(Class<?> type) throws NotDecodableException {
		if (NativeDetector.inNativeImage()) {
			throw new NotDecodableException("a native image makes no functions of its methods");
		}
		try {
			return new ClassFunctions(type, MethodHandles.privateLookupIn(type, MethodHandles.lookup()));
		}
		catch (IllegalAccessException ex) {
			throw new NotDecodableException(type.getName() + " cannot be accessed: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Make a function of a constructor or static method without parameters.
	 */
	@SuppressWarnings("unchecked")
	Supplier<Object> supplier(Executable creator) throws NotDecodableException {
		return (Supplier<Object>) function(creator, Supplier.class, "get", MethodType.methodType(Object.class),
				MethodType.methodType(Object.class));
	}

	/**
	 * Make a function of a method without parameters.
	 */
	@SuppressWarnings("unchecked")
	Function<Object, Object> getter(Method method) throws NotDecodableException {
		return (Function<Object, Object>) function(method, Function.class, "apply",
				MethodType.methodType(Object.class, Object.class), MethodType.methodType(Object.class, this.type));
	}

	/**
	 * Make a function of a method with one parameter: an {@link ObjIntConsumer},
	 * {@link ObjLongConsumer} or {@link ObjDoubleConsumer} if it is such a number, else a
	 * {@link BiConsumer}.
	 */
	Object setter(Method method) throws NotDecodableException {
		Class<?> parameter = method.getParameterTypes()[0];
		if (parameter == int.class) {
			return setter(method, ObjIntConsumer.class, parameter, parameter);
		}
		if (parameter == long.class) {
			return setter(method, ObjLongConsumer.class, parameter, parameter);
		}
		if (parameter == double.class) {
			return setter(method, ObjDoubleConsumer.class, parameter, parameter);
		}
		return setter(method, BiConsumer.class, Object.class, ClassUtils.resolvePrimitiveIfNecessary(parameter));
	}

	private Object setter(Method method, Class<?> function, Class<?> erased, Class<?> actual)
			throws NotDecodableException {
		return function(method, function, "accept", MethodType.methodType(void.class, Object.class, erased),
				MethodType.methodType(void.class, this.type, actual));
	}

	private Object function(Executable executable, Class<?> function, String name, MethodType erased, MethodType actual)
			throws NotDecodableException {
		Object known = this.functions.get(executable);
		if (known != null) {
			return known;
		}
		try {
			Object made = function(handle(executable), function, name, erased, actual);
			this.functions.put(executable, made);
			return made;
		}
		catch (Throwable ex) {
			throw new NotDecodableException(executable + " cannot be called: " + ex.getMessage(), ex);
		}
	}

	private MethodHandle handle(Executable executable) throws IllegalAccessException {
		return (executable instanceof Constructor<?> constructor) ? this.lookup.unreflectConstructor(constructor)
				: this.lookup.unreflect((Method) executable);
	}

	/**
	 * Only a class of the same class loader can be called without a proxy. That of Spring
	 * Boot's development tools is another one.
	 */
	private Object function(MethodHandle handle, Class<?> function, String name, MethodType erased, MethodType actual)
			throws Throwable {
		if (!this.lookup.hasFullPrivilegeAccess()) {
			return MethodHandleProxies.asInterfaceInstance(function, handle.asType(erased));
		}
		return LambdaMetafactory.metafactory(this.lookup, name, MethodType.methodType(function), erased, handle, actual)
			.getTarget()
			.invoke();
	}

}

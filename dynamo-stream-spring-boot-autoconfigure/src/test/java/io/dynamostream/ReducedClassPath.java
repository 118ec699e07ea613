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

package io.dynamostream;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The class path of the tests without some libraries.
 *
 * @since 0.1.0
 */
public final class ReducedClassPath implements AutoCloseable {

	private final URLClassLoader classLoader;

	/**
	 * Create a class path.
	 * @param missing a regular expression found in the names of the files that it lacks
	 */
	public ReducedClassPath(String missing) {
		this.classLoader = new URLClassLoader(classPathWithout(Pattern.compile(missing)),
				ClassLoader.getPlatformClassLoader());
	}

	private static URL[] classPathWithout(Pattern missing) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !missing.matcher(new File(entry).getName()).find())
			.map(ReducedClassPath::url)
			.toArray(URL[]::new);
	}

	private static URL url(String entry) {
		try {
			return new File(entry).toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Load a class anew.
	 * @param name its name
	 * @return the class
	 * @throws ClassNotFoundException if it is missing
	 */
	public Class<?> loadClass(String name) throws ClassNotFoundException {
		return this.classLoader.loadClass(name);
	}

	/**
	 * Call a new instance of a type that is loaded anew, with this as its class path.
	 * @param type the type
	 * @return what it returned
	 * @throws Exception what it threw
	 */
	public Object call(Class<? extends Callable<?>> type) throws Exception {
		Class<?> reloaded = loadClass(type.getName());
		assertThat(reloaded).isNotSameAs(type);
		ClassLoader previous = ClassUtils.overrideThreadContextClassLoader(this.classLoader);
		try {
			return ((Callable<?>) ReflectionUtils.accessibleConstructor(reloaded).newInstance()).call();
		}
		finally {
			Thread.currentThread().setContextClassLoader(previous);
		}
	}

	@Override
	public void close() {
		try {
			this.classLoader.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

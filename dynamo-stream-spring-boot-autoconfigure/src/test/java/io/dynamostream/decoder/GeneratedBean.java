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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A bean with properties of given types, of which nobody wants to write the methods. The
 * property of the type with the index 7 is {@code p7}.
 */
final class GeneratedBean {

	private GeneratedBean() {
	}

	static Class<?> of(String name, Collection<String> types) {
		StringBuilder source = new StringBuilder("package " + GeneratedBean.class.getPackageName() + ";\n@"
				+ DynamoDbBean.class.getName() + "\npublic class " + name + " {\n");
		int index = 0;
		for (String type : types) {
			source
				.append("private %1$s p%2$s;\npublic %1$s getP%2$s() { return this.p%2$s; }\n".formatted(type, index));
			source.append("public void setP%2$s(%1$s value) { this.p%2$s = value; }\n".formatted(type, index));
			index++;
		}
		return define(name, source.append("}\n").toString());
	}

	private static Class<?> define(String name, String source) {
		try {
			Path directory = Files.createTempDirectory("beans");
			compile(name, source, directory);
			byte[] code = Files.readAllBytes(
					directory.resolve(GeneratedBean.class.getPackageName().replace('.', '/')).resolve(name + ".class"));
			FileSystemUtils.deleteRecursively(directory);
			return MethodHandles.lookup().defineClass(code);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void compile(String name, String source, Path directory) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + name + ".java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}

		};
		List<String> options = List.of("-proc:none", "-d", directory.toString(), "-classpath",
				System.getProperty("java.class.path"));
		assertThat(compiler.getTask(null, null, null, options, null, List.of(file)).call()).isTrue();
	}

}

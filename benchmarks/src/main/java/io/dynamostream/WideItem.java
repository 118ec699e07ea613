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

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.tools.ToolProvider;

import org.springframework.util.Assert;

/**
 * A bean with many properties, written and compiled when it is needed.
 */
final class WideItem {

	static final int COLUMNS = 60;

	private static final String CLASS = """
			package io.dynamostream;
			import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.*;
			@DynamoDbBean
			public class WideBean {
				private String id;
				@DynamoDbPartitionKey
				public String getId() { return this.id; }
				public void setId(String id) { this.id = id; }
				%s
			}
			""";

	private static final String PROPERTY = """
			private String column%1$d;
			public String getColumn%1$d() { return this.column%1$d; }
			public void setColumn%1$d(String value) { this.column%1$d = value; }
			""";

	private static final Class<?> TYPE = compile();

	private WideItem() {
	}

	static Class<?> type() {
		return TYPE;
	}

	static String column(int number) {
		return "column" + number;
	}

	private static Class<?> compile() {
		String properties = IntStream.range(0, COLUMNS).mapToObj(PROPERTY::formatted).collect(Collectors.joining());
		try {
			Path source = Files.createTempDirectory("wide").resolve("WideBean.java");
			Files.writeString(source, CLASS.formatted(properties));
			int status = ToolProvider.getSystemJavaCompiler()
				.run(null, null, null, "-proc:none", "-cp", System.getProperty("java.class.path"), source.toString());
			Assert.state(status == 0, "The wide item cannot be compiled");
			return MethodHandles.lookup().defineClass(Files.readAllBytes(source.resolveSibling("WideBean.class")));
		}
		catch (IOException | IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

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

package io.dynamostream.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import io.dynamostream.ScanDetails;
import io.dynamostream.ScanEvent;
import io.dynamostream.ScanProgress;
import io.dynamostream.actuate.CheckpointDescriptor;
import io.dynamostream.actuate.CheckpointDetailsDescriptor;
import io.dynamostream.actuate.CheckpointsDescriptor;
import io.dynamostream.actuate.ScanDescriptor;
import io.dynamostream.actuate.ScanDetailsDescriptor;
import io.dynamostream.actuate.ScanDetailsDescriptor.SegmentDescriptor;
import io.dynamostream.actuate.ScansDescriptor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the auto-configuration can be processed ahead of time.
 */
class AheadOfTimeTests {

	private static final String ENDPOINT = "management.endpoints.web.exposure.include=dynamoscans,dynamocheckpoints";

	@TempDir
	private Path directory;

	@Test
	void sourcesAreGeneratedThatCompile() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		process(files);
		assertThat(files.getGeneratedFiles(Kind.SOURCE)).isNotEmpty();
		assertThat(compile(files)).isEmpty();
	}

	@Test
	void sourcesOfEmbeddedDynamoDbAreGeneratedThatCompile() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		process(files, "dynamo.stream.embedded.enabled=true");
		assertThat(compile(files)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc", "dynamodb" })
	void sourcesOfStoresOfCheckpointsAreGeneratedThatCompile(String store) {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		process(files, "dynamo.stream.checkpoint.store=" + store);
		assertThat(compile(files)).isEmpty();
	}

	@Test
	void scriptsOfCheckpointsAreInNativeImage() {
		DefaultGenerationContext context = process(new InMemoryGeneratedFiles());
		assertThat(
				RuntimeHintsPredicates.resource().forResource("io/dynamostream/checkpoint/jdbc/schema-postgresql.sql"))
			.accepts(context.getRuntimeHints());
	}

	@Test
	void propertiesCanBeBoundInNativeImage() throws NoSuchMethodException {
		DefaultGenerationContext context = process(new InMemoryGeneratedFiles(), ENDPOINT);
		for (Class<?> type : List.of(DynamoStreamProperties.class, DynamoStreamProperties.Client.class,
				DynamoStreamProperties.Embedded.class, DynamoStreamProperties.Progress.class,
				DynamoStreamProperties.DeadLetter.class, DynamoStreamProperties.Checkpoint.class,
				DynamoStreamProperties.Checkpoint.Jdbc.class, DynamoStreamProperties.Checkpoint.DynamoDb.class,
				NamedScanProperties.class, ScanProperties.DeliveryRetry.class, DynamoScansEndpointProperties.class,
				DynamoCheckpointsEndpointProperties.class)) {
			assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructor()))
				.accepts(context.getRuntimeHints());
		}
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(NamedScanProperties.class.getMethod("setTableName", String.class)))
			.accepts(context.getRuntimeHints());
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ScanProperties.class.getMethod("setPageSize", Integer.class)))
			.accepts(context.getRuntimeHints());
	}

	@Test
	void conditionsOfListenersCanReadEventsInNativeImage() {
		DefaultGenerationContext context = process(new InMemoryGeneratedFiles());
		List<Class<?>> types = new ArrayList<>(List.of(ScanEvent.class.getPermittedSubclasses()));
		types.addAll(List.of(ScanProgress.class, ScanProgress.Segments.class));
		assertThat(types).hasSize(10)
			.flatExtracting((type) -> List.of(type.getRecordComponents()))
			.extracting(RecordComponent::getAccessor)
			.allSatisfy((accessor) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(accessor))
				.accepts(context.getRuntimeHints()));
	}

	@Test
	void sourcesOfEndpointsAreGeneratedThatCompile() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		process(files, ENDPOINT);
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
			.anyMatch((name) -> name.contains("DynamoScansEndpoint"))
			.anyMatch((name) -> name.contains("DynamoCheckpointsEndpoint"));
		assertThat(compile(files)).isEmpty();
	}

	@Test
	void answersOfEndpointsCanBeWrittenInNativeImage() throws ReflectiveOperationException {
		DefaultGenerationContext context = process(new InMemoryGeneratedFiles(), ENDPOINT);
		for (Class<?> type : List.of(ScansDescriptor.class, ScanDescriptor.class, ScanDetailsDescriptor.class,
				SegmentDescriptor.class, ScanDetails.Sample.class, ScanProgress.Segments.class,
				ScanProgress.Requests.class, ScanProgress.Rates.class, ScanProgress.Estimate.class,
				ScanProgress.LastError.class, CheckpointsDescriptor.class, CheckpointDescriptor.class,
				CheckpointDescriptor.Segments.class, CheckpointDetailsDescriptor.class,
				CheckpointDetailsDescriptor.PositionDescriptor.class,
				Class.forName("io.dynamostream.actuate.Problem"))) {
			Method accessor = type.getRecordComponents()[0].getAccessor();
			assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(accessor))
				.accepts(context.getRuntimeHints());
		}
	}

	private static DefaultGenerationContext process(InMemoryGeneratedFiles files, String... properties) {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(AheadOfTimeTests.class)), files);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(properties).applyTo(context);
			context.register(Configurations.getClasses(AutoConfigurations.of(EndpointAutoConfiguration.class,
					DynamoStreamEmbeddedAutoConfiguration.class, DynamoStreamConnectionAutoConfiguration.class,
					DynamoStreamClientAutoConfiguration.class, DynamoStreamAutoConfiguration.class,
					DynamoScansEndpointAutoConfiguration.class, DynamoCheckpointsEndpointAutoConfiguration.class)));
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		generation.writeGeneratedContent();
		return generation;
	}

	private List<? extends Diagnostic<?>> compile(InMemoryGeneratedFiles files) {
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		List<GeneratedSource> sources = files.getGeneratedFiles(Kind.SOURCE)
			.keySet()
			.stream()
			.map((path) -> new GeneratedSource(path, content(files, path)))
			.toList();
		List<String> options = List.of("-proc:none", "-d", this.directory.toString(), "-classpath",
				System.getProperty("java.class.path"));
		ToolProvider.getSystemJavaCompiler().getTask(null, null, diagnostics, options, null, sources).call();
		return diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.toList();
	}

	private static String content(InMemoryGeneratedFiles files, String path) {
		try {
			return files.getGeneratedFileContent(Kind.SOURCE, path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A generated file for the compiler.
	 */
	private static final class GeneratedSource extends SimpleJavaFileObject {

		private final String content;

		private GeneratedSource(String path, String content) {
			super(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE);
			this.content = content;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.content;
		}

	}

}

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

package io.dynamostream.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.DynamoStreamTemplate;
import io.dynamostream.ScanEstimate;
import io.dynamostream.autoconfigure.DynamoStreamAutoConfiguration;
import io.dynamostream.autoconfigure.DynamoStreamClientAutoConfiguration;
import io.dynamostream.autoconfigure.DynamoStreamConnectionAutoConfiguration;
import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the README shows code that runs, and examples that exist.
 */
class ReadmeTests extends AbstractSampleTests {

	private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	private static final List<Path> SOURCES = List.of(Path.of("src"),
			Path.of("..", "dynamo-stream-spring-boot-autoconfigure", "src", "test", "java"));

	@Autowired
	private DynamoDbClient dynamoDb;

	private final ReadmeSnippets snippets = new ReadmeSnippets();

	@Test
	void showsOnlyCodeThatIsTested() throws IOException {
		List<String> files = sources();
		List<String> blocks = JAVA.matcher(readme()).results().map((match) -> match.group(1)).toList();
		assertThat(blocks).hasSizeGreaterThan(3);
		assertThat(blocks).flatMap((block) -> List.of(block.split("\n\\s*\n")))
			.map(ReadmeTests::code)
			.allSatisfy((snippet) -> assertThat(files).anyMatch((file) -> file.contains(snippet)));
	}

	@Test
	void listsEveryExample() throws IOException {
		assertThat(urls(readme())).isEqualTo(urls(String.join("\n", lines("/"))));
	}

	@Test
	void namesFilesThatExist() throws IOException {
		Set<String> files = Pattern.compile("\\| `?[^|]*\\| ([^|]*) \\|\\n")
			.matcher(readme().substring(readme().indexOf("| URL |"), readme().indexOf("The profile `aws`")))
			.results()
			.flatMap((row) -> Pattern.compile("`(\\w+)`").matcher(row.group(1)).results())
			.map((name) -> name.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(files).hasSizeGreaterThan(15)
			.allSatisfy((file) -> assertThat(Path.of("src/main/java/io/dynamostream/sample", file + ".java")).exists());
	}

	@Test
	void namesVersionsOfTheBuild() throws IOException {
		String pom = Files.readString(Path.of("..", "pom.xml"));
		for (String property : List.of("dynamodb-local.version", "aws-sdk.version", "spring-cloud-aws.version")) {
			String version = pom.replaceFirst("(?s).*<%s>(.*?)</.*".formatted(property), "$1");
			assertThat(readme())
				.contains(property.startsWith("aws-sdk") ? version.replaceFirst("\\.\\d+$", "") : version);
		}
	}

	@Test
	void readsAsItSays() {
		this.snippets.getStarted(this.template);
		assertThat(this.snippets.exported).hasSize(1000).allMatch((user) -> user.hasStatus(User.Status.ACTIVE));
		assertThat(this.snippets.stream(this.template).values().stream().mapToLong(Long::longValue).sum())
			.isEqualTo(userCount());
		this.snippets.inBackground(this.template).join();
		assertThat(this.snippets.counted.sum()).isEqualTo(userCount());
		assertThat(this.snippets.asPublisher(this.template).collectList().block(Duration.ofMinutes(1)))
			.hasSize((userCount() + 24) / 25)
			.satisfies((saved) -> assertThat(saved.stream().mapToInt(Integer::intValue).sum()).isEqualTo(userCount()));
	}

	@Test
	void estimatesWhatItReads() {
		ScanEstimate estimate = this.snippets.estimate(this.template);
		assertThat(estimate.items().value()).isEqualTo(userCount());
		assertThat(estimate.timeAtLimit()).isNotNull();
	}

	@Test
	void skipsFailedItems() {
		assertThat(this.snippets.skipping(this.template).join().failedItems()).isOne();
		assertThat(this.snippets.failed.keySet()).singleElement()
			.satisfies((key) -> assertThat(key.get("id").s()).isEqualTo(SeedUsers.number(7).getId()));
	}

	@Test
	void goesOnWhereItStopped(@TempDir Path directory) {
		FileScanCheckpointStore store = new FileScanCheckpointStore(directory);
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.dynamoDb).checkpointStore(store).build();
		this.snippets.resumable(template).cancel();
		await().until(() -> template.executions().findByName("export").get(0).progress().state().hasEnded());
		this.snippets.resumable(template).join();
		assertThat(this.snippets.exported).hasSize(userCount());
		assertThat(store.findAll()).singleElement()
			.satisfies((saved) -> assertThat(saved.checkpoint()).returns((long) userCount(), ScanCheckpoint::items));
	}

	@Test
	void publishesBatchesToListeners() {
		try (ConfigurableApplicationContext context = new AnnotationConfigApplicationContext(ReadmeSnippets.class)) {
			ReadmeSnippets listener = context.getBean(ReadmeSnippets.class);
			DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.dynamoDb).eventPublisher(context).build();
			template.parallelScan(User.class).batchSize(100).toListeners().join();
			assertThat(listener.counted.sum()).isEqualTo(userCount());
		}
	}

	@Test
	void listensInTheBackground(@TempDir Path directory) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(ReadmeSnippets.class, ReadmeSnippets.Mailer.class, ReadmeSnippets.InBackground.class);
			context.registerBean("taskExecutor", SimpleAsyncTaskExecutor.class);
			context.refresh();
			DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.dynamoDb)
				.eventPublisher(context)
				.checkpointStore(new FileScanCheckpointStore(directory))
				.build();
			ReadmeSnippets snippets = context.getBean(ReadmeSnippets.class);
			snippets.acknowledged(template);
			template.executions().findByName("mails").get(0).join();
			assertThat(snippets.counted.sum()).isEqualTo(userCount());
		}
	}

	@Test
	void replacesBeans() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DynamoStreamConnectionAutoConfiguration.class,
					DynamoStreamClientAutoConfiguration.class, DynamoStreamAutoConfiguration.class))
			.withPropertyValues("dynamo.stream.client.region=eu-central-1")
			.withUserConfiguration(ReadmeSnippets.Beans.class)
			.run((context) -> {
				assertThat(context.getBean("dynamoStreamTaskExecutor", SimpleAsyncTaskExecutor.class)
					.getThreadNamePrefix()).isEqualTo("scans-");
				assertThat(context.getBean(DynamoDbClient.class)
					.serviceClientConfiguration()
					.overrideConfiguration()
					.apiCallTimeout()).contains(Duration.ofMinutes(1));
			});
	}

	private static String readme() throws IOException {
		return Files.readString(Path.of("..", "README.md"));
	}

	private static List<String> sources() throws IOException {
		try (Stream<Path> files = Stream.concat(Files.walk(SOURCES.get(0)), Files.walk(SOURCES.get(1)))) {
			return files.filter((file) -> file.toString().endsWith(".java")).map(ReadmeTests::code).toList();
		}
	}

	private static String code(Path file) {
		try {
			return code(Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the code without the comments that number it and without white space, which
	 * the width of the page decides.
	 */
	private static String code(String text) {
		return text.replaceAll("(?m)^\\s*// \\d.*$", "").replaceAll("\\s", "");
	}

	/**
	 * Return the methods and paths of all examples, in the words of the page or the
	 * table.
	 */
	private static Set<String> urls(String text) {
		return Pattern.compile("(GET|POST|DELETE) (/[^<?`]*)")
			.matcher(text)
			.results()
			.map((match) -> match.group(1) + " " + match.group(2))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}

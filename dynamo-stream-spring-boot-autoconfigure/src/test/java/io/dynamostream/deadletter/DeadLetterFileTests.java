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

package io.dynamostream.deadletter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.dynamostream.ScanEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link DeadLetterFile}.
 */
@Timeout(60)
class DeadLetterFileTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

	private static final Map<String, AttributeValue> EVERY_TYPE = everyType();

	@TempDir
	private Path directory;

	private static Map<String, AttributeValue> everyType() {
		SdkBytes bytes = SdkBytes.fromByteArray(new byte[] { 0, -1, 127, -128, '\n' });
		Map<String, AttributeValue> item = new LinkedHashMap<>();
		item.put("s", AttributeValue.fromS("line\nbreak \"quoted\" \\ \u0000 \u2028 ü 😀"));
		item.put("empty", AttributeValue.fromS(""));
		item.put("n", AttributeValue.fromN("-1234567890.12345678901234567890123456789e-20"));
		item.put("trailing", AttributeValue.fromN("1.50"));
		item.put("b", AttributeValue.fromB(bytes));
		item.put("bool", AttributeValue.fromBool(false));
		item.put("nul", AttributeValue.fromNul(true));
		item.put("ss", AttributeValue.fromSs(List.of("b", "a")));
		item.put("ns", AttributeValue.fromNs(List.of("1", "1.0e3")));
		item.put("bs", AttributeValue.fromBs(List.of(bytes, SdkBytes.fromUtf8String(""))));
		item.put("l", AttributeValue.fromL(List.copyOf(item.values())));
		item.put("m", AttributeValue.fromM(Map.copyOf(item)));
		item.put("emptyList", AttributeValue.fromL(List.of()));
		item.put("emptyMap", AttributeValue.fromM(Map.of()));
		item.put("with.dot and \"quote\"", AttributeValue.fromM(Map.of("S", AttributeValue.fromN("1"))));
		return item;
	}

	private Path path() {
		return this.directory.resolve("dead-letters.jsonl");
	}

	private DeadLetterFile open() {
		return new DeadLetterFile(path(), Clock.fixed(NOW, ZoneOffset.UTC));
	}

	private void record(int... numbers) {
		try (DeadLetterFile file = open()) {
			IntStream.of(numbers).forEach((number) -> file.accept(failed(item(number))));
		}
	}

	private static Map<String, AttributeValue> item(int number) {
		return Map.of("id", AttributeValue.fromN(String.valueOf(number)));
	}

	private static ScanEvent.ItemFailed<String> failed(Map<String, AttributeValue> item) {
		return new ScanEvent.ItemFailed<>("execution-1", "nightly", String.class, "users", null, 3, item, item,
				new IllegalStateException("Refused"));
	}

	private List<Integer> numbers() {
		try (Stream<DeadLetter> letters = DeadLetterFile.read(path())) {
			return letters.map((letter) -> Integer.valueOf(letter.item().get("id").n())).toList();
		}
	}

	@Test
	void keepsItemsWithValuesOfEveryType() {
		try (DeadLetterFile file = open()) {
			file.accept(new ScanEvent.ItemFailed<>("execution-1", "nightly", String.class, "users", "by-age", 3,
					Map.of("b", EVERY_TYPE.get("b")), EVERY_TYPE, new IllegalStateException("Refused")));
		}
		try (Stream<DeadLetter> letters = DeadLetterFile.read(path())) {
			assertThat(letters).containsExactly(new DeadLetter("nightly", "execution-1", "users", "by-age", 3, NOW,
					"java.lang.IllegalStateException", "Refused", Map.of("b", EVERY_TYPE.get("b")), EVERY_TYPE));
		}
	}

	@Test
	void keepsWhatIsAbsentAbsent() {
		try (DeadLetterFile file = open()) {
			file.accept(new ScanEvent.ItemFailed<>("execution-1", "nightly", String.class, "users", null, 0, Map.of(),
					Map.of(), new IllegalStateException()));
		}
		try (Stream<DeadLetter> letters = DeadLetterFile.read(path())) {
			assertThat(letters).singleElement()
				.satisfies((letter) -> assertThat(letter.indexName()).isNull())
				.satisfies((letter) -> assertThat(letter.errorMessage()).isNull())
				.satisfies((letter) -> assertThat(letter.key()).isEmpty());
		}
	}

	@Test
	void isOneLineOfDynamoDbJsonForEachItem() throws IOException {
		record(1, 2);
		assertThat(Files.readAllLines(path())).hasSize(2)
			.first()
			.asString()
			.contains("\"time\":\"2026-01-02T03:04:05.678901Z\"", "\"scan\":\"nightly\"", "\"table\":\"users\"",
					"\"segment\":3", "\"errorType\":\"java.lang.IllegalStateException\"",
					"\"item\":{\"id\":{\"N\":\"1\"}}");
	}

	@Property(tries = 300)
	void keepsAnyTextOnOneLine(@ForAll String name, @ForAll String text) {
		Map<String, AttributeValue> item = Map.of(valid(name) + "x", AttributeValue.fromS(valid(text)));
		String line = DeadLetterLine.write(DeadLetter.of(failed(item), NOW));
		assertThat(line).doesNotContain("\n", "\r");
		assertThat(DeadLetterLine.read(line).item()).isEqualTo(item);
	}

	/**
	 * Return a text that UTF-8 can express, as those in DynamoDB are.
	 */
	private static String valid(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	@Test
	void isAppendedTo() {
		record(1);
		record(2, 3);
		assertThat(numbers()).containsExactly(1, 2, 3);
	}

	@Test
	void takesItemsFromSeveralThreads() {
		try (DeadLetterFile file = open()) {
			IntStream.range(0, 1000).parallel().forEach((number) -> file.accept(failed(item(number))));
		}
		assertThat(numbers()).hasSize(1000).doesNotHaveDuplicates();
	}

	@Test
	void isOnDiskBeforeItIsClosed() {
		try (DeadLetterFile file = open()) {
			file.accept(failed(item(1)));
			assertThat(numbers()).containsExactly(1);
		}
	}

	@Test
	void survivesAnInterruptOfWhoWrites() {
		try (DeadLetterFile file = open()) {
			Thread.currentThread().interrupt();
			file.accept(failed(item(1)));
			assertThat(Thread.interrupted()).isTrue();
			file.accept(failed(item(2)));
		}
		assertThat(numbers()).containsExactly(1, 2);
	}

	@Test
	void isForItsOwnerOnly() throws IOException {
		assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
		record(1);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-------");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 20, 100 })
	void namesATruncatedLineAfterAllOthers(int cut) throws IOException {
		record(1, 2, 3);
		byte[] content = Files.readAllBytes(path());
		Files.write(path(), Arrays.copyOf(content, content.length - cut - 1));
		try (Stream<DeadLetter> letters = DeadLetterFile.read(path())) {
			Iterator<DeadLetter> iterator = letters.iterator();
			assertThat(iterator.next().item()).isEqualTo(item(1));
			assertThat(iterator.next().item()).isEqualTo(item(2));
			assertThatIllegalStateException().isThrownBy(iterator::hasNext)
				.withMessage("Dead-letter file '%s' has damaged lines, the items of which could not be read: [3]. All "
						+ "others have been. Correct these lines, or remove them.", path())
				.withNoCause();
		}
	}

	@Test
	void goesOnBehindATruncatedLine() throws IOException {
		record(1, 2);
		byte[] content = Files.readAllBytes(path());
		Files.write(path(), Arrays.copyOf(content, content.length - 10));
		record(3);
		try (Stream<DeadLetter> letters = DeadLetterFile.read(path())) {
			Iterator<DeadLetter> iterator = letters.iterator();
			assertThat(iterator.next().item()).isEqualTo(item(1));
			assertThat(iterator.next().item()).isEqualTo(item(3));
			assertThatIllegalStateException().isThrownBy(iterator::hasNext).withMessageContaining("[2]");
		}
	}

	@Test
	void namesAllDamagedLines() throws IOException {
		record(1);
		Files.writeString(path(), "{}\nnot JSON\n", StandardOpenOption.APPEND);
		Files.write(path(), new byte[] { '"', (byte) 0xC3, '"', '\n' }, StandardOpenOption.APPEND);
		record(2);
		assertThatIllegalStateException().isThrownBy(this::numbers).withMessageContaining("[2, 3, 4]");
	}

	@Test
	void needsNoLineBreakBehindTheLastLine() throws IOException {
		record(1, 2);
		byte[] content = Files.readAllBytes(path());
		Files.write(path(), Arrays.copyOf(content, content.length - 1));
		assertThat(numbers()).containsExactly(1, 2);
	}

	@Test
	void isCreatedWithItsDirectories() {
		Path file = this.directory.resolve("a/b/dead-letters.jsonl");
		new DeadLetterFile(file, Clock.systemUTC()).close();
		assertThat(file).isEmptyFile();
	}

	@Test
	void saysThatItCannotBeOpened() throws IOException {
		Path file = Files.createFile(path());
		for (Path impossible : List.of(this.directory, file.resolve("below"))) {
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> new DeadLetterFile(impossible, Clock.systemUTC()))
				.withMessage("Dead-letter file '%s' cannot be opened. Name a file in a directory that may be written.",
						impossible);
		}
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> DeadLetterFile.read(this.directory.resolve("missing")))
			.withMessageContaining("Name a file that exists and may be read.");
	}

	@Test
	void saysThatItIsClosed() {
		DeadLetterFile file = open();
		file.close();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> file.accept(failed(item(1))))
			.withMessageContaining("cannot be written. Check that its disk is not full and that it is not closed.")
			.satisfies((ex) -> assertThat(numbers()).isEmpty());
	}

	@Test
	void hasLettersWhoseTextHoldsNothingOfTheItem() {
		DeadLetter letter = DeadLetter.of(failed(Map.of("id", AttributeValue.fromS("secret"))), NOW);
		assertThat(letter.toString()).contains("nightly", "users", "IllegalStateException")
			.doesNotContain("secret", "Refused");
	}

}

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
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.checkpoint.FileScanCheckpointStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a virtual thread that waits in a scan lets go of its carrier, as the JVM's
 * flight recorder sees it.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "There are no virtual threads before Java 21")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VirtualThreadPinningTests {

	private static final String PINNED = "jdk.VirtualThreadPinned";

	private static final int USERS = 400;

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("dynamo-stream-");

	@TempDir
	private Path directory;

	VirtualThreadPinningTests() {
		this.executor.setVirtualThreads(true);
	}

	@ParameterizedTest
	@EnumSource
	void noCarrierIsHeldByAScan(Terminal terminal) throws Exception {
		List<RecordedEvent> pinned = record(() -> {
			assertThat(terminal.read(spec().pageSize(10))).hasSize(USERS);
			assertThat(terminal.read(spec().segments(8).maxConcurrency(3))).hasSize(USERS);
			assertThat(terminal.read(spec().segments("auto").readCapacity(5000).itemsPerSecond(100_000)))
				.hasSize(USERS);
			assertThat(terminal.read(spec().named("nightly").segments(4).resumable())).hasSize(USERS);
			return null;
		});
		assertThat(pinned).filteredOn(VirtualThreadPinningTests::isOfOurs).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void noCarrierIsHeldByAScanThatIsSlowedDown(Terminal terminal) throws Exception {
		List<RecordedEvent> pinned = record(() -> {
			assertThat(terminal.read(spec().pageSize(5).segments(4).itemsPerSecond(4000))).hasSize(USERS);
			return null;
		});
		assertThat(pinned).filteredOn(VirtualThreadPinningTests::isOfOurs).isEmpty();
	}

	/**
	 * A thread that waits in the initializer of a class is pinned in every version.
	 */
	@Test
	void aCarrierThatIsHeldWouldBeSeen() throws Exception {
		List<RecordedEvent> pinned = record(() -> {
			WaitingInitializer.initialize();
			return null;
		});
		assertThat(pinned).filteredOn(VirtualThreadPinningTests::isOfOurs).isNotEmpty();
	}

	/**
	 * Each page takes a while, so that whoever needs it has to wait.
	 */
	private ScanSpec<User> spec() {
		FakeTable table = FakeTable.ofUsers(USERS)
			.withItemsPerPage(25)
			.withDescription()
			.onRequest((request) -> LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200)));
		return Terminal.builder(table, this.executor)
			.checkpointStore(new FileScanCheckpointStore(this.directory))
			.build()
			.scan(User.class);
	}

	private List<RecordedEvent> record(Callable<?> scans) throws Exception {
		try (Recording recording = new Recording()) {
			recording.enable(PINNED).withoutThreshold().withStackTrace();
			recording.start();
			this.executor.submit(scans).get();
			recording.stop();
			return events(recording);
		}
	}

	private List<RecordedEvent> events(Recording recording) throws IOException {
		Path file = this.directory.resolve("scans.jfr");
		recording.dump(file);
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((event) -> event.getEventType().getName().equals(PINNED))
			.toList();
	}

	private static boolean isOfOurs(RecordedEvent event) {
		RecordedStackTrace stack = event.getStackTrace();
		return stack != null && stack.getFrames()
			.stream()
			.anyMatch((frame) -> frame.getMethod().getType().getName().startsWith("io.dynamostream."));
	}

	/**
	 * Waits when it is initialized.
	 */
	private static final class WaitingInitializer {

		static {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}

		static void initialize() {
		}

	}

}

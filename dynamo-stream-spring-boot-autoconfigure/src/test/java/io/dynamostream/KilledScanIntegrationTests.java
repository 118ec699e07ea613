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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.h2.Driver;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import io.dynamostream.checkpoint.ScanCheckpoint;
import io.dynamostream.checkpoint.ScanCheckpointException;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpoints.SavedCheckpoint;
import io.dynamostream.checkpoint.jdbc.JdbcScanCheckpointStore;
import io.dynamostream.embedded.EmbeddedDynamoDb;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A process that scans is killed again and again, and started again until it is done.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class KilledScanIntegrationTests {

	private static final long SEED = 4;

	/**
	 * How much further the clock of each process is than that of the one before, so that
	 * nobody has to wait until a lease has expired.
	 */
	private static final Duration LEASE_EXPIRES = Duration.ofMinutes(1);

	@TempDir
	private Path directory;

	private KilledScanStore store = KilledScanStore.FILE;

	private String place = "";

	private AutoCloseable database = () -> {
	};

	private final Random random = new Random(SEED);

	private final Set<String> delivered = new HashSet<>();

	private long repeated;

	private long mayRepeat;

	private int kills;

	private Class<?> process = KilledScan.class;

	private void keepIn(KilledScanStore store) throws SQLException {
		this.store = store;
		this.place = switch (store) {
			case FILE -> this.directory.toString();
			case JDBC -> startH2();
			case DYNAMODB -> startDynamoDb();
		};
	}

	private String startH2() throws SQLException {
		Server h2 = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
		this.database = h2::stop;
		String url = "jdbc:h2:tcp://127.0.0.1:%d/%s".formatted(h2.getPort(), this.directory.resolve("checkpoints"));
		new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcScanCheckpointStore.class))
			.execute(new SimpleDriverDataSource(new Driver(), url));
		return url;
	}

	private String startDynamoDb() {
		EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.start();
		this.database = dynamoDb;
		return dynamoDb.endpoint().toString();
	}

	@AfterEach
	void stopDatabase() throws Exception {
		this.database.close();
	}

	@ParameterizedTest
	@CsvSource({ "FILE, 10000, PT0.1S, 6", "FILE, 1500, PT0S, 4", "JDBC, 3000, PT0.1S, 3", "JDBC, 500, PT0S, 2",
			"DYNAMODB, 3000, PT0.1S, 3", "DYNAMODB, 500, PT0S, 2" })
	void deliversEveryItemWhateverTheMomentItIsKilled(KilledScanStore store, int items, String interval,
			int timesKilled) throws Exception {
		keepIn(store);
		runUntilDone(items, interval, timesKilled);
		if (interval.equals("PT0S")) {
			assertThat(this.repeated).isLessThanOrEqualTo(timesKilled);
		}
	}

	/**
	 * What an {@code @Async} listener has not acknowledged repeats, and what it was done
	 * with since the last save.
	 */
	@ParameterizedTest
	@CsvSource({ "10000, PT0.1S, 6", "3000, PT0S, 6" })
	void losesNothingOfAsyncListeners(int items, String interval, int timesKilled) throws Exception {
		keepIn(KilledScanStore.FILE);
		this.process = KilledAsyncScan.class;
		runUntilDone(items, interval, timesKilled);
		if (interval.equals("PT0S")) {
			assertThat(this.repeated).isLessThanOrEqualTo((long) timesKilled * KilledAsyncScan.MAX_UNACKNOWLEDGED);
		}
	}

	private void runUntilDone(int items, String interval, int timesKilled) throws Exception {
		try (StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("users", items, 620))) {
			while (!run(dynamoDb, interval, killAfter(items, timesKilled))) {
				this.kills++;
				this.mayRepeat += this.delivered.size() - saved();
			}
		}
		System.out.printf("%s killed %d times: %d of %d items missing, %d repeated, %d not saved when killed%n",
				this.store, this.kills, items - this.delivered.size(), items, this.repeated, this.mayRepeat);
		assertThat(this.delivered).hasSize(items);
		assertThat(this.kills).isEqualTo(timesKilled);
		assertThat(this.repeated).isLessThanOrEqualTo(this.mayRepeat);
	}

	/**
	 * What is too long for each build.
	 */
	@ParameterizedTest
	@EnumSource
	@EnabledIfSystemProperty(named = "dynamo.stream.kills", matches = "\\d+",
			disabledReason = "It takes minutes; -Ddynamo.stream.kills=30 runs it")
	@Timeout(value = 30, unit = TimeUnit.MINUTES)
	void deliversEveryItemOfLargeTable(KilledScanStore store) throws Exception {
		deliversEveryItemWhateverTheMomentItIsKilled(store, 200_000, "PT1S", Integer.getInteger("dynamo.stream.kills"));
	}

	@ParameterizedTest
	@EnumSource
	void refusesOtherProcessesUntilItIsKilled(KilledScanStore store) throws Exception {
		keepIn(store);
		ScanCheckpointStore.Owner owner = ScanCheckpointStore.Owner.thisProcess(Instant.EPOCH);
		try (KilledScanStore.Opened opened = store.open(this.place, Clock.systemUTC());
				StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.ofUsers("users", 1000, 620))) {
			refusesUntilItIsKilled(opened.store(), start(dynamoDb, "PT0S"), owner);
		}
		Clock later = Clock.offset(Clock.systemUTC(), LEASE_EXPIRES);
		try (KilledScanStore.Opened opened = store.open(this.place, later)) {
			assertThat(opened.store().find("nightly").orElseThrow().openedBy()).isNull();
			opened.store().open("nightly", owner).close();
		}
	}

	private static void refusesUntilItIsKilled(ScanCheckpointStore checkpoints, Process process,
			ScanCheckpointStore.Owner owner) throws Exception {
		try (BufferedReader output = reader(process)) {
			assertThat(output.lines().filter((line) -> line.startsWith("delivered ")).limit(2)).hasSize(2);
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(ScanCheckpointException.class)
					.isThrownBy(() -> checkpoints.open("nightly", owner))
					.withMessageContaining("is in use by process %d on host '".formatted(process.pid()));
				assertThat(checkpoints.find("nightly").orElseThrow().openedBy())
					.startsWith("process %d on host '".formatted(process.pid()));
			}
			process.toHandle().destroyForcibly();
			process.waitFor();
		}
	}

	private int killAfter(int items, int timesKilled) {
		return (this.kills < timesKilled) ? 1 + this.random.nextInt(items / timesKilled) : Integer.MAX_VALUE;
	}

	/**
	 * Run until it is killed or done.
	 * @return whether it is done
	 */
	private boolean run(StandInDynamoDb dynamoDb, String interval, int killAfter) throws Exception {
		Process process = start(dynamoDb, interval);
		try (BufferedReader output = reader(process)) {
			readDelivered(process, output, killAfter);
		}
		return process.waitFor() == 0;
	}

	private Process start(StandInDynamoDb dynamoDb, String interval) throws IOException {
		return TestProcesses
			.of(this.process, dynamoDb.endpoint().toString(), interval, this.store.name(), this.place,
					LEASE_EXPIRES.multipliedBy(this.kills).toString())
			.redirectErrorStream(true)
			.start();
	}

	private static BufferedReader reader(Process process) {
		return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	private void readDelivered(Process process, BufferedReader output, int killAfter) throws IOException {
		int count = 0;
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			assertThat(line).isNotEqualTo("too many in flight");
			if (line.matches("(delivered|failed) user-\\d{8}")) {
				this.repeated += this.delivered.add(line.substring(line.indexOf(' '))) ? 0 : 1;
				if (++count == killAfter) {
					process.toHandle().destroyForcibly();
				}
				if (count % KilledScan.ITEMS_AHEAD == 0 && count < killAfter) {
					letGoOn(process);
				}
			}
		}
	}

	private static void letGoOn(Process process) throws IOException {
		process.getOutputStream().write(1);
		process.getOutputStream().flush();
	}

	private long saved() throws Exception {
		try (KilledScanStore.Opened opened = this.store.open(this.place, Clock.systemUTC())) {
			return opened.store()
				.find("nightly")
				.map(SavedCheckpoint::checkpoint)
				.map(ScanCheckpoint::items)
				.orElse(0L);
		}
	}

}

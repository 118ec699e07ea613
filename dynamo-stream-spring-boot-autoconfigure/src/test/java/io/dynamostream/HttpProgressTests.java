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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.dynamostream.ScanProgress.Estimate.Source;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.standin.StandInDynamoDb;
import io.dynamostream.standin.StandInFault;
import io.dynamostream.standin.StandInIndex;
import io.dynamostream.standin.StandInTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Progress against what DynamoDB says about its tables, over HTTP.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class HttpProgressTests {

	private static final String ADULTS = "age >= 18";

	private final StandInDynamoDb dynamoDb = StandInDynamoDb
		.start(StandInTable.of("user", IntStream.range(0, 2000).mapToObj(FakeTable::user).toList())
			.withFilter(ADULTS, (item) -> Integer.parseInt(item.get("age").n()) % 10 == 0)
			.withIndex(StandInIndex.global("by-tenant", "tenantId")));

	private final CountingExecutor executor = new CountingExecutor();

	private final List<Double> fractions = new CopyOnWriteArrayList<>();

	private final DynamoStreamTemplate template = DynamoStreamTemplate.builder(this.dynamoDb.client())
		.taskExecutor(this.executor)
		.listener(new FractionListener())
		.build();

	@AfterEach
	void close() {
		this.dynamoDb.close();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.5, 1, 2 })
	void fractionNeverGoesBackHoweverWrongTheDescriptionAndTheFilter(double factor) {
		this.dynamoDb.describeSizes(factor);
		ScanProgress progress = this.template.parallelScan(User.class)
			.segments(8)
			.filterExpression(ADULTS)
			.pageSize(20)
			.forEach((user) -> {
			})
			.join();
		assertThat(progress.items()).isEqualTo(200);
		assertThat(progress.fractionDone()).isEqualTo(1);
		assertThat(this.fractions).isSorted().allMatch((fraction) -> fraction < 1);
		// Where only segments tell, they do so once the first of them is done
		assertThat(this.fractions.stream().distinct().count()).isGreaterThan((factor > 0) ? 10 : 1);
	}

	@Test
	void measuresAgainstTheSizeOfTheTable() {
		ScanProgress progress = this.template.scan(User.class).pageSize(500).forEach(this::awaitEstimate).join();
		assertThat(progress.estimate().source()).isEqualTo(Source.SIZE);
		assertThat(progress.estimate().total()).isEqualTo(
				this.dynamoDb.client().describeTable((request) -> request.tableName("user")).table().tableSizeBytes());
	}

	@Test
	void measuresAgainstTheSizeOfTheIndex() {
		ScanProgress progress = this.template.scan(User.class)
			.indexName("by-tenant")
			.pageSize(500)
			.forEach(this::awaitEstimate)
			.join();
		assertThat(progress.estimate().source()).isEqualTo(Source.SIZE);
		assertThat(progress.estimate().total()).isPositive();
	}

	/**
	 * Wait after the second page, with which the size is asked for.
	 */
	private void awaitEstimate(User user) {
		ScanExecution execution = this.template.executions().findAll().get(0);
		if (execution.progress().items() == 1500) {
			await().until(() -> execution.progress().estimate() != null);
		}
	}

	@Test
	void doesNotAskForTheSizeOfWhatIsReadInOnePage() throws Exception {
		try (Stream<User> users = this.template.scan(User.class).limit(10).stream()) {
			assertThat(users).hasSize(10);
		}
		this.executor.awaitIdle();
		assertThat(this.dynamoDb.describeCount()).isZero();
	}

	@Test
	void losesOnlyTheEstimateWithoutPermission(CapturedOutput output) throws Exception {
		this.dynamoDb.refuseToDescribe((StandInFault.Error) StandInFault.accessDenied("user"));
		for (int i = 0; i < 3; i++) {
			ScanProgress progress = this.template.parallelScan(User.class).pageSize(100).forEach((user) -> {
			}).join();
			assertThat(progress.items()).isEqualTo(2000);
			assertThat(progress.estimate()).extracting(ScanProgress.Estimate::source).isEqualTo(Source.SEGMENTS);
			this.executor.awaitIdle();
		}
		assertThat(this.dynamoDb.describeCount()).isOne();
		assertThat(output.getOut().lines().filter((line) -> line.contains("INFO") && line.contains("is not known")))
			.singleElement()
			.asString()
			.contains("The size of table 'user' is not known", "Allow dynamodb:DescribeTable to have it estimated.");
	}

	@Test
	void asksAgainAfterAFailureThatWillPass() throws Exception {
		this.dynamoDb.refuseToDescribe((StandInFault.Error) StandInFault.validation("Slow down"));
		this.template.parallelScan(User.class).pageSize(100).forEach((user) -> {
		}).join();
		this.executor.awaitIdle();
		this.dynamoDb.refuseToDescribe(null);
		ScanProgress progress = this.template.scan(User.class).pageSize(500).forEach(this::awaitEstimate).join();
		assertThat(progress.estimate()).extracting(ScanProgress.Estimate::source).isEqualTo(Source.SIZE);
	}

	@Test
	void cancelWaitsForNobodyAndSendsNoFurtherRequest() throws Exception {
		this.dynamoDb.hold();
		ScanExecution execution = this.template.parallelScan(User.class).pageSize(10).forEach((user) -> {
		});
		this.dynamoDb.awaitHeld(4);
		execution.cancel();
		await().until(() -> execution.completion().isDone());
		assertThat(execution.progress().state()).isEqualTo(State.CANCELLED);
		this.dynamoDb.releaseAll();
		this.executor.awaitIdle();
		assertThat(this.dynamoDb.requestCount()).isEqualTo(4);
		assertThat(execution.progress().pages()).isZero();
		assertThat(execution.progress().items()).isZero();
	}

	@Test
	void sendsNoRequestWhilePaused() throws Exception {
		this.dynamoDb.hold();
		ScanExecution execution = this.template.parallelScan(User.class).pageSize(10).forEach((user) -> {
		});
		this.dynamoDb.awaitHeld(4);
		execution.pause();
		this.dynamoDb.releaseAll();
		this.executor.awaitIdle();
		assertThat(this.dynamoDb.requestCount()).isEqualTo(4);
		assertThat(execution.progress().state()).isEqualTo(State.PAUSED);
		execution.resume();
		assertThat(execution.join().items()).isEqualTo(2000);
	}

	/**
	 * Keeps the fraction after each page.
	 */
	private final class FractionListener implements ScanListener {

		@Override
		public PageRequest requesting(ScanExecution execution, int segment) {
			return new PageRequest() {

				@Override
				public void answered(PageRead page) {
					note(execution);
				}

			};
		}

		private synchronized void note(ScanExecution execution) {
			Double fraction = execution.progress().fractionDone();
			if (fraction != null && fraction < 1) {
				HttpProgressTests.this.fractions.add(fraction);
			}
		}

	}

}

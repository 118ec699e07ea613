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

import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Bucket4j is needed for limits and for nothing else.
 */
@Timeout(60)
class WithoutBucket4jTests {

	private final ReducedClassPath withoutBucket4j = new ReducedClassPath("bucket4j");

	@AfterEach
	void close() {
		this.withoutBucket4j.close();
	}

	@Test
	void hasNoBucket4j() {
		assertThatExceptionOfType(ClassNotFoundException.class)
			.isThrownBy(() -> this.withoutBucket4j.loadClass("io.github.bucket4j.Bucket"));
	}

	@Test
	void limitedScansSayWhatIsMissing() {
		assertThatIllegalStateException().isThrownBy(() -> this.withoutBucket4j.call(LimitedScan.class))
			.withMessage("Scan 'user' of table 'user' cannot be limited to a read capacity or to items per second, "
					+ "because Bucket4j is not on the class path. "
					+ "Add com.bucket4j:bucket4j_jdk17-core, or leave out the limit.");
		assertThatIllegalStateException().isThrownBy(() -> this.withoutBucket4j.call(LimitedLater.class))
			.withMessageContaining("Add com.bucket4j:bucket4j_jdk17-core");
	}

	@Test
	void everythingElseWorks() throws Exception {
		assertThat(this.withoutBucket4j.call(Unlimited.class)).isEqualTo(100L);
	}

	/**
	 * Asks for a limit.
	 */
	static class LimitedScan implements Callable<Object> {

		@Override
		public Object call() {
			return DynamoStreamTemplate.builder(FakeTable.ofUsers(100))
				.build()
				.scan(User.class)
				.readCapacity(10)
				.stream();
		}

	}

	/**
	 * Asks for a limit of a running scan.
	 */
	static class LimitedLater implements Callable<Object> {

		@Override
		public Object call() {
			ScanExecution execution = DynamoStreamTemplate.builder(FakeTable.ofUsers(100))
				.taskExecutor(ManualExecutor.inOrder())
				.build()
				.scan(User.class)
				.forEach((user) -> {
				});
			execution.itemsPerSecond(5);
			return execution;
		}

	}

	/**
	 * Reads without a limit.
	 */
	static class Unlimited implements Callable<Object> {

		@Override
		public Object call() {
			return DynamoStreamTemplate.builder(FakeTable.ofUsers(100))
				.settings(ScanSettings.none().readCapacity(10).itemsPerSecond(5))
				.build()
				.scan(User.class)
				.unlimitedReadCapacity()
				.unlimitedItemsPerSecond()
				.forEach((user) -> {
				})
				.join()
				.items();
		}

	}

}

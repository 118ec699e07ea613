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

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.checkpoint.FileScanCheckpointStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An item that a cancellation overtakes has not been delivered.
 */
@Timeout(60)
class CancelledSubscriptionTests {

	@TempDir
	private Path directory;

	@RepeatedTest(150)
	void losesNoItemToTheNextRun(RepetitionInfo repetition) throws Exception {
		FakeTable table = FakeTable.ofUsers(1500).withItemsPerPage(100).withDescription();
		DynamoStreamTemplate template = DynamoStreamTemplate.builder(table)
			.checkpointStore(new FileScanCheckpointStore(this.directory))
			.build();
		ScanSpec<User> spec = template.scan(User.class).named("nightly").resumable();
		Set<String> received = ConcurrentHashMap.newKeySet();
		CountDownLatch enough = new CountDownLatch(5 * repetition.getCurrentRepetition());
		AtomicReference<Disposable> subscription = new AtomicReference<>();
		subscription.set(Flux.from(spec.publisher()).subscribe((user) -> {
			received.add(user.getId());
			enough.countDown();
		}));
		enough.await();
		subscription.get().dispose();
		await().until(() -> template.executions().findAll().get(0).progress().state().hasEnded());
		Flux.from(spec.publisher()).map(User::getId).doOnNext(received::add).blockLast();
		assertThat(new TreeSet<>(received)).isEqualTo(table.ids());
	}

}

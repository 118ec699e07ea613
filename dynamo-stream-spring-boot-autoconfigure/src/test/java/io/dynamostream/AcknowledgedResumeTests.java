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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import reactor.core.publisher.Flux;

import io.dynamostream.DynamoStreamOperations.ScanSpec;
import io.dynamostream.ScanProgress.State;
import io.dynamostream.checkpoint.ScanCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Resumable scans whose items are acknowledged in any order: no position is ever behind
 * an item that is not.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AcknowledgedResumeTests {

	private static final int USERS = 120;

	private FakeTable table = FakeTable.ofUsers(USERS).withDescription();

	private final Set<String> done = ConcurrentHashMap.newKeySet();

	private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

	private final List<ScanEvent<?>> open = new ArrayList<>();

	private final MemoryStore store = new MemoryStore(this::onSave);

	private int segments;

	private long itemsBefore;

	private int delivered;

	static LongStream seeds() {
		return new Random(11).longs(300);
	}

	@ParameterizedTest
	@CsvSource({ "0, 20", "2, 1" })
	void saveOnceWhatIsAcknowledgedWhilePausedOrWhenItIsDue(int secondsLater, long firstSaved) {
		ManualExecutor executor = ManualExecutor.inOrder();
		SettableClock clock = new SettableClock();
		List<Long> saved = new ArrayList<>();
		ScanExecution execution = DynamoStreamTemplate.builder(this.table)
			.taskExecutor(executor)
			.clock(clock)
			.checkpointStore(new MemoryStore((checkpoint) -> saved.add(checkpoint.items())))
			.eventPublisher((event) -> this.open.add((ScanEvent<?>) event))
			.build()
			.scan(User.class)
			.named("nightly")
			.resumable()
			.manualAcknowledgment()
			.maxUnacknowledgedItems(20)
			.toListeners();
		executor.runAll();
		execution.pause();
		clock.advance(Duration.ofSeconds(secondsLater));
		this.open.forEach(ManualAcknowledgmentTests::acknowledge);
		assertThat(saved).containsExactlyElementsOf(new TreeSet<>(List.of(0L, firstSaved, 20L)));
	}

	/**
	 * All in one thread, so that a seed always does the same.
	 */
	@ParameterizedTest
	@MethodSource("seeds")
	void neverSavePositionBehindItemThatIsNotAcknowledged(long seed) {
		Random random = new Random(seed);
		this.segments = 1 + random.nextInt(4);
		int poisoned = 1 + random.nextInt(8);
		this.table = PoisonedUsers.of(USERS, (number) -> number % 10 >= poisoned)
			.table()
			.withDescription()
			.withItemsPerPage(1 + random.nextInt(9))
			.withEmptyLastPage(random.nextBoolean());
		boolean completed = false;
		for (int run = 0; !completed; run++) {
			assertThat(run).isLessThan(200);
			completed = run(random);
			assertThat(this.wrong).as("seed %d", seed).isEmpty();
		}
		assertThat(this.done).containsAll(this.table.ids());
		assertThat(this.store.checkpoint()).returns(true, ScanCheckpoint::finished)
			.returns((long) USERS, ScanCheckpoint::items);
	}

	/**
	 * Run until a random end.
	 * @return whether the scan is completed
	 */
	private boolean run(Random random) {
		ManualExecutor executor = ManualExecutor.inAnyOrder(random);
		DynamoStreamTemplate template = template(executor);
		int batchSize = 1 + random.nextInt(5);
		int max = batchSize * this.segments + random.nextInt(12);
		this.itemsBefore = items();
		this.delivered = 0;
		ScanExecution execution = spec(template).batchSize(batchSize)
			.deliveryConcurrency(1 + random.nextInt(this.segments))
			.maxUnacknowledgedItems(max)
			.skipFailedItems((failed) -> this.done.add(failed.key().get("id").s()))
			.toListeners();
		int steps = 20 + random.nextInt(600);
		for (int step = 0; step < steps && !execution.progress().state().hasEnded(); step++) {
			act(random, executor, execution);
			if (repeated() > max) {
				this.wrong.add("%d items would repeat where %d may".formatted(repeated(), max));
			}
			if (openItems() > execution.progress().unacknowledgedItems()) {
				this.wrong.add("%d items are open and not told".formatted(openItems()));
			}
		}
		if (random.nextBoolean() && !execution.progress().state().hasEnded()) {
			complete(random, execution, executor);
		}
		end(random, template, execution, executor);
		boolean completed = execution.progress().state() == State.COMPLETED;
		assertThat(execution.progress().unacknowledgedItems()).isBetween(0L, completed ? 0L : max);
		return completed;
	}

	/**
	 * Whatever there is to do is done, so that the scan may wait for nothing else.
	 */
	private void complete(Random random, ScanExecution execution, ManualExecutor executor) {
		execution.resume();
		executor.runAll();
		while (!execution.progress().state().hasEnded()) {
			assertThat(this.open).isNotEmpty();
			settle(random, this.open.remove(random.nextInt(this.open.size())));
			executor.runAll();
		}
	}

	private long items() {
		return this.store.saved().filter((checkpoint) -> !checkpoint.finished()).map(ScanCheckpoint::items).orElse(0L);
	}

	/**
	 * Return how many items would be delivered again if the process died now.
	 */
	private long repeated() {
		return this.store.saved().filter(ScanCheckpoint::finished).isPresent() ? 0
				: this.delivered - (items() - this.itemsBefore);
	}

	private void act(Random random, ManualExecutor executor, ScanExecution execution) {
		int action = random.nextInt(20);
		if (action == 0) {
			execution.pause();
		}
		else if (action < 4) {
			execution.resume();
		}
		else if (action < 14 && executor.waiting() > 0) {
			executor.runOne();
		}
		else if (!this.open.isEmpty()) {
			settle(random, this.open.remove(random.nextInt(this.open.size())));
		}
	}

	/**
	 * Those who work on items go on after the end, and come too late.
	 */
	private void end(Random random, DynamoStreamTemplate template, ScanExecution execution, ManualExecutor executor) {
		if (random.nextBoolean()) {
			execution.cancel();
		}
		else {
			template.stop();
			executor.runAll();
			IntStream.range(0, random.nextInt(1 + this.open.size()))
				.forEach((i) -> settle(random, this.open.remove(0)));
			template.destroy();
		}
		executor.runAll();
		assertThat(execution.progress().state().hasEnded()).isTrue();
		Optional<ScanCheckpoint> last = this.store.saved();
		List.copyOf(this.open).forEach((event) -> settle(random, event));
		this.open.clear();
		executor.runAll();
		assertThat(this.store.saved()).isEqualTo(last);
	}

	private void settle(Random random, ScanEvent<?> event) {
		boolean fails = random.nextInt(10) == 0;
		usersOf(event).forEach((user) -> this.done.add(user.getId()));
		if (fails) {
			fail(event);
		}
		else {
			ManualAcknowledgmentTests.acknowledge(event);
		}
		if (random.nextInt(10) == 0) {
			ManualAcknowledgmentTests.acknowledge(event);
		}
	}

	private static void fail(ScanEvent<?> event) {
		IllegalStateException error = new IllegalStateException("Refused");
		if (event instanceof ScanEvent.Item<?> item) {
			item.fail(error);
		}
		if (event instanceof ScanEvent.Batch<?> batch) {
			batch.fail(error);
		}
	}

	private int openItems() {
		return this.open.stream().mapToInt((event) -> usersOf(event).size()).sum();
	}

	/**
	 * Listeners on threads of their own, which finish in any order.
	 */
	@RepeatedTest(20)
	void loseNothingWithConcurrentListeners() {
		this.segments = 3;
		this.table.withItemsPerPage(7);
		int max = 9;
		AtomicInteger most = new AtomicInteger();
		AsyncTaskExecutor workers = new SimpleAsyncTaskExecutor("worker-");
		boolean completed = false;
		while (!completed) {
			AtomicInteger inFlight = new AtomicInteger();
			AtomicInteger left = new AtomicInteger(1 + ThreadLocalRandom.current().nextInt(60));
			DynamoStreamTemplate template = builder(new SimpleAsyncTaskExecutor()).eventPublisher((event) -> {
				if (event instanceof ScanEvent.Item<?> item) {
					most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
					workers.execute(() -> work((ScanEvent.Item<?>) event, inFlight, left));
				}
			}).build();
			completed = completes(spec(template).deliveryConcurrency(3).maxUnacknowledgedItems(max).toListeners());
			assertThat(this.wrong).isEmpty();
		}
		assertThat(this.done).containsAll(this.table.ids());
		assertThat(most.get()).isBetween(2, max);
	}

	private void work(ScanEvent.Item<?> item, AtomicInteger inFlight, AtomicInteger left) {
		IntStream.range(0, ThreadLocalRandom.current().nextInt(50)).forEach((i) -> Thread.yield());
		inFlight.decrementAndGet();
		if (left.getAndDecrement() > 0) {
			this.done.add(((User) item.item()).getId());
			item.acknowledge();
		}
		else {
			item.fail(new IllegalStateException("Refused"));
		}
	}

	private static boolean completes(ScanExecution execution) {
		try {
			execution.join();
			return true;
		}
		catch (DynamoStreamException | CancellationException ex) {
			return false;
		}
	}

	@RepeatedTest(20)
	void loseNothingWithConcurrentSubscribers() {
		this.segments = 3;
		this.table.withItemsPerPage(7);
		AtomicInteger most = new AtomicInteger();
		AsyncTaskExecutor workers = new SimpleAsyncTaskExecutor("worker-");
		boolean completed = false;
		while (!completed) {
			AtomicInteger inFlight = new AtomicInteger();
			AtomicInteger left = new AtomicInteger(1 + ThreadLocalRandom.current().nextInt(60));
			DynamoStreamTemplate template = template(new SimpleAsyncTaskExecutor());
			try {
				Flux.from(spec(template).maxUnacknowledgedItems(9).acknowledgedPublisher()).doOnNext((item) -> {
					most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
					workers.execute(() -> work(item, inFlight, left));
				}).blockLast();
				completed = true;
			}
			catch (DynamoStreamException ex) {
				assertThat(ex).hasRootCauseMessage("Refused");
			}
			assertThat(this.wrong).isEmpty();
		}
		assertThat(this.done).containsAll(this.table.ids());
		assertThat(most.get()).isBetween(2, 9);
	}

	/**
	 * The first item of each page waits, and holds nothing but its own key.
	 */
	@Test
	void holdNoPageForAnItemThatIsNotAcknowledged() {
		this.segments = 1;
		this.table.withItemsPerPage(6);
		ManualExecutor executor = ManualExecutor.inOrder();
		ScanExecution execution = spec(template(executor)).maxUnacknowledgedItems(USERS).toListeners();
		while (this.open.size() < USERS / 6) {
			executor.runAll();
			acknowledgeAllBut(6);
		}
		executor.runAll();
		assertThat(execution.progress()).returns((long) USERS, ScanProgress::unacknowledgedItems)
			.returns(20L, ScanProgress::pages)
			.returns(USERS - 20L, ScanProgress::items);
		assertThat(this.table.pagesHeld()).isLessThanOrEqualTo(1);
		List<ScanEvent<?>> first = List.copyOf(this.open);
		for (int i = 0; i < first.size(); i++) {
			assertThat(this.store.checkpoint().items()).isEqualTo(6L * i);
			settle(new Random(1), first.get(i));
		}
		executor.runAll();
		assertThat(this.store.checkpoint().finished()).isTrue();
		assertThat(this.wrong).isEmpty();
	}

	@Test
	void waitWhileTooManyItemsWouldBeDeliveredAgain() {
		this.segments = 1;
		ManualExecutor executor = ManualExecutor.inOrder();
		ScanExecution execution = spec(template(executor)).maxUnacknowledgedItems(10).toListeners();
		executor.runAll();
		this.done.addAll(this.table.ids());
		List.copyOf(this.open).stream().skip(1).forEach(ManualAcknowledgmentTests::acknowledge);
		executor.runAll();
		assertThat(this.open).hasSize(10);
		assertThat(execution.progress()).returns(10L, ScanProgress::unacknowledgedItems)
			.returns(9L, ScanProgress::items);
		ManualAcknowledgmentTests.acknowledge(this.open.get(0));
		executor.runAll();
		assertThat(this.open).hasSize(20);
	}

	private void acknowledgeAllBut(int each) {
		for (ScanEvent<?> event : List.copyOf(this.open)) {
			User user = usersOf(event).get(0);
			if (user.getAge() % each != 0) {
				this.open.remove(event);
				this.done.add(user.getId());
				ManualAcknowledgmentTests.acknowledge(event);
			}
		}
	}

	private ScanSpec<User> spec(DynamoStreamTemplate template) {
		return template.scan(User.class).named("nightly").segments(this.segments).resumable().manualAcknowledgment();
	}

	private DynamoStreamTemplate template(AsyncTaskExecutor executor) {
		return builder(executor).eventPublisher((event) -> {
			if (event instanceof ScanEvent.Item || event instanceof ScanEvent.Batch) {
				this.open.add((ScanEvent<?>) event);
				this.delivered += usersOf((ScanEvent<?>) event).size();
			}
		}).build();
	}

	private DynamoStreamTemplate.Builder builder(AsyncTaskExecutor executor) {
		return DynamoStreamTemplate.builder(this.table)
			.taskExecutor(executor)
			.checkpointInterval(Duration.ZERO)
			.checkpointStore(this.store);
	}

	private void onSave(ScanCheckpoint checkpoint) {
		List<String> covered = covered(checkpoint);
		if (!checkpoint.finished() && covered.size() != checkpoint.items()) {
			this.wrong.add("%d items where there are %d".formatted(checkpoint.items(), covered.size()));
		}
		covered.removeAll(new HashSet<>(this.done));
		this.wrong.addAll(covered);
	}

	/**
	 * Return the items before the positions of a checkpoint.
	 */
	private List<String> covered(ScanCheckpoint checkpoint) {
		if (checkpoint.finished()) {
			return new ArrayList<>(this.table.ids());
		}
		List<String> covered = new ArrayList<>();
		for (Map.Entry<Integer, ScanCheckpoint.Position> position : checkpoint.positions().entrySet()) {
			List<String> ids = idsOf(position.getKey());
			int end = (position.getValue() instanceof ScanCheckpoint.AtKey at) ? ids.indexOf(at.key().get("id").s()) + 1
					: ids.size();
			covered.addAll(ids.subList(0, end));
		}
		return covered;
	}

	private List<String> idsOf(int segment) {
		return IntStream.range(0, USERS)
			.mapToObj((number) -> "user-" + number)
			.filter((id) -> this.segments == 1 || FakeTable.segmentOf(id, this.segments) == segment)
			.toList();
	}

	@SuppressWarnings("unchecked")
	private static List<User> usersOf(ScanEvent<?> event) {
		return (event instanceof ScanEvent.Batch<?> batch) ? (List<User>) batch.items()
				: List.of((User) ((ScanEvent.Item<?>) event).item());
	}

}

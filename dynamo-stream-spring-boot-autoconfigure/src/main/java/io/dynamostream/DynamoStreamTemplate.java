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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.dynamostream.budget.BucketScanBudgets;
import io.dynamostream.budget.ScanBudgets;
import io.dynamostream.checkpoint.FileScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpointStore;
import io.dynamostream.checkpoint.ScanCheckpoints;

/**
 * Scans DynamoDB tables through a {@link DynamoDbClient}. Inject the bean that the
 * starter makes, or build one with {@link #builder(DynamoDbClient)}. This scans tables;
 * it is not a client for DynamoDB Streams (change data capture). <pre class="code">
 * try (Stream&lt;User&gt; users = template.parallelScan(User.class).stream()) {
 * 	users.filter(User::isActive).forEach(this::export);
 * }
 * </pre>
 * <p>
 * Safe for use by several threads. When its application context begins to close, all
 * scans stop reading, finish the call in hand and end as interrupted, which is waited for
 * in the phase in which Spring Boot waits for web requests. Those with manual
 * acknowledgment also wait for what was delivered to be acknowledged, until the timeout
 * of that phase.
 *
 * @since 0.1.0
 */
public final class DynamoStreamTemplate
		implements DynamoStreamOperations, SmartLifecycle, ApplicationContextAware, DisposableBean {

	private static final boolean BUCKET4J_PRESENT = ClassUtils.isPresent("io.github.bucket4j.Bucket",
			DynamoStreamTemplate.class.getClassLoader());

	private static final int SHUTDOWN_PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

	private final ScanEngine engine;

	private final ScanSettings settings;

	private final Map<String, ScanSettings> namedSettings;

	private final ScanCheckpoints checkpoints;

	private volatile boolean running;

	private DynamoStreamTemplate(Builder builder) {
		this.engine = new ScanEngine(builder);
		this.settings = builder.failedItemRecorder.orElse(builder.settings);
		this.namedSettings = Map.copyOf(builder.namedSettings);
		this.checkpoints = builder.checkpointStore;
	}

	/**
	 * Begin to build a template.
	 * @param client the client through which tables are read; it is not closed by the
	 * template
	 * @return a builder
	 */
	public static Builder builder(DynamoDbClient client) {
		Assert.notNull(client, "'client' must not be null");
		return new Builder(client);
	}

	@Override
	public <T> ScanSpec<T> scan(Class<T> itemType) {
		return spec(itemType, this.settings.without(ScanOption.SEGMENTS), 1);
	}

	@Override
	public <T> ScanSpec<T> parallelScan(Class<T> itemType) {
		return spec(itemType, this.settings, SegmentNumber.DEFAULT);
	}

	private <T> ScanSpec<T> spec(Class<T> itemType, ScanSettings settings, int segments) {
		Assert.notNull(itemType, "'itemType' must not be null");
		ScanSettings defaults = settings.orElse(ScanSettings.none().segments(segments));
		return new DefaultScanSpec<>(this.engine, itemType, new ScanLayers(defaults, this.namedSettings));
	}

	/**
	 * Return the scans of this template that run, and those that have ended lately.
	 * @return the executions
	 */
	public ScanExecutions executions() {
		return this.engine.registry();
	}

	/**
	 * Return the checkpoints of resumable scans, of this template and of all others that
	 * keep them in the same store.
	 * @return the checkpoints
	 */
	public ScanCheckpoints checkpoints() {
		return this.checkpoints;
	}

	@Override
	public void start() {
		this.engine.registry().open();
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.engine.registry().interruptAll(callback);
	}

	/**
	 * Let scans stop as soon as the context begins to close.
	 */
	@Override
	public void setApplicationContext(ApplicationContext context) {
		if (context instanceof ConfigurableApplicationContext configurable) {
			configurable.addApplicationListener(new InterruptWhenClosed(context, this.engine.registry()));
		}
	}

	/**
	 * End the scans that still wait for acknowledgments, and save their positions.
	 */
	@Override
	public void destroy() {
		this.engine.registry().endAll();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return SHUTDOWN_PHASE;
	}

	/**
	 * Stops scans before task executors of the same context refuse the calls of
	 * asynchronous listeners. Not a bean, which would be created for the event.
	 *
	 * @param context the context
	 * @param registry the scans
	 */
	private record InterruptWhenClosed(ApplicationContext context,
			ScanRegistry registry) implements ApplicationListener<ContextClosedEvent>, Ordered {

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			if (event.getApplicationContext() == this.context) {
				this.registry.interruptAll(() -> {
				});
			}
		}

		@Override
		public boolean supportsAsyncExecution() {
			return false;
		}

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

	}

	/**
	 * What becomes of a resumable scan whose position cannot be saved.
	 */
	public enum OnSaveFailure {

		/**
		 * It fails.
		 */
		FAIL,

		/**
		 * It goes on, warns in the log and tries again. What was delivered since the last
		 * save is delivered again if the scan is resumed.
		 */
		CONTINUE

	}

	/**
	 * What decodes the items of pages.
	 */
	public enum Decoder {

		/**
		 * The decoder of Dynamo Stream: it reads the bytes that DynamoDB sends once, and
		 * makes of them what the schema would.
		 */
		DIRECT,

		/**
		 * The SDK.
		 */
		SDK

	}

	/**
	 * Builds a {@link DynamoStreamTemplate}.
	 */
	public static final class Builder {

		final DynamoDbClient client;

		ItemTypeResolver itemTypes = ItemTypeResolver.annotated("", "");

		AsyncTaskExecutor taskExecutor = defaultTaskExecutor();

		@Nullable ApplicationEventPublisher eventPublisher;

		Clock clock = Clock.systemUTC();

		final List<ScanListener> listeners = new ArrayList<>(List.of(new ScanLog()));

		int historySize = 100;

		Duration progressEventInterval = Duration.ofSeconds(1);

		Delays delays = Delays.ofSystem();

		TaskDecorator taskDecorator = (task) -> task;

		private @Nullable ScanBudgets budgets;

		ScanCheckpointStore checkpointStore = new FileScanCheckpointStore(Path.of("dynamo-stream-checkpoints"));

		Duration checkpointInterval = Duration.ofSeconds(1);

		OnSaveFailure onCheckpointSaveFailure = OnSaveFailure.FAIL;

		Decoder decoder = defaultDecoder();

		private ScanSettings settings = ScanSettings.none();

		private ScanSettings failedItemRecorder = ScanSettings.none();

		private Map<String, ScanSettings> namedSettings = Map.of();

		private Builder(DynamoDbClient client) {
			this.client = client;
		}

		private static Decoder defaultDecoder() {
			String decoder = SpringProperties.getProperty("dynamo.stream.decoder");
			return Stream.of(Decoder.values())
				.filter((known) -> decoder == null || known.name().equalsIgnoreCase(decoder))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException(
						"'dynamo.stream.decoder' must be 'direct' or 'sdk', but is '%s'".formatted(decoder)));
		}

		private static AsyncTaskExecutor defaultTaskExecutor() {
			return new SimpleAsyncTaskExecutor("dynamo-stream-");
		}

		/**
		 * Set what knows the schemas and tables of item types. By default the schema
		 * comes from the annotations of the class, and the table bears its name in snake
		 * case.
		 * @param itemTypes the resolver
		 * @return this builder
		 */
		public Builder itemTypes(ItemTypeResolver itemTypes) {
			Assert.notNull(itemTypes, "'itemTypes' must not be null");
			this.itemTypes = itemTypes;
			return this;
		}

		/**
		 * Set the executor on which pages are requested and background scans are
		 * delivered. No task waits for another one, but tasks submit tasks, so the
		 * executor must queue or reject what it has no thread for and not let the
		 * submitting thread wait. By default every task has a thread of its own.
		 * @param taskExecutor the executor
		 * @return this builder
		 * @throws IllegalArgumentException if the executor has a concurrency limit at
		 * which submitting threads wait
		 */
		public Builder taskExecutor(AsyncTaskExecutor taskExecutor) {
			Assert.notNull(taskExecutor, "'taskExecutor' must not be null");
			Assert.isTrue(!(taskExecutor instanceof SimpleAsyncTaskExecutor simple && simple.isThrottleActive()),
					"'taskExecutor' must not have a concurrency limit, because scans would wait for themselves when it "
							+ "is reached. Leave out the limit, or use a ThreadPoolTaskExecutor.");
			this.taskExecutor = taskExecutor;
			return this;
		}

		/**
		 * Set what keeps the context of tasks, such as a trace, while a limit makes a
		 * scan wait. Give the decorator of the task executor. By default nothing is kept.
		 * @param taskDecorator the decorator
		 * @return this builder
		 */
		public Builder taskDecorator(TaskDecorator taskDecorator) {
			Assert.notNull(taskDecorator, "'taskDecorator' must not be null");
			this.taskDecorator = taskDecorator;
			return this;
		}

		/**
		 * Set the publisher of {@link ScanEvent}s. Give the application context itself,
		 * so that a scan that no listener would hear can be refused. By default there is
		 * none, and {@link DynamoStreamOperations.ScanSpec#toListeners()} is refused.
		 * @param eventPublisher the publisher
		 * @return this builder
		 */
		public Builder eventPublisher(ApplicationEventPublisher eventPublisher) {
			Assert.notNull(eventPublisher, "'eventPublisher' must not be null");
			this.eventPublisher = eventPublisher;
			return this;
		}

		/**
		 * Set the clock that tells when scans start and end. By default that of the
		 * system.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			Assert.notNull(clock, "'clock' must not be null");
			this.clock = clock;
			return this;
		}

		/**
		 * Add a listener that observes all scans. Listeners are called in the order in
		 * which they were added. By default there is none.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder listener(ScanListener listener) {
			Assert.notNull(listener, "'listener' must not be null");
			this.listeners.add(listener);
			return this;
		}

		/**
		 * Set how many ended scans {@link DynamoStreamTemplate#executions()} keeps. By
		 * default 100.
		 * @param executions number of executions, 0 or more
		 * @return this builder
		 */
		public Builder historySize(int executions) {
			Assert.isTrue(executions >= 0, () -> "'historySize' must be 0 or more, but is " + executions);
			this.historySize = executions;
			return this;
		}

		/**
		 * Set how much time is at least between two {@link ScanEvent.Progress} of a scan.
		 * By default 1 second.
		 * @param interval the interval, 0 for no such events
		 * @return this builder
		 */
		public Builder progressEventInterval(Duration interval) {
			Assert.notNull(interval, "'interval' must not be null");
			Assert.isTrue(!interval.isNegative(),
					() -> "'progressEventInterval' must be 0 or more, but is " + interval);
			this.progressEventInterval = interval;
			return this;
		}

		/**
		 * Set what opens the budgets of scans whose read capacity or items per second are
		 * limited. By default every scan has a budget of its own, which needs Bucket4j on
		 * the class path.
		 * @param budgets the budgets
		 * @return this builder
		 */
		public Builder budgets(ScanBudgets budgets) {
			Assert.notNull(budgets, "'budgets' must not be null");
			this.budgets = budgets;
			return this;
		}

		/**
		 * Set where the positions of resumable scans are kept. By default in files of the
		 * directory {@code dynamo-stream-checkpoints} below the working directory, which
		 * is created when the first of them is started.
		 * @param store the store
		 * @return this builder
		 */
		public Builder checkpointStore(ScanCheckpointStore store) {
			Assert.notNull(store, "'store' must not be null");
			this.checkpointStore = store;
			return this;
		}

		/**
		 * Return the budgets, or {@code null} if there can be none.
		 */
		@Nullable ScanBudgets budgets() {
			return (this.budgets == null && BUCKET4J_PRESENT) ? new BucketScanBudgets() : this.budgets;
		}

		Builder delays(Delays delays) {
			this.delays = delays;
			return this;
		}

		/**
		 * Set who records the failed items of scans that skip them and have no recorder
		 * of their own. It is called as that of
		 * {@link DynamoStreamOperations.ScanSpec#skipFailedItems(Consumer)} is, and must
		 * be thread-safe. By default there is none.
		 * @param recorder the recorder
		 * @return this builder
		 */
		public Builder failedItemRecorder(Consumer<? super ScanEvent.ItemFailed<?>> recorder) {
			Assert.notNull(recorder, "'recorder' must not be null");
			this.failedItemRecorder = ScanSettings.none().with(ScanOption.FAILED_ITEM_RECORDER, recorder::accept);
			return this;
		}

		/**
		 * Set how much time is at least between two saves of the position of a running
		 * scan. A process that is killed loses at most that. By default 1 second.
		 * @param interval the interval, 0 to save after every acknowledgment
		 * @return this builder
		 */
		public Builder checkpointInterval(Duration interval) {
			Assert.notNull(interval, "'interval' must not be null");
			Assert.isTrue(!interval.isNegative(), () -> "'checkpointInterval' must be 0 or more, but is " + interval);
			this.checkpointInterval = interval;
			return this;
		}

		/**
		 * Set what becomes of a scan whose position cannot be saved. By default it fails.
		 * @param onSaveFailure what becomes of it
		 * @return this builder
		 */
		public Builder onCheckpointSaveFailure(OnSaveFailure onSaveFailure) {
			Assert.notNull(onSaveFailure, "'onSaveFailure' must not be null");
			this.onCheckpointSaveFailure = onSaveFailure;
			return this;
		}

		/**
		 * Set what decodes the items of pages. By default {@link Decoder#DIRECT}, unless
		 * the JVM has the system property {@code dynamo.stream.decoder=sdk}.
		 * @param decoder the decoder
		 * @return this builder
		 */
		public Builder decoder(Decoder decoder) {
			Assert.notNull(decoder, "'decoder' must not be null");
			this.decoder = decoder;
			return this;
		}

		/**
		 * Set the options of all scans that neither a step nor the settings of a name
		 * set. By default none.
		 * @param settings the settings
		 * @return this builder
		 */
		public Builder settings(ScanSettings settings) {
			Assert.notNull(settings, "'settings' must not be null");
			this.settings = settings;
			return this;
		}

		/**
		 * Set the options of named scans. By default none.
		 * @param namedSettings settings by the name of the scan
		 * @return this builder
		 */
		public Builder namedSettings(Map<String, ScanSettings> namedSettings) {
			Assert.notNull(namedSettings, "'namedSettings' must not be null");
			this.namedSettings = namedSettings;
			return this;
		}

		/**
		 * Build the template.
		 * @return a new template
		 */
		public DynamoStreamTemplate build() {
			return new DynamoStreamTemplate(this);
		}

	}

}

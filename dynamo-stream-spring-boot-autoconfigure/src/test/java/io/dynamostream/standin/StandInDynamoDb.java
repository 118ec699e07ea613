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

package io.dynamostream.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * An HTTP server on the loopback interface that stands in for DynamoDB where a test has
 * to see the requests, to hold the answers or to make them fail. It knows the operations
 * {@code Scan} and {@code DescribeTable}. Safe for use by several threads.
 * <pre class="code">
 * try (StandInDynamoDb dynamoDb = StandInDynamoDb.start(StandInTable.of("users", items))) {
 * 	dynamoDb.fault(2, StandInFault.throughputExceeded());
 * 	read(dynamoDb.client());
 * 	assertThat(dynamoDb.requestCount()).isEqualTo(3);
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class StandInDynamoDb implements AutoCloseable {

	private final Map<String, StandInTable> tables = new ConcurrentHashMap<>();

	private final Monitor monitor = new Monitor();

	private final Traffic traffic = new Traffic(this.monitor);

	private final Gate gate = new Gate(this.monitor);

	private final FaultScript faults = new FaultScript();

	private final List<DynamoDbClient> clients = new CopyOnWriteArrayList<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final ExecutorService executor = Executors.newCachedThreadPool(threadFactory());

	private final HttpServer server;

	private final AtomicInteger describeCount = new AtomicInteger();

	private volatile double describedFactor = 1;

	private volatile long describedReadCapacity;

	private volatile StandInFault.@Nullable Error describeError;

	private volatile Duration latency = Duration.ZERO;

	private StandInDynamoDb() throws IOException {
		// Without it, small answers wait for the client's delayed acknowledgement
		System.setProperty("sun.net.httpserver.nodelay", "true");
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::handle);
	}

	private static CustomizableThreadFactory threadFactory() {
		CustomizableThreadFactory threadFactory = new CustomizableThreadFactory("stand-in-");
		threadFactory.setDaemon(true);
		return threadFactory;
	}

	/**
	 * Start a server on a free port.
	 * @param tables the tables that it has
	 * @return a running server
	 */
	public static StandInDynamoDb start(StandInTable... tables) {
		try {
			StandInDynamoDb dynamoDb = new StandInDynamoDb();
			Arrays.stream(tables).forEach(dynamoDb::put);
			dynamoDb.server.start();
			return dynamoDb;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Add a table, or replace the one of this name.
	 * @param table the table
	 */
	public void put(StandInTable table) {
		this.tables.put(table.name(), table);
	}

	/**
	 * Return the address of the server.
	 * @return the endpoint
	 */
	public URI endpoint() {
		InetSocketAddress address = this.server.getAddress();
		return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
	}

	/**
	 * Create a client of this server, which is closed with the server. It retries as the
	 * SDK does by default.
	 * @return a client
	 */
	public DynamoDbClient client() {
		return client((builder) -> {
		});
	}

	/**
	 * Create a client of this server that does not retry, which is closed with the
	 * server.
	 * @return a client
	 */
	public DynamoDbClient clientWithoutRetries() {
		return client((builder) -> builder
			.overrideConfiguration((configuration) -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry())));
	}

	/**
	 * Create a client of this server, which is closed with the server.
	 * @param customizer called before the client is built
	 * @return a client
	 */
	public DynamoDbClient client(Consumer<DynamoDbClientBuilder> customizer) {
		DynamoDbClientBuilder builder = DynamoDbClient.builder()
			.endpointOverride(endpoint())
			.region(Region.US_EAST_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy")));
		customizer.accept(builder);
		DynamoDbClient client = builder.build();
		this.clients.add(client);
		return client;
	}

	/**
	 * Return the requests received, in order.
	 * @return the requests
	 */
	public List<StandInRequest> requests() {
		return this.traffic.requests();
	}

	/**
	 * Return the number of requests received.
	 * @return the number of requests
	 */
	public int requestCount() {
		return this.traffic.requestCount();
	}

	/**
	 * Return the number of requests that wait for their answer. A request has its answer
	 * just before the last byte of it is sent. One whose client went away waits on.
	 * @return the number of requests
	 */
	public int requestsInFlight() {
		return this.traffic.inFlight();
	}

	/**
	 * Return the highest number of requests that waited for their answers at a time.
	 * @return the number of requests
	 */
	public int maxRequestsInFlight() {
		return this.traffic.maxInFlight();
	}

	/**
	 * Return the number of pages sent.
	 * @return the number of pages
	 */
	public int pagesServed() {
		return this.traffic.pages();
	}

	/**
	 * Return the number of items sent.
	 * @return the number of items
	 */
	public long itemsServed() {
		return this.traffic.items();
	}

	/**
	 * Return the read capacity that the pages sent have consumed.
	 * @return the read capacity units
	 */
	public double capacityServed() {
		return this.traffic.capacity();
	}

	/**
	 * Forget what was received and served so far, and begin to number the requests anew.
	 * Only while no request is in flight.
	 */
	public void reset() {
		this.traffic.reset();
	}

	/**
	 * Wait until at least this many requests have been received.
	 * @param count the number of requests
	 */
	public void awaitRequests(int count) {
		this.traffic.awaitRequests(count);
	}

	/**
	 * Wait until exactly this many requests are in flight.
	 * @param count the number of requests
	 */
	public void awaitInFlight(int count) {
		this.traffic.awaitInFlight(count);
	}

	/**
	 * Hold all requests from now on.
	 */
	public void hold() {
		hold((request) -> true);
	}

	/**
	 * Hold the requests from now on that meet a condition. Others pass.
	 * @param condition which requests to hold
	 */
	public void hold(Predicate<StandInRequest> condition) {
		this.gate.hold(condition);
	}

	/**
	 * Return the requests that are held.
	 * @return the requests, the oldest first
	 */
	public List<StandInRequest> held() {
		return this.gate.held();
	}

	/**
	 * Wait until exactly this many requests are held.
	 * @param count the number of requests
	 * @return the requests, the oldest first
	 */
	public List<StandInRequest> awaitHeld(int count) {
		return this.gate.awaitHeld(count);
	}

	/**
	 * Let the oldest held request pass. Waits for one if none is held.
	 * @return the request
	 */
	public StandInRequest release() {
		return release((request) -> true);
	}

	/**
	 * Let the oldest held request pass that meets a condition. Waits for one if none is
	 * held.
	 * @param condition which request to release
	 * @return the request
	 */
	public StandInRequest release(Predicate<StandInRequest> condition) {
		return this.gate.release(condition);
	}

	/**
	 * Let all held requests pass, and hold no more.
	 */
	public void releaseAll() {
		this.gate.open();
	}

	/**
	 * Let the request with this number fail.
	 * @param requestNumber position among the requests received, from 1
	 * @param fault the way it fails
	 */
	public void fault(int requestNumber, StandInFault fault) {
		fault((request) -> request.number() == requestNumber, fault);
	}

	/**
	 * Let all requests fail that meet a condition.
	 * @param condition which requests fail
	 * @param fault the way they fail
	 */
	public void fault(Predicate<StandInRequest> condition, StandInFault fault) {
		fault(condition, Integer.MAX_VALUE, fault);
	}

	/**
	 * Let the next requests fail that meet a condition.
	 * @param condition which requests fail
	 * @param times how many of them fail
	 * @param fault the way they fail
	 */
	public void fault(Predicate<StandInRequest> condition, int times, StandInFault fault) {
		this.faults.add(condition, times, fault);
	}

	/**
	 * Let no more requests fail.
	 */
	public void clearFaults() {
		this.faults.clear();
	}

	/**
	 * Set the time that passes before each answer. By default none.
	 * @param latency the time
	 */
	public void latency(Duration latency) {
		this.latency = latency;
	}

	/**
	 * Describe tables as larger or smaller than they are.
	 * @param factor factor for sizes and numbers of items
	 */
	public void describeSizes(double factor) {
		this.describedFactor = factor;
	}

	/**
	 * Describe tables as having so much provisioned read capacity. By default 0, as of
	 * tables whose reads are paid on demand. It is not enforced.
	 * @param unitsPerSecond read capacity units per second
	 */
	public void describeReadCapacity(long unitsPerSecond) {
		this.describedReadCapacity = unitsPerSecond;
	}

	/**
	 * Answer every DescribeTable with an error.
	 * @param error the error, or {@code null} to answer it again
	 */
	public void refuseToDescribe(StandInFault.@Nullable Error error) {
		this.describeError = error;
	}

	/**
	 * Return how often a table was described. These requests are not among the others,
	 * and are neither held nor faulty.
	 * @return the number of requests
	 */
	public int describeCount() {
		return this.describeCount.get();
	}

	private void handle(HttpExchange http) throws IOException {
		RequestDecoder decoder = new RequestDecoder(http.getRequestHeaders().getFirst("X-Amz-Target"),
				http.getRequestBody().readAllBytes());
		if (decoder.decode(0).operation().equals("DescribeTable")) {
			this.describeCount.incrementAndGet();
			new Exchange(http, answer(decoder.decode(0)), () -> {
			}).send();
		}
		else {
			handle(http, this.traffic.arrived(decoder));
		}
	}

	private void handle(HttpExchange http, StandInRequest request) throws IOException {
		try {
			this.gate.pass(request);
			if (!this.closed.await(this.latency.toNanos(), TimeUnit.NANOSECONDS)) {
				answer(http, request, this.faults.faultOf(request));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			http.close();
		}
		finally {
			this.traffic.left(request);
		}
	}

	private void answer(HttpExchange http, StandInRequest request, @Nullable StandInFault fault)
			throws IOException, InterruptedException {
		Answer answer = (fault instanceof StandInFault.Error error) ? Answer.of(error) : answer(request);
		Exchange exchange = new Exchange(http, answer, () -> this.traffic.served(request, answer));
		if (fault instanceof StandInFault.Transport transport) {
			switch (transport) {
				case CONNECTION_CLOSED -> http.close();
				case BODY_TRUNCATED -> exchange.sendHalf();
				case CHECKSUM_WRONG -> exchange.sendWithWrongChecksum();
				case NO_ANSWER -> this.closed.await();
			}
		}
		else {
			exchange.send();
		}
	}

	private Answer answer(StandInRequest request) {
		try {
			return switch (request.operation()) {
				case "Scan" -> new ScanOperation(table(request), request).scan();
				case "DescribeTable" -> describe(request);
				default -> Answer.of(StandInFault.Error.unknownOperation());
			};
		}
		catch (RefusedException ex) {
			return Answer.of(ex.error());
		}
	}

	private Answer describe(StandInRequest request) {
		StandInFault.Error error = this.describeError;
		return (error != null) ? Answer.of(error)
				: new DescribeTableOperation(table(request), this.describedFactor, this.describedReadCapacity)
					.describe();
	}

	private StandInTable table(StandInRequest request) {
		StandInTable table = this.tables.get(request.tableName());
		if (table == null) {
			throw new RefusedException(StandInFault.resourceNotFound());
		}
		return table;
	}

	/**
	 * Close the server, its connections and the clients that it made.
	 */
	@Override
	public void close() {
		this.closed.countDown();
		this.gate.open();
		this.server.stop(0);
		this.executor.shutdownNow();
		this.clients.forEach(DynamoDbClient::close);
	}

}

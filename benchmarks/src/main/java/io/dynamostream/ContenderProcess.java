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
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import com.sun.management.OperatingSystemMXBean;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Reads a table in a process of its own, once for each line of its input, and prints what
 * it took. Arguments: endpoint, shape, contender, number of segments, page size, number
 * of items.
 */
public final class ContenderProcess {

	private static final OperatingSystemMXBean system = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private final HeapUse heap = new HeapUse();

	private final Contender.Scan scan;

	private ContenderProcess(Contender.Scan scan) {
		this.scan = scan;
	}

	/**
	 * Read a table.
	 * @param args see above
	 * @throws Exception if the table cannot be read
	 */
	public static void main(String[] args) throws Exception {
		URI endpoint = URI.create(args[0]);
		try (SdkHttpClient http = Apache5HttpClient.builder().maxConnections(100).build();
				DynamoDbClient client = client(endpoint, http)) {
			ScannedItems target = new ScannedItems(Shape.valueOf(args[1]), Integer.parseInt(args[5]), endpoint, client,
					http, Integer.parseInt(args[3]), Integer.parseInt(args[4]));
			ContenderProcess process = new ContenderProcess(Contender.valueOf(args[2]).scan(target));
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			while (input.readLine() != null) {
				System.out.println(process.read());
			}
		}
		System.exit(0);
	}

	private static DynamoDbClient client(URI endpoint, SdkHttpClient http) {
		return DynamoDbClient.builder()
			.endpointOverride(endpoint)
			.httpClient(http)
			.region(Region.US_EAST_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy")))
			.build();
	}

	private Turn read() throws Exception {
		this.heap.start();
		long cpu = system.getProcessCpuTime();
		long start = System.nanoTime();
		Sink sink = new Sink();
		this.scan.read(sink);
		long wall = System.nanoTime() - start;
		cpu = system.getProcessCpuTime() - cpu;
		this.heap.stop();
		return new Turn(sink.items(), cpu, wall, sink.nanosToFirst(), this.heap.allocated(), this.heap.peak(),
				this.heap.held(), 0);
	}

}

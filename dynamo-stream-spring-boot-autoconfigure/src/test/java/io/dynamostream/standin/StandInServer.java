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
import java.io.OutputStream;
import java.time.Duration;

import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * Runs the stand-in in a process of its own, with a table of users. Prints its port and
 * ends when its standard input ends, so that it does not outlive the process that started
 * it. Options: {@code --table=users}, {@code --items=2000000}, {@code --item-bytes=620},
 * {@code --latency-ms=0}.
 *
 * @since 0.1.0
 */
public final class StandInServer {

	private StandInServer() {
	}

	/**
	 * Run the server.
	 * @param args the options
	 * @throws IOException if standard input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		SimpleCommandLinePropertySource options = new SimpleCommandLinePropertySource(args);
		StandInTable users = StandInTable.ofUsers(option(options, "table", "users"),
				Integer.parseInt(option(options, "items", "2000000")),
				Integer.parseInt(option(options, "item-bytes", "620")));
		try (StandInDynamoDb dynamoDb = StandInDynamoDb.start(users)) {
			dynamoDb.latency(Duration.ofMillis(Long.parseLong(option(options, "latency-ms", "0"))));
			System.out.println(dynamoDb.endpoint().getPort());
			System.in.transferTo(OutputStream.nullOutputStream());
		}
	}

	private static String option(SimpleCommandLinePropertySource options, String name, String defaultValue) {
		String value = options.getProperty(name);
		return (value != null) ? value : defaultValue;
	}

}

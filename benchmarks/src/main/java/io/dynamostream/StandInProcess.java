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

import io.dynamostream.standin.StandInDynamoDb;

/**
 * Serves a table in a process of its own, until its input ends. Arguments: shape, number
 * of items, latency in milliseconds.
 */
public final class StandInProcess {

	private StandInProcess() {
	}

	/**
	 * Serve a table.
	 * @param args see above
	 * @throws Exception if the input cannot be read
	 */
	public static void main(String[] args) throws Exception {
		try (StandInDynamoDb dynamoDb = StandInDynamoDb
			.start(Shape.valueOf(args[0]).table(Integer.parseInt(args[1])))) {
			dynamoDb.latency(Duration.ofMillis(Long.parseLong(args[2])));
			System.out.println(dynamoDb.endpoint());
			System.in.transferTo(System.out);
		}
	}

}

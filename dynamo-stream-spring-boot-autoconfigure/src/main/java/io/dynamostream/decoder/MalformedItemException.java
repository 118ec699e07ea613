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

package io.dynamostream.decoder;

/**
 * Thrown when the bytes of an item are none that DynamoDB sends.
 *
 * @since 0.1.0
 */
public final class MalformedItemException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	MalformedItemException() {
		super("The bytes of an item are not of the form of DynamoDB's. Look for what comes between the DynamoDbClient and "
				+ "DynamoDB, or let the SDK decode the answers with 'dynamo.stream.decoder=sdk'.");
	}

}

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

package io.dynamostream.autoconfigure;

import java.util.List;

import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * A client whose tables have no items, and that tells what it was asked.
 */
final class EmptyTable {

	private EmptyTable() {
	}

	static DynamoDbClient client() {
		DynamoDbClient client = Mockito.mock(DynamoDbClient.class);
		given(client.scan(any(ScanRequest.class))).willReturn(ScanResponse.builder()
			.items(List.of())
			.consumedCapacity((capacity) -> capacity.capacityUnits(0.5))
			.build());
		return client;
	}

	static List<ScanRequest> requests(DynamoDbClient client) {
		ArgumentCaptor<ScanRequest> requests = ArgumentCaptor.forClass(ScanRequest.class);
		then(client).should(Mockito.atLeastOnce()).scan(requests.capture());
		return requests.getAllValues();
	}

}

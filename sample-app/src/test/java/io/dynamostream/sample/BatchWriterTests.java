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

package io.dynamostream.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

import io.dynamostream.ItemTypeResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

class BatchWriterTests {

	private final DynamoDbClient client = mock(DynamoDbClient.class);

	private final BatchWriter writer = new BatchWriter(
			DynamoDbEnhancedClient.builder().dynamoDbClient(this.client).build(), ItemTypeResolver.annotated("", ""));

	@Test
	void writesAtMost25ItemsPerRequest() {
		given(this.client.batchWriteItem(any(BatchWriteItemRequest.class))).willReturn(response(List.of()));
		this.writer.write(Contact.class, contacts(60));
		assertThat(requests(3)).extracting(List::size).containsExactly(25, 25, 10);
	}

	@Test
	void writesUnprocessedItemsAgainAndNoOthers() {
		given(this.client.batchWriteItem(any(BatchWriteItemRequest.class))).willAnswer((invocation) -> {
			List<WriteRequest> items = items(invocation.getArgument(0));
			return response(items.subList(items.size() / 2, items.size() - 1));
		});
		this.writer.write(Contact.class, contacts(6));
		assertThat(requests(2)).extracting((items) -> items.stream().map(this::id).toList())
			.containsExactly(List.of("0", "1", "2", "3", "4", "5"), List.of("3", "4"));
	}

	@Test
	void givesUpAfterEightRetries() {
		given(this.client.batchWriteItem(any(BatchWriteItemRequest.class)))
			.willAnswer((invocation) -> response(items(invocation.getArgument(0))));
		BatchWriter impatient = new BatchWriter(DynamoDbEnhancedClient.builder().dynamoDbClient(this.client).build(),
				ItemTypeResolver.annotated("", ""),
				BatchWriter.retryPolicy().delay(Duration.ZERO).jitter(Duration.ZERO).build());
		assertThatExceptionOfType(BatchWriter.UnprocessedItemsException.class)
			.isThrownBy(() -> impatient.write(Contact.class, contacts(30)))
			.withMessage("25 items were not written to table 'contact', which is throttled. Raise its write capacity.");
		assertThat(requests(9)).extracting(List::size).containsOnly(25);
	}

	private List<Contact> contacts(int count) {
		return IntStream.range(0, count).mapToObj((number) -> {
			Contact contact = new Contact();
			contact.setId(String.valueOf(number));
			return contact;
		}).toList();
	}

	private BatchWriteItemResponse response(List<WriteRequest> unprocessed) {
		return BatchWriteItemResponse.builder()
			.unprocessedItems(unprocessed.isEmpty() ? Map.of() : Map.of("contact", unprocessed))
			.build();
	}

	private List<List<WriteRequest>> requests(int count) {
		ArgumentCaptor<BatchWriteItemRequest> captor = ArgumentCaptor.captor();
		then(this.client).should(times(count)).batchWriteItem(captor.capture());
		return captor.getAllValues().stream().map(this::items).toList();
	}

	private List<WriteRequest> items(BatchWriteItemRequest request) {
		return request.requestItems().get("contact");
	}

	private String id(WriteRequest request) {
		return request.putRequest().item().get("id").s();
	}

}
